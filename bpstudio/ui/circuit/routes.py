"""The way of a wire from the port where a value comes out to the one where it goes in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPainterPathStroker

from bpstudio.ui.circuit.shapes import NUMBERS_LEFT, NUMBERS_WIDTH

STRAIGHT = NUMBERS_LEFT + NUMBERS_WIDTH  # px along which the numbers stand, level with the port
LAST = 12.0  # px, level, before the port where it goes in
BEND, WIDEST = 40.0, 140.0  # px: how wide an S is at least and at most; long wires stay level first
BOW = 96.0  # px: how far down a wire bows that goes back to the left
NEAR = 5.0  # px: how far from a wire the mouse may be
GRIP = 26.0  # px from its end: where a wire is taken off


@dataclass(frozen=True)
class Route:
    """One wire.

    Parameters
    ----------
    source
        The node whose value it carries.
    into
        The node and the slot that it goes into; TERMINAL and 0 for L.
    start, end
        The ports.
    """

    source: int
    into: tuple[int, int]
    start: QPointF
    end: QPointF

    @cached_property
    def path(self) -> QPainterPath:
        """The line: level along the numbers, an S to the height of the other port, level again."""
        return route(self.start, self.end)

    @cached_property
    def box(self) -> QRectF:
        """All of the line, with its width."""
        return self.path.boundingRect().adjusted(-1, -1, 1, 1)

    @cached_property
    def _reach(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * NEAR)
        return stroker.createStroke(self.path)

    def is_at(self, at: QPointF) -> bool:
        """Whether a place is on the wire, or as good as on it."""
        box = self.box.adjusted(-NEAR, -NEAR, NEAR, NEAR)
        return box.contains(at) and self._reach.contains(at)

    def is_at_end(self, at: QPointF) -> bool:
        """Whether a place on the wire is where it is taken off: near the port where it goes in."""
        gap = self.end - at
        return gap.x() ** 2 + gap.y() ** 2 <= GRIP**2


def route(start: QPointF, end: QPointF) -> QPainterPath:
    """Return the line from one place to another."""
    path = QPainterPath(start)
    gap = end.x() - start.x()
    if gap <= 0:  # back to the left: out in a bow, and in again in another
        reach = min(60.0 - gap / 4, 160.0)
        bow = BOW if abs(end.y() - start.y()) < BOW else 0.0  # round what stands between them
        path.cubicTo(start + QPointF(reach, bow), end + QPointF(-reach, bow), end)
        return path
    if start.y() == end.y():
        path.lineTo(end)
        return path
    last = QPointF(end.x() - min(LAST, gap / 8), end.y())
    level = min(STRAIGHT, max(gap - 2 * LAST - BEND, gap / 4))
    turn = QPointF(max(start.x() + level, last.x() - WIDEST), start.y())
    bend = QPointF((last.x() - turn.x()) / 2, 0)
    path.lineTo(turn)
    path.cubicTo(turn + bend, last - bend, last)
    path.lineTo(end)
    return path
