"""A column of items to be dragged or chosen, that stand closer where there is little room."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from bpstudio.ui.theme import GRID, ITEM_HEIGHT, ITEM_PITCH, PALETTE_WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from bpstudio.ui.widgets.palette_item import PaletteItem

ITEM_WIDTH = PALETTE_WIDTH - 2 * GRID
LEAST_PITCH, LEAST_SPACE = 22, 2  # px: from item to item where there is little room


class ItemColumn(QScrollArea):
    """Headings and items; what has no room scrolls.

    Whoever fills it calls `finish` at the end.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._items: list[QWidget] = []
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedWidth(PALETTE_WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._rows = 0
        self._roomy = 0

    def add_heading(self, words: str) -> None:
        """Add the title of what follows."""
        heading = QLabel(words)
        heading.setProperty("role", "heading")
        heading.setFixedHeight(20)
        self._column.addWidget(heading)

    def add_space(self) -> None:
        """Keep what follows apart."""
        self._column.addSpacing(GRID + 4)

    def add_item(self, item: PaletteItem, name: str) -> None:
        """Add an item; `name` is what those hear who hear the screen."""
        item.setAccessibleName(name)
        item.setFixedWidth(ITEM_WIDTH)
        self._items.append(item)
        self._rows += 1
        self._column.addWidget(item)

    def add_pair(self, left: PaletteItem, right: PaletteItem | None) -> None:
        """Add two narrow items side by side."""
        holder = QWidget()
        for place, item in enumerate((left, right)):
            if item is not None:
                width = (ITEM_WIDTH - 4) // 2
                item.setParent(holder)
                item.setFixedWidth(width)
                item.move(place * (width + 4), 0)
                self._items.append(item)
        holder.setFixedWidth(ITEM_WIDTH)
        self._rows += 1
        self._column.addWidget(holder)

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else, of a height of its own."""
        self._column.addWidget(widget)

    def finish(self) -> None:
        """Lay out what has been added."""
        self._column.addStretch(1)
        self.setWidget(self._content)
        self._set_pitch(ITEM_PITCH)
        self._roomy = self._content.sizeHint().height()
        self.setMaximumHeight(self._roomy)

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs scrolling, nor to stand close together."""
        return QSize(PALETTE_WIDTH, self._roomy)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few items; the rest scrolls."""
        return QSize(PALETTE_WIDTH, 5 * ITEM_PITCH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the items stand closer together before any has to be scrolled to."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Give the items their heights again, which another theme's sheet takes away."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._items:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        missing = max(self._roomy - self.viewport().height(), 0)
        closer = ceil(missing / max(self._rows, 1))
        self._set_pitch(max(ITEM_PITCH - closer, LEAST_PITCH))

    def _set_pitch(self, pitch: int) -> None:
        """Give the items this distance from one to the next; what is saved is space first."""
        space = max(ITEM_PITCH - ITEM_HEIGHT - (ITEM_PITCH - pitch), LEAST_SPACE)
        self._column.setSpacing(space)
        for item in self._items:
            item.setFixedHeight(pitch - space)
            holder = item.parentWidget()
            if holder is not None and holder is not self._content:
                holder.setFixedHeight(pitch - space)
