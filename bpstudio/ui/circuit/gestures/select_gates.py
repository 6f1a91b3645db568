"""Dragging over the empty canvas: a rectangle selects the gates that it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.canvas.select_area import SelectArea

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from bpstudio.ui.circuit.scene import CircuitScene
    from bpstudio.ui.circuit.state import CircuitState


class SelectGates(SelectArea):
    """Selects the gates that a rectangle touches; with `adds`, besides the selected."""

    def __init__(self, scene: CircuitScene, state: CircuitState, adds: bool) -> None:
        super().__init__(scene.frame, state.selection.nodes, adds)
        self._scene, self._state = scene, state

    def boxes(self) -> dict[int, QRectF]:
        """Return the boxes of the gates."""
        return {number: gate.form.box for number, gate in self._scene.gates.items()}

    def mark(self, chosen: tuple[int, ...]) -> None:
        """Show gates as selected."""
        for number, gate in self._scene.gates.items():
            gate.mark(number in chosen, has_ring=False)

    def choose(self, chosen: tuple[int, ...]) -> None:
        """Select gates."""
        self._state.selection.set(chosen)
