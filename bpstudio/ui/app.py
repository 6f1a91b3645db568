"""Where the window starts: the application, dressed, and one window on an experiment."""

from __future__ import annotations

import gc
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from bpstudio import __version__
from bpstudio.experiment.file_format import is_table
from bpstudio.experiment.storage import read_experiment
from bpstudio.resources import resource
from bpstudio.runtime.heap import keep_little
from bpstudio.ui import settings
from bpstudio.ui.document import Document
from bpstudio.ui.faults import WindowRescue, fault_desk, faults
from bpstudio.ui.icons import application_icon
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.open_elsewhere import OpenElsewhere
from bpstudio.ui.place import restore_place
from bpstudio.ui.session import Session
from bpstudio.ui.signals import INTERRUPTED, TERMINATED, ending_loops
from bpstudio.ui.start import begun, logbook, tell_at_start
from bpstudio.ui.style import apply_style
from bpstudio.ui.tex.setting import prepare as prepare_equations
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT = ("experiments", "digits.json")
# seconds; with Python's 5 ms the screen waits that long for the training to give way, each time
# it wakes up. While it draws, the turnstile keeps the training out, so this costs next to nothing.
SWITCH_INTERVAL = 0.001
CALM_AFTER = 1_500  # ms from the start: the window is there, and nobody has asked for much yet


def create_application(argv: Sequence[str] | None = None) -> QApplication:
    """Return the application, named and dressed; a second call returns the same one.

    Parameters
    ----------
    argv
        The command line, for Qt's own options; the process's where left out.
    """
    if sys.platform.startswith("linux"):
        # With no address libdbus forks to look for a bus, and OpenBLAS, which joins its threads
        # at a fork, then hangs the start now and then.
        os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    app = cast("QApplication", QApplication.instance() or QApplication(list(argv or sys.argv)))
    _prepare(app)
    return app


@cache
def _prepare(app: QApplication) -> None:
    faults()
    sys.setswitchinterval(SWITCH_INTERVAL)
    keep_little()
    app.setOrganizationName(settings.ORGANISATION)
    app.setApplicationName(settings.APPLICATION)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("bpstudio")
    app.setWindowIcon(application_icon())
    theme().set_mode(settings.theme_mode())
    apply_style(app)
    gc.freeze()  # what was imported stays: to look for garbage in it takes 50 ms each time


def create_window(path: Path | str | None = None) -> MainWindow:
    """Return a window, paused and not shown yet, on the experiment in `path`.

    Without a path it is on the shipped digits experiment. A file that can't be used is told of
    in the window, which then is on that experiment, too.
    """
    create_application()
    document = Document(read_experiment(resource(*DEFAULT)))
    window = MainWindow(document, Session(document))
    fault_desk().attach(WindowRescue(window))
    faults().reported.connect(window.autosave.save_now)  # worse may come
    if path is not None:
        with faults().heard(f"{Path(path).name} couldn’t be opened"):
            window.opener.open(Path(path))
    return window


def run(file: str | None) -> int:
    """Show the window, with `file` in it, until the user closes it; return the exit status.

    Ctrl-C and the system's request to end close it, too, without asking about unsaved edits: the
    next start offers them, as it does after a crash. A table is looked at first, in its dialog, as
    one that is dropped on the window.
    """
    crash = logbook().begin()
    app = create_application()
    mended = settings.mend()
    table = Path(file) if file is not None and is_table(Path(file)) else None
    with ending_loops(signal.SIGINT, signal.SIGTERM):
        window = begun(lambda: create_window(None if table else file))
        _show(window)
        tell_at_start(window, mended, crash)
        QTimer.singleShot(CALM_AFTER, app, lambda: prepare_equations())
        greet(window, file)
        if table is not None:
            QTimer.singleShot(0, window, lambda: window.opener.take(table))
        status = app.exec()
        if status in (INTERRUPTED, TERMINATED):
            window.session.pause()  # there is no time to lose
            window.autosave.leave_work()
        window.close()
    return 0 if status == TERMINATED else status


def greet(window: MainWindow, file: str | None) -> None:
    """Show the start screen where no file was asked for, unless nobody wants it any more."""
    if file is None and settings.shows_start():
        window.start_screen.appear()


def _show(window: MainWindow) -> None:
    """Put the window where it was, and look for what was left behind; it can do without either."""
    OpenElsewhere(window.files, window.offers)
    with faults().heard("The window couldn’t be put where it was"):
        restore_place(window)
    window.show()
    with faults().heard("The panels couldn’t be put where they were"):
        window.restore_panels()  # only now: what floats stays above a window that there is
    with faults().heard("What was recovered couldn’t be offered"):
        window.recovery.offer()
