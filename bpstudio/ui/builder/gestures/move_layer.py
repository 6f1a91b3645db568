"""Dragging columns: to another place in the chain, or off the canvas to remove them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.ui.builder.chain import GHOST, Slot
from bpstudio.ui.canvas.gesture import Gesture
from bpstudio.ui.names import counted

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.builder.scene import NetworkScene

LIFTED, LEAVING = 0.9, 0.4  # opacity
REMOVING = "release to remove"


class MoveLayer(Gesture):
    """Reorders a layer, or several together; dropped outside `inside`, the canvas, they go.

    `number` is the layer that is gripped, `others` what is selected besides. `visible` is the
    part of the scene in sight: the layer, and what a release would do, stay within it even where
    the mouse is elsewhere.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(
        self,
        scene: NetworkScene,
        editor: Editor,
        number: int,
        inside: QRectF,
        visible: QRectF,
        others: tuple[int, ...] = (),
    ) -> None:
        self._scene, self._editor = scene, editor
        carried = {number, *others}
        self._numbers = tuple(slot.id for slot in scene.slots() if slot.id in carried)
        self._inside, self._visible = inside, visible
        self._resting = scene.layout
        self._cards = [scene.layer_cards[each] for each in self._numbers]
        self._gripped = scene.layer_cards[number]
        self._middle = self._gripped.rect.center().x()
        self._origin = QPointF()

    def start(self, at: QPointF) -> None:
        """Lift the columns."""
        self._origin = at
        self._scene.asking.close()
        for card in self._cards:
            card.setZValue(2)

    def move(self, at: QPointF) -> None:
        """Carry the columns; the others make room."""
        is_inside = self._inside.contains(at)
        held = _nearest(at, self._visible)
        for card in self._cards:
            card.setOpacity(LIFTED if is_inside else LEAVING)
            card.setPos(held - self._origin)
        self._scene.preview(self._slots(self._place(at) if is_inside else None), "here")
        self._scene.ghost.keep_words_beside(self._gripped.rect.translated(held - self._origin))
        if not is_inside:
            self._scene.tag.show_above(held, REMOVING, self._visible)
        elif len(self._cards) > 1:
            self._scene.tag.show_above(held, counted(len(self._cards), "layer"), self._visible)
        else:
            self._scene.tag.hide()

    def finish(self, at: QPointF) -> None:
        """Put the columns down."""
        self._settle()
        if self._inside.contains(at):
            self._editor.move_layers(self._numbers, self._place(at))
        else:
            self._editor.remove_layers(self._numbers)

    def cancel(self) -> None:
        """Put the columns back."""
        self._settle()

    def _settle(self) -> None:
        for card in self._cards:
            card.setZValue(0)
            card.setOpacity(1)
        self._scene.tag.hide()
        self._scene.end_preview()

    def _place(self, at: QPointF) -> int:
        """Return the place among the other layers for the middle of the gripped column."""
        middle = self._middle + at.x() - self._origin.x()
        columns = self._resting.columns
        others = (column.rect for column in columns if column.slot.id not in self._numbers)
        return sum(rect.center().x() < middle for rect in others)

    def _slots(self, place: int | None) -> list[Slot]:
        """Return the chain with a ghost at `place` instead of the lifted layers."""
        slots = [slot for slot in self._scene.slots() if slot.id not in self._numbers]
        if place is not None:
            units = self._cards[-1].spec.units  # what comes into the layer after them
            slots.insert(place, Slot(GHOST, units, layers=len(self._cards)))
        return slots


def _nearest(at: QPointF, area: QRectF) -> QPointF:
    """Return the place in `area` that is nearest to `at`."""
    return QPointF(
        min(max(at.x(), area.left()), area.right()), min(max(at.y(), area.top()), area.bottom())
    )
