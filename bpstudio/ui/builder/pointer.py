"""What the mouse is doing on the canvas: which gesture is on, and what a click means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.gestures.move_layer import MoveLayer
from bpstudio.ui.builder.gestures.pan_view import PanView
from bpstudio.ui.builder.gestures.pull_units import PullUnits
from bpstudio.ui.builder.layer_card import LayerCard

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.builder.gestures.gesture import Gesture
    from bpstudio.ui.builder.scene import NetworkScene

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Pointer:
    """Turns presses, moves and releases into gestures and clicks.

    While a gesture is on, training waits: the hand comes first.
    """

    def __init__(self, canvas: NetworkCanvas) -> None:
        self._canvas = canvas
        self._gesture: Gesture | None = None
        self._button = Qt.MouseButton.NoButton  # that began the gesture, and alone ends it
        self._pressed: QPoint | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is on."""
        return self._gesture is not None

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, or wait whether this becomes a click."""
        if self.is_busy:
            return
        canvas, place = self._canvas, event.position().toPoint()
        at = canvas.mapToScene(place)
        if event.button() == Qt.MouseButton.MiddleButton:
            self.begin(PanView(canvas.zoom), at, event.button())
        elif event.button() == Qt.MouseButton.LeftButton:
            handle = canvas.network.handle_at(at)
            if handle is None:
                self._pressed = place
            else:
                number = handle.column.slot.id
                canvas.selection.set((number,))
                self.begin(PullUnits(canvas.network, canvas.editor, number), at, event.button())

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture; a press that has moved far enough becomes one."""
        place = event.position().toPoint()
        at = self._canvas.mapToScene(place)
        if self._gesture is not None:
            self._gesture.move(at)
        elif self._pressed is None:
            self._show_cursor(at)
        elif (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._lift(self._canvas.mapToScene(self._pressed), at)

    def release(self, event: QMouseEvent) -> None:
        """Finish the gesture, or take it as a click."""
        at = self._canvas.mapToScene(event.position().toPoint())
        if self._gesture is not None:
            if event.button() == self._button:
                self.end(at)
        elif self._pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self._click(at, event.modifiers())

    def begin(
        self, gesture: Gesture, at: QPointF, button: Qt.MouseButton = Qt.MouseButton.NoButton
    ) -> None:
        """Start a gesture that `button` ends; with none, whoever began it does."""
        self._pressed = None
        self._canvas.session.hold()
        self._gesture, self._button = gesture, button
        try:
            gesture.start(at)
        except BaseException:
            self._gesture = None
            self._canvas.session.release()  # or the training would wait for good
            raise

    def go_on(self, at: QPointF) -> None:
        """Move the gesture that is on."""
        if self._gesture is not None:
            self._gesture.move(at)

    def end(self, at: QPointF) -> None:
        """Finish the gesture that is on."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            try:
                gesture.finish(at)
            finally:
                self._canvas.session.release()

    def cancel(self) -> None:
        """Cancel the gesture that is on."""
        self._pressed = None
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            try:
                gesture.cancel()
            finally:
                self._canvas.session.release()

    def _lift(self, pressed: QPointF, at: QPointF) -> None:
        canvas, self._pressed = self._canvas, None
        number = canvas.network.layer_at(pressed)
        if number is None or number == OUTPUT:
            return
        canvas.selection.set((number,))
        # the legend below the viewport belongs to the canvas, too
        inside = canvas.mapToScene(canvas.rect()).boundingRect()
        visible = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        gesture = MoveLayer(canvas.network, canvas.editor, number, inside, visible)
        self.begin(gesture, pressed, Qt.MouseButton.LeftButton)
        self.go_on(at)

    def _click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        canvas = self._canvas
        card = canvas.network.card_at(at)
        if card is canvas.network.unit_card:
            if canvas.network.unit_card.is_on_close(at):
                canvas.network.unit_card.close()
            return
        step = canvas.network.input_card.step_at(at)
        number = canvas.network.layer_at(at)
        if step:
            canvas.show_sample_after(step)
        elif number is None:
            canvas.network.unit_card.close()
            canvas.selection.set(())
        elif modifiers & CONTROL:
            canvas.selection.toggle(number)
        elif modifiers & SHIFT:
            canvas.selection.extend_to(number)
        else:
            canvas.selection.set((number,))
            unit = card.unit_at(at) if isinstance(card, LayerCard) else None
            if unit is None:
                canvas.network.unit_card.close()
            else:
                canvas.network.open_unit(number, unit)

    def _show_cursor(self, at: QPointF) -> None:
        network = self._canvas.network
        card = network.card_at(at)
        if network.handle_at(at) is not None:
            shape = Qt.CursorShape.SizeVerCursor
        elif _is_button(network, at) or (
            isinstance(card, LayerCard) and card.unit_at(at) is not None
        ):
            shape = Qt.CursorShape.PointingHandCursor
        elif isinstance(card, LayerCard):
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self._canvas.viewport().cursor().shape() != shape:
            self._canvas.viewport().setCursor(shape)


def _is_button(network: NetworkScene, at: QPointF) -> bool:
    card = network.card_at(at)
    if card is network.unit_card:
        return network.unit_card.is_on_close(at)
    return card is network.input_card and network.input_card.step_at(at) != 0
