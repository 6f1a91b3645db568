"""A window as a user has it, created, shown, closed in the end; and the dialog of a table in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.table.dialog import TableDialog

SOON = 10_000  # ms


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


def table_dialog(qtbot: QtBot, window: MainWindow) -> TableDialog:
    """Return the dialog of a table once it is open: it is there a moment before."""

    def found() -> TableDialog | None:
        dialog = window.findChild(TableDialog)
        return dialog if dialog is not None and dialog.isVisible() else None

    qtbot.waitUntil(lambda: found() is not None, timeout=SOON)
    dialog = found()
    assert dialog is not None
    return dialog
