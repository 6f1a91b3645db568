"""A widget shown enlarged, all of it by the same factor: fonts, pens, pictures and spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
)

from bpstudio.ui.present.ring import Ring
from bpstudio.ui.theme import ROOM_HEIGHT, enlargement, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QRect
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.present.desk import Desk


class Enlarged(QGraphicsView):
    """Lays the desk out for a small picture and shows it on the whole screen.

    Nothing on the desk knows of it: what is painted by a widget, a style sheet or a scene passes
    through this one transformation. What it paints is kept, so that the ring that follows the
    pointer costs a copy of pixels.

    Attributes
    ----------
    ring
        What follows the pointer.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self._is_over = desk, False
        super().__init__()
        self.setObjectName("presentation")
        self.setAccessibleName("Presentation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMouseTracking(True)
        scene = QGraphicsScene(self)
        self.setScene(scene)
        self._proxy = scene.addWidget(desk)
        desk.show()  # it was hidden, if it was here before
        self._proxy.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.ring = Ring(self.viewport())
        desk.wanted.connect(self.arrange)

    @property
    def factor(self) -> float:
        """How many times larger than usual everything is."""
        return self.transform().m11()

    def arrange(self) -> None:
        """Lay the desk out for the size that the screen has now."""
        size = self.viewport().size()
        if self._is_over or size.isEmpty():
            return
        factor = enlargement(size.width(), size.height(), self._desk.needed_width)
        room = QRectF(0, 0, size.width() / factor, size.height() / factor)
        lines = self.screen().size().height()  # of the whole screen: it is filled at the end
        theme().present(room.height(), max(lines / ROOM_HEIGHT, 1.0))
        self.setSceneRect(room)
        self.resetTransform()
        self.scale(factor, factor)
        self._proxy.setGeometry(room)
        self.ring.size_up(factor)

    def give_focus(self, widget: QWidget) -> None:
        """Give the keyboard to a widget of the desk."""
        self.setFocus()
        self._proxy.setFocus()
        widget.setFocus()

    def presented_focus(self) -> QWidget | None:
        """Return the widget of the desk that has the keyboard."""
        return self._desk.focusWidget() if self._proxy.hasFocus() else None

    def end(self) -> None:
        """Let go of the desk, which else had two owners, and lay nothing out any more."""
        self.clearFocus()
        self._is_over = True
        self._desk.hide()  # by itself it would be a window
        self._proxy.setWidget(cast("QWidget", None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self.arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the ring follow, and the desk have the event."""
        self.ring.follow(event.position())
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let the desk have the event; a menu may open."""
        self._pull_in_soon()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the desk have the event; a menu may open."""
        self._pull_in_soon()
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Let the desk have the event; a menu may open."""
        self._pull_in_soon()
        super().contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the desk have the event; a menu may open."""
        self._pull_in_soon()
        super().keyPressEvent(event)

    @property
    def popups(self) -> list[QGraphicsItem]:
        """The menus and lists that are open on the desk."""
        return [item for item in self.items() if item is not self._proxy and item.isVisible()]

    def _pull_in_soon(self) -> None:
        QTimer.singleShot(0, self, self._pull_in)  # an open menu has an event loop of its own

    def _pull_in(self) -> None:
        """Move what is open to where it can be seen: Qt goes by the size of the real screen."""
        room = self.sceneRect()
        for popup in self.popups:
            box = popup.sceneBoundingRect()
            x = min(room.right() - box.right(), 0.0) or max(room.left() - box.left(), 0.0)
            y = min(room.bottom() - box.bottom(), 0.0) or max(room.top() - box.top(), 0.0)
            popup.moveBy(x, y)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ring away with the pointer."""
        self.ring.follow(None)
        super().leaveEvent(event)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the ring above the desk."""
        painter.save()
        painter.resetTransform()
        self.ring.draw(painter)
        painter.restore()

    def on_screen(self, at: QPointF) -> QPointF:
        """Return where a place of the desk is in this view, in px."""
        return self.viewportTransform().map(at)
