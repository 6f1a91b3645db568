"""What a start says: how the last one ended, what was mended, and why there is no window."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from bpstudio.ui.faults import FaultDialog, NoRescue, faults
from bpstudio.ui.faults.report import report_text
from bpstudio.ui.logbook import Logbook
from bpstudio.ui.widgets.notice import Notice
from bpstudio.ui.widgets.offer import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.ui.log_files import Crash
    from bpstudio.ui.main_window import MainWindow

FAILED = 1  # exit status
COPY = "What is known of the crash, as text to be pasted"
NO_WINDOW = "bpstudio couldn’t start"


@cache
def logbook() -> Logbook:
    """Return the log of this process."""
    return Logbook()


def begun(make: Callable[[], MainWindow]) -> MainWindow:
    """Return the window that `make` makes; where it can't, say why, and end."""
    try:
        return make()
    except Exception as error:
        sys.__excepthook__(type(error), error, error.__traceback__)
        faults().report(type(error), error, error.__traceback__, NO_WINDOW)
        dialog = FaultDialog(NoRescue())
        dialog.show_faults(faults().all)
        dialog.exec()
        sys.exit(FAILED)


def tell_at_start(window: MainWindow, mended: str, crash: Crash | None) -> None:
    """Say in the window what was mended in the settings, and that the last start had a bad end.

    Parameters
    ----------
    mended
        What is as at first, in a sentence; empty where all is well.
    crash
        What a former process has left; None where it ended in order.
    """
    if mended:
        window.offers.addWidget(Notice(mended))
    if crash is not None:
        window.offers.addWidget(crash_notice(crash))


def crash_notice(crash: Crash) -> Notice:
    """Return what says of a crash that it was one, and gives its details."""
    when = f"{crash.at.day} {crash.at:%B} at {crash.at:%H:%M}"
    details = f"{report_text(())}\nThe crash of {crash.at:%Y-%m-%d %H:%M:%S}\n{crash.trace}"

    def copy() -> None:
        QGuiApplication.clipboard().setText(details)

    sentence = f"bpstudio crashed on {when} ({crash.cause})."
    return Notice(sentence, [Choice("Copy details", COPY, copy)])
