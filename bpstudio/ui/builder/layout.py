"""Where the cards of a chain stand: pure geometry, in px at zoom 1.

The chain lays itself out. Cards share the width, units share the height of their card; when the
columns don't fit they get slimmer, and at last they become strips.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from bpstudio.experiment.carry import INPUT

if TYPE_CHECKING:
    from numpy.typing import NDArray

GHOST = INPUT - 1  # the id of a slot that is only a preview; no layer's, nor the input's

TOP, BOTTOM = 12, 16
HEADER, FOOTER = 64, 46  # of a card, above and below its units
TALL_HEADER = 72  # with a line more
ROW = 16  # px: a unit that has a row of its own needs this much
OUTPUT_ROW, FEATURE_ROW = 52, 15  # px: the most that these take
PREDICTION = 72  # px: a predicted number, its target and their difference
IMAGE_TOP, FEATURE_TOP, INPUT_FOOTER = 68, 46, 50
FOR_NAMES = 24  # px that names of features need more than a picture
MOST_FOR_NAMES = 72  # px that they get on top of that where there is room
BAR_SHARE, NAME_GAP = 0.28, 6  # of a feature's row: its bar; px between its name and its bar
FEATURE_LEFT, FEATURE_RIGHT = 12, 10  # px
MIN_HEIGHT = 300
MAX_GAP = 216
EDGE_GAP = 24  # px: in a narrower gap edges would be a smear


@dataclass(frozen=True)
class Form:
    """One way of drawing the columns: widths in px, and the least gap between them."""

    name: str
    column: int
    input: int
    output: int
    loss: int
    margin: int
    gap: int
    loss_gap: int
    header: int = HEADER

    @property
    def is_strip(self) -> bool:
        """Whether the columns are so narrow that their units are cells side by side."""
        return self.name == "strip"


WIDE = Form("wide", column=112, input=128, output=136, loss=88, margin=24, gap=44, loss_gap=40)
SLIM = Form(
    *("slim", 72, 112, 124, 80),
    margin=20,
    gap=26,
    loss_gap=24,
    header=TALL_HEADER,
)
ROOMY_STRIP = Form(
    "strip", column=30, input=144, output=112, loss=80, margin=12, gap=12, loss_gap=20
)
STRIP = Form("strip", column=30, input=96, output=104, loss=72, margin=10, gap=6, loss_gap=16)
FORMS = (WIDE, SLIM, ROOMY_STRIP, STRIP)


@dataclass(frozen=True)
class Slot:
    """A hidden layer as the layout sees it."""

    id: int
    units: int


@dataclass(frozen=True)
class Chain:
    """What is to be laid out; `features` and `outputs` count, `image` is (height, width).

    `name_width` is how much the names of the features would take, in px.
    """

    features: int
    outputs: int
    slots: tuple[Slot, ...] = ()
    image: tuple[int, int] | None = None
    name_width: float = 0.0

    @property
    def widths(self) -> list[int]:
        """The numbers of units from the input to the output."""
        return [self.features, *(slot.units for slot in self.slots), self.outputs]


@dataclass(frozen=True, eq=False)
class Column:
    """The place of one hidden layer."""

    slot: Slot
    rect: QRectF
    form: Form

    @property
    def body(self) -> QRectF:
        """Where the units are."""
        return self.rect.adjusted(0, self.form.header, 0, -FOOTER)

    @property
    def is_condensed(self) -> bool:
        """Whether the units are cells without a row of their own."""
        return self.form.is_strip or self.slot.units * ROW > self.body.height()

    def unit_ys(self) -> NDArray[np.float64]:
        """Return the middle of each unit, (units,)."""
        return spread(self.slot.units, self.body)

    def unit_at(self, y: float) -> int | None:
        """Return the unit that is drawn at `y`."""
        return row_at(y, self.slot.units, self.body)


@dataclass(frozen=True, eq=False)
class Layout:
    """The places of all cards; `bounds` is the whole picture."""

    form: Form
    input: QRectF
    columns: tuple[Column, ...]
    output: QRectF
    loss: QRectF
    bounds: QRectF
    gap: float

    @property
    def shows_edges(self) -> bool:
        """Whether there is room for edges between the cards."""
        return self.gap >= EDGE_GAP

    def place_at(self, x: float) -> int:
        """Return the place among the hidden layers that a layer dropped at `x` would get."""
        return sum(column.rect.center().x() < x for column in self.columns)


def spread(count: int, area: QRectF) -> NDArray[np.float64]:
    """Return the middles of `count` rows that share the height of `area`, (count,)."""
    rows = np.arange(count, dtype=np.float64) + 0.5
    return area.top() + rows * (area.height() / count)


def row_at(y: float, count: int, area: QRectF) -> int | None:
    """Return which of `count` rows of `area` is at `y`."""
    if not area.top() <= y < area.bottom():
        return None
    return min(int((y - area.top()) / area.height() * count), count - 1)


def arrange(chain: Chain, width: float, height: float) -> Layout:
    """Lay `chain` out on a canvas of this size; what needs more room goes beyond its edges."""
    count = len(chain.slots)
    form = next((form for form in FORMS if _needed(chain, form) <= width), STRIP)
    width = max(width, _needed(chain, form))
    input_width = _input_width(chain, form, width - _needed(chain, form))
    spare = width - _needed(chain, form) - (input_width - _input_width(chain, form))
    gap = float(min(spare // (count + 1) + form.gap, MAX_GAP))
    left = (spare - (gap - form.gap) * (count + 1)) // 2 + form.margin
    full = QRectF(0, TOP, 0, max(height, MIN_HEIGHT) - TOP - BOTTOM)
    middle = full.center().y()

    def card(x: float, card_width: float, card_height: float) -> QRectF:
        card_height = min(card_height, full.height())
        return QRectF(x, round(middle - card_height / 2), card_width, card_height)

    first = left + input_width + gap
    columns = tuple(
        Column(slot, card(first + place * (form.column + gap), form.column, full.height()), form)
        for place, slot in enumerate(chain.slots)
    )
    end = first + count * (form.column + gap)
    return Layout(
        form=form,
        input=card(left, input_width, _input_height(chain, form)),
        columns=columns,
        output=card(end, form.output, HEADER + FOOTER + _classes_height(chain)),
        loss=card(end + form.output + form.loss_gap, form.loss, 152),
        bounds=QRectF(0, 0, width, full.bottom() + BOTTOM),
        gap=gap,
    )


def image_rect(card: QRectF, image: tuple[int, int]) -> QRectF:
    """Return where the picture of a sample is on the input's `card`."""
    height, width = image
    size = card.width() - 24
    return QRectF(card.left() + 12, card.top() + IMAGE_TOP, size, size * height / width)


def feature_rect(card: QRectF) -> QRectF:
    """Return where the features are on the input's `card`."""
    return card.adjusted(0, FEATURE_TOP, 0, -INPUT_FOOTER)


def bar_left(card: QRectF) -> float:
    """Return where the bars of the features begin on the input's `card`, beside their names."""
    left, right = card.left() + FEATURE_LEFT, card.right() - FEATURE_RIGHT
    return right - BAR_SHARE * (right - left)


def source_ys(chain: Chain, card: QRectF) -> NDArray[np.float64]:
    """Return where the edges of each feature leave the input's `card`, (features,)."""
    if chain.image is None:
        return spread(chain.features, feature_rect(card))
    height, width = chain.image
    ys: NDArray[np.float64] = np.repeat(spread(height, image_rect(card, chain.image)), width)
    return ys


def _needed(chain: Chain, form: Form) -> int:
    columns = len(chain.slots)
    cards = _input_width(chain, form) + columns * form.column + form.output + form.loss
    return 2 * form.margin + cards + form.loss_gap + (columns + 1) * form.gap


def _classes_height(chain: Chain) -> int:
    return max(chain.outputs * OUTPUT_ROW, PREDICTION)


def _input_width(chain: Chain, form: Form, spare: float = 0.0) -> int:
    """Return the width of the input's card; up to half of what is `spare` goes to the names."""
    if chain.image is not None:
        return form.input
    least = form.input if form.is_strip else form.input + FOR_NAMES
    row = (chain.name_width + NAME_GAP) / (1 - BAR_SHARE) + FEATURE_LEFT + FEATURE_RIGHT
    return ceil(max(least, min(row, least + min(spare / 2, MOST_FOR_NAMES))))


def _input_height(chain: Chain, form: Form) -> float:
    if chain.image is None:
        return FEATURE_TOP + INPUT_FOOTER + chain.features * FEATURE_ROW
    height, width = chain.image
    return IMAGE_TOP + INPUT_FOOTER + (form.input - 24) * height / width
