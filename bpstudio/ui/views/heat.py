"""Heat maps: colours of shares, pictures of colour numbers, and the key to them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, qRgb, qRgba

from bpstudio.ui.pixels import image_of
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, RIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    Array = NDArray[np.floating]

BLANK = 255  # the colour number of what wasn't sampled
KEY_BAR = 8  # px: its height
LOW, HIGH = "0\u202f%", "100\u202f%"  # at the ends of a key


def heats(shares: Array) -> NDArray[np.uint32]:
    """Return the colours of `shares` from 0 to 1, an array of the same shape."""
    return _heats()[np.rint(255 * np.clip(shares, 0, 1)).astype(np.intp)]


@cache
def _heats() -> NDArray[np.uint32]:
    return np.array([theme().heat(k / 255).rgb() for k in range(256)], np.uint32)


def colored(pixels: NDArray[np.uint8]) -> QImage:
    """Return the picture of the colour numbers `pixels`, (height, width)."""
    height, width = pixels.shape
    data = pixels.tobytes()  # Qt reads it where it is: it must live until it has been converted
    numbers = QImage(data, width, height, width, QImage.Format.Format_Indexed8)
    numbers.setColorTable(_color_table())
    return numbers.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


@cache
def _color_table() -> list[int]:
    """Return cividis, the same in both themes, for 0 to 254, and see-through for `BLANK`."""
    heats = [theme().heat(k / (BLANK - 1)) for k in range(BLANK)]
    return [*(qRgb(heat.red(), heat.green(), heat.blue()) for heat in heats), qRgba(0, 0, 0, 0)]


def key_bar(room: QRectF) -> QRectF:
    """Return where the colours of a key are that has so much `room`."""
    advance = QFontMetricsF(font(HINT)).horizontalAdvance
    left, right = advance(LOW) + GRID / 2, advance(HIGH) + GRID / 2
    width = max(room.width() - left - right, 1.0)
    return QRectF(room.left() + left, room.center().y() - KEY_BAR / 2, width, KEY_BAR)


def draw_key(painter: QPainter, room: QRectF) -> None:
    """Draw the colours from 0 to 100 %, a strip for each."""
    bar = key_bar(room)
    painter.setFont(font(HINT))
    painter.setPen(theme().colors.text3)
    painter.drawText(room, LEFT, LOW)
    painter.drawText(room, RIGHT, HIGH)
    bar.setWidth(max(int(bar.width()), 1))
    draw_strips(painter, bar)


def draw_strips(painter: QPainter, bar: QRectF, power: float = 1.0) -> None:
    """Draw the colours from 0 to 1 across a bar, those of the shares raised to `power`."""
    painter.drawImage(bar, _strips(max(int(bar.width()), 1), power))


@lru_cache(maxsize=32)
def _strips(many: int, power: float) -> QImage:
    return image_of(heats(np.linspace(0, 1, many)[np.newaxis] ** power))
