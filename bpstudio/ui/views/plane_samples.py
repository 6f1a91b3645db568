"""The samples in the plane of two features: drawn once, and found again under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from bpstudio.ui.pixels import pixel_ratio
from bpstudio.ui.theme import theme
from bpstudio.ui.views.learned_subject import own_features, part_of, target_range
from bpstudio.ui.views.markers import (
    MANY,
    RADIUS,
    SMALL_RADIUS,
    draw_colored,
    draw_frame,
    draw_marker,
    draw_rings,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset, Part
    from bpstudio.runtime.studies.predictions import PartName, Predictions
    from bpstudio.ui.views.axes import Axes
    from bpstudio.ui.views.learned_subject import Learned

    Array = NDArray[np.floating]

MOST = 1_500  # samples of a part that are drawn
NEAR, CLEARLY = 8.0, 1.5  # px
PARTS: tuple[PartName, ...] = ("training", "test")


class Found(NamedTuple):
    """A sample under the pointer: its part, its place there, where it stands in px."""

    part: PartName
    position: int
    at: QPointF


class Drawn(NamedTuple):
    """The samples of a part that are drawn: their places in it, their features or x and t."""

    positions: NDArray[np.intp]
    x: Array
    y: Array


class PlaneSamples:
    """Keeps a picture of the samples until data, axes or theme change."""

    def __init__(self) -> None:
        self.drawn: dict[PartName, Drawn] = {}
        self._data: Dataset | None = None
        self._places: dict[PartName, tuple[Array, Array]] = {}
        self._picture = QPixmap()
        self._key: Hashable = None

    def show(self, data: Dataset) -> bool:
        """Take over other data; whether they are others."""
        if data is self._data:
            return False
        self._data = data
        self.drawn = {"training": _drawn(data, data.train), "test": _drawn(data, data.test)}
        self._key = None
        return True

    def span(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the range of what is drawn in both directions."""
        xs = np.concatenate([part.x for part in self.drawn.values()])
        ys = np.concatenate([part.y for part in self.drawn.values()])
        return (float(xs.min()), float(xs.max())), (float(ys.min()), float(ys.max()))

    def place(self, axes: Axes) -> None:
        """Work out where they stand."""
        self._places = {
            name: (axes.x_of(part.x), axes.y_of(part.y)) for name, part in self.drawn.items()
        }

    def draw(self, painter: QPainter, axes: Axes, learned: Learned) -> None:
        """Draw the samples, ring the wrong ones, frame the shown one."""
        data = learned.data
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = pixel_ratio(painter)
        area = axes.area
        key = (area.getRect(), axes.x, axes.y, theme().colors, ratio)
        if key != self._key:
            self._key = key
            self._picture = self._made(axes, data, ratio)
        painter.drawPixmap(area.topLeft(), self._picture)
        if not data.is_regression:
            for name in PARTS:
                self._ring_wrong(painter, name, learned.predictions(name))
        shown = np.flatnonzero(self.drawn["training"].positions == learned.shown)
        for number in shown.tolist():
            xs, ys = self._places["training"]
            draw_frame(painter, QPointF(xs[number], ys[number]))

    def _made(self, axes: Axes, data: Dataset, ratio: float) -> QPixmap:
        area = axes.area
        picture = QPixmap(area.size().toSize() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-area.topLeft())
            many = sum(len(part.positions) for part in self.drawn.values())
            radius = RADIUS if many < MANY else SMALL_RADIUS
            for name in reversed(PARTS):
                self._draw_part(painter, name, data, radius)
        return picture

    def _draw_part(self, painter: QPainter, name: PartName, data: Dataset, radius: float) -> None:
        is_test = name == "test"
        t = part_of(data, name).t[self.drawn[name].positions]
        xs, ys = (places.tolist() for places in self._places[name])
        low, high = target_range(data) if data.is_regression else (0.0, 1.0)
        for x, y, target in zip(xs, ys, t.tolist(), strict=True):
            at = QPointF(x, y)
            if data.is_regression:
                own = target * data.target_scale + data.target_offset
                color = theme().heat((own - low) / max(high - low, 1e-300))
                draw_colored(painter, at, 0, color, hollow=is_test, radius=radius)
            else:
                draw_marker(painter, at, int(target), hollow=is_test, radius=radius)

    def _ring_wrong(self, painter: QPainter, name: PartName, found: Predictions | None) -> None:
        if found is None:
            return
        missed = found.position[found.predicted != found.target]
        chosen = np.isin(self.drawn[name].positions, missed)
        xs, ys = self._places[name]
        draw_rings(painter, xs[chosen], ys[chosen])

    def at(self, place: QPointF) -> Found | None:
        """Return the sample nearest to a place, if it is near."""
        nearest: tuple[float, Found] | None = None
        for name in PARTS:
            xs, ys = self._places.get(name, (np.empty(0), np.empty(0)))
            if not len(xs):
                continue
            away = np.hypot(xs - place.x(), ys - place.y())
            number = int(np.nanargmin(away)) if not np.isnan(away).all() else 0
            if away[number] > NEAR:
                continue
            position = int(self.drawn[name].positions[number])
            at = QPointF(float(xs[number]), float(ys[number]))
            # training samples come first, and only what is clearly nearer goes before them
            distance = float(away[number]) + (CLEARLY if nearest else 0.0)
            if nearest is None or distance < nearest[0]:
                nearest = distance, Found(name, position, at)
        return None if nearest is None else nearest[1]


def _drawn(data: Dataset, part: Part) -> Drawn:
    """Choose samples evenly; those added by hand, the last, are among them."""
    positions = np.arange(len(part.t))
    if len(positions) > MOST:
        positions = np.linspace(0, len(part.t) - 1, MOST).astype(np.intp)
        if part is data.train and data.added:
            by_hand = np.arange(len(part.t) - data.added, len(part.t))
            positions = np.union1d(positions, by_hand)
    own = own_features(data, part)[positions]
    if own.shape[1] == 2:
        return Drawn(positions, own[:, 0], own[:, 1])
    if data.is_regression:
        t = part.t[positions] * data.target_scale + data.target_offset
    else:
        t = np.zeros(len(positions))
    return Drawn(positions, own[:, 0], np.asarray(t, float))
