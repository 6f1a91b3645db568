"""Samples that are images, small: made when they are first drawn, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from bpstudio.ui.gray import gray_image
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter

    from bpstudio.data.dataset import Dataset, Part
    from bpstudio.ui.theme import Colors

MOST_PIXELS = 96  # a side of a picture: of a larger one, every so many are taken
KEPT = 512  # pictures


class Thumbnails:
    """Keeps the pictures of one data set's samples, as long as they aren't too many."""

    def __init__(self) -> None:
        self._pictures: dict[tuple[bool, int, Colors], QImage] = {}
        self._of: Dataset | None = None

    def draw(
        self, painter: QPainter, data: Dataset, part: Part, position: int, room: QRectF
    ) -> QRectF:
        """Draw a sample of a part of `data` in the middle of `room`, and return where it is."""
        picture = self._picture(data, part, position)
        scale = min(room.width() / picture.width(), room.height() / picture.height())
        place = QRectF(0, 0, scale * picture.width(), scale * picture.height())
        place.moveCenter(room.center())
        painter.drawImage(place, picture)
        return place

    def _picture(self, data: Dataset, part: Part, position: int) -> QImage:
        if data is not self._of or len(self._pictures) > KEPT:
            self._of, self._pictures = data, {}
        key = part is data.train, position, theme().colors
        if key not in self._pictures:
            assert data.image is not None
            pixels = part.x[position].reshape(data.image)
            stride = -(-max(data.image) // MOST_PIXELS)
            self._pictures[key] = gray_image(np.ascontiguousarray(pixels[::stride, ::stride]))
        return self._pictures[key]
