"""Pictures that are made pixel by pixel: which is where, and how many the screen has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF, QRectF
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """Return the picture of these colours, (height, width)."""
    height, width = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # the copy owns its pixels


def cell_at(at: QPointF, picture: QRectF, shape: tuple[int, int]) -> tuple[int, int] | None:
    """Return row and column of what is at a place of a picture of (height, width) cells.

    The lower and the right edge belong to a picture, as `QRectF` has it, and so to its last cells.
    """
    if not picture.contains(at):
        return None
    height, width = shape
    row = int((at.y() - picture.top()) / picture.height() * height)
    column = int((at.x() - picture.left()) / picture.width() * width)
    return min(row, height - 1), min(column, width - 1)


def widget_ratio(widget: QWidget) -> float:
    """Return how many pixels stand for a px of a widget, from outside of its painting."""
    ratio = widget.devicePixelRatioF()
    is_enlarged = widget.window().graphicsProxyWidget() is not None
    return ratio * theme().magnification if is_enlarged else ratio


def pixel_ratio(painter: QPainter) -> float:
    """Return how many pixels of the screen stand for a px of a widget.

    More than the screen's own ratio where the widget is shown enlarged, of which its own painter
    tells nothing else.
    """
    own = painter.worldTransform().m11()
    return painter.deviceTransform().m11() / own if own else 1.0
