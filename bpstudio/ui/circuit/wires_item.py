"""All wires of a circuit as one item, with what comes back through each branch."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.canvas.ink import RIGHT
from bpstudio.ui.circuit.legible import is_roomy, larger, write_plated
from bpstudio.ui.circuit.shapes import PORT, TERMINAL
from bpstudio.ui.theme import HINT, MEDIUM, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.ui.circuit.routes import Route
    from bpstudio.ui.circuit.state import CircuitState

SHARE_WIDTH, SHARE_HEIGHT = 56.0, 14.0
THIN, STRONG = 1.5, 2.0


class Passed(IntEnum):
    """What has passed along a wire."""

    NOTHING = 0
    VALUE = 1
    GRADIENT = 2
    BOTH = 3  # both passes are through, and nobody steps


def _pen(is_strong: bool, passed: Passed) -> QPen:
    """Return what a wire is drawn with: while someone steps, by what has passed along it."""
    colors, width = theme().colors, STRONG if is_strong else THIN
    if passed is Passed.GRADIENT:
        pen = QPen(colors.backward, width)
        pen.setDashPattern([3, 2])
        return pen
    if passed is Passed.VALUE:
        return QPen(colors.forward, width)
    return QPen(colors.accent if is_strong else colors.strong, width)


class LooseWire(QGraphicsPathItem):
    """A wire in the user's hand."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(3)

    def show_path(self, path: QPainterPath) -> None:
        """Draw it; with an empty path there is none."""
        self.setPen(QPen(theme().colors.accent, STRONG, Qt.PenStyle.DashLine))
        self.setPath(path)


class WiresItem(QGraphicsItem):
    """Draws the wires, strong those at what is selected or pointed at.

    Attributes
    ----------
    routes
        The wires.
    lifted
        The wire whose end is in the user's hand: it isn't drawn.
    loose
        The wire in the user's hand, above all else; empty where there is none.
    """

    def __init__(self, state: CircuitState) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # exposedRect
        self._state = state
        self.routes: tuple[Route, ...] = ()
        self.lifted: tuple[int, int] | None = None
        self.loose = LooseWire()
        self._bounds = QRectF()

    def set_routes(self, routes: Sequence[Route]) -> None:
        """Draw other wires."""
        self.prepareGeometryChange()
        self.routes = tuple(routes)
        self._follow_bounds()

    def show_loose(self, path: QPainterPath, lifted: tuple[int, int] | None = None) -> None:
        """Draw a wire in the user's hand, in the place of the one that is `lifted`."""
        self.lifted = lifted
        self.loose.show_path(path)
        self.update()

    def _follow_bounds(self) -> None:
        box = QRectF()
        for route in self.routes:
            box |= route.box
        self._bounds = box.adjusted(-SHARE_WIDTH, -20, SHARE_WIDTH, 20)

    def boundingRect(self) -> QRectF:
        """Return all wires."""
        return self._bounds

    def at(self, place: QPointF) -> Route | None:
        """Return the wire at a place; of several the one whose end is near."""
        found = [route for route in self.routes if route.is_at(place)]
        ends = [route for route in found if route.is_at_end(place)]
        return next(iter(ends or found), None)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the wires, strong ones last, and what comes back through each of several."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        seen = option.exposedRect.adjusted(-SHARE_WIDTH, -20, SHARE_WIDTH, 20)
        routes = [
            route
            for route in self.routes
            if route.into != self.lifted and seen.intersects(route.box)
        ]
        for pen, alike in self._by_pen(routes):
            painter.setPen(pen)
            for route in alike:
                painter.drawPath(route.path)
        if self._state.mode != "forward":
            self._write_shares(painter, routes)

    def _by_pen(self, routes: Sequence[Route]) -> list[tuple[QPen, list[Route]]]:
        """Return the wires by what they are drawn with, strong ones last."""
        groups: dict[tuple[bool, Passed], list[Route]] = {}
        for route in routes:
            groups.setdefault((self._is_strong(route), self._passed(route)), []).append(route)
        kinds = sorted(groups)
        return [(_pen(is_strong, passed), groups[is_strong, passed]) for is_strong, passed in kinds]

    def _is_strong(self, route: Route) -> bool:
        selection = self._state.selection
        if selection.wire is not None:
            return route.into == selection.wire
        if route.source == self._state.pointed:
            return True
        return route.source in selection.nodes or route.into[0] in selection.nodes

    def _passed(self, route: Route) -> Passed:
        """Return what has passed along a wire, while someone steps."""
        state = self._state
        if state.is_done:
            return Passed.BOTH
        if route.into in state.progress.wires:
            return Passed.GRADIENT
        return Passed.VALUE if route.source in state.progress.valued else Passed.NOTHING

    def _write_shares(self, painter: QPainter, routes: Sequence[Route]) -> None:
        """Write at the end of a branch its share of the gradient, which all of them sum up to."""
        branches = Counter(route.source for route in self.routes if route.into != self.lifted)
        has_room = is_roomy(painter)
        for route in routes:
            if not (has_room or self._is_strong(route)):
                continue
            if branches[route.source] < 2 or route.into[0] == TERMINAL:
                continue
            if self._state.share(route.into) is None:
                continue
            text = self._state.share_text(route.into)
            left = route.end.x() - SHARE_WIDTH - PORT - 3
            place = QRectF(left, route.end.y() + 2, SHARE_WIDTH, SHARE_HEIGHT)
            size = round(HINT * larger(painter))
            color = theme().colors.backward_text
            write_plated(painter, place, text, color, size, MEDIUM, RIGHT)
