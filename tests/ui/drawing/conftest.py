"""The page by itself, with a session of its own: small, and without the window around it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.ui.app import create_application
from bpstudio.ui.document import Document
from bpstudio.ui.drawing.page import DrawingPage
from bpstudio.ui.session import Session
from bpstudio.ui.theme import theme


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DrawingPage]:
    """The page of a document whose data are a made set."""
    create_application()
    network = NetworkSpec(hidden=(LayerSpec(units=3),))
    document = Document(Experiment(data=DataSpec(name="circle", samples=60), network=network))
    session = Session(document)
    made = DrawingPage(document, session)
    document.setParent(made)
    session.setParent(made)
    qtbot.addWidget(made)
    made.tools.setParent(made)
    made.resize(500, 420)
    made.show()
    qtbot.waitExposed(made)
    made.canvas.setFocus()
    yield made
    session.stop()
    theme().set_mode("system")
