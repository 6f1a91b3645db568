"""Dragging over the empty canvas: a rectangle selects what it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from bpstudio.ui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from bpstudio.ui.builder.scene import NetworkScene
    from bpstudio.ui.builder.selection import Selection


class SelectArea(Gesture):
    """Selects the hidden layers that a rectangle touches; with `adds`, besides the selected."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, scene: NetworkScene, selection: Selection, adds: bool) -> None:
        self._scene, self._selection = scene, selection
        self._kept = selection.numbers if adds else ()
        self._corner = QPointF()

    def start(self, at: QPointF) -> None:
        """Pin one corner of the rectangle down."""
        self._corner = at
        self._scene.asking.close()

    def move(self, at: QPointF) -> None:
        """Draw the rectangle up to the place, and mark what it would select."""
        self._scene.frame.show_at(self._area(at))
        self._scene.mark(self._chosen(at), None)

    def finish(self, at: QPointF) -> None:
        """Select what was marked."""
        self.cancel()
        self._selection.set(self._chosen(at))

    def cancel(self) -> None:
        """Take the rectangle away; what is selected stays as it was."""
        self._scene.frame.hide()
        self._scene.mark(self._selection.numbers, None)

    def _area(self, at: QPointF) -> QRectF:
        return QRectF(self._corner, at).normalized()

    def _chosen(self, at: QPointF) -> tuple[int, ...]:
        area = self._area(at)
        cards = self._scene.layer_cards.items()
        return (*self._kept, *(number for number, card in cards if card.rect.intersects(area)))
