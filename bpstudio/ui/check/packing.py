"""Pictures of very different sizes, put into rows so that their cells are as large as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_CELL, SHRINK, STEPS = 22.0, 0.95, 128  # px
LEAST = 3.0  # px: of a picture
HIGHEST = 0.62  # of the room: a picture that would be higher is squeezed
APART, BELOW = 2.0 * GRID, 1.0 * GRID  # px, between neighbours and between rows
TIGHT = 0.5 * GRID  # px: the same where there are no heads


def pack(
    shapes: Sequence[tuple[int, ...]], least: Sequence[float], room: QRectF, head: float
) -> list[QRectF]:
    """Return where to draw pictures of so many (rows, columns), in their order.

    All have cells of one size, but those that are wider or higher than the room are squeezed.
    Above each there are `head` px, and each takes `least` px of its row.
    """
    low, high = 0, STEPS  # how often the largest cell is made smaller: the fewest times that fit
    while low < high:
        middle = (low + high) // 2
        places = _shelves(shapes, least, room, head, LARGEST_CELL * SHRINK**middle)
        if max((place.bottom() for place in places), default=0.0) <= room.bottom() - 1:
            high = middle
        else:
            low = middle + 1
    return _shelves(shapes, least, room, head, LARGEST_CELL * SHRINK**low)


def _shelves(
    shapes: Sequence[tuple[int, ...]],
    least: Sequence[float],
    room: QRectF,
    head: float,
    cell: float,
) -> list[QRectF]:
    apart, below = (APART, BELOW) if head else (TIGHT, TIGHT)
    places = []
    x, y, shelf = room.left() + 1, room.top() + head, 0.0
    for (rows, columns), taken in zip(shapes, least, strict=True):
        width = min(max(columns * cell, LEAST), room.width() - 2)
        height = min(max(rows * cell, LEAST), HIGHEST * room.height())
        wide = max(width, min(taken, room.width() - 2))
        if x > room.left() + 1 and x + wide > room.right() - 1:
            x, y, shelf = room.left() + 1, y + shelf + below + head, 0.0
        places.append(QRectF(x, y, width, height))
        x += wide + apart
        shelf = max(shelf, height)
    return places
