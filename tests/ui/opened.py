"""A window as a user has it: created, shown, closed in the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.main_window import MainWindow


@contextmanager
def opened(qtbot: QtBot, width: int, height: int) -> Iterator[MainWindow]:
    """Give a window of this size, in px, and close it."""
    create_application()
    made = create_window()
    qtbot.addWidget(made)
    made.resize(width, height)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
