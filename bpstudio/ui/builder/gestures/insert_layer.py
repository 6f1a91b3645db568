"""Dragging a layer from the palette: the gap opens where it would go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.edits import units_beside
from bpstudio.ui.builder.chain import GHOST, Slot
from bpstudio.ui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.builder.scene import NetworkScene


class InsertLayer(Gesture):
    """Inserts a layer of one activation where it is dropped; `added` is its id then."""

    def __init__(self, scene: NetworkScene, editor: Editor, activation: str) -> None:
        self._scene, self._editor, self._activation = scene, editor, activation
        self._resting = scene.layout  # places are told by the chain at rest, or it would flutter
        self._place: int | None = None
        self.added: int | None = None

    def start(self, at: QPointF) -> None:
        """Open the gap at the place."""
        self._scene.asking.close()
        self.move(at)

    def move(self, at: QPointF) -> None:
        """Move the gap to the place."""
        place = self._resting.place_at(at.x())
        if place != self._place:
            self._place = place
            slots = list(self._scene.slots())
            units = units_beside([slot.units for slot in slots], place)
            slots.insert(place, Slot(GHOST, units))
            self._scene.preview(slots, ACTIVATIONS[self._activation].label)
        self._scene.ghost.keep_words_clear_of(at.y())

    def finish(self, at: QPointF) -> None:
        """Insert the layer into the gap."""
        self._scene.end_preview()
        self.added = self._editor.add_layer(self._resting.place_at(at.x()), self._activation)

    def cancel(self) -> None:
        """Close the gap."""
        self._scene.end_preview()
