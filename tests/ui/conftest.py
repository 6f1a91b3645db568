"""A window of its own for each test, closed at the end."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.theme import theme


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it opens, at the size of the design."""
    create_application()
    made = create_window()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    theme().set_mode("system")
