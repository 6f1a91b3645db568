"""The space between two cards, and the edges that cross it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF

from bpstudio.runtime.snapshot import Edges
from bpstudio.ui.canvas.tips import table
from bpstudio.ui.numbers import figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NEAR = 4.0  # px from an edge that is still on it


class Edge(NamedTuple):
    """One weight: the id of the layer that it belongs to, its unit there, and its source."""

    layer: int
    unit: int
    source: int


def part_of(edges: Edges, kept: slice | NDArray[np.bool_]) -> Edges:
    """Return some of the edges."""
    gradient = None if edges.gradient is None else edges.gradient[kept]
    return Edges(
        unit=edges.unit[kept],
        source=edges.source[kept],
        weight=edges.weight[kept],
        gradient=gradient,
    )


@dataclass(frozen=True, eq=False)
class Gap:
    """The space between two cards, from `left` to `right`, and the edges that cross it.

    `source_ys` and `unit_ys` are where the edges of each unit leave and arrive; `edges` is None
    before there are weights. `layer` is the id of the layer that the weights belong to.
    """

    layer: int
    left: float
    right: float
    source_ys: Array
    unit_ys: Array
    names: tuple[str, str]
    edges: Edges | None

    def strongest(self, count: int) -> Gap:
        """Return the gap with its `count` strongest edges alone; weak ones stand first."""
        edges = self.edges
        if edges is None or len(edges.weight) <= count:
            return self
        return replace(self, edges=part_of(edges, slice(-count, None)))

    def line(self, edge: Edge) -> QLineF:
        """Return where one of its edges runs, drawn or not."""
        start, end = self.source_ys[edge.source], self.unit_ys[edge.unit]
        return QLineF(self.left, float(start), self.right, float(end))

    def nearest(self, at: QPointF) -> int | None:
        """Return the place in `edges` of the one that is drawn at a place in the scene."""
        starts, ends = self.ends()
        if not len(starts) or not self.left <= at.x() <= self.right:
            return None
        share = (at.x() - self.left) / (self.right - self.left)
        distances = np.abs(starts + share * (ends - starts) - at.y())
        # edges are told from the strongest down, as they lie on top of each other
        found = len(distances) - 1 - int(np.argmin(distances[::-1]))
        return found if distances[found] <= NEAR else None

    def edge_at(self, at: QPointF) -> Edge | None:
        """Return the edge that is drawn at a place in the scene."""
        place = self.nearest(at)
        if place is None or self.edges is None:
            return None
        return Edge(self.layer, int(self.edges.unit[place]), int(self.edges.source[place]))

    def tip(self, at: QPointF) -> str:
        """Return weight and gradient of the edge at a place in the scene, or nothing."""
        place = self.nearest(at)
        return "" if place is None or self.edges is None else _edge_tip(self, self.edges, place)

    def ends(self) -> tuple[Array, Array]:
        """Return the heights at which each edge leaves and arrives, (edges,) each."""
        if self.edges is None:
            return np.zeros(0), np.zeros(0)
        return self.source_ys[self.edges.source], self.unit_ys[self.edges.unit]


def _edge_tip(gap: Gap, edges: Edges, place: int) -> str:
    source, unit = int(edges.source[place]), int(edges.unit[place])
    title = f"{gap.names[0]}, unit {source + 1} → {gap.names[1]}, unit {unit + 1}"
    rows = [("weight w", figure(float(edges.weight[place]), 4))]
    if edges.gradient is not None:
        rows.append(("∂L/∂w, batch", figure(float(edges.gradient[place]), 4)))
    return table(title, rows, "one of the strongest of this gap; click to change it")
