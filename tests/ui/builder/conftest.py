"""A canvas on a real document; the training is a stand-in that records what it is told."""

import pytest

from bpstudio.ui.builder import Inspector, NetworkCanvas
from bpstudio.ui.document import Document
from tests.ui.builder.networks import RecordingSession, experiment


@pytest.fixture
def document(qapp):
    made = Document(experiment((4, "sigmoid"), (3, "tanh")))
    yield made
    made.undo_stack.clear()  # Python lets go of a step before Qt does where it ends with both


@pytest.fixture
def session():
    return RecordingSession()


@pytest.fixture
def canvas(qtbot, document, session):
    made = NetworkCanvas(document, session)
    made.resize(900, 660)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def inspector(qtbot, canvas):
    made = Inspector(canvas)
    qtbot.addWidget(made)
    made.show()
    return made
