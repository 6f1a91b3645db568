"""How far the passes have come: forward above the layers, backward below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen, QPolygonF

from bpstudio.runtime.walking.names import Kind, Name
from bpstudio.ui.canvas.ink import CENTRE, LEFT, RIGHT, text_width, write
from bpstudio.ui.numbers import lowered
from bpstudio.ui.passes.layout import BELOW
from bpstudio.ui.passes.words import drawn_title, layer_title
from bpstudio.ui.theme import BODY, BOLD, HINT, MARGIN, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.ui.passes.layout import Layout
    from bpstudio.ui.passes.state import PassesState

RAIL = 28.0  # px from the top
TIP, DOT = 7.0, 4.0
MOST_ASIDE = 32.0  # px from the middle of its layer


class Rails:
    """Draws both."""

    def __init__(self, painter: QPainter, state: PassesState, layout: Layout) -> None:
        self._painter, self._state, self._layout = painter, state, layout
        self._left, self._right = float(MARGIN), layout.loss.right()

    def draw_forward(self, walked: Walked) -> None:
        """Draw the way of the values: what each layer makes, up to L."""
        colors, last = theme().colors, len(walked.layers) - 1
        stops = [
            (column.rect.center().x(), column.layer, self._is_forward_made(column.layer, last))
            for column in self._layout.columns
        ]
        done = [x for x, _, is_made in stops if is_made]
        is_over = self._state.is_made(Name(Kind.LOSS, last))
        end = self._right if is_over else done[-1] if done else self._left
        self._line(self._left, end, RAIL, colors.forward, is_dashed=False)
        self._line(end, self._right, RAIL, colors.border, is_dashed=False)
        self._head(QPointF(self._right, RAIL), 1, colors.forward if is_over else colors.border)
        free = self._write_title("forward: values", RAIL - 14, is_left=True)
        below = -1e9
        for x, layer, is_made in [*stops, (self._layout.loss.center().x(), last + 1, is_over)]:
            self._dot(QPointF(x, RAIL), colors.forward if is_made else colors.strong, is_made)
            if layer <= last:
                free = self._write_layer(walked, layer, x, free)
            words = _made_words(layer, last)
            below = self._write_at(x, RAIL + 15, words, self._ink(is_made), below)

    def _write_layer(self, walked: Walked, layer: int, x: float, free: float) -> float:
        """Write a layer's name and how many units are drawn, or its name alone if that fits."""
        ink = theme().colors.text2
        whole, short = drawn_title(walked, layer), layer_title(walked, layer)
        aside = max(free + 6 + text_width(whole, BODY) / 2 - x, 0.0)
        if whole != short and aside <= MOST_ASIDE:
            return self._write_at(x + aside, RAIL - 14, whole, ink, free)
        return self._write_at(x, RAIL - 14, short, ink, free)

    def _is_forward_made(self, layer: int, last: int) -> bool:
        return self._state.is_made(Name(Kind.Y if layer == last else Kind.Z, layer))

    def _ink(self, is_made: bool) -> QColor:
        colors = theme().colors
        return colors.forward_text if is_made else colors.text3

    def draw_backward(self, walked: Walked) -> None:
        """Draw the way of the gradients, from the output to layer 1."""
        colors, last = theme().colors, len(walked.layers) - 1
        y = self._layout.height - BELOW + 22
        columns = self._layout.columns
        stops = []
        for layer in range(last, 0, -1):
            x = columns[layer].rect.center().x()
            stops.append((x, Name(Kind.DELTA, layer), f"δ{lowered(layer)}"))
            gap = (columns[layer - 1].rect.right() + columns[layer].rect.left()) / 2
            stops.append((gap, Name(Kind.DW, layer), f"∂L/∂W{lowered(layer)}"))
        done = [x for x, name, _ in stops if self._state.is_made(name)]
        is_over = bool(stops) and self._state.is_made(stops[-1][1])
        end = self._left if is_over else done[-1] if done else self._right
        self._line(end, self._right, y, colors.backward, is_dashed=True)
        self._line(self._left, end, y, colors.border, is_dashed=True)
        self._head(QPointF(self._left, y), -1, colors.backward if is_over else colors.border)
        self._write_title("backward: gradients", y + 14, is_left=False)
        free = 1e9
        for x, name, words in stops:
            is_made = self._state.is_made(name)
            self._square(QPointF(x, y), colors.backward if is_made else colors.strong, is_made)
            ink = colors.backward_text if is_made else colors.text3
            width = text_width(words, BODY)
            if x + width / 2 + 6 < free:
                self._write_at(x, y - 13, words, ink, -1e9)
                free = x - width / 2

    def _write_title(self, words: str, y: float, is_left: bool) -> float:
        colors = theme().colors
        place = QRectF(self._left, y - 8, self._right - self._left, 16)
        ink = colors.forward_text if is_left else colors.backward_text
        write(self._painter, place, words, ink, HINT, BOLD, LEFT if is_left else RIGHT)
        return self._left + text_width(words, HINT, BOLD)

    def _write_at(self, x: float, y: float, words: str, ink: QColor, free: float) -> float:
        """Write around a place, unless it would lap over what stands before; return the end."""
        width = text_width(words, BODY)
        if not words or x - width / 2 < free + 6:
            return free
        place = QRectF(x - width / 2 - 1, y - 8, width + 2, 16)
        write(self._painter, place, words, ink, BODY, align=CENTRE)
        return x + width / 2

    def _line(self, x: float, to: float, y: float, color: QColor, is_dashed: bool) -> None:
        style = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(color, 2, style))
        self._painter.drawLine(QLineF(x, y, to, y))

    def _head(self, at: QPointF, way: int, color: QColor) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        back = at - QPointF(way * TIP, 0)
        self._painter.drawPolygon(QPolygonF([at, back + QPointF(0, 4), back - QPointF(0, 4)]))

    def _dot(self, at: QPointF, color: QColor, is_made: bool) -> None:
        self._fill(color, is_made)
        self._painter.drawEllipse(at, DOT, DOT)

    def _square(self, at: QPointF, color: QColor, is_made: bool) -> None:
        self._fill(color, is_made)
        self._painter.drawRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7, 7))

    def _fill(self, color: QColor, is_made: bool) -> None:
        self._painter.setPen(QPen(color, 1.5))
        self._painter.setBrush(color if is_made else theme().colors.canvas)


def _made_words(layer: int, last: int) -> str:
    """Return what a layer makes: ``"a₁, z₁"``."""
    if layer == 0:
        return "z₀ = x"
    if layer > last:
        return "L"
    return f"a{lowered(layer)}, " + ("y" if layer == last else f"z{lowered(layer)}")
