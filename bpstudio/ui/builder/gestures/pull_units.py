"""Pulling the handle of a column: down for more units, up for fewer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.experiment.spec import MAX_UNITS
from bpstudio.ui.canvas.gesture import Gesture
from bpstudio.ui.names import counted

if TYPE_CHECKING:
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.builder.scene import NetworkScene

PER_UNIT = 8.0  # px; in a layer of more than COARSE units a step is larger
COARSE = 32


class PullUnits(Gesture):
    """Sets the number of units of one layer."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, scene: NetworkScene, editor: Editor, number: int) -> None:
        self._scene, self._editor, self._number = scene, editor, number
        self._before = next(slot.units for slot in scene.slots() if slot.id == number)
        self._top = 0.0

    def start(self, at: QPointF) -> None:
        """Grip the handle."""
        self._top = at.y()

    def move(self, at: QPointF) -> None:
        """Show the layer with as many units as it is pulled for."""
        units = self.units(at)
        self._scene.preview(
            replace(slot, units=units) if slot.id == self._number else slot
            for slot in self._scene.slots()
        )
        handle = self._scene.layer_cards[self._number].handle()
        top = QPointF(handle.center().x(), handle.top())
        self._scene.tag.show_above(top, counted(units, "unit"), self._scene.sceneRect())

    def finish(self, at: QPointF) -> None:
        """Give the layer that many units."""
        self.cancel()
        if self.units(at) != self._before:
            self._editor.set_units((self._number,), self.units(at))

    def cancel(self) -> None:
        """Let go."""
        self._scene.tag.hide()
        self._scene.end_preview()

    def units(self, at: QPointF) -> int:
        """Return how many units the layer is pulled for."""
        step = max(self._before / COARSE, 1.0)
        pulled = round(self._before + (at.y() - self._top) / PER_UNIT * step)
        return min(max(pulled, 1), MAX_UNITS)
