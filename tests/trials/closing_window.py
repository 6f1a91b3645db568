"""A window that comes into a certain state and is then closed, or told by the system to end.

It is the program itself, as ``bpstudio FILE`` starts it; only what a user would do in it comes
from here. Each window is a process of its own, forked from one that has imported everything and
done nothing. It tells when it is asked to end, and the first one when it has ended, and how.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QWindow

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
LONGEST = 120  # seconds for all, then it is killed


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
        self.window.files.open(document.path)

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


def start(case: dict[str, str]) -> int:
    """Return the process with another window in it; it comes back from here in that one, too."""
    if process := os.fork():
        return process
    signal.alarm(LONGEST)
    os.dup2(os.open(case["errors"], os.O_WRONLY | os.O_CREAT), sys.stderr.fileno())
    folder = Path(case["folder"])
    closing = Closing(case["state"], case["how"], float(case["delay"]), folder)
    app.create_window = closing.create_window
    sys.argv[1:] = [case["file"]]
    main()


def serve() -> None:
    """Start a window for each line that comes in, and tell of its end."""
    for line in sys.stdin:
        process = start(json.loads(line))
        _, status, used = os.wait4(process, 0)
        ended, worked = time.monotonic(), used.ru_utime + used.ru_stime
        tell(ended=ended, worked=worked, status=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    serve()
