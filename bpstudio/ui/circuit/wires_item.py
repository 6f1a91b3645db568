"""All wires of a circuit as one item, with what comes back through each branch."""

from __future__ import annotations

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
            box |= route.path.boundingRect()
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
        routes = [route for route in self.routes if route.into != self.lifted]
        for is_strong in (False, True):
            for route in routes:
                if self._is_strong(route) is is_strong:
                    painter.setPen(self._pen(route, is_strong))
                    painter.drawPath(route.path)
        if self._state.mode != "forward":
            self._write_shares(painter, routes)

    def _is_strong(self, route: Route) -> bool:
        selection = self._state.selection
        if selection.wire is not None:
            return route.into == selection.wire
        ends = {route.source, route.into[0]}
        return bool(ends.intersection(selection.nodes)) or route.source == self._state.pointed

    def _pen(self, route: Route, is_strong: bool) -> QPen:
        """Return what a wire is drawn with: while someone steps, by what has passed along it."""
        colors, state = theme().colors, self._state
        width = STRONG if is_strong else THIN
        if not state.is_done:
            if route.into in state.progress.wires:
                pen = QPen(colors.backward, width)
                pen.setDashPattern([3, 2])
                return pen
            if route.source in state.progress.valued:
                return QPen(colors.forward, width)
        return QPen(colors.accent if is_strong else colors.strong, width)

    def _write_shares(self, painter: QPainter, routes: Sequence[Route]) -> None:
        """Write at the end of a branch its share of the gradient, which all of them sum up to."""
        branches: dict[int, int] = {}
        for route in routes:
            branches[route.source] = branches.get(route.source, 0) + 1
        for route in routes:
            if branches[route.source] < 2 or route.into[0] == TERMINAL:
                continue
            if not (is_roomy(painter) or self._is_strong(route)):
                continue
            if self._state.share(route.into) is None:
                continue
            text = self._state.share_text(route.into)
            left = route.end.x() - SHARE_WIDTH - PORT - 3
            place = QRectF(left, route.end.y() + 2, SHARE_WIDTH, SHARE_HEIGHT)
            size = round(HINT * larger(painter))
            color = theme().colors.backward_text
            write_plated(painter, place, text, color, size, MEDIUM, RIGHT)
