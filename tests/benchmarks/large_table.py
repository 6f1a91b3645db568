"""How long the event loop is away while a table of 500 MB is opened, read, trained on, undone.

A precise timer fires every 5 ms, as a key press would come. What a wait is made of is told apart:
what the window's thread worked in it, and for how long it waited for a processor that others had.

    python -m tests.benchmarks.large_table [MB]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

if "DISPLAY" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.table.dialog import TableDialog
from tests.trials.watch import waited

SIZE = 500  # MB
COLUMNS, ROWS_AT_ONCE = 20, 20_000
BEAT = 5  # ms
FOR_A_WHILE = 3.0  # seconds
LONGEST = 600.0  # seconds of one stage: then something hangs


def write_table(file: Path, megabytes: int) -> None:
    """Write a table of numbers and of three classes that go by the first of them."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(ROWS_AT_ONCE, COLUMNS))
    kinds = np.digitize(x[:, 0], (-0.4, 0.4))
    both = zip(x.tolist(), kinds.tolist(), strict=True)
    rows = [[*(f"{one:.4f}" for one in row), f"kind {kind}\n"] for row, kind in both]
    block = "".join(",".join(row) for row in rows).encode()
    with file.open("wb") as out:
        out.write(",".join([*(f"x{k}" for k in range(COLUMNS)), "kind"]).encode() + b"\n")
        for _ in range(megabytes * 10**6 // len(block) + 1):
            out.write(block)


@dataclass
class Worst:
    """The longest wait of a stage, and the most of each kind, in ms."""

    wait: float = 0.0
    own: float = 0.0
    others: float = 0.0

    def note(self, wait: float, own: float, others: float) -> None:
        """Take down a wait, of which the thread worked `own`, and `others` had its processor."""
        self.wait = max(self.wait, 1_000 * wait)
        self.own, self.others = max(self.own, 1_000 * own), max(self.others, 1_000 * others)


class Beats(QObject):
    """Looks how late the event loop is, stage by stage."""

    def __init__(self) -> None:
        super().__init__()
        self.stages: dict[str, Worst] = {}
        self._now = Worst()
        self._timer = QTimer(self, interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._clocks = self._read()

    def begin(self, stage: str) -> None:
        """Count for another stage from now on."""
        self._now = self.stages.setdefault(stage, Worst())
        self._clocks = self._read()
        self._timer.start()

    def _read(self) -> np.ndarray:
        return np.array([time.monotonic(), time.thread_time(), waited()])

    def _beat(self) -> None:
        before, self._clocks = self._clocks, self._read()
        self._now.note(*(self._clocks - before))


Steps = Iterator[tuple[str, Callable[[], object], Callable[[], bool]]]


def stages(window: MainWindow, table: Path) -> Steps:
    """Yield the stages: their names, what begins them, and when they are over."""
    document, session = window.document, window.session

    def dialog() -> TableDialog | None:
        return window.findChild(TableDialog)

    def shown() -> bool:
        found = dialog()
        return found is not None and found.isVisible()

    def passed() -> Callable[[], bool]:
        end = time.monotonic() + FOR_A_WHILE
        return lambda: time.monotonic() > end

    def is_used() -> bool:
        return document.experiment.data.path == str(table)

    def follows() -> bool:
        return session.snapshot.experiment == document.experiment

    yield "its dialog opens", lambda: window.opener.show_table(table), shown
    opened = dialog()
    assert opened is not None
    yield "it is read for a while", opened.accept, passed()
    yield "Stop", opened.foot.halt.click, lambda: not opened.reader.is_reading
    yield "it is read whole", opened.accept, lambda: opened.reader.found is not None
    yield "it is taken", lambda: None if is_used() else opened.accept(), is_used
    yield "the network follows", lambda: None, follows
    yield "it is trained on", session.train, passed()
    yield "undone", document.undo_stack.undo, lambda: not is_used() and follows()
    yield "redone", document.undo_stack.redo, lambda: is_used() and follows()


def main(megabytes: int = SIZE) -> None:
    """Print the table of stages."""
    app = create_application()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "large.csv"
        write_table(table, megabytes)
        window = create_window()
        window.show()
        window.session.set_pace(None)
        beats, began = Beats(), time.monotonic()
        app.processEvents()
        print(f"\nA table of {megabytes} MB: the longest that the event loop was away, in ms\n")
        print("| stage | wait (100) | work of the window's thread | others had the processor | s |")
        print("|---|---|---|---|---|", flush=True)
        for name, begin, is_over in stages(window, table):
            beats.begin(name)
            began = time.monotonic()
            begin()
            while not is_over():
                app.processEvents()
                time.sleep(0.001)
                if time.monotonic() - began > LONGEST:
                    raise RuntimeError(f"{name}: not over after {LONGEST:.0f} s")
            worst, took = beats.stages[name], time.monotonic() - began
            cells = (worst.wait, worst.own, worst.others)
            print("|", name, "|", " | ".join(f"{one:.0f}" for one in cells), f"| {took:.1f} |")
        window.document.undo_stack.setClean()
        window.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
