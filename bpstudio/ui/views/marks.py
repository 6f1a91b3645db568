"""Where the user changed something in mid-run: a thin upright line with a small diamond."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from bpstudio.ui.theme import HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.runtime.snapshot import Mark, Timeline
    from bpstudio.ui.views.room import Room

SIZE = 3.5  # px: from the middle of a diamond to its corners
NEAR = 5.0  # px: from so near its words are read
DASHES = [1.0, 2.0]  # px
BESIDE = 6  # px: from a mark to its words
FEW = 10  # marks: of more the words are only read
MOST_PHRASES = 4  # in a readout
PHRASE = 40  # letters at most, in a readout


class Event(NamedTuple):
    """A mark, and whether it is what was `kept` at the end of a run: its diamond is hollow."""

    mark: Mark
    kept: bool


def events(timeline: Timeline) -> list[Event]:
    """Return what there is to mark along a run, in the order of the steps."""
    found = [Event(mark, kept=False) for mark in timeline.marks]
    if timeline.kept is not None:
        found.append(Event(timeline.kept, kept=True))
    return sorted(found, key=lambda event: event.mark.step)


def draw_events(painter: QPainter, room: Room, placed: Iterable[tuple[Event, float]]) -> None:
    """Draw events, each with its place in px, and their words where there is room."""
    colors, area = theme().colors, room.area
    placed = [(event, x) for event, x in placed if area.left() <= x <= area.right()]
    pen = QPen(colors.text3, 1)
    pen.setDashPattern(DASHES)
    painter.setFont(font(HINT))
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # they are upright
    top, bottom = area.top() + SIZE, area.bottom()
    painter.drawLines([QLineF(round(x), top, round(x), bottom) for _, x in placed])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colors.text2, 1))
    for event, x in placed:
        painter.setBrush(colors.surface if event.kept else colors.text2)
        painter.drawPolygon(_diamond(QPointF(round(x), area.top())))
        room.take(QRectF(x - SIZE, area.top() - SIZE, 2 * SIZE, 2 * SIZE))
    for event, x in placed if len(placed) <= FEW else ():
        width = painter.fontMetrics().horizontalAdvance(event.mark.words)
        lefts = (x + BESIDE, x - BESIDE - width)
        tops = (area.top() - 1, area.top() - 1 + LINE)
        places = (QRectF(left, top, width, LINE) for top in tops for left in lefts)
        place = next((free for free in places if _is_free(free, room, placed)), None)
        if place is not None:
            room.take(place)
            painter.drawText(place, LEFT, event.mark.words)


def _is_free(place: QRectF, room: Room, placed: Iterable[tuple[Event, float]]) -> bool:
    """Whether words fit into `place`, with no mark's line in it."""
    crossed = any(place.left() - 1 <= x <= place.right() + 1 for _, x in placed)
    return not crossed and room.is_free(place)


def _diamond(at: QPointF) -> QPolygonF:
    corners = (QPointF(0, -SIZE), QPointF(SIZE, 0), QPointF(0, SIZE), QPointF(-SIZE, 0))
    return QPolygonF([at + corner for corner in corners])


def rows_near(placed: Iterable[tuple[Event, float]], x: float) -> list[tuple[str, str]]:
    """Return rows for a readout of the event nearest to `x` px, none where none is near."""
    near = [(abs(place - x), event) for event, place in placed if abs(place - x) <= NEAR]
    if not near:
        return []
    mark = min(near, key=lambda pair: pair[0])[1].mark
    phrases = [mark.words]
    if len(mark.words) > PHRASE:
        phrases = [_shortened(phrase) for phrase in mark.words.split(", ")]
    if len(phrases) > MOST_PHRASES:
        phrases[MOST_PHRASES - 1 :] = [f"and {len(phrases) - MOST_PHRASES + 1} changes more"]
    names = [f"◆ step {mark.step}", *[""] * (len(phrases) - 1)]
    return list(zip(names, phrases, strict=True))


def _shortened(words: str) -> str:
    return words if len(words) <= PHRASE else words[: PHRASE - 1] + "…"
