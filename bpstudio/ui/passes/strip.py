"""The strip below the step-through: its buttons, the instructions, the choice of the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout

from bpstudio.ui.icons import set_icon
from bpstudio.ui.numbers import count, whole
from bpstudio.ui.passes.scrubber import Scrubber
from bpstudio.ui.theme import GRID
from bpstudio.ui.wheel_guard import guard_from_wheel
from bpstudio.ui.widgets.readout import Readout
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.passes.state import PassesState

HEIGHT = 72
SAMPLE, BATCH = "sample", "batch"
OF_WHAT = {
    SAMPLE: "The passes of one training sample alone",
    BATCH: "The passes of the batch that comes next: what Update does",
}


class SampleField(QSpinBox):
    """Which sample: of the training part, by its number there; or of the batch, by its place."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesSample")
        self.setAccessibleName("Sample whose numbers are shown")
        self.setToolTip("Which sample the numbers are of (PgUp, PgDown)")
        self.setKeyboardTracking(False)
        self.setWrapping(True)
        self.setFixedWidth(92)
        guard_from_wheel(self)
        self._state = state
        self._numbers = np.arange(1)
        state.changed.connect(self._follow)
        self.valueChanged.connect(state.choose)

    def _follow(self) -> None:
        """Show which sample it is, without telling anyone."""
        state = self._state
        walked, data = state.walked, state.data
        if walked is None or data is None:
            return
        self._numbers = walked.samples if walked.is_batch else data.train.index
        blocked = self.blockSignals(True)
        self.setRange(0, len(self._numbers) - 1)
        place = state.column if walked.is_batch else state.sample
        self.setValue(min(place, self.maximum()))
        self.lineEdit().setText(self.textFromValue(self.value()))
        self.blockSignals(blocked)

    def textFromValue(self, place: int) -> str:
        """Return the number of the sample at a place."""
        return str(self._numbers[min(place, len(self._numbers) - 1)])

    def valueFromText(self, text: str) -> int:
        """Return the place of the sample with a number, or of the nearest."""
        wanted = whole(text)
        if wanted is None:
            return self.value()
        return int(np.abs(self._numbers - wanted).argmin())

    def validate(self, text: str, position: int) -> object:
        """Accept whole numbers."""
        done = whole(text) is not None
        state = QValidator.State.Acceptable if done else QValidator.State.Intermediate
        return state, text, position


class PassesStrip(QFrame):
    """Steps, plays, and chooses whose passes they are."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesStrip")
        self.setFixedHeight(HEIGHT)
        self._state = state
        self.first = _button("first", "First instruction", "Home", lambda: state.go_to_end(False))
        self.back = _button("chevron-left", "Instruction back", "Left", lambda: state.go_by(-1))
        self.next = _button("chevron-right", "Next instruction", "Right", lambda: state.go_by(1))
        self.play = _button("play", "Play", "Space", state.play)
        self.last = _button("now", "Last instruction", "End", lambda: state.go_to_end(True))
        self._place = Readout("instruction", "000 of 000", "The instruction that is shown")
        self.scrubber = Scrubber(state)
        self.of_what = Segmented("Passes of", OF_WHAT)
        self.of_what.setObjectName("segmented")
        self.sample = SampleField(state)
        self.next_sample = _button(
            "step", "Next sample", "PgDown", lambda: self.sample.stepBy(1), has_words=True
        )
        self._build()
        self.of_what.changed.connect(lambda chosen: state.choose_batch(chosen == BATCH))
        for signal in (state.changed, state.moved, state.played):
            signal.connect(self._follow)
        self._follow()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 1, GRID, 0)
        row.setSpacing(4)
        for button in (self.first, self.back, self.next, self.play, self.last):
            row.addWidget(button)
        row.addSpacing(GRID)
        row.addWidget(self._place)
        row.addWidget(self.scrubber, 1)
        whose = QVBoxLayout()
        whose.setSpacing(2)
        label = QLabel("passes of")
        label.setProperty("role", "name")
        whose.addStretch()
        whose.addWidget(label)
        whose.addWidget(self.of_what)
        whose.addStretch()
        row.addLayout(whose)
        row.addSpacing(GRID)
        row.addWidget(self.sample)
        row.addWidget(self.next_sample)

    def _follow(self) -> None:
        state = self._state
        here, last = state.position, state.count - 1
        for button, can in (
            (self.first, here > 0),
            (self.back, here > 0),
            (self.next, here < last),
            (self.last, here < last),
        ):
            button.setEnabled(can)
        self.play.setEnabled(last > 0)
        name = "Pause" if state.plays else "Play"
        if self.play.accessibleName() != name:
            set_icon(self.play, "pause" if state.plays else "play")
            _name(self.play, name, "Space")
        self._place.show_value(f"{count(here + 1)} of {count(state.count)}" if state.count else "–")
        self.of_what.choose(BATCH if state.is_batch else SAMPLE)


def _button(
    icon: str, name: str, key: str, act: Callable[[], object], has_words: bool = False
) -> QToolButton:
    button = QToolButton()
    set_icon(button, icon)
    _name(button, name, key)
    if has_words:
        button.setText(name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("outlined", True)
    else:
        button.setProperty("iconOnly", True)
    button.clicked.connect(lambda: act())
    return button


def _name(button: QToolButton, name: str, key: str) -> None:
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({key})")
