"""A window that somebody works in, who tells each state of it, until it is killed."""

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QTimer

from bpstudio.experiment.storage import experiment_text
from bpstudio.refusal import Refusal
from bpstudio.ui import app, autosave
from bpstudio.ui.main_window import MainWindow
from tests.trials.apart import tell
from tests.trials.deeds import random_edit
from tests.trials.forked import serve

EDIT = 60  # ms between two edits, about
BEFORE = 10  # edits before a lesson is begun, where one is


class Worker:
    """Edits and trains at random, and has it all kept at another interval."""

    def __init__(self, case: dict[str, Any]) -> None:
        autosave.INTERVAL = case["interval"]
        os.environ["XDG_DATA_HOME"] = case["folder"]
        self._rng, self._made = np.random.default_rng(case["seed"]), app.create_window
        self._edits_left = BEFORE if case["in_lesson"] else -1
        self._timer = QTimer(interval=EDIT)
        self._timer.timeout.connect(self._work)

    def create_window(self, file: str | None = None) -> MainWindow:
        """Return the window, with somebody in it."""
        self._window = self._made(file)
        tell(shelf=str(Path(self._window.autosave.saver.shelf)))
        self._window.session.set_pace(None)
        self._window.session.train()
        self._tell()
        self._timer.start()
        return self._window

    def _work(self) -> None:
        document, rng = self._window.document, self._rng
        self._edits_left -= 1
        if self._edits_left == 0:
            self._begin_lesson()
        deed = rng.integers(6)
        if deed == 0 and not self._window.session.snapshot.is_training:
            self._window.session.train()
        elif deed == 1:
            document.undo_stack.undo()
        elif deed < 4:
            try:
                wanted, surgery = random_edit(rng, document.experiment, document.dataset)
                document.edit("Edit", wanted, surgery=surgery)
            except Refusal:
                return
        self._tell()

    def _begin_lesson(self) -> None:
        """Let a lesson have the window; what is done from now on is no work of the user's."""
        guide = self._window.guide
        guide.course.open(guide.course.sections[-1].lessons[0])
        guide.course.go_to(1)
        guide.show_state()

    def _tell(self) -> None:
        """Tell the state of what is the user's own."""
        document, session = self._window.document, self._window.session
        experiment = document.users.experiment
        snapshot = session.users.snapshot
        tell(at=time.monotonic(), experiment=experiment_text(experiment), step=snapshot.step)


if __name__ == "__main__":
    serve(Worker)
