"""The chain that is laid out, and the place of a layer in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from bpstudio.experiment.carry import INPUT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.ui.builder.forms import Form

GHOST = INPUT - 1  # the id of a slot that is only a preview; no layer's, nor the input's
ROW = 12  # px: with less a unit has no row of its own, so that most layers look alike
OPEN_ROW = 10  # px: as much where the user wants each to have one, and the column gets longer
MOST_OPEN = 1_000  # units that can have a row each
STRIP_NAME, STRIP_NUMBERS = 40, 50  # px above and below the panel of a strip
BANDS, BAND_NAME = 4, 20  # of a map: bias, z, saturation, |delta|; px between them, for a name


@dataclass(frozen=True)
class Slot:
    """A hidden layer as the layout sees it.

    `is_open` says whether the user wants a row for each unit; None leaves it to the room. Where
    there are too many for rows, what the user wants has to wait until there are fewer.
    A preview's slot may stand for several `layers`; its units are those of the last of them.
    """

    id: int
    units: int
    is_open: bool | None = None
    layers: int = 1

    def __post_init__(self) -> None:
        if self.is_open and self.units > MOST_OPEN:
            object.__setattr__(self, "is_open", None)


@dataclass(frozen=True)
class Chain:
    """What is to be laid out; `features` and `outputs` count, `image` is (height, width).

    `name_width` is how much the names of the features would take, in px; `is_scaled` says
    whether the target is, which the loss tells in a line of its own; `skips` are the ids of the
    layers that have one.
    """

    features: int
    outputs: int
    slots: tuple[Slot, ...] = ()
    image: tuple[int, int] | None = None
    name_width: float = 0.0
    is_scaled: bool = False
    skips: frozenset[int] = frozenset()

    @property
    def widths(self) -> list[int]:
        """The numbers of units from the input to the output."""
        return [self.features, *(slot.units for slot in self.slots), self.outputs]

    @property
    def numbers(self) -> list[int]:
        """The number of each slot's (first) layer, as in ``layer 1``."""
        return list(accumulate((slot.layers for slot in self.slots[:-1]), initial=1))


@dataclass(frozen=True, eq=False)
class Column:
    """The place of one hidden layer; `has_label` says whether there is room for its name."""

    slot: Slot
    rect: QRectF
    form: Form
    has_label: bool = True

    @property
    def body(self) -> QRectF:
        """Where the units are."""
        return self.rect.adjusted(0, self.form.header, 0, -self.form.footer)

    @property
    def panel(self) -> QRectF:
        """The part of the column that is a panel; a strip's name and numbers are outside it."""
        if self.form.is_strip:
            return self.rect.adjusted(0, STRIP_NAME + self.form.arc, 0, -STRIP_NUMBERS)
        return self.rect

    @property
    def bands(self) -> tuple[QRectF, ...]:
        """Where the units are, once, or in a map once for each of the numbers it shows."""
        body = self.body
        if not self.form.is_map:
            return (body,)
        pitch = (body.height() + BAND_NAME) / BANDS
        tops = (body.top() + place * pitch for place in range(BANDS))
        return tuple(QRectF(body.left(), top, body.width(), pitch - BAND_NAME) for top in tops)

    @property
    def is_condensed(self) -> bool:
        """Whether the units are cells without a row of their own."""
        if self.form.is_strip or self.slot.is_open is None:
            return self.form.is_strip or self.slot.units * ROW > self.body.height()
        return not self.slot.is_open

    def unit_ys(self) -> NDArray[np.float64]:
        """Return the middle of each unit, (units,)."""
        return spread(self.slot.units, self.bands[0])

    def unit_at(self, y: float) -> int | None:
        """Return the unit that is drawn at `y`."""
        rows = (row_at(y, self.slot.units, band) for band in self.bands)
        return next((row for row in rows if row is not None), None)


def spread(count: int, area: QRectF) -> NDArray[np.float64]:
    """Return the middles of `count` rows that share the height of `area`, (count,)."""
    rows = np.arange(count, dtype=np.float64) + 0.5
    return area.top() + rows * (area.height() / count)


def row_at(y: float, count: int, area: QRectF) -> int | None:
    """Return which of `count` rows of `area` is at `y`."""
    if not area.top() <= y < area.bottom():
        return None
    return min(int((y - area.top()) / area.height() * count), count - 1)
