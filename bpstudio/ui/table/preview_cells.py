"""How a cell of the preview is drawn: what is wrong with it has a ground and a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bpstudio.ui.canvas.ink import elided
from bpstudio.ui.table.preview_model import FATE, MARK
from bpstudio.ui.table.use_header import USE
from bpstudio.ui.table.uses import Use
from bpstudio.ui.theme import BODY, GRID, font, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from bpstudio.data.preview import Mark

CORNER = 7.0  # px of the triangle in a cell that is wrong
NOTHING = "missing"


class PreviewCells(QStyledItemDelegate):
    """Draws text plainly, ignored columns and rows that are left out faintly, faults marked."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a cell."""
        place, mark = QRectF(option.rect), index.data(MARK)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, place, option, mark)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._write(painter, place.adjusted(GRID, 0, -GRID, 0), index, mark, is_chosen)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, place: QRectF, option: QStyleOptionViewItem, mark: Mark | None
    ) -> None:
        colors = theme().colors
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, colors.pressed)
        if mark is not None:
            is_filled = mark.fate == "filled"
            hue = colors.forward if is_filled else colors.backward
            painter.fillRect(place, colors.forward_fill if is_filled else colors.backward_fill)
            right, top = place.right(), place.top()
            corner = [
                QPointF(right - CORNER, top),
                QPointF(right, top),
                QPointF(right, top + CORNER),
            ]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hue)
            painter.drawPolygon(QPolygonF(corner))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.accent, 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _write(
        self,
        painter: QPainter,
        place: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        mark: Mark | None,
        is_chosen: bool,
    ) -> None:
        colors, words = theme().colors, str(index.data() or "")
        use = index.model().headerData(index.column(), Qt.Orientation.Horizontal, USE)
        is_out = index.data(FATE) == "left out"
        faint = colors.text2 if is_chosen else colors.text3  # its ground is nearer to it
        ink = faint if is_out or use in (Use.IGNORE, None) else colors.text
        if mark is not None:
            ink = colors.forward_text if mark.fate == "filled" else colors.backward_text
            if not words.strip():
                words = NOTHING
        letters = font(BODY)
        letters.setStrikeOut(is_out and mark is None)
        painter.setFont(letters)
        painter.setPen(ink)
        shown = elided(words, place.width(), BODY)
        painter.drawText(place, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)
