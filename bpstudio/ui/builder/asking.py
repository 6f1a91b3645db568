"""What is asked about on the canvas: a unit, by its card, or an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.portrait import Asked
from bpstudio.ui.builder.incoming import incoming_of, weights_of
from bpstudio.ui.builder.light import UnitLight
from bpstudio.ui.builder.unit_card import UnitCard
from bpstudio.ui.builder.unit_sum import sum_rows

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.ui.builder.gap import Edge
    from bpstudio.ui.builder.scene import NetworkScene
    from bpstudio.ui.builder.unit_card import UnitHolder
    from bpstudio.ui.canvas.tips import Row


class Asking(QObject):
    """At most one thing at a time: a unit whose card is open, or an edge that is chosen.

    Signals
    -------
    changed
        Another unit or edge is asked about, or none.
    """

    changed = Signal()

    def __init__(self, scene: NetworkScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self.unit_card = UnitCard()
        self.unit_light = UnitLight()

    @property
    def about(self) -> Asked | None:
        """The unit whose card is open, or at which the chosen edge ends."""
        if self.edge is not None:
            return Asked(self.edge.layer, self.edge.unit)
        return None if self.unit_card.of is None else Asked(*self.unit_card.of)

    @property
    def edge(self) -> Edge | None:
        """The edge that is chosen."""
        return self._scene.edges.chosen

    def open_unit(self, number: int, unit: int) -> None:
        """Show the numbers of a unit; a second time closes them."""
        if self.unit_card.of == (number, unit):
            self.close()
            return
        self._scene.edges.chosen = None
        self._put_unit_card(number, unit)
        self._tell()

    def open_edge(self, edge: Edge) -> None:
        """Choose an edge, so that its weight can be read and written."""
        if edge != self.edge:
            self.unit_card.close()
            self._scene.edges.chosen = edge
            self._tell()

    def close(self) -> None:
        """Ask about nothing any more."""
        if self.about is not None:
            self._scene.edges.chosen = None
            self.unit_card.close()
            self._tell()

    def _tell(self) -> None:
        self._scene.update()
        self.changed.emit()

    def set_structure(self, before: Experiment, after: Experiment) -> None:
        """Ask no longer about what an edit may have moved or taken away."""
        kept = {OUTPUT, *(layer.id for layer in after.hidden)}
        moved = self.edge is not None and _shape(before) != _shape(after)
        if moved or (self.about is not None and self.about.layer not in kept):
            self.close()

    def keep_to(self, selected: tuple[int, ...]) -> None:
        """Close the card of a unit whose layer isn't selected any more."""
        if self.unit_card.of is not None and self.unit_card.of[0] not in selected:
            self.close()

    def follow(self) -> None:
        """Keep the unit's card beside its unit, or close it when the unit is gone."""
        if self.unit_card.of is None:
            return
        if self.has(Asked(*self.unit_card.of)):
            self._put_unit_card(*self.unit_card.of)
        else:
            self.close()

    def _put_unit_card(self, number: int, unit: int) -> None:
        card = self._scene.holder(number)
        bounds = self._scene.layout.bounds.adjusted(4, 12, -4, -12)
        self.unit_card.open(card, unit, bounds, self._scene.room())

    def has(self, asked: Asked) -> bool:
        """Whether there is such a unit."""
        is_there = asked.layer == OUTPUT or asked.layer in self._scene.layer_cards
        return is_there and asked.unit < self._scene.holder(asked.layer).units

    def light(self, asked: Asked | None) -> None:
        """Light a unit that is pointed at elsewhere, or none."""
        if asked is not None and self.has(asked):
            self.unit_light.show_on(self._scene.holder(asked.layer), asked.unit)
        else:
            self.unit_light.hide()

    def tip(self, asked: Asked, snapshot: Snapshot, dataset: Dataset) -> str:
        """Return the tooltip of a unit, with the sum behind its logit on the shown sample."""
        holder = self._scene.holder(asked.layer)
        return holder.unit_tip(asked.unit, _terms(holder, asked, snapshot, dataset))


def _terms(holder: UnitHolder, asked: Asked, snapshot: Snapshot, dataset: Dataset) -> list[Row]:
    """Return the sum behind the logit of a unit, as far as it is known."""
    incoming = incoming_of(snapshot, dataset).get(asked.layer)
    if holder.layer is None or incoming is None:
        return []
    weights = weights_of(holder.layer, snapshot, asked.unit)
    if weights is None:
        return []
    return sum_rows(weights, incoming, float(holder.layer.biases[asked.unit]))


def _shape(experiment: Experiment) -> tuple[tuple[int, int], ...]:
    """Return ids and units of the hidden layers: while they stay, so do the places of weights."""
    return tuple((layer.id, layer.units) for layer in experiment.hidden)
