"""The view that a canvas is: how Qt draws it, and to whom each event is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from bpstudio.ui.tooltips import literal
from bpstudio.ui.widgets.painted import BY_TAB

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
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

    from bpstudio.ui.canvas.zoom import Zoom


class MouseParts(Protocol):
    """What the mouse does."""

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is on."""

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, or wait whether this becomes a click."""

    def press_again(self, event: QMouseEvent) -> None:
        """Take a double-click."""

    def move(self, event: QMouseEvent) -> None:
        """Go on."""

    def release(self, event: QMouseEvent) -> None:
        """Finish."""

    def leave(self) -> None:
        """Point at nothing any more."""

    def cancel(self) -> None:
        """Give up the gesture that is on."""


class KeyParts(Protocol):
    """What the keys do."""

    is_used: bool  # whether the last input came from the keyboard: then its place is shown

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it stands for nothing here."""

    def release(self, event: QKeyEvent) -> None:
        """Take a key as released."""

    def forget(self) -> None:
        """Take no key as held any more."""


class DropParts(Protocol):
    """What is done with what comes from the palette."""

    def enter(self, event: QDragEnterEvent) -> None:
        """Take it, or not."""

    def move(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""

    def drop(self, event: QDropEvent) -> None:
        """Put it there."""


class CanvasView(QGraphicsView):
    """Hands on what mouse and keys do to the parts that know what it means.

    Whoever makes it gives it those parts.
    """

    pointer: MouseParts
    keyboard: KeyParts
    drops: DropParts
    zoom: Zoom
    legend: QWidget  # below the picture, on the canvas

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)  # Zoom has its own
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(240, 120)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def fit(self) -> None:
        """Show all that is on it."""
        raise NotImplementedError

    def show_keyboard(self) -> None:
        """Show where the keyboard is."""
        raise NotImplementedError

    def walk(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) thing on the canvas; False at its end."""
        raise NotImplementedError

    def select_nothing(self) -> None:
        """Select nothing, so that `walk` begins at an end."""
        raise NotImplementedError

    def tip_at(self, at: QPointF) -> str:
        """Return what the tooltip says of a place of the scene."""
        raise NotImplementedError

    def keep_holding(self) -> None:
        """Do what has to be done again and again while a gesture is on."""

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
            self.keep_holding()

    def viewportEvent(self, event: QEvent) -> bool:
        """Give a tooltip for what is under the mouse, and let the pointer know that it left."""
        if event.type() == QEvent.Type.Leave:
            self.pointer.leave()
        if isinstance(event, QHelpEvent):
            words = self.tip_at(self.mapToScene(event.pos()))
            QToolTip.showText(event.globalPos(), literal(words), self.viewport())
            return True
        return super().viewportEvent(event)

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
        """Walk from one thing to the next with Tab, and at the end to the next widget."""
        self.keyboard.is_used = True  # the view handles Tab before it is a key press
        return self.walk(1 if following else -1) or super().focusNextPrevChild(following)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if event.reason() in BY_TAB:
            self.keyboard.is_used = True
            self.select_nothing()
            self.walk(1 if event.reason() == BY_TAB[0] else -1)
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
