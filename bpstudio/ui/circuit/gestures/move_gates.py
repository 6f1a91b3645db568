"""Dragging gates to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.experiment.circuits import edits
from bpstudio.ui.canvas.gesture import Gesture
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.experiment.circuits.diagram import Place
    from bpstudio.ui.circuit.editor import CircuitEditor
    from bpstudio.ui.circuit.state import CircuitState


class MoveGates(Gesture):
    """Carries gates along, in steps of the grid; `nodes` go together."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, state: CircuitState, editor: CircuitEditor, nodes: Iterable[int]) -> None:
        self._state, self._editor = state, editor
        diagram = state.document.diagram
        self._before = {number: diagram.places[number] for number in nodes}
        self._grip = QPointF()

    def start(self, at: QPointF) -> None:
        """Grip them."""
        self._grip = at

    def move(self, at: QPointF) -> None:
        """Show them where they would stand."""
        self._state.preview(edits.move(self._state.document.diagram, self._places(at)))

    def finish(self, at: QPointF) -> None:
        """Put them down."""
        self.cancel()
        self._editor.move(self._places(at))

    def cancel(self) -> None:
        """Put them back."""
        self._state.end_preview()

    def _places(self, at: QPointF) -> dict[int, Place]:
        across, down = (GRID * round(way / GRID) for way in (at - self._grip).toTuple())
        return {number: (x + across, y + down) for number, (x, y) in self._before.items()}
