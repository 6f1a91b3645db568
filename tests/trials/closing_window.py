"""A window that comes into a certain state and is then closed, or told by the system to end.

It is the program itself, as ``bpstudio FILE`` starts it; only what a user would do in it comes
from here. When it is asked to end it tells so, with the time.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from bpstudio.cli import main
from bpstudio.experiment.photo import photo_experiment
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.runtime.tasks.pass_times import MakePhotos
from bpstudio.ui import app
from bpstudio.ui.export import exporter
from bpstudio.ui.main_window import MainWindow
from tests.trials.apart import tell

LOOK = 10  # ms
EXPORTED = 20_000  # steps of a small run, at least: its table takes a while to write
OFTEN = 1_000_000  # epochs


class Closing:
    """Brings a window into a state, waits for a moment in it, and ends it."""

    def __init__(self, state: str, how: str, delay: float, folder: Path) -> None:
        self._begin = getattr(self, state)
        self._how, self._delay, self._folder = how, round(1000 * delay), folder
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
            QTimer.singleShot(self._delay, self._end)

    def _end(self) -> None:
        tell(at=time.monotonic())
        if self._how == "close":
            self.window.windowHandle().close()  # as its frame does
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    def training(self) -> None:
        session = self.window.session
        session.set_pace(None)
        session.train()
        self._end_when(lambda: session.snapshot.step > 0)

    def loading(self) -> None:
        """Open a file again while the first is being prepared; the end is asked for before."""
        QTimer.singleShot(self._delay, self._end)
        document = self.window.document
        self.window.files.open(document.path)

    def drawing(self) -> None:
        """Be busy with the images of noise, and with the network that is trained on them."""
        session = self.window.session
        session.start_task(MakePhotos())
        QTimer.singleShot(self._delay, self._end)

    def preparing(self) -> None:
        """Prepare a huge network, whose weights have to be drawn."""
        QTimer.singleShot(self._delay, self._end)
        self.window.document.new(photo_experiment())

    def checking(self) -> None:
        self.window.show_tab("Check")
        self.window.session.start_task(BruteForce())
        self._end_when(lambda: self.window.session.report is not None)

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


if __name__ == "__main__":
    state, how, delay, folder, file = sys.argv[1:]
    app.create_window = Closing(state, how, float(delay), Path(folder)).create_window
    sys.argv[1:] = [file]
    main()
