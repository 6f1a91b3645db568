"""What the keys do on the circuit's canvas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainterPath

from bpstudio.ui.canvas.keyboard import (
    ALT,
    CONTROL,
    ENTER,
    MORE_OR_LESS,
    PLAIN,
    SHIFT,
    WAYS,
    CanvasKeyboard,
    Key,
)
from bpstudio.ui.circuit.gestures.lay_wire import ConnectWire
from bpstudio.ui.circuit.menus import gates_menu, pop_up

if TYPE_CHECKING:
    from bpstudio.ui.circuit.canvas import CircuitCanvas
    from bpstudio.ui.circuit.spots import Spot

LISTED = (
    ("Go from gate to gate, in the order of the passes", "Tab, Shift+Tab"),
    ("Go to the gate above, below, left or right", "arrow keys"),
    ("Select one more gate", "Shift+arrow keys"),
    ("Move the selected gates", "Alt+arrow keys"),
    ("Type the gate’s number, or its name", "Enter, or double-click"),
    ("Its number a tenth more, less", "+, −"),
    ("Name the gate", "F2"),
    ("Add a gate after the selected", "Ins"),
    ("Wire the gate into another: go there, choose the input, Enter", "C, arrow keys, 1 to 9"),
    ("Select the wires that go into the gate, one by one", "W, Shift+W"),
    ("Let the gate be the output", "O"),
    ("Set the gradient that comes in at the output", "G"),
    ("Remove the selected gates, or the wire", "Del"),
    ("Zoom in, zoom out", "Ctrl++, Ctrl+−, or the wheel"),
    ("Move the picture", "Space and drag, Space and arrow keys"),
    ("Give up a drag or a wire, select nothing", "Esc"),
)


class CircuitKeyboard(CanvasKeyboard):
    """Walks over the gates, edits them, and wires one into another."""

    def __init__(self, canvas: CircuitCanvas) -> None:
        super().__init__(canvas, canvas.pointer)
        self._canvas = canvas
        self._connecting: int | None = None  # the gate that a wire is being laid from
        self._slot: int | None = None
        commands = canvas.commands
        self.actions |= {
            (PLAIN, Key.Key_Escape): self._escape,
            (PLAIN, Key.Key_Delete): commands.remove,
            (PLAIN, Key.Key_Backspace): commands.remove,
            (PLAIN, Key.Key_Insert): self._ask_for_gate,
            (PLAIN, Key.Key_F): canvas.fit,
            (PLAIN, Key.Key_F2): lambda: commands.rename(),
            (PLAIN, Key.Key_C): self._connect,
            (PLAIN, Key.Key_W): lambda: commands.walk_wires(1),
            (SHIFT, Key.Key_W): lambda: commands.walk_wires(-1),
            (PLAIN, Key.Key_O): commands.make_output,
            (PLAIN, Key.Key_G): canvas.edit_incoming,
            (CONTROL, Key.Key_A): commands.select_all,
            # the window's actions are off while no gate is selected: then the keys come here
            (CONTROL, Key.Key_C): commands.copy,
            (CONTROL, Key.Key_X): commands.cut,
            (CONTROL, Key.Key_D): commands.duplicate,
        }
        for key in ENTER:
            self.actions[PLAIN, key] = self._enter
        for key, (across, down) in WAYS.items():
            self.actions[PLAIN, key] = partial(self._go, across, down)
            self.actions[SHIFT, key] = partial(self._go, across, down, extends=True)
            self.actions[ALT, key] = partial(commands.shift, across, down)
        for key, way in MORE_OR_LESS:
            for modifier in (PLAIN, SHIFT):
                self.actions[modifier, key] = partial(commands.turn_number, way)
        for number in range(9):
            key_of_slot = Key(Key.Key_1 + number)
            self.actions[PLAIN, key_of_slot] = partial(self._choose_slot, number)

    def forget(self) -> None:
        """Take no key as held any more: the release won't be heard here."""
        super().forget()
        self.give_up_connecting()

    def _escape(self) -> None:
        if self._canvas.pointer.is_busy:
            self._canvas.pointer.cancel()
        elif self._connecting is not None:
            self.give_up_connecting()
        else:
            self._canvas.state.selection.clear()

    def _go(self, across: int, down: int, extends: bool = False) -> None:
        self._canvas.state.selection.go_towards(across, down, extends)
        current = self._canvas.state.selection.current
        if current is not None:
            self._canvas.keep_in_sight(current)

    def _enter(self) -> None:
        if self._connecting is not None:
            self._finish_connecting()
        else:
            self._canvas.commands.edit()

    def _ask_for_gate(self) -> None:
        pop_up(gates_menu(self._canvas), self._canvas)

    # Wiring

    def _connect(self) -> None:
        """Take a wire from the gate that the keyboard is on."""
        node = self._canvas.commands.current("Wire")
        if node is not None:
            self._connecting, self._slot = node.id, None
            name = self._canvas.editor.called(node.id)
            self._canvas.told.emit(
                f"Wiring {name}: go to a gate with arrow keys or Tab, choose its input with 1 to "
                "9, and press Enter. Esc gives it up."
            )

    def _choose_slot(self, slot: int) -> None:
        """Choose which input of the gate the wire goes into."""
        if self._connecting is not None:
            self._slot = slot
            self.show_connecting()

    def _target(self) -> Spot | None:
        """Return the input that the wire would go into."""
        node, scene = self._canvas.state.selection.current, self._canvas.board
        if node is None or node == self._connecting:
            return None
        if self._slot is not None:
            return scene.spots.input_of(node, self._slot)
        return scene.spots.first_input(node)

    def _finish_connecting(self) -> None:
        source, spot = self._connecting, self._target()
        if source is None or spot is None or spot.node is None:
            self._canvas.editor.refuse("Wire: go to another gate first, with arrow keys or Tab")
            return
        self.give_up_connecting()
        self._canvas.editor.wire(source, spot.node, spot.slot)

    def give_up_connecting(self) -> None:
        """Let go of the wire."""
        if self._connecting is not None:
            self._connecting = self._slot = None
            self._canvas.board.wires.show_loose(QPainterPath())
            self._canvas.board.light(None)
            self._canvas.board.tag.hide()
            self._canvas.told.emit("")

    def show_connecting(self) -> None:
        """Draw the wire to the gate that the keyboard is on."""
        source, spot = self._connecting, self._target()
        if source is None:
            return
        if source not in self._canvas.board.gates:
            self.give_up_connecting()
            return
        canvas = self._canvas
        visible = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        wire = ConnectWire(canvas.board, canvas.state, canvas.editor, visible, source)
        if spot is None:
            canvas.board.wires.show_loose(QPainterPath())
            canvas.board.light(None)
        else:
            wire.show_to(spot)
