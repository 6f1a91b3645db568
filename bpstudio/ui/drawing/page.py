"""The page Draw: the canvas, the tools at its left, exact numbers below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bpstudio.ui.drawing.canvas import DrawingCanvas
from bpstudio.ui.drawing.hand import KEYS
from bpstudio.ui.drawing.state import DrawingState
from bpstudio.ui.drawing.tools import DrawingTools
from bpstudio.ui.page import Page
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QToolBar

    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session

TITLE = "Draw"


class DrawingPage(QWidget):
    """What fills the middle while one draws; the canvas has the focus.

    Attributes
    ----------
    state, canvas, tools
        What is drawn, where, and with what.
    """

    def __init__(self, document: Document, session: Session) -> None:
        super().__init__()
        self._document = document
        self.state = DrawingState(document, self)
        self.canvas = DrawingCanvas(self.state, session)
        self.tools = DrawingTools(self.state, self.canvas)
        self._below = _Below()
        self.canvas.read.connect(self._tell)
        self.state.points_changed.connect(self._tell)
        self.setFocusProxy(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._below)
        session.add_view(self.canvas)
        self._tell()

    def page(self, *bars: QToolBar) -> Page:
        """Return it as a page, with these toolbars."""
        return Page(
            title=TITLE,
            hint="Paint the points that the network learns from",
            content=self,
            undo_stack=self._document.undo_stack,
            locked=lambda: self._document.lock,
            left=_beside(self.tools),
            bars=bars,
            has_panels=True,
            commands={"actionFit": self.canvas.show_all},
            keys=KEYS,
        )

    def _tell(self, read: str = "") -> None:
        self._below.show_words(self.state.summary(), read)


def _beside(tools: QWidget) -> QWidget:
    holder = QFrame()
    holder.setObjectName("leftColumn")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 1, 0)
    column.addWidget(tools)
    return holder


class _Below(QWidget):
    """How many points there are, and at the right what the pointer reads; painted, not laid out.

    A label would have the whole window laid out anew with each move of the mouse.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drawingWords")
        self._left = self._right = ""
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a line of small text."""
        return QSize(20 * GRID, 3 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def show_words(self, left: str, right: str) -> None:
        """Show these at both ends."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.setAccessibleName(left)
            # of a small window it may be more than there is room for
            self.setToolTip(literal(left))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write both; what is read goes first where there is little room."""
        colors, room = theme().colors, QRectF(self.rect()).adjusted(GRID, 0, -GRID, 0)
        metrics = QFontMetricsF(font(HINT))
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colors.surface)
            painter.setFont(font(HINT))
            painter.setPen(colors.text)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, self._right)
            left = room.width() - metrics.horizontalAdvance(self._right) - 2 * GRID
            words = metrics.elidedText(self._left, Qt.TextElideMode.ElideRight, left)
            painter.setPen(colors.text2)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, words)
