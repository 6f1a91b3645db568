"""Which numbers of a snapshot belong to which card, and which edges to which gap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF

from bpstudio.experiment.carry import INPUT
from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.chain import GHOST, Chain, Column, spread
from bpstudio.ui.builder.edges import Shown
from bpstudio.ui.builder.forms import FOOTER, HEADER
from bpstudio.ui.builder.gap import Gap, part_of
from bpstudio.ui.builder.layout import Layout, source_ys
from bpstudio.ui.names import INPUT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import Edges, LayerSnapshot, SampleSnapshot, Snapshot

ARROW = 5.0  # px


@dataclass(frozen=True, eq=False)
class _Station:
    """A card as the edges see it: they arrive at its left and leave at its right, at `ys`."""

    left: float
    right: float
    ys: NDArray[np.float64]


def matching(snapshot: Snapshot, chain: Chain) -> dict[int, LayerSnapshot]:
    """Return the layers of `snapshot` by id, those that `chain` has with as many units.

    An edit reaches the training at its next step boundary, so a snapshot may be behind.
    """
    units = {slot.id: slot.units for slot in chain.slots} | {OUTPUT: chain.outputs}
    return {layer.id: layer for layer in snapshot.layers if units.get(layer.id) == len(layer.z)}


def matching_sample(snapshot: Snapshot, dataset: Dataset) -> SampleSnapshot | None:
    """Return the shown sample unless it is of another data set."""
    sample = snapshot.sample
    if sample is None or len(sample.x) != dataset.inputs:
        return None
    return sample if len(sample.y) == dataset.outputs else None


def gaps(
    names: Mapping[int, str],
    chain: Chain,
    layout: Layout,
    snapshot: Snapshot,
    lifted: Iterable[Column] = (),
    shown: Shown = Shown.WEIGHTS,
) -> tuple[Gap, ...]:
    """Return the gaps between the cards, with their edges, where there is room for them.

    `names` are those of the layers by id, input side first, as they are without any preview: the
    edges stay between them wherever a preview puts their cards, the `lifted` ones among them,
    unless they would run back or below another column: there they would seem to end nowhere.
    `shown` decides which edges count as the strongest.
    """
    if not layout.shows_edges:
        return ()
    lifted = tuple(lifted)
    stations = _stations(chain, layout, lifted)
    units = {key: len(at.ys) for key, at in stations.items()}
    edges = _edges(snapshot, chain.features, units, shown)
    called = {INPUT: INPUT_NAME, **names}
    return tuple(
        Gap(
            layer=after,
            left=stations[before].right,
            right=stations[after].left,
            source_ys=stations[before].ys,
            unit_ys=stations[after].ys,
            names=(called[before], called[after]),
            edges=edges.get((before, after)),
        )
        for before, after in pairwise(called)
        if before in stations and after in stations
        if not lifted or _is_free(stations[before].right, stations[after].left, layout)
    )


def _is_free(left: float, right: float, layout: Layout) -> bool:
    """Whether edges can run from one place to another: on, and with no column between."""
    middles = (column.rect.center().x() for column in layout.columns if column.slot.id != GHOST)
    return left <= right and not any(left < middle < right for middle in middles)


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


def _edges(
    snapshot: Snapshot, features: int, units: Mapping[int, int], shown: Shown
) -> dict[tuple[int, int], Edges]:
    """Return the edges of each gap by the ids before and after it.

    `units` are those that are drawn, by id: an edge shows where both its ends do.
    """
    found: dict[tuple[int, int], Edges] = {}
    before = INPUT
    for layer in snapshot.layers:
        steepest = None if shown is Shown.WEIGHTS else layer.steepest
        edges = layer.strongest if steepest is None else steepest
        is_of_other_data = (before == INPUT and bool((edges.source >= features).any())) or (
            layer.id == OUTPUT and len(layer.z) != units[OUTPUT]
        )
        if before in units and layer.id in units and not is_of_other_data:
            found[before, layer.id] = _within(edges, units[before], units[layer.id])
        before = layer.id
    return found


def _within(edges: Edges, sources: int, units: int) -> Edges:
    """Return the edges from the first `sources` units to the first `units`."""
    kept = (edges.source < sources) & (edges.unit < units)
    if kept.all():
        return edges
    return part_of(edges, kept)


def _stations(chain: Chain, layout: Layout, lifted: Iterable[Column]) -> dict[int, _Station]:
    card = layout.input
    stations = {INPUT: _Station(card.left(), card.right(), source_ys(chain, card))}
    for column in (*layout.columns, *lifted):
        rect = column.rect
        stations[column.slot.id] = _Station(rect.left(), rect.right(), column.unit_ys())
    card = layout.output
    ys = spread(chain.outputs, card.adjusted(0, HEADER, 0, -FOOTER))
    stations[OUTPUT] = _Station(card.left(), card.right(), ys)
    return stations
