"""Where words fit into a picture: beside its curves, and not over one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QRectF

    Array = NDArray[np.floating]

APART = 2.0  # px, at least, from words to a curve
CLOSE = 3.0  # px: a curve is looked at in pieces of this width


class Room:
    """The room that the curves of a picture leave within `area`.

    Parameters
    ----------
    area
        Where words may be, in px.
    """

    def __init__(self, area: QRectF) -> None:
        self.area = area
        self._taken: list[QRectF] = []
        self._curves: list[tuple[Array, Array]] = []

    def add_curve(self, xs: Array, ys: Array) -> None:
        """Keep clear of a curve through the points (`xs`, `ys`), in px, `xs` ascending."""
        fit = np.isfinite(xs) & np.isfinite(ys)
        if not fit.any():
            return
        left, right = max(xs[fit][0], self.area.left()), min(xs[fit][-1], self.area.right())
        pieces = np.arange(left, right + CLOSE, CLOSE)
        self._curves.append((pieces, np.interp(pieces, xs[fit], ys[fit])))

    def is_free(self, place: QRectF) -> bool:
        """Whether words fit into `place`."""
        if not self.is_unwritten(place):
            return False
        near = place.adjusted(-APART, -APART, APART, APART)
        return not any(self._crosses(near, *curve) for curve in self._curves)

    def is_unwritten(self, place: QRectF) -> bool:
        """Whether there are no other words in `place`, be there a curve or not."""
        inside = self.area.left() <= place.left() and place.right() <= self.area.right() + 1
        return inside and not any(place.intersects(taken) for taken in self._taken)

    @staticmethod
    def _crosses(place: QRectF, xs: Array, ys: Array) -> bool:
        """Whether a curve passes through `place`."""
        part = ys[xs.searchsorted(place.left()) : xs.searchsorted(place.right())]
        return bool(len(part)) and part.min() <= place.bottom() and part.max() >= place.top()

    def take(self, place: QRectF) -> None:
        """Keep other words out of `place`."""
        self._taken.append(place)
