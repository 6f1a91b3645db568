"""The network with its numbers as they arrive: what the step-through paints, and clicks on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from bpstudio.runtime.walking.names import PARAMETERS, Kind, Name, Number
from bpstudio.ui.canvas.ink import write
from bpstudio.ui.passes.edges import EdgePainter, Gap, gaps_of, number_on
from bpstudio.ui.passes.layout import Layout, arranged
from bpstudio.ui.passes.loss_box import draw_loss
from bpstudio.ui.passes.paths import draw_beam
from bpstudio.ui.passes.places import number_of, places
from bpstudio.ui.passes.rails import Rails
from bpstudio.ui.passes.tips import unit_tip, weight_tip
from bpstudio.ui.passes.units import UnitPainter
from bpstudio.ui.passes.words import OF_WEIGHTS, widest_class
from bpstudio.ui.tex.words import in_words
from bpstudio.ui.theme import theme
from bpstudio.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.passes.state import PassesState

BAR = 8.0  # px: a scroll bar
WAITING = "The passes are being worked out."
CHOOSE_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Board(Painted):
    """Paints layers, edges and rails; a click opens the number that it meets."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__("Passes through the network", parent)
        self.setObjectName("passesBoard")
        self._state = state
        self._view, self.closer = QSizeF(640, 400), 1.0
        self.layout_of: Layout | None = None
        self.gaps: tuple[Gap, ...] = ()
        state.changed.connect(self._arrange)
        state.moved.connect(self._tell)
        state.asked.connect(self.update)

    def set_view(self, size: QSize, closer: float = 1.0) -> None:
        """Lay the network out for a view of this size, or so many times as large."""
        self._view, self.closer = QSizeF(size), closer
        self._arrange()

    def _arrange(self) -> None:
        walked = self._state.walked
        if walked is None:
            self.layout_of, self.gaps = None, ()
            self.resize(self._view.toSize())
        else:
            named = widest_class(self._state.data)
            self.layout_of = arranged(walked, self._view, self.closer, named)
            if self.layout_of.width > self._view.width():  # the bar below takes some of it
                less = QSizeF(self._view.width(), self._view.height() - BAR)
                self.layout_of = arranged(walked, less, self.closer, named)
            self.gaps = gaps_of(walked, self.layout_of)
            self.resize(round(self.layout_of.width), round(self.layout_of.height))
        self._tell()

    def _tell(self) -> None:
        """Say for assistive tools which numbers there are now."""
        step = self._state.step
        if step is not None:
            words = f"{self._state.sample_words}: {in_words(step.tex)}; {step.sentence}"
            self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is there by now."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), theme().colors.canvas)
            walked, layout = self._state.walked, self.layout_of
            if walked is None or layout is None:
                write(painter, QRectF(24, 16, 320, 20), WAITING, theme().colors.text2)
                return
            rails = Rails(painter, self._state, layout)
            rails.draw_forward(walked)
            rails.draw_backward(walked)
            edges = EdgePainter(painter, self._state)
            self._draw_ends(painter, layout)
            self._draw_skips(painter, layout)
            draw_beam(
                painter, self._state, layout, {gap.layer for gap in self.gaps if gap.is_whole}
            )
            for gap in self.gaps:
                edges.draw(gap)
            units = UnitPainter(painter, self._state)
            for column in layout.columns:
                units.draw(column, QRectF(event.rect()))
            for gap in self.gaps:
                edges.draw_labels(gap)
            draw_loss(painter, self._state, layout.loss)
            if self.shows_focus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme().colors.accent, 1.5))
                painter.drawRect(QRectF(self.visibleRegion().boundingRect()).adjusted(2, 2, -2, -2))

    def _draw_ends(self, painter: QPainter, layout: Layout) -> None:
        """Draw the lines from the outputs to the loss."""
        last = layout.columns[-1]
        painter.setPen(QPen(theme().colors.strong, 1))
        end = QPointF(layout.loss.left(), layout.loss.center().y())
        step = max(len(last.units) // 32, 1)
        for unit in range(0, len(last.units), step):
            painter.drawLine(last.right_of(unit), end)

    def _draw_skips(self, painter: QPainter, layout: Layout) -> None:
        walked = self._state.walked
        painter.setBrush(Qt.BrushStyle.NoBrush)
        opened, colors = self._state.number, theme().colors
        first = opened.name.layer if opened and opened.name.kind in PARAMETERS else None
        for column in layout.columns[1:]:
            if walked is not None and walked.layers[column.layer].skip:
                is_lit = first is not None and column.layer > first  # a path to L
                ink, width = (colors.accent, 2.0) if is_lit else (colors.text2, 1.2)
                painter.setPen(QPen(ink, width, Qt.PenStyle.DotLine))
                before = layout.columns[column.layer - 1]
                top = min(before.rect.top(), column.rect.top()) - 12
                path = QPainterPath(QPointF(before.rect.center().x(), before.rect.top()))
                path.cubicTo(
                    QPointF(before.rect.center().x(), top - 8),
                    QPointF(column.rect.center().x(), top - 8),
                    QPointF(column.rect.center().x(), column.rect.top()),
                )
                painter.drawPath(path)

    # What is where.

    def place_of(self, number: Number) -> QRectF:
        """Return where a number stands, or its layer does; nothing where it is in none."""
        layout, (kind, layer) = self.layout_of, number.name
        if layout is None or layer >= len(layout.columns):
            return QRectF()
        column = layout.columns[layer]
        if kind in OF_WEIGHTS:
            ends = (gap.edges for gap in self.gaps if gap.layer == layer)
            mine = [e for edges in ends for e in edges if (e.unit, e.source) == number[1:]]
            return (mine[0].label or QRectF()) if mine else QRectF()
        if number.row >= len(column.units):
            return column.rect
        found = dict(places(self._state, column, number.row))
        return found.get(kind, column.units[number.row])

    def number_at(self, at: QPointF) -> Number | None:
        """Return the number at a place, if it is there by now."""
        state, layout = self._state, self.layout_of
        if state.walked is None or layout is None:
            return None
        loss = Name(Kind.LOSS, len(state.walked.layers) - 1)
        if layout.loss.contains(at):
            return Number(loss, 0, 0) if state.is_made(loss) else None
        for column in layout.columns:
            unit = column.unit_at(at)
            if unit is not None:
                return self._of_unit(column.layer, unit, at)
        return self._on_edge(at)

    def _of_unit(self, layer: int, unit: int, at: QPointF) -> Number | None:
        if self.layout_of is None:
            return None
        for kind, place in places(self._state, self.layout_of.columns[layer], unit):
            if place.contains(at) and self._state.is_made(Name(kind, layer)):
                return number_of(self._state, kind, layer, unit)
        return None

    def _on_edge(self, at: QPointF) -> Number | None:
        for gap in self.gaps:
            edge = gap.edge_at(at)
            if edge is not None:
                return number_on(self._state, gap.layer, edge)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the number under the mouse, or close the one that is open."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._state.open(self.number_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a number can be clicked."""
        found = self.number_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the next number that was just made, or the one before; Esc closes it."""
        key = Qt.Key(event.key())
        if key in CHOOSE_KEYS:
            self._state.open_next(CHOOSE_KEYS[key])
        elif key == Qt.Key.Key_Escape and self._state.number is not None:
            self._state.open(None)
        else:
            super().keyPressEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """Return the numbers of the unit at a place, or the weight there."""
        state, layout = self._state, self.layout_of
        walked = state.walked
        if walked is None or layout is None:
            return ""
        for column in layout.columns:
            unit = column.unit_at(at)
            if unit is not None:
                return unit_tip(self._state, column, unit)
        number = self._on_edge(at)
        return "" if number is None else weight_tip(self._state, number)
