"""The board in a view: it scrolls where the network is larger, and looks closer on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from bpstudio.runtime.walking.names import Kind
from bpstudio.ui.passes.board import Board

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.passes.state import PassesState

NOTCH = 120  # a wheel's
PER_NOTCH, CLOSEST = 1.25, 512.0  # times as large
EDGE = 24  # px around an opened number that are in sight, too
CLOSER_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class BoardView(QScrollArea):
    """Shows the board, follows the instruction and the opened number, and looks closer."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesCanvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumSize(320, 140)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.board = Board(state)
        self.setWidget(self.board)
        self._state = state
        state.moved.connect(self.follow)
        state.changed.connect(self.follow)
        state.asked.connect(self._show_opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the network out anew."""
        super().resizeEvent(event)
        self.board.set_view(self.maximumViewportSize(), self.board.closer)
        self.follow()

    def fit(self) -> None:
        """Show as much at once as there is room for."""
        self.board.set_view(self.maximumViewportSize())
        self.follow()

    def look_closer(self, notches: float) -> None:
        """Give units room for more of their numbers, or less; what is in the middle stays there."""
        before = self.board.layout_of
        if before is None or not notches or (notches > 0 and before.is_closest):
            return
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        spans = (self.viewport().width(), self.viewport().height())
        middles = [
            (bar.value() + span / 2) / max(bar.maximum() + span, 1)
            for bar, span in zip(bars, spans, strict=True)
        ]
        closer = self.board.closer
        while self.board.layout_of == before and 1.0 <= closer <= CLOSEST:
            closer *= PER_NOTCH**notches
            self.board.set_view(self.maximumViewportSize(), min(max(closer, 1.0), CLOSEST))
        for bar, span, middle in zip(bars, spans, middles, strict=True):
            bar.setValue(round(middle * (bar.maximum() + span) - span / 2))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.look_closer(event.angleDelta().y() / NOTCH)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look closer from the keyboard, too."""
        key, is_ctrl = Qt.Key(event.key()), Qt.KeyboardModifier.ControlModifier
        if key in CLOSER_KEYS and event.modifiers() & is_ctrl:
            self.look_closer(CLOSER_KEYS[key])
        elif key == Qt.Key.Key_F and not event.modifiers():
            self.fit()
        else:
            super().keyPressEvent(event)

    def _show_opened(self) -> None:
        """Bring the opened number into sight."""
        number = self._state.number
        place = None if number is None else self.board.place_of(number)
        if place is not None and not place.isEmpty():
            at = place.center().toPoint()
            self.ensureVisible(at.x(), at.y(), EDGE + round(place.width() / 2), EDGE)

    def follow(self) -> None:
        """Bring the layer into sight at which the instruction is."""
        layout, step = self.board.layout_of, self._state.step
        if layout is None or step is None or layout.width <= self.viewport().width() + 1:
            return
        rect = layout.columns[step.layer].rect
        if step.made[0].kind is Kind.LOSS:
            rect = layout.loss
        half = self.viewport().width() // 3
        self.ensureVisible(round(rect.center().x()), round(layout.middle), half, 0)
