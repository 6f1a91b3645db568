"""Which numbers of a snapshot belong to which card, and which edges to which gap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.edges import Gap
from bpstudio.ui.builder.layout import FOOTER, HEADER, Chain, Layout, source_ys, spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bpstudio.runtime.snapshot import Edges, LayerSnapshot, Snapshot

INPUT = -2  # stands for the input where layers are told apart by their ids
ARROW = 5.0  # px


@dataclass(frozen=True, eq=False)
class _Station:
    """A card as the edges see it: they arrive at its left and leave at its right, at `ys`."""

    id: int
    name: str
    left: float
    right: float
    ys: NDArray[np.float64]


def matching(snapshot: Snapshot, chain: Chain) -> dict[int, LayerSnapshot]:
    """Return the layers of `snapshot` by id, those that `chain` has with as many units.

    An edit reaches the training at its next step boundary, so a snapshot may be behind.
    """
    units = {slot.id: slot.units for slot in chain.slots} | {OUTPUT: chain.outputs}
    return {layer.id: layer for layer in snapshot.layers if units.get(layer.id) == len(layer.z)}


def gaps(chain: Chain, layout: Layout, snapshot: Snapshot) -> tuple[Gap, ...]:
    """Return the gaps between the cards, with their edges, where there is room for them."""
    if not layout.shows_edges:
        return ()
    edges = _edges(snapshot, chain)
    return tuple(
        Gap(
            left=before.right,
            right=after.left,
            source_ys=before.ys,
            unit_ys=after.ys,
            names=(before.name, after.name),
            edges=edges.get((before.id, after.id)),
        )
        for before, after in pairwise(_stations(chain, layout))
    )


def links(layout: Layout) -> list[QLineF]:
    """Return the arrow from output to loss, and a line through cards that stand close together."""
    y = layout.output.center().y()
    left, right = layout.output.right(), layout.loss.left() - 3
    lines = [
        QLineF(left, y, right, y),
        QLineF(right - ARROW, y - ARROW, right, y),
        QLineF(right - ARROW, y + ARROW, right, y),
    ]
    if not layout.shows_edges:
        lines.append(QLineF(layout.input.right(), y, layout.output.left(), y))
    return lines


def _edges(snapshot: Snapshot, chain: Chain) -> dict[tuple[int, int], Edges]:
    """Return the edges of each gap by the ids before and after it, where both ends fit `chain`."""
    fitting = matching(snapshot, chain)
    found = {}
    before, is_fitting = INPUT, True
    for layer in snapshot.layers:
        edges = layer.strongest
        if before == INPUT:
            is_fitting = bool((edges.source < chain.features).all())
        if is_fitting and layer.id in fitting:
            found[before, layer.id] = edges
        before, is_fitting = layer.id, layer.id in fitting
    return found


def _stations(chain: Chain, layout: Layout) -> list[_Station]:
    card = layout.input
    stations = [_Station(INPUT, "input", card.left(), card.right(), source_ys(chain, card))]
    for number, column in enumerate(layout.columns, start=1):
        left, right = column.rect.left(), column.rect.right()
        name = f"layer {number}"
        stations.append(_Station(column.slot.id, name, left, right, column.unit_ys()))
    card = layout.output
    ys = spread(chain.outputs, card.adjusted(0, HEADER, 0, -FOOTER))
    stations.append(_Station(OUTPUT, "output", card.left(), card.right(), ys))
    return stations
