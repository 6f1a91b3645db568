from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.circuit.panels.gate_strip import GateStrip
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.player import Player
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.widgets.readout import Readout
from bpstudio.ui.widgets.segmented import Segmented

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def strip(
    state: CircuitState, predictions: Predictions, shown: Callable[[QWidget], QWidget]
) -> GateStrip:
    made = GateStrip(state, Player(state), predictions)
    made.resize(900, 72)
    shown(made)
    return made


def button(strip: GateStrip, name: str) -> QToolButton:
    return cast("QToolButton", strip.findChild(QToolButton, f"gates{name}"))


def test_the_buttons(strip: GateStrip, state: CircuitState, qtbot: QtBot) -> None:
    readout = cast("Readout", strip.findChild(Readout))
    assert readout.value == "10 of 10"
    assert not button(strip, "End").isEnabled()
    qtbot.mouseClick(button(strip, "First"), LEFT)
    assert state.done == 0
    assert not button(strip, "Back").isEnabled()
    qtbot.mouseClick(button(strip, "Next"), LEFT)
    qtbot.mouseClick(button(strip, "Next"), LEFT)
    assert (state.done, readout.value) == (2, "2 of 10")
    qtbot.mouseClick(button(strip, "Back"), LEFT)
    assert state.done == 1
    qtbot.mouseClick(button(strip, "End"), LEFT)
    assert state.is_done


def test_dragging_along_the_steps(strip: GateStrip, state: CircuitState, qtbot: QtBot) -> None:
    track = strip.track
    qtbot.mousePress(track, LEFT, pos=QPoint(2, 40))
    assert state.done == 0
    for x in range(2, track.width(), 6):
        qtbot.mouseMove(track, QPoint(x, 40))
    assert state.done == 10
    middle = QPoint(track.width() // 2, 40)
    qtbot.mouseMove(track, middle)
    assert state.done == 5
    qtbot.keyClick(track, Qt.Key.Key_Escape)  # the drag is taken back
    assert state.done == 10
    qtbot.mouseRelease(track, LEFT, pos=middle)
    assert state.done == 10


def test_the_keys_of_the_strip(strip: GateStrip, state: CircuitState, qtbot: QtBot) -> None:
    track = strip.track
    track.setFocus()
    qtbot.keyClick(track, Qt.Key.Key_Home)
    qtbot.keyClick(track, Qt.Key.Key_Right)
    qtbot.keyClick(track, Qt.Key.Key_Right)
    assert state.done == 2
    qtbot.keyClick(track, Qt.Key.Key_Left)
    assert state.done == 1
    assert "Step 1, forward: multiply 5" in track.accessibleDescription()
    qtbot.keyClick(track, Qt.Key.Key_End)
    assert state.done == 10
    assert "gate 10 of 10" in track.accessibleDescription()


def test_space_plays_and_a_hand_stops_it(
    state: CircuitState,
    predictions: Predictions,
    shown: Callable[[QWidget], QWidget],
    qtbot: QtBot,
) -> None:
    player = Player(state)
    strip = GateStrip(state, player, predictions)
    shown(strip)
    player.set_pace(20)
    qtbot.keyClick(strip.track, Qt.Key.Key_Space)
    assert player.is_playing
    assert button(strip, "Play").accessibleName() == "Pause"
    qtbot.waitUntil(lambda: state.done == 2)
    qtbot.keyClick(strip.track, Qt.Key.Key_Right)
    assert not player.is_playing
    assert state.done == 3
    qtbot.mouseClick(button(strip, "Play"), LEFT)
    qtbot.waitUntil(lambda: not player.is_playing)
    assert state.is_done


def test_the_switch_to_predict(
    strip: GateStrip, state: CircuitState, predictions: Predictions, qtbot: QtBot
) -> None:
    switch = cast("Segmented", strip.findChild(Segmented))
    reveal = cast("QToolButton", strip.findChild(QToolButton, "revealAll"))
    score = cast("QLabel", strip.findChild(QLabel, "predictionScore"))
    assert not reveal.isVisible()
    segment = next(b for b in switch.findChildren(QToolButton) if b.text() == "predict")
    qtbot.mouseClick(segment, LEFT)
    assert predictions.is_on
    assert score.text() == "0 right; 9 numbers to go"
    qtbot.mouseClick(reveal, LEFT)
    assert not state.covered
    assert not reveal.isEnabled()
    assert score.text() == "0 right, 9 revealed; 0 numbers to go"
    predictions.set_on(False)
    assert switch.chosen == "show"


def test_no_gates_no_steps(
    strip: GateStrip, state: CircuitState, wire: Callable[[str], dict[str, int]], qtbot: QtBot
) -> None:
    wire("L = x")
    assert state.steps == ()
    assert not button(strip, "Play").isEnabled()
    qtbot.mouseClick(strip.track, LEFT, pos=QPoint(50, 40))
    qtbot.keyClick(strip.track, Qt.Key.Key_Right)
    assert state.done == 0


def test_two_hundred_gates_fit(
    strip: GateStrip, state: CircuitState, wire: Callable[[str], dict[str, int]]
) -> None:
    terms = " + ".join(f"w{n} x{n}" for n in range(100))
    wire(f"L = sigma({terms})")
    strip.grab()
    assert state.done == 2 * 200
    assert strip.track.done_at(0.0) == 0
    assert strip.track.done_at(strip.track.width()) == 400
