"""What is at a place of the scene: a card, a layer, a handle, a unit, an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.builder.layer_card import LayerCard
from bpstudio.ui.builder.output_card import OutputCard

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from bpstudio.ui.builder.card import Card
    from bpstudio.ui.builder.gap import Edge
    from bpstudio.ui.builder.scene import NetworkScene


class Places:
    """Looks up what one scene draws at a place; the card of a unit covers what is below it."""

    def __init__(self, scene: NetworkScene) -> None:
        self._scene = scene

    def card(self, at: QPointF) -> Card | None:
        """Return the topmost card."""
        unit_card = self._scene.asking.unit_card
        if unit_card.isVisible() and unit_card.rect.contains(at):
            return unit_card
        return next((card for card in self._scene.cards() if card.rect.contains(at)), None)

    def layer(self, at: QPointF) -> int | None:
        """Return the id of the layer, the output's included."""
        card = self.card(at)
        return card.layer_id if isinstance(card, LayerCard | OutputCard) else None

    def handle(self, at: QPointF) -> LayerCard | None:
        """Return the card whose handle is there."""
        if self.card(at) is self._scene.asking.unit_card:
            return None
        cards = self._scene.layer_cards.values()
        return next((card for card in cards if card.is_on_handle(at)), None)

    def unit(self, at: QPointF) -> Asked | None:
        """Return the unit, or the one whose card is there."""
        card = self.card(at)
        if card is self._scene.asking.unit_card:
            return self._scene.asking.about
        if not isinstance(card, LayerCard | OutputCard):
            return None
        unit = card.unit_at(at)
        return None if unit is None else Asked(card.layer_id, unit)

    def edge(self, at: QPointF) -> Edge | None:
        """Return the edge, where nothing else is."""
        return self._scene.edges.edge_at(at) if self.card(at) is None else None
