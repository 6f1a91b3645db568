"""A window in which random fingers do so many things; it tells what goes wrong."""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget
from shiboken6 import isValid

from bpstudio.runtime.snapshot import Status
from bpstudio.ui import new_window
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.main_window import MainWindow
from tests.trials.apart import tell
from tests.trials.crowd import crowd
from tests.trials.fingers import Fingers
from tests.trials.some_files import places, write_files
from tests.trials.watch import Watch

TOLD_EVERY = 500  # deeds
BREATH = 2  # ms between two
LOOPED = 0.2  # seconds: a deed that takes longer waits in a loop of its own, a menu's or a drag's


class Player:
    """Lets the fingers play, and opens another window where they have closed it."""

    def __init__(self, count: int, seed: int, folder: Path) -> None:
        self._app = create_application()
        self._app.setQuitOnLastWindowClosed(False)
        self._rng, self._left, self._count = np.random.default_rng(seed), count, count
        files = write_files(folder)
        QProcess.startDetached = staticmethod(lambda *_: (True, 0))  # no window outlives this one
        answer_file_dialogs(self._rng, files, places(folder))
        start_no_process(self._rng)
        self._fingers, self._watch = Fingers(self._rng, files), Watch()
        self._told = 0
        self._is_acting, self._began = False, 0.0
        self._front: QWidget | None = None
        self._window = self._open()

    def _open(self) -> MainWindow:
        window = create_window()
        window.show()
        window.session.set_pace(None)
        return window

    def play(self) -> None:
        """Play until so many things are done, and close the window."""
        self._watch.begin()
        QTimer.singleShot(0, self._next)
        self._app.exec()
        self._window.close()
        self._watch.end()
        self._tell()

    def _next(self) -> None:
        if self._left == 0:
            self._app.exit()
            return
        QTimer.singleShot(BREATH, self._next)  # first: what is done may take a loop of its own
        front = in_front()
        if self._is_acting:
            if time.monotonic() - self._began < LOOPED * crowd():
                return
            if front in (None, self._front):
                self._let_go()
                return
        self._left -= 1
        outer = self._is_acting, self._front, self._began
        self._is_acting, self._front, self._began = True, front, time.monotonic()
        try:
            self._act()
        finally:
            self._is_acting, self._front, self._began = outer

    def _let_go(self) -> None:
        """End a drag that has a loop of its own, which waits for the button to be let go."""
        self._began = time.monotonic()
        self._fingers.let_go()

    def _act(self) -> None:
        if not self._window.isVisible():
            self._window.deleteLater()
            self._window = self._open()
        self._fingers.act()
        if isValid(self._window):
            self._look()

    def _look(self) -> None:
        snapshot = self._window.session.snapshot
        if snapshot.status is Status.FAILED:
            self._watch.faults.append(f"the training failed: {snapshot.message}")
            self._window.session.reset()
        if len(self._watch.faults) > self._told or self._left % TOLD_EVERY == 0:
            self._tell()

    def _tell(self) -> None:
        new, self._told = self._watch.faults[self._told :], len(self._watch.faults)
        last = list(self._fingers.last) if new else []
        tell(done=self._count - self._left, faults=new, longest=self._watch.longest, last=last)


def in_front() -> QWidget | None:
    """Return the menu or dialog that waits for an answer, if there is one.

    One that belongs to what is enlarged in front of a class is no window of the system's.
    """
    front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    menus = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu))
    return front or next((menu for menu in menus if menu.isVisible()), None)


def answer_file_dialogs(rng: np.random.Generator, files: list[Path], others: list[Path]) -> None:
    """Let every dialog for a file answer at once, now and then with none."""

    def pick(some: list[Path]) -> str:
        return str(some[rng.integers(len(some))]) if rng.integers(4) else ""

    QFileDialog.getOpenFileName = staticmethod(lambda *_a, **_k: (pick(files), ""))
    QFileDialog.getSaveFileName = staticmethod(lambda *_a, **_k: (pick(others), ""))
    QFileDialog.exec = lambda _self: QDialog.DialogCode.Accepted
    QFileDialog.selectedFiles = lambda _self: [str(others[rng.integers(len(others))])]


def start_no_process(rng: np.random.Generator) -> None:
    """Let nothing be started for “New window”, and now and then be told that it can’t be.

    What is started so outlives this process.
    """

    class NoProcess:
        @staticmethod
        def startDetached(*_command: object) -> tuple[bool, int]:
            return bool(rng.integers(4)), 0

    new_window.QProcess = NoProcess


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as here:
        Player(int(sys.argv[1]), int(sys.argv[2]), Path(here)).play()
