"""What the mouse is doing on the canvas: which gesture is on, and what a click means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.gestures.move_layer import MoveLayer
from bpstudio.ui.builder.gestures.pull_units import PullUnits
from bpstudio.ui.builder.gestures.select_area import SelectLayers
from bpstudio.ui.builder.layer_card import LayerCard
from bpstudio.ui.canvas.pointer import CONTROL, LEFT, SHIFT, CanvasPointer

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from bpstudio.runtime.portrait import Asked
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.builder.scene import NetworkScene
    from bpstudio.ui.canvas.gesture import Gesture


class Pointer(CanvasPointer):
    """Turns presses, moves and releases into gestures and clicks.

    While a gesture is on, training waits: the hand comes first.
    """

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._told: Asked | None = None

    def press_left(self, event: QMouseEvent) -> None:
        """Begin to pull a handle, or wait whether this becomes a click."""
        canvas = self._canvas
        at = canvas.mapToScene(event.position().toPoint())
        handle = canvas.network.places.handle(at)
        if handle is None:
            super().press_left(event)
        elif canvas.editor.may_edit():
            number = handle.column.slot.id
            canvas.selection.set((number,))
            self.begin(PullUnits(canvas.network, canvas.editor, number), at, LEFT)

    def press_again(self, event: QMouseEvent) -> None:
        """Open or close the column that is double-clicked; elsewhere it is a press like others."""
        canvas = self._canvas
        at = canvas.mapToScene(event.position().toPoint())
        number = canvas.network.places.layer(at)
        is_plain = event.button() == LEFT and not event.modifiers() & (CONTROL | SHIFT)
        on_handle = canvas.network.places.handle(at) is not None
        if number in (None, OUTPUT) or not is_plain or on_handle or self.will_pan or self.is_busy:
            self.press(event)
        else:
            canvas.commands.fold()

    def hover(self, at: QPointF) -> None:
        """Show what could be done here, and tell which unit the mouse is on."""
        self.show_cursor()
        self._tell(self._canvas.network.places.unit(at))

    def leave(self) -> None:
        """Point at no unit any more."""
        self._tell(None)

    def _tell(self, asked: Asked | None) -> None:
        """Tell which unit the mouse is on, whenever it is another one."""
        if asked != self._told:
            self._told = asked
            self._canvas.unit_pointed.emit(asked)

    def hold(self) -> None:
        """Let the training wait."""
        self._canvas.session.hold()

    def release_hold(self) -> None:
        """Let the training go on."""
        self._canvas.session.release()

    def drag(self, pressed: QPointF, at: QPointF) -> None:
        """Begin the gesture of a drag that sets off from a card, or from between them."""
        canvas = self._canvas
        number = canvas.network.places.layer(pressed)
        gesture: Gesture
        if canvas.network.places.card(pressed) is None:
            gesture = SelectLayers(canvas.network, canvas.selection, self._adds)
        elif number is not None and number != OUTPUT and canvas.editor.may_edit():
            gesture = self._lifting(number)
        else:
            return
        self.begin(gesture, pressed, LEFT)
        self.go_on(at)

    def _lifting(self, number: int) -> MoveLayer:
        """Return the gesture that carries a layer; one of several selected brings the others."""
        canvas = self._canvas
        if number not in canvas.selected_layers:
            canvas.selection.set((number,))
        # the legend below the viewport belongs to the canvas, too
        inside = canvas.mapToScene(canvas.rect()).boundingRect()
        visible = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        others = canvas.selected_layers
        return MoveLayer(canvas.network, canvas.editor, number, inside, visible, others)

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Do what is on a card, select a layer, ask about a unit or an edge."""
        canvas = self._canvas
        card = canvas.network.places.card(at)
        if card is canvas.network.asking.unit_card:
            if canvas.network.asking.unit_card.is_on_close(at):
                canvas.network.asking.close()
            return
        step = canvas.network.input_card.step_at(at)
        number = canvas.network.places.layer(at)
        if step:
            canvas.show_sample_after(step)
        elif number is None:
            edge = canvas.network.places.edge(at)
            canvas.selection.set(())
            canvas.network.asking.close()
            if edge is not None:
                canvas.network.asking.open_edge(edge)
        elif modifiers & CONTROL:
            canvas.selection.toggle(number)
        elif modifiers & SHIFT:
            canvas.selection.extend_to(number)
        else:
            canvas.selection.set((number,))
            found = canvas.network.places.unit(at)
            if found is None:
                canvas.network.asking.close()
            else:
                canvas.network.asking.open_unit(*found)

    def show_cursor(self) -> None:
        """Show by the cursor what the mouse can do where it is."""
        network, at = self._canvas.network, self._canvas.mapToScene(self._last)
        card = network.places.card(at)
        if self._gesture is not None:
            shape = self._gesture.cursor
        elif self.will_pan:
            shape = Qt.CursorShape.OpenHandCursor
        elif network.places.handle(at) is not None:
            shape = Qt.CursorShape.SizeVerCursor
        elif _is_button(network, at) or network.places.edge(at) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif card is not network.asking.unit_card and network.places.unit(at) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif isinstance(card, LayerCard):
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self._canvas.viewport().cursor().shape() != shape:
            self._canvas.viewport().setCursor(shape)


def _is_button(network: NetworkScene, at: QPointF) -> bool:
    card = network.places.card(at)
    if card is network.asking.unit_card:
        return network.asking.unit_card.is_on_close(at)
    return card is network.input_card and network.input_card.step_at(at) != 0
