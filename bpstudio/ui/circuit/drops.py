"""What the canvas does with a gate that is dragged onto it from the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.flow import GATES
from bpstudio.ui.canvas.payload import GATE, unpack
from bpstudio.ui.circuit.gestures.insert_gate import InsertGate

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

    from bpstudio.ui.circuit.canvas import CircuitCanvas


class GateDrops:
    """Takes gates, as a gesture, and nothing else."""

    def __init__(self, canvas: CircuitCanvas) -> None:
        self._canvas = canvas
        self._gesture: InsertGate | None = None

    def enter(self, event: QDragEnterEvent) -> None:
        """Begin the gesture of a gate that is dragged in."""
        gate = unpack(event.mimeData(), GATE)
        if gate not in GATES:
            event.ignore()
            return
        canvas = self._canvas
        canvas.pointer.cancel()
        self._gesture = InsertGate(canvas.board, canvas.editor, gate)
        canvas.pointer.begin(self._gesture, canvas.mapToScene(event.position().toPoint()))
        event.acceptProposedAction()

    def move(self, event: QDragMoveEvent) -> None:
        """Show where it would stand."""
        self._canvas.pointer.go_on(self._canvas.mapToScene(event.position().toPoint()))
        event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """Put it there, and select it."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            self._canvas.pointer.end(self._canvas.mapToScene(event.position().toPoint()))
            if gesture.added is not None:
                self._canvas.state.selection.set((gesture.added,))
            self._canvas.setFocus()
        event.acceptProposedAction()
