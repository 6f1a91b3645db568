"""All edges of the network in one item: the strongest of each gap, weak ones first."""

from __future__ import annotations

import math
from enum import Enum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.drawable import drawable
from bpstudio.ui.theme import blend, theme

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF

    from bpstudio.runtime.snapshot import Edges
    from bpstudio.ui.builder.gap import Edge, Gap
    from bpstudio.ui.theme import Colors

    Array = NDArray[np.float64]

WIDTHS = (0.5, 0.8, 1.2, 2.0, 3.2)  # px: sizes are told apart in this many steps
STRENGTHS = (0.3, 0.45, 0.65, 0.85, 1.0)  # of the colour
DASHES = (5.0, 3.0)  # px
BUDGET = 300  # edges on the whole canvas, FEWEST in a gap: more cost time and tell less
FEWEST = 24
BUDGET_STEEPEST = 120  # of gradients: the largest of many are much alike, a weave of wide lines
CHOSEN = 2.0  # px: the width of the one that was clicked
STEP = math.log10(1.5)  # decades: what each narrower width of a gradient stands for


class Shown(Enum):
    """What colour and width of an edge are of."""

    WEIGHTS = "weights"
    GRADIENTS = "gradients"
    BOTH = "both"  # the sign of the weight, the size of the gradient

    def of(self, edges: Edges) -> Array:
        """Return the numbers of some edges whose size is drawn."""
        is_weight = self is Shown.WEIGHTS or edges.gradient is None
        return np.asarray(edges.weight if is_weight else edges.gradient)


class EdgesItem(QGraphicsItem):
    """Every edge of the canvas."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: tuple[Gap, ...] = ()
        self.shown = Shown.WEIGHTS
        self.chosen: Edge | None = None
        self._bounds = QRectF()
        self._lines: dict[tuple[int, bool], list[QLineF]] = {}
        self._links: list[QLineF] = []
        self.setZValue(-1)

    def set_gaps(self, gaps: tuple[Gap, ...], links: list[QLineF], bounds: QRectF) -> None:
        """Show these edges, and plain `links` where there is no room for edges."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        budget = BUDGET if self.shown is Shown.WEIGHTS else BUDGET_STEEPEST
        share = max(budget // max(len(gaps), 1), FEWEST)
        self.gaps, self._links = tuple(gap.strongest(share) for gap in gaps), links
        self._lines = {}
        of_all = self._largest()
        for gap in self.gaps:
            self._add(gap, of_all)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole picture."""
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the links and the edges, weak ones first."""
        painter.setPen(QPen(theme().colors.strong, 1.25))
        painter.drawLines(self._links)
        for key in sorted(self._lines):
            painter.setPen(_pen(*key, theme().colors))
            painter.drawLines(self._lines[key])
        chosen = self.chosen_line()
        if chosen is not None:
            painter.setPen(QPen(theme().colors.accent, CHOSEN))
            painter.drawLine(chosen)

    def chosen_line(self) -> QLineF | None:
        """Return where the chosen edge runs; None where its gap isn't drawn."""
        if self.chosen is None:
            return None
        gap = next((gap for gap in self.gaps if gap.layer == self.chosen.layer), None)
        if gap is None or self.chosen.unit >= len(gap.unit_ys):
            return None
        return gap.line(self.chosen) if self.chosen.source < len(gap.source_ys) else None

    def drawn(self) -> list[QLineF]:
        """Return the lines of all edges that are drawn."""
        return [line for lines in self._lines.values() for line in lines]

    def edge_at(self, at: QPointF) -> Edge | None:
        """Return the edge that is drawn at a place in the scene."""
        found = (gap.edge_at(at) for gap in self.gaps)
        return next((edge for edge in found if edge is not None), None)

    def tip(self, at: QPointF) -> str:
        """Return weight and gradient of the edge at a place in the scene, or nothing."""
        return next(filter(None, (gap.tip(at) for gap in self.gaps)), "")

    def _largest(self) -> float:
        """Return the largest |gradient| of all edges."""
        sizes = (np.abs(self.shown.of(gap.edges)) for gap in self.gaps if gap.edges is not None)
        return max((float(np.max(size, initial=0.0)) for size in sizes), default=0.0)

    def _add(self, gap: Gap, of_all: float) -> None:
        if gap.edges is None or not len(gap.edges.weight):
            return
        sizes = np.abs(self.shown.of(gap.edges))
        signed = gap.edges.weight if self.shown is Shown.BOTH else self.shown.of(gap.edges)
        if self.shown is Shown.WEIGHTS:
            steps = _steps(sizes)
        else:
            # Layers share the widths, or a gradient that vanishes would look like any other.
            steps = _below_largest(sizes, of_all)
        starts, ends = gap.ends()
        columns = (steps, signed < 0, starts, ends)
        is_drawn = steps >= 0
        drawn = zip(*(column[is_drawn].tolist() for column in columns), strict=True)
        for step, is_negative, start, end in drawn:
            line = _line(gap.left, start, gap.right, end)
            self._lines.setdefault((step, is_negative), []).append(line)


@lru_cache(4_096)
def _line(left: float, start: float, right: float, end: float) -> QLineF:
    """Return a line as Qt has it, the same one again: making hundreds each time costs more."""
    return QLineF(left, start, right, end)


def _steps(sizes: Array) -> NDArray[np.intp]:
    """Return the step of each size: those that are drawn share the steps out evenly."""
    sizes = np.nan_to_num(sizes)  # one update at an extreme rate may take weights beyond bounds
    least, most = float(np.min(sizes)), float(np.max(sizes))
    shares = (sizes - least) / ((most - least) or 1.0)
    return np.minimum(drawable(shares) * len(WIDTHS), len(WIDTHS) - 1).astype(np.intp)


def _below_largest(sizes: Array, largest: float) -> NDArray[np.intp]:
    """Return the step of each size: the last for the largest, -1 for nothing at all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.floor(-np.log10(sizes / largest) / STEP + 1e-9)
    steps = np.clip(len(WIDTHS) - 1 - drawable(below, posinf=len(WIDTHS)), 0, len(WIDTHS) - 1)
    return np.where(sizes > 0, steps, -1).astype(np.intp)


@cache
def _pen(step: int, is_negative: bool, in_colors: Colors) -> QPen:
    colors = theme().colors
    # a mixed colour draws three times as fast as a translucent one, and looks the same
    sign = colors.negative if is_negative else colors.positive
    color = blend(colors.canvas, sign, STRENGTHS[step])
    pen = QPen(color, WIDTHS[step])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if is_negative:
        pen.setDashPattern([dash / WIDTHS[step] for dash in DASHES])
    return pen
