"""The points where they stand, and what the stroke under way has laid or taken out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize

from bpstudio.data.drawn import DIGITS, in_test_part, lots
from bpstudio.ui.drawing.dots import Dots, DotsPicture
from bpstudio.ui.numbers import MINUS, count
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.axes import Axes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bpstudio.data.drawn import Point
    from bpstudio.experiment.spec import DataSpec

SIGHT = (-1.5, 1.5)  # what is seen at least, in both directions: made sets fit in
NEAR = 6.0  # px: a point under the pointer is no further away


class Sheet:
    """Places points on the plane; what changes tells which part has to be painted anew.

    Attributes
    ----------
    axes
        What is in sight of the plane.
    picture
        The points as they look.
    draft
        The points that the stroke under way has laid so far.
    """

    def __init__(self) -> None:
        self.axes = Axes()
        self.axes.alike, self.axes.x_name, self.axes.y_name = True, "x1", "x2"
        self.axes.show_range(SIGHT, SIGHT)
        self.picture = DotsPicture()
        self.draft: list[Point] = []
        self.show((), 0.0, 0)
        self._dots = self._placed(self._plane, self._hollow)

    def show(self, points: Sequence[Point], test_fraction: float, seed: int) -> None:
        """Take over all points; they are placed by `arrange`."""
        self.draft = []
        self._plane = _values(points)
        x, t = self._plane[:, :2], self._plane[:, 2].astype(np.intp)
        self._hollow = in_test_part(x, t, test_fraction, seed)
        self._alive = np.ones(len(t), np.bool_)

    def arrange(self, size: QSize, ratio: float) -> None:
        """Place the points on a canvas of this size, so that none is out of sight."""
        room = QRectF(0, 0, size.width(), size.height()).adjusted(GRID, GRID / 2, -GRID, -GRID / 2)
        self.axes.arrange(room)
        if not self._is_in_sight:
            (low, high), x, y = SIGHT, self._plane[:, 0], self._plane[:, 1]
            self.axes.show_range(
                (min(low, float(x.min())), max(high, float(x.max()))),
                (min(low, float(y.min())), max(high, float(y.max()))),
            )
            self.axes.arrange(room)
        self._dots = self._placed(self._plane, self._hollow)
        self.picture.make(size, ratio, self._dots)

    @property
    def _is_in_sight(self) -> bool:
        """Whether all points are, or one looks closer on purpose."""
        if not len(self._plane) or self.axes.is_part:
            return True
        both = zip((self.axes.x, self.axes.y), self._plane[:, :2].T, strict=True)
        return all(scale.low <= at.min() and at.max() <= scale.high for scale, at in both)

    def _placed(self, plane: NDArray[np.float64], hollow: NDArray[np.bool_]) -> Dots:
        x, y = self.axes.x_of(plane[:, 0]), self.axes.y_of(plane[:, 1])
        number = plane[:, 2].astype(np.intp)
        return Dots(x.astype(np.float64), y.astype(np.float64), number, hollow)

    def lay(
        self, places: Sequence[tuple[float, float]], number: int, room: int, data: DataSpec
    ) -> QRectF:
        """Show more points of a class at places in px: those on the plane, as far as there is room.

        The `data` say which of them are to be tested on.
        """
        inside = [at for at in places if self.axes.area.contains(*at)]
        inside = inside[: max(room - len(self.draft), 0)]
        values = [self.axes.at(QPointF(*at)) for at in inside]
        new = [(round(x, DIGITS) + 0.0, round(y, DIGITS) + 0.0, number) for x, y in values]
        self.draft += new
        plane = _values(new)
        lot = lots(plane[:, :2], plane[:, 2].astype(np.intp), data.seed)
        dots = self._placed(plane, lot < data.test_fraction)
        self.picture.add(dots)
        return dots.around(self.picture.margin)

    def drop(self) -> QRectF:
        """Take away what the stroke has laid."""
        gone = self._placed(_values(self.draft), np.zeros(len(self.draft), np.bool_))
        self.draft = []
        return self._mended(gone)

    def hide_near(self, start: QPointF, end: QPointF, reach: float) -> QRectF:
        """Take points out of sight that come so near to a stroke, in px."""
        gone = self._near(start, end, reach)
        self._alive[gone] = False
        return self._mended(self._dots.of(gone))

    def bring_back(self) -> QRectF:
        """Show again what was taken out of sight."""
        gone = self._dots.of(~self._alive)
        self._alive[:] = True
        return self._mended(gone)

    @property
    def hidden(self) -> list[int]:
        """The places of the points that were taken out of sight."""
        return [int(place) for place in np.flatnonzero(~self._alive)]

    def _mended(self, changed: Dots) -> QRectF:
        """Paint anew where points have come or gone."""
        if not len(changed.x):
            return QRectF()
        rect = changed.around(self.picture.margin)
        self.picture.mend(rect, self._dots.of(self._alive))
        return rect

    def _near(self, start: QPointF, end: QPointF, reach: float) -> NDArray[np.intp]:
        near = self._dots.near(start, end, reach)
        return near[self._alive[near]]

    def words_at(self, at: QPointF) -> str:
        """Return the exact numbers at a place in px."""
        if not self.axes.area.contains(at):
            return ""
        near = self._near(at, at, NEAR)
        if not len(near):
            x, y = self.axes.rounded_at(at)
            return f"x1 {x:g}, x2 {y:g}".replace("-", MINUS)
        x, y, number = self._plane[near[0]].tolist()
        part = "to test on" if self._hollow[near[0]] else "to train on"
        which = f"point {count(int(near[0]) + 1)}, class {number + 1:.0f}, {part}"
        return f"{which}: x1 {x:g}, x2 {y:g}".replace("-", MINUS)


def _values(points: Sequence[Point]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return points as numbers, (points, 3), their classes from 0."""
    return np.array(points, np.float64).reshape(-1, 3) - (0.0, 0.0, 1.0)
