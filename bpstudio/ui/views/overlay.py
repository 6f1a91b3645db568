"""The curves of pinned runs beside that of the run which is shown: ink, named at their ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.theme import GRID, HINT, MEDIUM, REGULAR, font, theme
from bpstudio.ui.views.frame import LEFT, LINE
from bpstudio.ui.views.small_text import elided, width_of
from bpstudio.ui.views.spread import spread
from bpstudio.ui.views.strokes import draw_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QColor

    from bpstudio.runtime.clock import Clock, Unit
    from bpstudio.runtime.record import Record
    from bpstudio.ui.views.room import Room

    Array = NDArray[np.floating]

DASHES: tuple[tuple[float, ...], ...] = (  # px
    (),
    (10, 4),
    (2, 2),
    (10, 3, 2, 3),
    (5, 3),
    (10, 3, 2, 3, 2, 3),
    (1, 5),
    (5, 2, 5, 7),
)
DASH_WORDS = (
    "a thin line",
    "long dashes",
    "dots",
    "dashes and dots",
    "short dashes",
    "dashes and two dots",
    "dots far apart",
    "pairs of dashes",
)
MOST = len(DASHES)  # runs: of more, those pinned last are drawn
AROUND = 15  # samples: single batches go up and down by decades
NAME_SHARE, NAME_MOST = 0.26, 14 * GRID  # of the width, and px: the column of the names
TIE, BESIDE = 8, 3  # px: from a curve's end to its name, and between the two


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """One run: its `name`, the `dashes` of its line, and `values` at its own `steps`.

    Both are (points,). `last` is the step that it has come to, by its own `clock`; `kind` says
    what the values are, where that isn't clear.
    """

    name: str
    dashes: tuple[float, ...]
    clock: Clock
    last: int
    steps: Array
    values: Array
    kind: str = ""

    def along(self, unit: Unit) -> Array:
        """Return where its points stand, measured in `unit`."""
        return self.clock.of(self.steps, unit)

    def place_at(self, value: float, unit: Unit) -> int | None:
        """Return the point nearest to `value` of `unit`; None where the run hasn't come so far."""
        step = float(self.clock.steps(np.array(value), unit))
        if not len(self.steps) or step > self.last + 0.5:
            return None
        return int(np.abs(self.steps - step).argmin())

    @property
    def newest(self) -> float:
        """The last of its values."""
        return float(self.values[-1]) if len(self.values) else float("nan")


def drawn(overlays: Sequence[Record]) -> list[tuple[Record, tuple[float, ...]]]:
    """Return the records whose curves are drawn, each with the dashes that are its own."""
    return list(zip(overlays[-MOST:], DASHES, strict=False))


def medians(values: Array, around: int = AROUND) -> Array:
    """Return the median of the `around` samples around each of `values`, (samples,); odd."""
    if len(values) < around:
        return values
    padded = np.pad(values, around // 2, mode="reflect")  # a last sample alone tells little
    windows = np.lib.stride_tricks.sliding_window_view(padded, around)
    return np.partition(windows, around // 2, axis=1)[:, around // 2]


def last_of(record: Record) -> int:
    """Return the step that a run has come to."""
    sampled = [record.test.steps, record.probe.steps]
    return max(len(record.losses), *(int(steps[-1]) for steps in sampled if len(steps)), 0)


def pen(dashes: Sequence[float]) -> QPen:
    """Return the pen of a pinned run: thinner and paler than that of the one that is shown."""
    made = QPen(theme().colors.text2, 1)
    if dashes:
        made.setDashPattern(list(dashes))
    return made


class End(NamedTuple):
    """The end of a curve, in px, and the name that it gets."""

    name: str
    x: float
    y: float
    is_main: bool = False


def end_of(name: str, xs: Array, ys: Array, area: QRectF, is_main: bool = False) -> list[End]:
    """Return the last point of a curve that is in sight, (points,) in px; none where none is."""
    seen = np.isfinite(ys) & (xs >= area.left() - 1) & (xs <= area.right() + 1)
    places = np.flatnonzero(seen)
    if not len(places):
        return []
    y = min(max(float(ys[places[-1]]), area.top()), area.bottom())
    return [End(name, float(xs[places[-1]]), y, is_main)]


def names_width(names: Sequence[str], width: float) -> float:
    """Return how wide the names are at the right of a picture of `width` px."""
    return min(max(map(width_of, names), default=0.0) * 1.1, NAME_SHARE * width, NAME_MOST)


def draw_curves(painter: QPainter, lines: Sequence[tuple[Sequence[float], Array, Array]]) -> None:
    """Draw thin lines: the dashes of each, and its points in px."""
    for dashes, xs, ys in lines:
        painter.setPen(pen(dashes))
        draw_line(painter, xs, ys)


def draw_names(painter: QPainter, ends: Sequence[End], area: QRectF, width: float) -> None:
    """Write each name behind its curve's end, `width` px at most.

    Names keep off each other and are tied to their curves.
    """
    colors: list[QColor] = [theme().colors.text2, theme().colors.text]
    low, high = area.top() + LINE / 2 - 2, area.bottom() - LINE / 2 + 2
    middles = spread([end.y for end in ends], LINE - 1, low, high)
    for end, middle in zip(ends, middles, strict=True):
        words = elided(end.name, width)
        taken = width_of(words) * (1.1 if end.is_main else 1.0) + 1
        place = QRectF(end.x + TIE + BESIDE, middle - LINE / 2, taken, LINE)
        if place.left() < area.right():
            painter.fillRect(place.adjusted(-1, 1, 1, -1), theme().colors.surface)
        painter.setPen(QPen(colors[end.is_main], 1))
        painter.drawLine(QLineF(end.x + 1, end.y, place.left() - BESIDE, middle))
        painter.setFont(font(HINT, MEDIUM if end.is_main else REGULAR))
        painter.drawText(place, LEFT, words)


def draw_names_within(
    painter: QPainter, room: Room, named: Sequence[tuple[str, Array, Array]]
) -> None:
    """Write each name beside its curve, as near to its end as there is room; else not at all."""
    painter.setFont(font(HINT))
    painter.setPen(theme().colors.text2)
    for name, xs, ys in named:
        place = next(filter(room.is_free, _places(name, xs, ys, room.area)), None)
        if place is not None:
            room.take(place)
            painter.drawText(place, LEFT, name)


def _places(name: str, xs: Array, ys: Array, area: QRectF) -> Iterator[QRectF]:
    """Return places below and above a curve, in px, from its end to its beginning."""
    width = width_of(name) + 1
    fit = np.isfinite(xs) & np.isfinite(ys)
    xs, ys = xs[fit], ys[fit]
    for right in np.arange(area.right(), area.left() + width, -GRID).tolist():
        part = ys[xs.searchsorted(right - width) : xs.searchsorted(right, "right")]
        if not len(part):
            continue
        for top in (float(part.max()) + BESIDE, float(part.min()) - BESIDE - LINE):
            if area.top() <= top <= area.bottom() - LINE:
                yield QRectF(right - width, top, width, LINE)
