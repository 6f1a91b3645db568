"""Weights as an image: blue where positive, orange where negative, the ground where 0."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.drawable import drawable
from bpstudio.ui.numbers import figure
from bpstudio.ui.pixels import cell_at, image_of
from bpstudio.ui.theme import HINT, blend, font, theme
from bpstudio.ui.views.frame import LEFT, LINE

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from bpstudio.ui.theme import Colors

    Array = NDArray[np.floating]
    Pixels = NDArray[np.uint32]

SHADES = 64  # of each sign
KEY_BAR, KEY_WIDTH = 8, 52  # px; with its numbers
MOST_PIXELS = 128  # a side: of a larger image, neighbours share one
SIGNED_FROM = 6  # px: smaller pixels have no room for a minus
FAINT = 0.1  # of the largest: a weaker weight has no minus, or noise would look like signs


def largest(weights: Array) -> float:
    """Return the size of the largest finite weight, 0 where there is none."""
    sizes = np.abs(weights)
    return float(sizes.max(initial=0.0, where=np.isfinite(sizes)))


def image_place(room: QRectF, shape: tuple[int, int]) -> QRectF:
    """Return where an image of (height, width) pixels goes in `room`, at its top left.

    Its pixels are squares, of whole px where there is room for that.
    """
    height, width = shape
    scale = max(min(room.width() / width, room.height() / height), 1 / max(width, height))
    if scale >= 1:
        scale = float(int(scale))
    return QRectF(round(room.left()), round(room.top()), scale * width, scale * height)


def shrunk(pixels: Array, most: int = MOST_PIXELS) -> Array:
    """Return an image of at most `most` pixels a side: of neighbours the strongest stands."""
    down, across = (-(-size // most) for size in pixels.shape)
    kept = pixels[::down, ::across].copy()
    for row in range(down):
        for column in range(across):
            other = pixels[row::down, column::across]
            part = kept[: other.shape[0], : other.shape[1]]
            np.copyto(part, other, where=np.abs(other) > np.abs(part))
    return kept


def weight_image(weights: Array, size: float) -> QImage:
    """Return (height, width) weights as a picture, at full colour where as large as `size`.

    What isn't finite has no colour.
    """
    pixels = shrunk(drawable(weights, nan=0.0, posinf=0.0, neginf=0.0))
    shares = pixels / size if size > 0 else np.zeros_like(pixels)
    levels = np.rint(SHADES * np.clip(shares, -1, 1)).astype(np.intp) + SHADES
    return image_of(_shades(theme().colors)[levels])


@cache
def _shades(in_colors: Colors) -> Pixels:
    """Return the scale from the most negative to the most positive, by way of the ground."""
    colors = theme().colors
    negative = [blend(colors.surface, colors.negative, k / SHADES) for k in range(SHADES, 0, -1)]
    positive = [blend(colors.surface, colors.positive, k / SHADES) for k in range(SHADES + 1)]
    return np.array([color.rgb() for color in negative + positive], np.uint32)


def pixel_at(at: QPointF, picture: QRectF, shape: tuple[int, int]) -> tuple[range, QRectF] | None:
    """Return which weight of an image of (height, width) is at a place, and its pixel."""
    found = cell_at(at, picture, shape)
    if found is None:
        return None
    (height, width), (row, column) = shape, found
    down, right = picture.height() / height, picture.width() / width
    mark = QRectF(picture.left() + column * right, picture.top() + row * down, right, down)
    place = row * width + column
    return range(place, place + 1), mark


def draw_minus(painter: QPainter, weights: Array, place: QRectF, size: float) -> None:
    """Draw a minus on negative pixels, where they are large enough: a sign beside the colour."""
    height, width = weights.shape
    pixel = place.width() / width
    if pixel < SIGNED_FROM or not size:
        return
    rows, columns = np.nonzero(weights < -FAINT * size)
    half = pixel / 4
    ys = place.top() + (rows + 0.5) * place.height() / height
    xs = place.left() + (columns + 0.5) * pixel
    painter.setPen(QPen(theme().colors.text, 1))
    centres = zip(np.floor(xs).tolist(), np.floor(ys).tolist(), strict=True)
    painter.drawLines([QLineF(x - half, y, x + half, y) for x, y in centres])


def draw_key(painter: QPainter, place: QRectF, size: float) -> None:
    """Draw what the colours mean: the largest size with its sign at both ends, and 0."""
    bar = QRectF(place.left(), place.top(), KEY_BAR, place.height())
    painter.drawImage(bar, weight_image(np.linspace(1, -1, 2 * SHADES + 1)[:, np.newaxis], 1))
    painter.setFont(font(HINT))
    painter.setPen(theme().colors.text2)
    texts = [f"+{figure(size, 2)}", "0", figure(-size, 2)]
    tops = [place.top() - 1, place.center().y() - LINE / 2, place.bottom() - LINE + 1]
    for text, top in zip(texts, tops, strict=True):
        if text == "0" and place.height() < 3 * LINE:
            continue
        line = QRectF(bar.right() + 4, top, place.width() - KEY_BAR - 4, LINE)
        painter.drawText(line, LEFT, text)
