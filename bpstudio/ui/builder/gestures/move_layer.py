"""Dragging a column: to another place in the chain, or off the canvas to remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from bpstudio.ui.builder.chain import GHOST, Slot
from bpstudio.ui.builder.gestures.gesture import Gesture

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.builder.scene import NetworkScene

LIFTED, LEAVING = 0.9, 0.4  # opacity
REMOVING = "release to remove"


class MoveLayer(Gesture):
    """Reorders one layer; dropped outside `inside`, the canvas, it goes.

    `visible` is the part of the scene in sight: the layer, and what a release would do, stay
    within it even where the mouse is elsewhere.
    """

    def __init__(
        self, scene: NetworkScene, editor: Editor, number: int, inside: QRectF, visible: QRectF
    ) -> None:
        self._scene, self._editor, self._number = scene, editor, number
        self._inside, self._visible = inside, visible
        self._resting = scene.layout
        self._card = scene.layer_cards[number]
        self._home = self._card.rect
        self._origin = self._home.center()

    def start(self, at: QPointF) -> None:
        """Lift the column."""
        self._origin = at
        self._scene.unit_card.close()
        self._card.setZValue(2)

    def move(self, at: QPointF) -> None:
        """Carry the column; the others make room."""
        is_inside = self._inside.contains(at)
        held = _nearest(at, self._visible)
        self._card.setOpacity(LIFTED if is_inside else LEAVING)
        self._card.setPos(held - self._origin)
        self._scene.preview(self._slots(self._place(at) if is_inside else None), "here")
        if is_inside:
            self._scene.tag.hide()
        else:
            self._scene.tag.show_above(held, REMOVING, self._visible)

    def finish(self, at: QPointF) -> None:
        """Put the column down."""
        self._settle()
        if not self._inside.contains(at):
            self._editor.remove_layers((self._number,))
        elif self._place(at) != self._index():
            self._editor.move_layer(self._number, self._place(at))

    def cancel(self) -> None:
        """Put the column back."""
        self._settle()

    def _settle(self) -> None:
        self._card.setZValue(0)
        self._card.setOpacity(1)
        self._scene.tag.hide()
        self._scene.end_preview()

    def _index(self) -> int:
        return [slot.id for slot in self._scene.slots()].index(self._number)

    def _place(self, at: QPointF) -> int:
        """Return the place among the other layers for the column's middle."""
        middle = self._home.center().x() + at.x() - self._origin.x()
        others = [column for column in self._resting.columns if column.slot.id != self._number]
        return sum(column.rect.center().x() < middle for column in others)

    def _slots(self, place: int | None) -> list[Slot]:
        """Return the chain with a ghost at `place` instead of the lifted layer."""
        slots = [slot for slot in self._scene.slots() if slot.id != self._number]
        if place is not None:
            slots.insert(place, Slot(GHOST, self._card.spec.units))
        return slots


def _nearest(at: QPointF, area: QRectF) -> QPointF:
    """Return the place in `area` that is nearest to `at`."""
    return QPointF(
        min(max(at.x(), area.left()), area.right()), min(max(at.y(), area.top()), area.bottom())
    )
