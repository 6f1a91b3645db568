"""A window that comes into a certain state and is then closed, or told by the system to end.

It is the program itself, as ``bpstudio FILE`` starts it; only what a user would do in it comes
from here. It tells when it is asked to end.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QWindow

from bpstudio.experiment.photo import photo_experiment
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.runtime.tasks.pass_times import MakePhotos
from bpstudio.ui import app
from bpstudio.ui.export import exporter
from bpstudio.ui.main_window import MainWindow
from tests.trials.apart import tell
from tests.trials.forked import serve

LOOK = 10  # ms
EXPORTED = 20_000  # steps of a small run, at least: its table takes a while to write


class Closing:
    """Brings a window into a state, waits for a moment in it, and ends it."""

    def __init__(self, state: str, how: str, delay: float, folder: Path) -> None:
        self._begin = getattr(self, state)
        self._how, self._delay, self._folder = how, delay, folder
        self._timer = QTimer(interval=LOOK)
        self._is_there: Callable[[], bool] = lambda: False
        self._made = app.create_window

    def create_window(self, file: str | None = None) -> MainWindow:
        """Return the window, with something to do in it."""
        self.window = self._made(file)
        QTimer.singleShot(0, self._begin)
        return self.window

    def _end_when(self, is_there: Callable[[], bool]) -> None:
        self._is_there = is_there
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if self._is_there():
            self._timer.stop()
            self._end_soon()

    def _end_soon(self) -> None:
        """Ask for the end in a moment, whatever the window's thread is doing then."""
        threading.Timer(self._delay, self._end, [self.window.windowHandle()]).start()

    def _end(self, window: QWindow) -> None:
        tell(asked=time.monotonic(), worked=time.process_time())
        if self._how == "close":  # as its frame does
            QTimer.singleShot(0, self.window, lambda: window.close())
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    def training(self) -> None:
        session = self.window.session
        session.set_pace(None)
        session.train()
        self._end_when(lambda: session.snapshot.step > 0)

    def loading(self) -> None:
        """Open a file again while the first is being prepared; the end is asked for before."""
        self._end_soon()
        document = self.window.document
        self.window.opener.open(document.path)

    def drawing(self) -> None:
        """Be busy with the images of noise, and with the network that is trained on them."""
        session = self.window.session
        session.start_task(MakePhotos())
        self._end_soon()

    def preparing(self) -> None:
        """Prepare a huge network, whose weights have to be drawn."""
        self._end_soon()
        self.window.document.new(photo_experiment())

    def checking(self) -> None:
        self.window.show_tab("Check")
        self.window.session.start_task(BruteForce())
        self._end_when(lambda: self.window.session.report is not None)

    def in_a_lesson(self) -> None:
        """Be on the way to a race in a lesson, or in it, while the user's own run waits."""
        guide = self.window.guide
        self.window.session.train()
        placed = {one.name: one for part in guide.course.sections for one in part.lessons}
        guide.course.open(placed["three_descents"])
        guide.course.go_to(guide.course.steps)
        guide.show_state()
        self._end_soon()

    def presenting(self) -> None:
        """Be in front of a class, at full pace."""
        session, presents = self.window.session, self.window.present
        session.set_pace(None)
        session.train()
        self.window.findChild(QAction, "actionPresent").trigger()
        self._end_when(lambda: presents.is_on and session.snapshot.step > 0)

    def exporting(self) -> None:
        session, target = self.window.session, self._folder / "run.csv"
        exporter.ask_where = lambda *_: target
        session.set_pace(None)
        session.train()

        def has_begun() -> bool:
            if session.snapshot.step < EXPORTED:
                return False
            self.window.findChild(exporter.Exporter).export_run()
            return True

        self._end_when(has_begun)


def closing_of(case: dict[str, str]) -> Closing:
    """Return what is wanted by whoever asks for a window."""
    return Closing(case["state"], case["how"], float(case["delay"]), Path(case["folder"]))


if __name__ == "__main__":
    serve(closing_of)
