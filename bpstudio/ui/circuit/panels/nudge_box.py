"""Check by nudging: move a value by h; what the gradient predicts, what L really does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from bpstudio.engine.flow import nudged
from bpstudio.ui.circuit.panels.inspection import exact, is_told
from bpstudio.ui.circuit.panels.own_number import nudged_own
from bpstudio.ui.circuit.panels.wire_names import wire_text
from bpstudio.ui.numbers import MINUS, NARROW, SMALLEST, figure, parsed, plain
from bpstudio.ui.theme import GRID, TITLE, serif

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from bpstudio.engine.flow import Nudge
    from bpstudio.ui.circuit.state import CircuitState

DEFAULT_H = 0.01
FIELD_WIDTH = 10 * GRID
NO_NUMBER = "h must be a number, such as 0.01."
NOT_FINITE = "h must be a finite number, such as 0.01."
NO_MOVE = "With h = 0 nothing moves: take a small number, such as 0.01."
LOST = "h is too small beside {}: in float64 the sum is the same number."
NOT_YET = "The backward pass has not come here yet: step on."
COVERED = "Predict its gradient first: nudging would tell it."


class NudgeBox(QWidget):
    """A field for h and the two numbers that should nearly be the same."""

    def __init__(self, state: CircuitState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nudgeBox")
        self._state = state
        self._gate: int | None = None
        self._is_own = False
        self._name, self._words = QLabel(), QLabel()
        self._words.setWordWrap(True)
        self._words.setObjectName("nudgeWords")
        self.field = HField(plain(DEFAULT_H))
        self.field.textChanged.connect(lambda: self.refresh())
        self._lines = [(QLabel(), QLabel()) for _ in range(3)]
        self._numbers = QWidget()
        self._build()

    def _build(self) -> None:
        self._name.setFont(serif(TITLE))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._name)
        row.addWidget(self.field)
        row.addStretch()
        grid = QGridLayout(self._numbers)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, (words, number) in enumerate(self._lines):
            words.setProperty("role", "name")
            words.setWordWrap(True)
            number.setProperty("role", "value")
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words, place, 0)
            grid.addWidget(number, place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        heading = QLabel("Check by nudging")
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        column.addLayout(row)
        column.addWidget(self._numbers)
        column.addWidget(self._words)

    def show_node(self, node: int, *, is_own: bool = False) -> None:
        """Nudge the value of a node; with `is_own` a gate's own number, such as k."""
        self._gate, self._is_own = node, is_own
        self.refresh()

    @property
    def h(self) -> float | None:
        """What is typed, if it is a finite number."""
        h = parsed(self.field.text())
        return h if h is not None and math.isfinite(h) else None

    def refresh(self) -> None:
        """Work it out anew."""
        if self._gate is None or self._gate not in self._state.circuit.by_id:
            return
        name = self._called
        self._name.setText(f"{name} + h")
        self.field.setAccessibleName(f"h: by how much {name} is moved")
        found = self._refusal() or self._nudged()
        self._numbers.setVisible(not isinstance(found, str))
        if isinstance(found, str):
            self._say(found)
        else:
            self._tell(found)

    @property
    def _called(self) -> str:
        assert self._gate is not None
        node = self._state.circuit.by_id[self._gate]
        if self._is_own:
            return node.kind.number_name
        if not node.name and node.kind.is_source:
            return node.kind.label.lower()
        return wire_text(self._state.circuit, self._gate)

    @property
    def _before(self) -> float | None:
        assert self._gate is not None
        if self._is_own:
            return self._state.circuit.by_id[self._gate].number
        return self._state.values.values.get(self._gate)

    def _refusal(self) -> str:
        """Return why what is typed, or what is covered, makes no nudge; "" where it does."""
        typed = parsed(self.field.text())
        if typed is None:
            return NO_NUMBER
        if not math.isfinite(typed):
            return NOT_FINITE
        if typed == 0:
            return NO_MOVE
        assert self._gate is not None
        has_value = self._gate in self._state.values.values
        if has_value and not is_told(self._state, self._gate):
            is_covered = self._state.covered | self._state.covered_values
            return COVERED if self._gate in is_covered else NOT_YET
        before = self._before
        if before is not None and before + typed == before:
            return LOST.format(figure(before))
        return ""

    def _nudged(self) -> Nudge | str:
        state, h = self._state, self.h
        assert self._gate is not None
        assert h is not None
        if self._is_own:
            return nudged_own(state.circuit, self._gate, h)
        return nudged(state.circuit, state.values, state.gradients, self._gate, h)

    def _tell(self, nudge: Nudge) -> None:
        off = nudge.real - nudge.predicted
        gradient = nudge.predicted / nudge.h
        share = f", {figure(100 * abs(off / nudge.real), 2)}{NARROW}%" if nudge.real else ""
        h = plain(nudge.h).replace("-", MINUS)
        told = (
            (f"the gradient predicts {figure(gradient)} × {h}", nudge.predicted, ""),
            ("L really moves by", nudge.real, ""),
            ("difference", off, share),
        )
        for (words, number), (text, amount, extra) in zip(self._lines, told, strict=True):
            words.setText(text)
            number.setText(precise(amount) + extra)
            number.setToolTip(exact(amount))
            number.setAccessibleName(f"{text}: {precise(amount)}{extra}")
        self._say(self._crossing(nudge))

    def _crossing(self, nudge: Nudge) -> str:
        if nudge.crosses is None:
            return ""
        called = self._state.circuit.called(nudge.crosses)
        return f"On the way {called} changes sides: from there on its gradient is another."

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))


def precise(number: float) -> str:
    """Return a number with three digits, small ones too: two nearly alike are to be compared."""
    return figure(number, 4 if abs(number) < SMALLEST else 3)


class HField(QLineEdit):
    """h; the arrows up and down make it ten times as large and as small."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("nudgeH")
        self.setFixedWidth(FIELD_WIDTH)
        self.setToolTip("By how much to move it; Up is ten times as much, Down a tenth")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scale by ten."""
        times = {Qt.Key.Key_Up: 10.0, Qt.Key.Key_Down: 0.1}.get(Qt.Key(event.key()))
        h = parsed(self.text())
        if times is None or h is None or not math.isfinite(h * times):
            super().keyPressEvent(event)
        else:
            self.setText(f"{h * times:.6g}")
