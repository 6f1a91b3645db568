"""Dragging a number to the right for more, to the left for less; everything follows live."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.experiment.circuits import edits
from bpstudio.refusal import Refusal
from bpstudio.ui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from bpstudio.ui.circuit.editor import CircuitEditor
    from bpstudio.ui.circuit.state import CircuitState

DIGITS = 2  # after the first: a px is a hundredth of the number's power of ten
LEAST = 0.01  # a px of a number between -1 and 1
CLASS_WIDTH = 16.0  # px from one class of a softmax to the next


class DragNumber(Gesture):
    """Changes a gate's own number; the circuit is worked out anew at each move."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, state: CircuitState, editor: CircuitEditor, node: int) -> None:
        self._state, self._editor, self._node = state, editor, node
        gate = state.document.diagram.circuit.by_id[node]
        self._before = gate.number
        self._is_class = gate.kind.number_name == "class"
        self._classes = len(gate.inputs)
        self._left = 0.0

    def start(self, at: QPointF) -> None:
        """Grip the number."""
        self._left = at.x()

    def move(self, at: QPointF) -> None:
        """Show all numbers as this one would make them."""
        try:
            made = edits.set_number(self._state.document.diagram, self._node, self.number(at))
        except Refusal:
            return  # beyond what a number may be: the last one stays
        self._state.preview(made)

    def finish(self, at: QPointF) -> None:
        """Give the gate this number, as one undo step."""
        self.cancel()
        self._editor.set_number(self._node, self.number(at))

    def cancel(self) -> None:
        """Let it have its old number."""
        self._state.end_preview()

    def number(self, at: QPointF) -> float:
        """Return what the number is dragged to."""
        way = at.x() - self._left
        if self._is_class:
            wanted = self._before + round(way / CLASS_WIDTH)
            return min(max(wanted, 1.0), float(self._classes))
        size = abs(self._before)
        power = math.floor(math.log10(size)) if size >= 1 else 0
        step = max(10.0 ** (power - DIGITS), LEAST)
        return float(f"{self._before + round(way) * step:.12g}")  # 0.1 + 0.2 is 0.3
