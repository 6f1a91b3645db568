"""What the mouse is doing on the canvas: which gesture is on, and what a click means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.gestures.move_layer import MoveLayer
from bpstudio.ui.builder.gestures.pull_units import PullUnits
from bpstudio.ui.builder.gestures.select_area import SelectLayers
from bpstudio.ui.builder.layer_card import LayerCard
from bpstudio.ui.canvas.pan_view import PanView
from bpstudio.ui.canvas.runner import GestureRunner

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from bpstudio.runtime.portrait import Asked
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.builder.scene import NetworkScene
    from bpstudio.ui.canvas.gesture import Gesture

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class Pointer(GestureRunner):
    """Turns presses, moves and releases into gestures and clicks.

    While a gesture is on, training waits: the hand comes first. `will_pan` says that the left
    button moves the picture, since the space bar is held.
    """

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._adds = False  # whether Shift or Ctrl was held at the press
        self._last = QPoint()
        self._told: Asked | None = None
        self.will_pan = False

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, or wait whether this becomes a click."""
        if self.is_busy:
            return
        canvas, place = self._canvas, event.position().toPoint()
        at = canvas.mapToScene(place)
        if event.button() == MIDDLE or (event.button() == LEFT and self.will_pan):
            self.begin(PanView(canvas.zoom), at, event.button())
        elif event.button() == LEFT:
            handle = canvas.network.places.handle(at)
            if handle is None:
                self._pressed = place
                self._adds = bool(event.modifiers() & (CONTROL | SHIFT))
            elif canvas.editor.may_edit():
                number = handle.column.slot.id
                canvas.selection.set((number,))
                self.begin(PullUnits(canvas.network, canvas.editor, number), at, event.button())

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

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture; a press that has moved far enough becomes one."""
        self._last = place = event.position().toPoint()
        at = self._canvas.mapToScene(place)
        if self._gesture is not None:
            self._gesture.move(at)
        elif self._pressed is None:
            self.show_cursor()
            self._tell(self._canvas.network.places.unit(at))
        elif (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._drag(self._canvas.mapToScene(self._pressed), at)

    def leave(self) -> None:
        """Point at no unit any more."""
        self._tell(None)

    def _tell(self, asked: Asked | None) -> None:
        """Tell which unit the mouse is on, whenever it is another one."""
        if asked != self._told:
            self._told = asked
            self._canvas.unit_pointed.emit(asked)

    def release(self, event: QMouseEvent) -> None:
        """Finish the gesture, or take it as a click."""
        at = self._canvas.mapToScene(event.position().toPoint())
        if self._gesture is not None:
            if event.button() == self._button:
                self.end(at)
        elif self._pressed is not None and event.button() == LEFT:
            self._pressed = None
            self._click(at, event.modifiers())

    def hold(self) -> None:
        """Let the training wait."""
        self._canvas.session.hold()

    def release_hold(self) -> None:
        """Let the training go on."""
        self._canvas.session.release()

    def _drag(self, pressed: QPointF, at: QPointF) -> None:
        """Begin the gesture of a drag that sets off from a card, or from between them."""
        canvas, self._pressed = self._canvas, None
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

    def _click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
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
