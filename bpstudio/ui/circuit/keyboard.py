"""What the keys do on the circuit's canvas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

from bpstudio.ui.circuit.gestures.lay_wire import ConnectWire
from bpstudio.ui.circuit.menus import gates_menu, pop_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

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

Key = Qt.Key
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NOTCH = 120  # a wheel's, which a key stands for
STRIDE = 48.0  # px that an arrow moves the picture by, while the space bar is held
WAYS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
ENTER = (Key.Key_Return, Key.Key_Enter)


class CircuitKeyboard:
    """Walks over the gates, edits them, and wires one into another.

    `is_used` says whether the last input came from the keyboard: then its place is shown.
    """

    def __init__(self, canvas: CircuitCanvas) -> None:
        self._canvas = canvas
        self.is_used = False
        self._connecting: int | None = None  # the gate that a wire is being laid from
        self._slot: int | None = None
        commands = canvas.commands
        self._actions: dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]] = {
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
            (PLAIN, Key.Key_Space): lambda: self._hold_space(True),
            (CONTROL, Key.Key_A): commands.select_all,
            # the window's actions are off while no gate is selected: then the keys come here
            (CONTROL, Key.Key_C): commands.copy,
            (CONTROL, Key.Key_X): commands.cut,
            (CONTROL, Key.Key_D): commands.duplicate,
        }
        for key in ENTER:
            self._actions[PLAIN, key] = self._enter
        for key, (across, down) in WAYS.items():
            self._actions[PLAIN, key] = partial(self._go, across, down)
            self._actions[SHIFT, key] = partial(self._go, across, down, extends=True)
            self._actions[ALT, key] = partial(commands.shift, across, down)
        for key, way in ((Key.Key_Plus, 1), (Key.Key_Equal, 1), (Key.Key_Minus, -1)):
            for modifier in (PLAIN, SHIFT):  # some keyboards have + and = on one key
                self._actions[modifier, key] = partial(commands.turn_number, way)
            self._actions[CONTROL, key] = partial(self._zoom, way)
        for number in range(9):
            key_of_slot = Key(Key.Key_1 + number)
            self._actions[PLAIN, key_of_slot] = partial(self._choose_slot, number)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it stands for nothing here."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._canvas.pointer.will_pan and event.key() in WAYS:
            across, down = WAYS[Key(event.key())]
            self._canvas.zoom.shift(QPointF(across, down) * STRIDE)
            return True
        action = self._actions.get((modifiers, event.key()))
        if action is None and modifiers == CONTROL | SHIFT:
            action = self._actions.get((CONTROL, event.key()))  # Ctrl+Plus, where + is shifted
        if action is None or (self._canvas.pointer.is_busy and event.key() != Key.Key_Escape):
            return False
        action()
        return True

    def release(self, event: QKeyEvent) -> None:
        """Let go of the space bar."""
        if event.key() == Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(False)

    def forget(self) -> None:
        """Take no key as held any more: the release won't be heard here."""
        self._hold_space(False)
        self.give_up_connecting()

    def _hold_space(self, is_held: bool) -> None:
        self._canvas.pointer.will_pan = is_held
        self._canvas.pointer.show_cursor()

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

    def _zoom(self, way: int) -> None:
        self._canvas.zoom.zoom(way * NOTCH, self._canvas.viewport().rect().center())

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
