"""What stands on the canvas itself: a hint where there are no layers, the names of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from bpstudio.ui.builder.forms import LABEL
from bpstudio.ui.builder.strip import COUNT_LINE, SHARE_LINE, SIZE_LINE
from bpstudio.ui.canvas.ink import CENTRE, line, text_width, wrapped, write
from bpstudio.ui.theme import BODY, BOLD, HINT, RADIUS_FIELD, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from bpstudio.ui.builder.layout import Layout

HINT_WORDS = "Drag a layer here, or double-click one at the left"
SHARE_WORDS, SIZE_WORDS, COUNT_WORDS = "saturated, probe", "‖δ‖, batch", "parameters"
HINT_TOP, HINT_WIDTH, HINT_LINE, PADDING = 28, 176, 18, 8  # px
HINT_LEAST = 88  # px: its longest word


class Notes(QGraphicsItem):
    """Quiet words between and below the cards."""

    def __init__(self) -> None:
        super().__init__()
        self._layout: Layout | None = None

    def set_layout(self, layout: Layout) -> None:
        """Say what there is to be said about these cards."""
        self.prepareGeometryChange()
        self._layout = layout

    @property
    def words(self) -> tuple[str, ...]:
        """What is written, none where the cards say all of it themselves."""
        if self._layout is None:
            return ()
        if not self._layout.columns:
            return (HINT_WORDS,)
        return (SHARE_WORDS, SIZE_WORDS, COUNT_WORDS) if self._layout.form.is_strip else ()

    def boundingRect(self) -> QRectF:
        """Return the whole picture."""
        return QRectF() if self._layout is None else self._layout.bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Write the hint, or name the numbers below the strips."""
        if self._layout is None:
            return
        if not self._layout.columns:
            self._draw_hint(painter, self._layout)
        elif self._layout.form.is_strip:
            self._draw_names(painter, self._layout)

    def _draw_hint(self, painter: QPainter, layout: Layout) -> None:
        colors = theme().colors
        room = layout.output.left() - layout.input.right() - 2 * PADDING
        if room < HINT_LEAST:
            return
        lines = wrapped(HINT_WORDS, min(HINT_WIDTH, room), BODY)
        width = max(text_width(words, BODY) for words in lines) + 2 * PADDING
        middle = (layout.input.right() + layout.output.left()) / 2
        place = QRectF(middle - width / 2, HINT_TOP, width, HINT_LINE * len(lines) + PADDING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.canvas)  # edges may pass behind
        painter.drawRoundedRect(place, RADIUS_FIELD, RADIUS_FIELD)
        y = place.top() + (PADDING + HINT_LINE) / 2
        for words in lines:
            write(painter, line(place.left(), y, width), words, colors.text2, BODY, align=CENTRE)
            y += HINT_LINE

    def _draw_names(self, painter: QPainter, layout: Layout) -> None:
        colors = theme().colors
        named = [column.rect for column in layout.columns if column.has_label]
        if not named:
            return  # all columns are open
        last = named[-1]
        left = max(last.center().x() + LABEL / 2, layout.columns[-1].rect.right()) + PADDING
        room = layout.bounds.right() - left
        share = line(left, last.bottom() - SHARE_LINE, room)
        write(painter, share, SHARE_WORDS, colors.text2)
        size = line(left, last.bottom() - SIZE_LINE, room)
        write(painter, size, SIZE_WORDS, colors.backward_text, HINT, BOLD)
        number = line(left, last.bottom() - COUNT_LINE, room)
        write(painter, number, COUNT_WORDS, colors.text2)
