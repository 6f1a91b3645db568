"""A level to compare a curve with: a thin dashed line, labelled with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.theme import HINT, font, theme
from bpstudio.ui.views.frame import CENTRE, LINE

if TYPE_CHECKING:
    from bpstudio.ui.views.room import Room

DASHES = [5.0, 3.0]  # px
ABOVE, BELOW = "↑", "↓"


def draw_level(painter: QPainter, room: Room, y: float, words: str, short: str = "") -> None:
    """Draw a level at `y` px, with its `words` where there is room for them, else in `short`.

    Beyond the picture there are only the words, with an arrow that says where it is.
    """
    colors, area = theme().colors, room.area
    painter.setFont(font(HINT))
    measure = painter.fontMetrics().horizontalAdvance
    if short and measure(f"{ABOVE} {words}") + 4 > area.width():
        words = short
    if area.top() <= y <= area.bottom():
        pen = QPen(colors.text3, 1)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.drawLine(QLineF(area.left(), round(y), area.right(), round(y)))
    else:
        words = f"{ABOVE if y < area.top() else BELOW} {words}"
    places = _places(room, y, measure(words) + 4)
    if not places:  # the picture is too low for a line of words
        return
    place = next(filter(room.is_free, places), None)
    if place is None:  # the number counts for more than a piece of a curve
        place = next(filter(room.is_unwritten, places), places[0])
        painter.fillRect(place, colors.surface)
    room.take(place)
    painter.setPen(colors.text2)
    painter.drawText(place, CENTRE, words)


def _places(room: Room, y: float, width: float) -> list[QRectF]:
    """Return where words of this `width` may go: above or below the line, the best first."""
    area = room.area
    if y < area.top():
        tops = [area.top() + 1]
    elif y > area.bottom():
        tops = [area.bottom() - LINE - 1]
    else:
        tops = [
            top for top in (y - LINE - 1, y + 2) if area.top() - 1 <= top <= area.bottom() - LINE
        ]
    lefts = (area.right() - width, area.center().x() - width / 2, area.left() + 2)
    return [QRectF(left, top, width, LINE) for left in lefts for top in tops]
