"""A line of text in a title bar, cut short where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.ui.theme import HINT, SEGMENT_HEIGHT, font, theme
from bpstudio.ui.tooltips import literal
from bpstudio.ui.views.frame import RIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Caption(QWidget):
    """What the panel shows right now; `name` tells assistive tools what kind of thing that is.

    It paints its own ground: Qt would paint all that lies below it first.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(SEGMENT_HEIGHT)
        theme().changed.connect(self.update)

    def write(self, text: str) -> None:
        """Show `text`."""
        if text != self.text:
            self.text = text
            self.setToolTip(literal(text))
            self.setAccessibleDescription(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room that the text takes."""
        return QSize(
            int(QFontMetricsF(font(HINT)).horizontalAdvance(self.text)) + 4, SEGMENT_HEIGHT
        )

    def minimumSizeHint(self) -> QSize:
        """Return no width: the text gives way."""
        return QSize(0, SEGMENT_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, as much as there is room for."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().colors.window)
            painter.setFont(font(HINT))
            painter.setPen(theme().colors.text2)
            metrics = QFontMetricsF(font(HINT))
            text = metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QRectF(self.rect()), RIGHT, text)
