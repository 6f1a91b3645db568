"""The header of the preview: the name of each column, and below it what the column is used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from bpstudio.ui.canvas.ink import elided, text_width
from bpstudio.ui.icons import paint_icon
from bpstudio.ui.table.uses import Use
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, REGULAR, font, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

USE = Qt.ItemDataRole.UserRole  # of a section: its `Use`
TROUBLES = Qt.ItemDataRole.UserRole + 1  # of a section: how many cells of it are wrong
NAME_HEIGHT, CHIP_HEIGHT = 24, 20  # px
EDGE = 2  # px of the line below a selected column
MEASURED_ROWS = 20
LEAST_WIDTH, MOST_WIDTH = 92, 220  # px of a column
CHIP_ROOM = 8 + 14 + 4 + 14  # px beside the words: spaces, icon, arrow
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class UseHeader(QHeaderView):
    """Name above, use below; a click on the use opens a menu, one on the name selects the column.

    Signals
    -------
    menu_wanted
        Which column's use was clicked, and where its menu goes, in global px.
    """

    menu_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("useHeader")
        self.setAccessibleName("Columns and what they are used for")
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setMouseTracking(True)
        self.setMinimumSectionSize(GRID * 6)
        self.setDefaultSectionSize(LEAST_WIDTH)
        self._hovered = -1
        theme().changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """Return room for a name and its use; the view has the width."""
        return QSize(LEAST_WIDTH, NAME_HEIGHT + CHIP_HEIGHT + 6)

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return the width at which name and use are read."""
        name = str(self._of(section, Qt.ItemDataRole.DisplayRole) or "")
        use = self._use(section)
        words = text_width(name[:60], BODY, BOLD) + 2 * GRID + 22
        chip = text_width(use.label, HINT) + CHIP_ROOM + GRID if use else 0
        wide = min(max(words, chip, self._widest_cell(section), LEAST_WIDTH), MOST_WIDTH)
        return QSize(round(wide), NAME_HEIGHT + CHIP_HEIGHT + 6)

    def _widest_cell(self, section: int) -> float:
        model = self.model()
        rows = range(min(model.rowCount(), MEASURED_ROWS))
        cells = [str(model.index(row, section).data() or "")[:60] for row in rows]
        return max((text_width(words, BODY) for words in cells), default=0) + 2 * GRID + 2

    def chip(self, section: int) -> QRect:
        """Return where the use of a column stands, in px of the viewport."""
        left, width = self.sectionViewportPosition(section), self.sectionSize(section)
        return QRect(left + 4, NAME_HEIGHT, width - 9, CHIP_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw name, use, and where there are wrong cells a mark."""
        colors, use = theme().colors, self._use(section)
        chosen = self.selectionModel()
        is_selected = chosen is not None and chosen.columnIntersectsSelection(section)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, colors.pressed if is_selected else colors.window)
        painter.setPen(QPen(colors.border, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if is_selected:
            edge = QRect(rect.left(), rect.bottom() - EDGE + 1, rect.width(), EDGE)
            painter.fillRect(edge, colors.accent)
        self._draw_name(painter, rect, section, use, is_selected)
        if use is not None:
            self._draw_chip(painter, self.chip(section), use, section == self._hovered)
        painter.restore()

    def _draw_name(
        self, painter: QPainter, rect: QRect, section: int, use: Use | None, is_selected: bool
    ) -> None:
        colors = theme().colors
        place = QRectF(rect.left() + GRID, rect.top(), rect.width() - 2 * GRID, NAME_HEIGHT)
        if self._of(section, TROUBLES):
            mark = QRectF(place.right() - 14, place.center().y() - 7, 14, 14)
            paint_icon(painter, "warning", mark, colors.backward_text)
            place.setRight(mark.left() - 4)
        weight = REGULAR if use is Use.IGNORE else BOLD
        name = str(self._of(section, Qt.ItemDataRole.DisplayRole) or "")
        painter.setFont(font(BODY, weight))
        faint = colors.text2 if is_selected else colors.text3  # its ground is nearer to it
        painter.setPen(faint if use is Use.IGNORE else colors.text)
        words = elided(name, place.width(), BODY, weight)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | MIDDLE, words)

    def _draw_chip(self, painter: QPainter, place: QRect, use: Use, is_hovered: bool) -> None:
        colors, is_target = theme().colors, use is Use.TARGET
        frame = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colors.strong if is_hovered else colors.border, 1))
        painter.setBrush(colors.accent if is_target else colors.raised)
        painter.drawRoundedRect(frame, 4, 4)
        ink = colors.on_accent if is_target else colors.text2
        if use is Use.IGNORE:
            ink = colors.text3
        left, middle = frame.left() + 5, frame.center().y()
        paint_icon(painter, use.icon, QRectF(left, middle - 6, 12, 12), ink)
        arrow = QRectF(frame.right() - 15, middle - 6, 12, 12)
        paint_icon(painter, "chevron-down", arrow, ink)
        room = QRectF(left + 16, frame.top(), arrow.left() - left - 18, frame.height())
        painter.setPen(ink)
        painter.setFont(font(HINT))
        words = elided(use.label, room.width(), HINT)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | MIDDLE, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu of a use; elsewhere select the column, or widen it at its edge."""
        section = self._chip_at(event.position().toPoint())
        if section >= 0 and event.button() == Qt.MouseButton.LeftButton:
            below = self.chip(section).bottomLeft() + QPoint(0, 2)
            self.menu_wanted.emit(section, self.viewport().mapToGlobal(below))
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Frame the use below the pointer."""
        self._hover(self._chip_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Frame none."""
        self._hover(-1)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _chip_at(self, at: QPoint) -> int:
        section = self.logicalIndexAt(at)
        return section if section >= 0 and self.chip(section).contains(at) else -1

    def _use(self, section: int) -> Use | None:
        use = self._of(section, USE)
        return use if isinstance(use, Use) else None

    def _of(self, section: int, role: int) -> object:
        model = self.model()
        return model.headerData(section, Qt.Orientation.Horizontal, role) if model else None
