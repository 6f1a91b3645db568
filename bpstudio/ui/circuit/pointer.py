"""What the mouse is doing on the circuit's canvas: which gesture is on, what a click means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from bpstudio.ui.canvas.pointer import LEFT, CanvasPointer
from bpstudio.ui.circuit.gestures.drag_number import DragNumber
from bpstudio.ui.circuit.gestures.lay_wire import ConnectBack, ConnectWire, TakeOffWire
from bpstudio.ui.circuit.gestures.move_gates import MoveGates
from bpstudio.ui.circuit.gestures.select_gates import SelectGates
from bpstudio.ui.circuit.shapes import TERMINAL

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from bpstudio.ui.canvas.gesture import Gesture
    from bpstudio.ui.circuit.canvas import CircuitCanvas
    from bpstudio.ui.circuit.spots import Spot

SHAPES = {
    "output": Qt.CursorShape.CrossCursor,
    "input": Qt.CursorShape.CrossCursor,
    "number": Qt.CursorShape.SizeHorCursor,
    "gate": Qt.CursorShape.OpenHandCursor,
    "wire": Qt.CursorShape.PointingHandCursor,
    "canvas": Qt.CursorShape.ArrowCursor,
}


class CircuitPointer(CanvasPointer):
    """Turns presses, moves and releases into gestures and clicks."""

    def __init__(self, canvas: CircuitCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas

    def hold(self) -> None:
        """Let what runs elsewhere wait."""
        if self._canvas.holder is not None:
            self._canvas.holder.hold()

    def release_hold(self) -> None:
        """Let it go on."""
        if self._canvas.holder is not None:
            self._canvas.holder.release()

    def press_left(self, event: QMouseEvent) -> None:
        """Let the mouse do what the keyboard had begun."""
        self._canvas.keyboard.give_up_connecting()
        super().press_left(event)

    def press_again(self, event: QMouseEvent) -> None:
        """Let a number or a name be typed; elsewhere it is a press like others."""
        at = self._canvas.mapToScene(event.position().toPoint())
        spot = self._canvas.board.spots.at(at)
        is_plain = event.button() == LEFT and not self.will_pan and not self.is_busy
        if is_plain and spot.part in ("number", "gate") and spot.node not in (None, TERMINAL):
            assert spot.node is not None
            self._canvas.state.selection.set((spot.node,))
            self._canvas.commands.edit(spot.node)
        elif is_plain and spot == self._canvas.board.spots.terminal_spot():
            self._canvas.incoming.setFocus()
        else:
            self.press(event)

    def leave(self) -> None:
        """Point at nothing any more."""
        self._canvas.state.point_at(None)
        self._canvas.board.light(None)

    def hover(self, at: QPointF) -> None:
        """Show what could be done here, and which wires the mouse is on."""
        canvas, spot = self._canvas, self._canvas.board.spots.at(at)
        self.show_cursor()
        canvas.board.light(
            spot if spot.part in ("input", "output") else None,
            number=spot.node if spot.part == "number" else None,
        )
        canvas.state.point_at(canvas.board.spots.source_of(spot))

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Select what is there, or nothing."""
        spot, selection = self._canvas.board.spots.at(at), self._canvas.state.selection
        if spot.part == "wire" and spot.node != TERMINAL:
            assert spot.node is not None
            selection.set_wire((spot.node, spot.slot))
        elif spot.node is None or spot.node == TERMINAL:
            selection.clear()
        elif self._adds:
            selection.toggle(spot.node)
        else:
            selection.set((spot.node,))

    def drag(self, pressed: QPointF, at: QPointF) -> None:
        """Begin the gesture of a drag that sets off here."""
        gesture = self._gesture_at(pressed)
        if gesture is not None:
            self.begin(gesture, pressed, LEFT)
            self.go_on(at)

    def _gesture_at(self, at: QPointF) -> Gesture | None:
        canvas, scene, state = self._canvas, self._canvas.board, self._canvas.state
        spot = scene.spots.at(at)
        node = spot.node
        if node is None:
            return SelectGates(scene, state, self._adds)
        if spot.part in ("output", "input", "wire"):
            return self._wire_at(spot, at)
        if node == TERMINAL:
            return None
        if spot.part == "number":
            state.selection.set((node,))
            return DragNumber(state, canvas.editor, node)
        if node not in state.selection.nodes:
            state.selection.set((*state.selection.nodes, node) if self._adds else (node,), node)
        return MoveGates(state, canvas.editor, state.selection.nodes)

    def _wire_at(self, spot: Spot, at: QPointF) -> Gesture:
        """Return the gesture of a wire: taken off where there is one, else a new one."""
        canvas, scene = self._canvas, self._canvas.board
        assert spot.node is not None
        parts = (scene, canvas.state, canvas.editor, self._visible())
        if spot.part == "output":
            return ConnectWire(*parts, spot.node)
        wire = scene.route_into((spot.node, spot.slot))
        if wire is None:
            return ConnectBack(*parts, spot)
        if spot.part == "wire" and not wire.is_at_end(at):
            return ConnectWire(*parts, wire.source)  # a branch of the wire, from anywhere on it
        return TakeOffWire(*parts, wire)

    def _visible(self) -> QRectF:
        canvas = self._canvas
        return canvas.mapToScene(canvas.viewport().rect()).boundingRect()

    def show_cursor(self) -> None:
        """Show by the cursor what the mouse can do where it is."""
        if self._gesture is not None:
            shape = self._gesture.cursor
        elif self.will_pan:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            spot = self._canvas.board.spots.at(self._canvas.mapToScene(self._last))
            is_still = spot.node == TERMINAL and spot.part == "gate"
            shape = SHAPES["canvas" if is_still else spot.part]
        if self._viewport.cursor().shape() != shape:
            self._viewport.setCursor(shape)
