"""Random edits through the window's document while its session trains flat out.

`make test` makes a few; as many as one likes with BPSTUDIO_EDITS=10000.
"""

import os
import traceback

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.carry import layout
from bpstudio.experiment.spec import MAX_EPOCHS, Experiment
from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Snapshot, Status
from bpstudio.ui.main_window import MainWindow
from tests.runtime import random_edits
from tests.runtime.experiments import make_experiment
from tests.runtime.snapshots import check_snapshot
from tests.ui.builder.networks import press

EDITS = int(os.environ.get("BPSTUDIO_EDITS", "50"))
KINDS = (*random_edits.OF_LAYERS, *random_edits.OF_TRAINING)


class Onlooker:
    """Checks every snapshot that the window is given."""

    def __init__(self, window: MainWindow) -> None:
        self.session = window.session
        self.faults: list[str] = []
        self.looks = 0
        self.session.snapshot_changed.connect(self.look)

    def look(self) -> None:
        snapshot = self.session.snapshot
        if snapshot.layers:
            self.looks += 1
            try:
                assert snapshot.status in (Status.RUNNING, Status.PAUSED), snapshot.message
                check_snapshot(snapshot)
            except AssertionError:  # a slot's own exceptions go elsewhere
                self.faults.append(traceback.format_exc())


def numbers(snapshot: Snapshot) -> list[np.ndarray]:
    return [np.column_stack((layer.weights, layer.biases)) for layer in snapshot.layers]


def edit_at_random(window: MainWindow, rng: np.random.Generator) -> None:
    document = window.document
    kind = KINDS[rng.integers(len(KINDS))]
    try:
        wanted, surgery = kind(rng, document.experiment)
        document.edit(kind.__name__, wanted, surgery=surgery)
    except Refusal:
        return


@pytest.mark.timeout(120 + EDITS / 5)
def test_random_edits_and_all_of_them_undone_and_redone(
    window: MainWindow, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    document, session, stack = window.document, window.session, window.document.undo_stack
    # at a rate of 0 all is as in any other training, and every number can be compared
    document.new(make_experiment(3, 4, learning_rate=0.0, epochs=MAX_EPOCHS))
    stack.setUndoLimit(0)  # or the first value could not be had again
    onlooker, rng = Onlooker(window), np.random.default_rng(EDITS)
    session.set_pace(None)
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 0)

    def settled() -> list[np.ndarray]:
        wanted = document.experiment
        qtbot.waitUntil(lambda: session.snapshot.experiment is wanted, timeout=20_000)
        return numbers(session.snapshot)

    def seen() -> tuple[Experiment, list[tuple[int, int]]]:
        return document.experiment, layout(document.experiment)

    first, initial = seen(), settled()
    expected = initial_parameters(document.experiment, document.dataset).blocks
    for block, drawn in zip(initial, expected, strict=True):
        np.testing.assert_array_equal(block, drawn)
    while stack.count() < EDITS:
        deed = rng.integers(12)
        if deed < 2:
            stack.undo()
        elif deed < 3:
            stack.redo()
        else:
            edit_at_random(window, rng)
        QApplication.processEvents()
    while stack.canRedo():
        stack.redo()
    last, learned = seen(), settled()

    for end, go, left, numbers_then in (
        (first, stack.undo, stack.canUndo, initial),
        (last, stack.redo, stack.canRedo, learned),
    ):
        while left():
            go()
            QApplication.processEvents()
        assert seen() == end
        for block, then in zip(settled(), numbers_then, strict=True):
            np.testing.assert_array_equal(block, then)
    qtbot.waitUntil(lambda: session.snapshot.status is Status.RUNNING)
    assert onlooker.looks > 0
    assert not onlooker.faults
    assert not caplog.records


def test_units_taken_away_and_given_back_by_keys_have_what_they_learned(
    window: MainWindow, qtbot: QtBot
) -> None:
    document, session = window.document, window.session
    document.new(make_experiment(5, 3, batch_size=10))
    canvas = window.parts.stage.canvas

    def settled(units: int) -> np.ndarray:
        qtbot.waitUntil(lambda: [len(one) for one in numbers(session.snapshot)[:1]] == [units])
        return numbers(session.snapshot)[0]

    settled(5)
    session.train_to(30)
    qtbot.waitUntil(lambda: session.snapshot.step == 30)
    learned = settled(5)
    canvas.selection.set((document.experiment.hidden[0].id,))
    press(canvas, Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_Minus)
    np.testing.assert_array_equal(settled(3), learned[:3])
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(settled(5), learned)
