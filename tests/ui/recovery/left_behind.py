"""Work that is left behind by windows that ended, and the bar that offers it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Experiment
from bpstudio.runtime.recovery import About
from bpstudio.runtime.saver import ExperimentDraft, Saver
from bpstudio.ui.autosave import recovery_folder
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.kept_work import KeptWork

LEFT = Qt.MouseButton.LeftButton
SOON = 20.0  # seconds


@dataclass
class Ended:
    """What a window told before it was ended, and how it ended."""

    told: dict[str, object]
    status: int


def ended_window(file: Path, interval: float, number: signal.Signals) -> Ended:
    """Open `file` in a process of its own, let it work, and end that by a signal."""
    command = [sys.executable, "-m", "tests.ui.some_window", str(interval), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            line = process.stdout.readline()
            process.send_signal(number)
            _, errors = process.communicate(timeout=SOON)
        finally:
            process.kill()
    assert line, errors.decode()
    assert errors == b""
    return Ended(json.loads(line), process.returncode)


def left_work(experiment: Experiment, origin: Path | None = None, at: float = 1e9) -> None:
    """Keep an experiment as a window does that is then gone without a word."""
    saver = Saver(recovery_folder())
    about = About(About.now(origin).origin, at)
    saver.keep(ExperimentDraft(experiment, None, about)).result(SOON)
    saver.stop(keep=True, timeout=SOON)


def offered(qtbot: QtBot, window: MainWindow) -> KeptWork:
    window.recovery.offer()
    bar = window.findChild(KeptWork)
    qtbot.waitUntil(bar.isVisible)
    return bar


def button(bar: KeptWork, name: str) -> QPushButton:
    shown = (one for one in bar.findChildren(QPushButton) if one.isVisible())
    (found,) = (one for one in shown if one.accessibleName() == name)
    return found


def names(bar: KeptWork) -> list[str]:
    return [one.accessibleName() for one in bar.findChildren(QPushButton) if one.isVisible()]


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def kept_files() -> list[str]:
    return sorted(path.name for path in recovery_folder().glob("*/*") if path.suffix != ".about")


def found_by_next_start() -> int:
    saver = Saver(recovery_folder())
    found = saver.search().result(SOON)
    saver.stop(keep=False, timeout=SOON)
    return len(found.kept)


def change_rate(window: MainWindow, rate: float) -> None:
    experiment = edits.set_training(window.document.experiment, learning_rate=rate)
    window.document.edit("Change learning rate", experiment)


def keep(qtbot: QtBot, window: MainWindow) -> None:
    """Let it keep what there is, as it does by itself now and then, and wait until it has."""
    autosave = window.autosave
    autosave.save_now()
    qtbot.waitUntil(lambda: not any(map(autosave.has_news, autosave.documents)))
    autosave.saver.drop("circuit").result(SOON)  # what was asked for before is done, too


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    before = path.read_bytes(), path.stat().st_mtime_ns
    yield
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
