"""A run with losses, accuracies and a clock, and the hand on what the loss view lets one choose."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.runtime.clock import Passed
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Snapshot
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.plot import Plot
from tests.ui.views.runs import output, recorded, snapshot

LAST = 400


def a_run(last: int = LAST, **others: object) -> tuple[Snapshot, Recorder]:
    """A run of 8 samples a step, 80 an epoch; the second half took ten times as long a step."""
    shots = []
    for step in range(10, last + 1, 10):
        seconds = step + 9.0 * max(step - last / 2, 0)
        told = {
            "passed": Passed(step / 10, 8 * step, seconds),
            "test_accuracy": step / last,
            "probe_accuracy": 0.5 + step / last / 2,
        }
        told |= others if step == last else {}
        shots.append(snapshot(step, output(), test_loss=2.0 / step, **told))
    return recorded(*shots, losses=10.0 / np.arange(1, last + 1))


def x_of(plot: Plot, step: float) -> float:
    return float(plot.x_of(np.array(step)))


def press(qtbot: QtBot, view: LossView, key: Qt.Key) -> None:
    view.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, key)


def button(view: LossView, text: str) -> QToolButton:
    return next(b for b in view.header().findChildren(QToolButton) if b.text() == text)
