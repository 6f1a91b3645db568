"""Dragging a gate in from the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.engine.flow import GATES
from bpstudio.ui.canvas.gesture import Gesture
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from bpstudio.experiment.circuits.diagram import Place
    from bpstudio.ui.circuit.editor import CircuitEditor
    from bpstudio.ui.circuit.scene import CircuitScene


class InsertGate(Gesture):
    """Puts a gate where it is dropped; `added` is its id then, if it wasn't refused."""

    cursor = Qt.CursorShape.DragCopyCursor

    def __init__(self, scene: CircuitScene, editor: CircuitEditor, gate: str) -> None:
        self._scene, self._editor, self._gate = scene, editor, gate
        self.added: int | None = None

    def start(self, at: QPointF) -> None:
        """Show where it would stand."""
        self.move(at)

    def move(self, at: QPointF) -> None:
        """Show where it would stand."""
        self._scene.ghost.show_at(QPointF(*_on_grid(at)), GATES[self._gate].label)

    def finish(self, at: QPointF) -> None:
        """Put it there."""
        self.cancel()
        self.added = self._editor.add(self._gate, _on_grid(at))

    def cancel(self) -> None:
        """Forget about it."""
        self._scene.ghost.hide()


def _on_grid(at: QPointF) -> Place:
    return float(GRID * round(at.x() / GRID)), float(GRID * round(at.y() / GRID))
