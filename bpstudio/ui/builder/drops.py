"""What the canvas does with what is dragged onto it from the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.builder.gestures.insert_layer import InsertLayer
from bpstudio.ui.canvas.payload import DATA, LAYER, unpack

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

    from bpstudio.ui.builder.canvas import NetworkCanvas


class Drops:
    """Takes layers, as a gesture, and data sets; nothing else."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        self._canvas = canvas
        self._gesture: InsertLayer | None = None

    def enter(self, event: QDragEnterEvent) -> None:
        """Begin the gesture of a layer that is dragged in."""
        if not self._canvas.editor.may_edit():
            event.ignore()
            return
        activation = unpack(event.mimeData(), LAYER)
        if activation in ACTIVATIONS:
            canvas = self._canvas
            canvas.pointer.cancel()
            self._gesture = InsertLayer(canvas.network, canvas.editor, activation)
            at = canvas.mapToScene(event.position().toPoint())
            canvas.pointer.begin(self._gesture, at)
            event.acceptProposedAction()
        elif unpack(event.mimeData(), DATA) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def move(self, event: QDragMoveEvent) -> None:
        """Move the gap."""
        self._canvas.pointer.go_on(self._canvas.mapToScene(event.position().toPoint()))
        event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """Insert the layer, or choose the data set."""
        canvas = self._canvas
        data = unpack(event.mimeData(), DATA)
        if data is not None:
            canvas.choose_data(data)
        elif self._gesture is not None:
            canvas.pointer.end(canvas.mapToScene(event.position().toPoint()))
            canvas.select_added(self._gesture.added)
            canvas.setFocus()
        event.acceptProposedAction()
        self._gesture = None
