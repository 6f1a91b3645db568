"""The view that a network is seen in: how Qt draws it, and to whom each event is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from bpstudio.ui.builder.legend import HEIGHT as LEGEND_HEIGHT
from bpstudio.ui.widgets.painted import BY_TAB

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QWheelEvent,
    )

    from bpstudio.ui.builder.drops import Drops
    from bpstudio.ui.builder.keyboard import Keyboard
    from bpstudio.ui.builder.pointer import Pointer
    from bpstudio.ui.builder.selection import Selection
    from bpstudio.ui.canvas.zoom import Zoom
    from bpstudio.ui.session import Session


class CanvasView(QGraphicsView):
    """Hands on what mouse and keys do to the parts that know what it means.

    Whoever makes it gives it those parts.
    """

    session: Session
    pointer: Pointer
    keyboard: Keyboard
    drops: Drops
    zoom: Zoom
    selection: Selection

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkCanvas")
        self.setAccessibleName("Network")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)  # Zoom has its own
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, 0, LEGEND_HEIGHT)
        self.setMinimumSize(320, 240)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_keyboard(self) -> None:
        """Show where the keyboard is."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hand the event to the pointer."""
        self.keyboard.is_used = False
        self.pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Hand the event to the pointer."""
        self.keyboard.is_used = False
        self.pointer.press_again(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hand the event to the pointer."""
        self._keep_holding()
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hand the event to the pointer."""
        self.pointer.release(event)

    def _keep_holding(self) -> None:
        if self.pointer.is_busy:
            self.session.keep_holding()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        if not self.pointer.is_busy:
            self.zoom.zoom(event.angleDelta().y(), event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the event to the keyboard, and on if it has no use for it."""
        self.keyboard.is_used = True
        if not self.keyboard.press(event):
            event.ignore()
        self.show_keyboard()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Hand the event to the keyboard."""
        self.keyboard.release(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Walk from layer to layer with Tab, and at the end of the chain to the next widget."""
        return self.selection.walk(1 if following else -1) or super().focusNextPrevChild(following)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if event.reason() in BY_TAB:
            self.keyboard.is_used = True
            self.selection.set(())
            self.selection.walk(1 if event.reason() == BY_TAB[0] else -1)
        self.show_keyboard()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.keyboard.forget()
        self.show_keyboard()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what comes from the palette."""
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        self._keep_holding()
        self.drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget about it."""
        self.pointer.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it there."""
        self.drops.drop(event)
