"""One item of the palette: a button that can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from bpstudio.ui.canvas.ink import elided, text_width
from bpstudio.ui.canvas.payload import pack
from bpstudio.ui.icons import SIZE, set_icon
from bpstudio.ui.theme import BODY, HINT, PALETTE_WIDTH

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent, QMouseEvent

# the application's sheet has what buttons share; here they read from the left, like a list
SHEET = """
QPushButton { text-align: left; padding: 0 0 0 8px; font-weight: 400; min-height: 16px; }
QPushButton:focus { padding: 0 0 0 7px; min-height: 14px; }
"""
NARROW = """
QPushButton { padding: 0; font-weight: 400; min-height: 16px; }
QPushButton:focus { padding: 0; min-height: 14px; }
"""
SMALL = "QPushButton { font-size: " + f"{HINT}px; " + "padding-right: 0; }"
LABEL_WIDTH = PALETTE_WIDTH - 16 - 8 - SIZE - 4 - 4
CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PaletteItem(QPushButton):
    """A layer, a data set or a gate; `chosen` carries its name.

    It is chosen by double-click, Enter or the space bar, and can be dragged: a stray click must
    neither change the network nor throw away what it has learned. An item that isn't dragged
    only asks for something, and does so at a click. One without an icon is narrow, and its text
    stands in the middle.
    """

    chosen = Signal(str)

    def __init__(
        self, label: str, icon: str, kind: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        is_long = bool(icon) and text_width(label, BODY) > LABEL_WIDTH
        super().__init__(elided(label, LABEL_WIDTH, HINT) if is_long else label, parent)
        self._kind, self._name = kind, name
        self._pressed: QPoint | None = None
        self.setIconSize(QSize(SIZE, SIZE))
        if icon:
            self.setStyleSheet(SHEET + SMALL if is_long else SHEET)
            set_icon(self, icon)
        else:
            self.setStyleSheet(NARROW)

    def mime_data(self) -> QMimeData:
        """Return what a drag of this item carries."""
        return pack(self._kind, self._name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag would start."""
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Start a drag once the mouse has moved far enough."""
        if self._pressed is None or not self._kind:
            return
        distance = (event.position().toPoint() - self._pressed).manhattanLength()
        if distance >= QApplication.startDragDistance():
            grip, self._pressed = self._pressed, None
            self.setDown(False)
            self._drag(grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what isn't dragged."""
        is_click = self._pressed is not None and self.rect().contains(event.position().toPoint())
        self._pressed = None
        super().mouseReleaseEvent(event)
        if is_click and not self._kind and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose what is dragged, too."""
        if self._kind and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter and the space bar."""
        if event.key() in CHOOSING:
            self.chosen.emit(self._name)
        else:
            super().keyPressEvent(event)

    def _drag(self, grip: QPoint) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.mime_data())
        drag.setPixmap(self.grab())
        drag.setHotSpot(grip)
        drag.exec(Qt.DropAction.CopyAction)
