"""Where the cards of a chain stand: pure geometry, in px at zoom 1.

The chain lays itself out. Cards share the width, units share the height of their card; when the
columns don't fit they get slimmer, then they become strips, and at last a map: the whole chain is
always in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from bpstudio.ui.builder.chain import (
    OPEN_ROW,
    STRIP_NAME,
    STRIP_NUMBERS,
    Chain,
    Column,
    Slot,
    spread,
)
from bpstudio.ui.builder.forms import FOOTER, FORMS, HEADER, SLIM, STRIP, Form, thin_form

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOP, BOTTOM = 12, 16
OUTPUT_ROW, FEATURE_ROW = 52, 15  # px: the most that these take
PREDICTION = 72  # px: a predicted number, its target and their difference
IMAGE_TOP, FEATURE_TOP, INPUT_FOOTER = 68, 46, 50
FOR_NAMES = 24  # px that names of features need more than a picture
MOST_FOR_NAMES = 72  # px that they get on top of that where there is room
BAR_SHARE, NAME_GAP = 0.28, 6  # of a feature's row: its bar; px between its name and its bar
FEATURE_LEFT, FEATURE_RIGHT = 12, 10  # px
LOSS_HEIGHT, LOSS_HEIGHT_SCALED = 152, 168
MIN_HEIGHT = 300
MAX_GAP = 216
EDGE_GAP = 24  # px: in a narrower gap edges would be a smear
BESIDE_OPEN = 8  # px: on both sides of a column that is opened within a map


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


def arrange(chain: Chain, width: float, height: float) -> Layout:
    """Lay `chain` out on a canvas of this size, beyond its edges where it is too small."""
    form = _form(chain, width)
    if chain.skips:
        form = form.with_arcs()
    width = max(width, _needed(chain, form))
    input_width = _input_width(chain, form, width - _needed(chain, form))
    spare = width - _needed(chain, form) - (input_width - _input_width(chain, form))
    gap = float(min(spare // (len(chain.slots) + 1) + form.gap, MAX_GAP))
    left = (spare - (gap - form.gap) * (len(chain.slots) + 1)) // 2 + form.margin
    if form.is_map:
        gap, left = form.gap, form.margin
    top = TOP if form.is_strip else TOP + form.arc
    full = QRectF(0, top, 0, max(height, MIN_HEIGHT) - top - BOTTOM)
    first = left + input_width + gap
    columns = _columns(chain, form, first, gap, full)
    end = columns[-1].rect.right() + gap if columns else first
    if form.is_strip:
        full = full.adjusted(0, STRIP_NAME + form.arc, 0, -STRIP_NUMBERS)
    classes = HEADER + FOOTER + _classes_height(chain)
    loss = end + form.output + form.loss_gap
    lowest = max((column.rect.bottom() + BOTTOM for column in columns), default=0.0)
    return Layout(
        form=form,
        input=_centred(full, left, input_width, _input_height(chain, form)),
        columns=columns,
        output=_centred(full, end, form.output, classes),
        loss=_centred(full, loss, form.loss, _loss_height(chain)),
        bounds=QRectF(0, 0, width, max(height, MIN_HEIGHT, lowest)),
        gap=gap,
    )


def _centred(full: QRectF, x: float, width: float, height: float) -> QRectF:
    """Return the place of a card around the middle of `full`, and not taller than that."""
    height = min(height, full.height())
    return QRectF(x, round(full.center().y() - height / 2), width, height)


def _columns(
    chain: Chain, form: Form, first: float, gap: float, full: QRectF
) -> tuple[Column, ...]:
    """Return the columns, the left edge of the first at `first`."""
    between = 0 if form.is_map else gap
    stride = form.label_stride(between)
    columns, left = [], first
    for place, slot in enumerate(chain.slots):
        own = _own_form(slot, form)
        beside = BESIDE_OPEN if form.is_map and own is not form else 0
        rect = QRectF(left + beside, full.top(), own.column, _column_height(slot, own, full))
        columns.append(Column(slot, rect, own, has_label=own is form and place % stride == 0))
        left = rect.right() + beside + between
    return tuple(columns)


def _own_form(slot: Slot, form: Form) -> Form:
    """Return the form of one column in a chain of another: among strips an open one is a card."""
    return SLIM if form.is_strip and slot.is_open else form


def _column_height(slot: Slot, form: Form, full: QRectF) -> float:
    """Return the height of a column, more than there is where an open one needs it."""
    if not slot.is_open:
        return full.height()
    return max(full.height(), form.header + slot.units * OPEN_ROW + FOOTER)


def _columns_width(chain: Chain, form: Form) -> float:
    """Return the width of all columns, without the gaps."""
    beside = 2 * BESIDE_OPEN if form.is_map else 0
    forms = [_own_form(slot, form) for slot in chain.slots]
    return sum(own.column + (0 if own is form else beside) for own in forms)


def _form(chain: Chain, width: float) -> Form:
    """Return the widest form that fits into `width`, or one that is made to fit."""
    fitting = (form for form in FORMS if _needed(chain, form) <= width)
    found = next(fitting, None)
    if found is not None or not chain.slots:
        return found or STRIP
    opened = sum(slot.is_open is True for slot in chain.slots)
    if opened == len(chain.slots):
        return STRIP  # beyond the canvas: there is nothing that could be thinner
    room = width - _others(chain, STRIP) - opened * SLIM.column
    form = thin_form(len(chain.slots) - opened, room)
    if form.is_map:
        return thin_form(len(chain.slots) - opened, room - opened * 2 * BESIDE_OPEN)
    return form


def image_rect(card: QRectF, image: tuple[int, int]) -> QRectF:
    """Return where the picture of a sample is on the input's `card`: as wide as fits it."""
    height, width = image
    room = max(card.height() - IMAGE_TOP - INPUT_FOOTER, 1.0)
    size = min(card.width() - 24, room * width / height)
    left = card.center().x() - size / 2
    return QRectF(left, card.top() + IMAGE_TOP, size, size * height / width)


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


def _others(chain: Chain, form: Form) -> int:
    """Return the width of all but the columns and the gaps beside them."""
    cards = _input_width(chain, form) + form.output + form.loss
    return 2 * form.margin + cards + form.loss_gap


def _needed(chain: Chain, form: Form) -> float:
    columns = len(chain.slots)
    gaps = 2 * form.gap + (columns - 1) * form.between if columns else form.gap
    return _others(chain, form) + _columns_width(chain, form) + gaps


def _loss_height(chain: Chain) -> int:
    return LOSS_HEIGHT_SCALED if chain.is_scaled else LOSS_HEIGHT


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
