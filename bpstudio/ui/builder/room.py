"""Where a card that comes up on the canvas covers least of it: cards first, then edges."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from bpstudio.ui.builder.forms import HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from PySide6.QtCore import QLineF

    from bpstudio.ui.builder.layout import Layout

    Array = NDArray[np.float64]

STEP = 8.0  # px from one place that is tried to the next
POINTS = 12  # of an edge, that stand for all of it
OF_EDGE, OF_WAY = 0.3, 2.0  # px² of a card that a px of an edge counts as, and a px of the way
OF_TITLE, OF_RESULT = 2.0, 0.5  # how much more the title of a card counts, output and loss


@dataclass
class Room:
    """What stands on the canvas already, each with how much it counts when it is covered."""

    areas: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    points: list[Array] = field(default_factory=list)

    def add_card(self, rect: QRectF, weight: float = 1.0) -> None:
        """Let an area count."""
        self.areas.append((rect.left(), rect.right(), rect.top(), rect.bottom(), weight))

    def add_edges(
        self, lines: Iterable[QLineF], weight: float = OF_EDGE, points: int = POINTS
    ) -> None:
        """Let the length of lines count; that of few can be told by more `points` each."""
        shares = np.linspace(0.0, 1.0, points)
        found = np.array([(one.x1(), one.y1(), one.x2(), one.y2()) for one in lines]).reshape(-1, 4)
        ends = found[:, :, None]
        x = ends[:, 0] + shares * (ends[:, 2] - ends[:, 0])
        y = ends[:, 1] + shares * (ends[:, 3] - ends[:, 1])
        lengths = np.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]) / points
        weights = np.repeat(weight * lengths, points)
        self.points.append(np.column_stack((x.ravel(), y.ravel(), weights)))

    def best(self, lefts: Array, tops: Array, size: QSizeF, middle: QPointF) -> QPointF:
        """Return which corner of `lefts` × `tops` covers least, the one near `middle` if equal."""
        wide, high = size.width(), size.height()
        areas = np.array(self.areas).reshape(-1, 5)
        across = _shared(lefts, wide, areas[:, 0], areas[:, 1])
        down = _shared(tops, high, areas[:, 2], areas[:, 3])
        cost = across @ (down * areas[:, 4]).T
        points = np.concatenate([*self.points, np.zeros((0, 3))])
        is_across = _holds(lefts, wide, points[:, 0]).astype(np.float64)
        is_down = _holds(tops, high, points[:, 1])
        cost += is_across @ (is_down * points[:, 2]).T
        cost += OF_WAY * np.abs(lefts + wide / 2 - middle.x())[:, None]
        cost += OF_WAY * np.abs(tops + high / 2 - middle.y())
        place = np.unravel_index(np.argmin(cost), cost.shape)
        return QPointF(float(lefts[place[0]]), float(tops[place[1]]))


def room_of(layout: Layout, lines: Iterable[QLineF]) -> Room:
    """Return what stands there: cards, of which titles, output and loss count more, and edges."""
    room = Room()
    columns = [column.rect for column in layout.columns]
    if layout.form.is_map and columns:  # one picture, as thousands would cost time
        columns = [columns[0].united(columns[-1])]
    results = (layout.output, layout.loss)
    for rect in (*columns, layout.input, *results):
        room.add_card(rect)
        room.add_card(QRectF(rect.topLeft(), QSizeF(rect.width(), HEADER)), OF_TITLE)
    for rect in results:
        room.add_card(rect, OF_RESULT)
    room.add_edges(lines)
    return room


def steps_within(first: float, last: float) -> Array:
    """Return places from `first` to `last`, both among them; the first alone where it is later."""
    count = max(ceil((last - first) / STEP), 0)
    return np.linspace(first, max(first, last), count + 1, dtype=np.float64)


def _shared(starts: Array, length: float, lows: Array, highs: Array) -> Array:
    """Return how much of each range is covered from each start, (starts, ranges)."""
    ends = np.minimum(starts[:, None] + length, highs)
    shared: Array = np.maximum(ends - np.maximum(starts[:, None], lows), 0.0)
    return shared


def _holds(starts: Array, length: float, at: Array) -> NDArray[np.bool_]:
    """Return which points lie within `length` of each start, (starts, points)."""
    return (starts[:, None] <= at) & (at <= starts[:, None] + length)
