"""The strip below the circuit: to step through the passes, play them, and predict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from bpstudio.ui.circuit.panels.gate_track import GateTrack
from bpstudio.ui.icons import set_icon
from bpstudio.ui.theme import GRID, HINT, font
from bpstudio.ui.widgets.readout import Readout
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from bpstudio.ui.circuit.panels.predictions import Predictions
    from bpstudio.ui.circuit.player import Player
    from bpstudio.ui.circuit.state import CircuitState

HEIGHT = 72
KEYPAD = Qt.KeyboardModifier.KeypadModifier
SHOW, PREDICT = "show", "predict"
CHOICES = {
    SHOW: "Numbers are told as soon as they are there",
    PREDICT: "Numbers are covered: type what they will be, then see",
}
KEYS = (
    ("Step gate by gate (strip)", "Left, Right"),
    ("To the first and last step (strip)", "Home, End"),
    ("Play or pause the passes (strip)", "Space"),
    ("The next gate’s turn, and the last one’s back (canvas)", "PgDn, PgUp"),
    ("To the first and last step (canvas)", "Home, End"),
)


class StepKeys(QObject):
    """Lets keys that the canvas doesn't need step through the passes while it has the focus."""

    def __init__(self, canvas: QWidget, state: CircuitState, player: Player) -> None:
        super().__init__(canvas)
        self._state, self._player = state, player
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Home, End and the page keys."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, KEYPAD)
        done, last = self._state.done, len(self._state.steps)
        ways = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageDown: 1 if done == last else done + 1,
            Qt.Key.Key_PageUp: done - 1,
        }
        if not plain or event.key() not in ways:
            return False
        self._player.stop()
        self._state.go_to(ways[Qt.Key(event.key())])
        return True


class GateStrip(QFrame):
    """First, back, next, play, to the end; the track of all steps; the switch to predict."""

    def __init__(self, state: CircuitState, player: Player, predictions: Predictions) -> None:
        super().__init__()
        self.setObjectName("gateStrip")
        self.setFixedHeight(HEIGHT)
        self._state, self._player, self._predictions = state, player, predictions
        self.track = GateTrack(state)
        self._readout = Readout("gate", "200 of 200", "How many steps of the two passes are done")
        self._switch = Segmented("Numbers", CHOICES)
        self._score = QLabel()
        self._reveal = QToolButton()
        self._buttons = {
            name: _button(name, icon, hint, act)
            for name, icon, hint, act in (
                ("first", "first", "Before the first step (Home)", self._to_start),
                ("back", "chevron-left", "A gate back (Left)", lambda: player.step(-1)),
                ("next", "chevron-right", "The next gate (Right)", player.step),
                ("play", "play", "Play the passes gate by gate (Space)", player.toggle),
                ("end", "now", "Both passes to the end (End)", self._to_end),
            )
        }
        self._build()
        self.track.taken.connect(player.stop)
        self._switch.changed.connect(lambda chosen: predictions.set_on(chosen == PREDICT))
        for signal in (state.circuit_changed, state.shown_changed, player.changed):
            signal.connect(self._follow)
        predictions.changed.connect(self._follow)
        self._follow()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 1, GRID, 0)  # below the bar's border
        row.setSpacing(4)
        for name in ("first", "back", "next", "play", "end"):
            row.addWidget(self._buttons[name])
        row.addSpacing(GRID)
        row.addWidget(self._readout)
        row.addWidget(self.track, 1)
        row.addSpacing(GRID)
        row.addWidget(self._predicting())

    def _predicting(self) -> QWidget:
        """Return the switch with the score below it."""
        holder = QWidget()
        holder.setObjectName("predicting")
        self._score.setProperty("role", "name")
        self._score.setObjectName("predictionScore")
        self._score.setMinimumWidth(
            QFontMetrics(font(HINT)).horizontalAdvance("88 right, 88 wrong")
        )
        self._reveal.setText("Reveal all")
        self._reveal.setObjectName("revealAll")
        self._reveal.setProperty("low", True)
        self._reveal.setProperty("outlined", True)
        self._reveal.setToolTip("Tell all numbers that are covered")
        self._reveal.setAccessibleName("Reveal all numbers")
        self._reveal.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reveal.clicked.connect(self._predictions.reveal_all)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, GRID, 0, GRID)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self._switch)
        top.addWidget(self._reveal)
        top.addStretch()
        column.addStretch()
        column.addLayout(top)
        column.addWidget(self._score)
        column.addStretch()
        return holder

    def _to_start(self) -> None:
        self._player.stop()
        self._state.go_to(0)

    def _to_end(self) -> None:
        self._player.stop()
        self._state.go_to(len(self._state.steps))

    def _follow(self) -> None:
        state, player = self._state, self._player
        total = len(state.steps)
        self._readout.show_value(f"{state.done} of {total}")
        play = self._buttons["play"]
        name = "pause" if player.is_playing else "play"
        if play.property("shows") != name:
            play.setProperty("shows", name)
            set_icon(play, name)
            play.setAccessibleName("Pause" if player.is_playing else "Play the passes")
        for button, can in {
            "first": state.done > 0,
            "back": state.done > 0,
            "next": total > 0,
            "play": total > 0,
            "end": not state.is_done,
        }.items():
            self._buttons[button].setEnabled(can)
        self._show_predicting()

    def _show_predicting(self) -> None:
        is_on = self._predictions.is_on
        self._switch.choose(PREDICT if is_on else SHOW)
        self._reveal.setVisible(is_on)
        self._reveal.setEnabled(self._predictions.left > 0)
        self._score.setVisible(is_on)
        self._score.setText(self._predictions.score if is_on else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the track the room where there is little."""
        super().resizeEvent(event)
        self._readout.setVisible(self.width() >= 75 * GRID)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the space bar play, wherever in the strip the keyboard is."""
        if event.key() == Qt.Key.Key_Space:
            self._player.toggle()
        else:
            super().keyPressEvent(event)


def _button(name: str, icon: str, hint: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"gates{name.title()}")
    button.setProperty("iconOnly", True)
    set_icon(button, icon)
    button.setToolTip(hint)
    button.setAccessibleName(hint.partition(" (")[0])
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: act())
    return button
