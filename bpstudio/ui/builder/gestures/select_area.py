"""Dragging over the empty canvas: a rectangle selects the layers that it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.canvas.select_area import SelectArea

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF, QRectF

    from bpstudio.ui.builder.scene import NetworkScene
    from bpstudio.ui.builder.selection import Selection


class SelectLayers(SelectArea):
    """Selects the hidden layers that a rectangle touches; with `adds`, besides the selected."""

    def __init__(self, scene: NetworkScene, selection: Selection, adds: bool) -> None:
        super().__init__(scene.frame, selection.numbers, adds)
        self._scene, self._selection = scene, selection

    def start(self, at: QPointF) -> None:
        """Close the card of a unit: it would be in the way."""
        super().start(at)
        self._scene.asking.close()

    def boxes(self) -> dict[int, QRectF]:
        """Return the cards of the hidden layers."""
        return {number: card.rect for number, card in self._scene.layer_cards.items()}

    def mark(self, chosen: tuple[int, ...]) -> None:
        """Show layers as selected."""
        self._scene.mark(chosen, None)

    def choose(self, chosen: tuple[int, ...]) -> None:
        """Select layers."""
        self._selection.set(chosen)
