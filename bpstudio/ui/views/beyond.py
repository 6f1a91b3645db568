"""A loss that is no more on the axis: a triangle at its upper edge, and words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF

from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import HINT, font, theme
from bpstudio.ui.views.cuts import SIZE, draw_mark, mark_place
from bpstudio.ui.views.frame import LEFT, LINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter

    from bpstudio.runtime.loss_curve import LossCurve
    from bpstudio.ui.views.room import Room

BESIDE = 3  # px: from the triangle to its words
LINES = 3  # that the words may stand on, from the top


class Beyond(NamedTuple):
    """The last loss of a run that blew up; `of` is whose, nothing for the run that is shown."""

    step: int
    loss: float
    of: str = ""

    @property
    def words(self) -> str:
        """What happened: ``"diverged: 2.3·10⁵"``."""
        told = figure(self.loss) if math.isfinite(self.loss) else "no longer a number"
        return f"diverged: {told}"

    @property
    def row(self) -> tuple[str, str]:
        """Name and number in a readout."""
        name, told = self.words.split(": ")
        return f"▲ {self.of} {name}, step {count(self.step)}".replace("  ", " "), told


def beyond_of(losses: LossCurve, of: str = "") -> Beyond | None:
    """Return the last loss, where it is so large that everything else would be flat beside it."""
    if not losses.blew_up:
        return None
    return Beyond(len(losses), losses.value(len(losses)), of)


def draw_beyond(painter: QPainter, room: Room, placed: Iterable[tuple[Beyond, float]]) -> None:
    """Mark losses beyond the axis, each with its place in px, and write what they are."""
    colors, area = theme().colors, room.area
    painter.setFont(font(HINT))
    metrics = painter.fontMetrics()
    for one, x in placed:
        if not area.left() <= x <= area.right() + 1:
            continue
        color = colors.text2 if one.of else colors.text
        tip = mark_place(x, above=True, area=area)
        draw_mark(painter, tip, above=True, color=color)
        room.take(QRectF(tip.x() - SIZE, tip.y(), 2 * SIZE, SIZE))
        width = metrics.horizontalAdvance(one.words) + 1.0
        places = [
            QRectF(left, area.top() + 1 + line * LINE, width, LINE)
            for line in range(LINES)
            for left in (tip.x() - SIZE - BESIDE - width, tip.x() + SIZE + BESIDE)
        ]
        place = next(filter(room.is_free, places), None)
        if place is None and not one.of:  # that it diverged counts for more than a piece of a curve
            place = next(filter(room.is_unwritten, places), places[0])
            painter.fillRect(place, colors.surface)
        if place is not None:
            room.take(place)
            painter.setPen(color)
            painter.drawText(place, LEFT, one.words)


def near(placed: Iterable[tuple[Beyond, float]], at: QPointF, reach: float) -> list[Beyond]:
    """Return those whose mark is within `reach` px of `at`, by their steps."""
    return [one for one, x in placed if abs(x - at.x()) <= reach]
