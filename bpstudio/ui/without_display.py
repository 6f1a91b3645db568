"""The main job where there is no display: train in the window offscreen, and leave a picture."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.runtime.pace import EPOCH
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.app import create_application
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.screenshot import be_offscreen, refuse_failure, unseen_window, wait, write_picture
from bpstudio.ui.sentence import run_sentence
from bpstudio.ui.signals import TERMINATED, ending_loops

if TYPE_CHECKING:
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.ui.main_window import MainWindow

PICTURE = Path("bpstudio.png")
LOOK = 250  # ms between two lines
SETTLE = 300  # ms for the last numbers to be drawn


def train_without_display(file: str | None) -> int:
    """Train `file`, or the shipped digits, to the end in an unseen window.

    Says in the terminal how it goes and leaves a picture of the window in the current folder.
    Returns the exit status: 0, or 1 when the training diverged.

    Raises
    ------
    Refusal
        When the file can't be opened or trained.
    """
    be_offscreen()
    create_application()
    try:
        with ending_loops(signal.SIGINT, signal.SIGTERM):
            return _train(None if file is None else Path(file))
    except SystemExit as ended:
        if ended.code != TERMINATED:
            raise
        return 0


def _train(file: Path | None) -> int:
    with unseen_window(file) as window:
        what = "shows the circuit" if window.has_circuit_in_front else "trains"
        print(f"There is no display, so bpstudio {what} without one.", flush=True)
        if not window.has_circuit_in_front:
            _train_to_the_end(window)
        write_picture(window, PICTURE)
        print(f"A picture of its window: {PICTURE.resolve()}")
        print("With a display, the same command opens the window.")
        is_done = window.session.snapshot.status is Status.FINISHED
        return 0 if is_done or window.has_circuit_in_front else 1


def _train_to_the_end(window: MainWindow) -> None:
    session = window.session
    session.set_pace(EPOCH)
    session.train()
    told = -1
    while session.snapshot.status in (Status.PAUSED, Status.RUNNING):
        wait(LOOK)
        if session.snapshot.epoch != told:
            told = session.snapshot.epoch
            print(_progress(session.snapshot), flush=True)
    wait(SETTLE)
    refuse_failure(window)
    print(run_sentence(session.snapshot, window.document.dataset))


def _progress(snapshot: Snapshot) -> str:
    words = f"epoch {count(snapshot.epoch)}, step {count(snapshot.step)}: "
    words += f"loss of the batch {figure(snapshot.loss)}"
    if snapshot.test_accuracy is not None:
        words += f", test accuracy {percent(snapshot.test_accuracy)}"
    return words
