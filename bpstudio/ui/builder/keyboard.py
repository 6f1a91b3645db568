"""What the keys do on the canvas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.ui.builder.commands import UNIT_FIRST
from bpstudio.ui.builder.editor import LAYER_FIRST
from bpstudio.ui.builder.layer_menu import activation_menu
from bpstudio.ui.builder.menus import insertion_menu, pop_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from bpstudio.ui.builder.canvas import NetworkCanvas

LISTED = (
    ("Go from layer to layer, from unit to unit", "arrow keys"),
    ("Select one more layer", "Shift+Left, Shift+Right"),
    ("Move the selected layers", "Alt+Left, Alt+Right"),
    ("Insert a layer after the selected", "Ins"),
    ("One unit more, one less", "+, −"),
    ("The next activation, all of them", "A, Shift+A"),
    ("Let the layer add what comes in: a skip", "S"),
    ("Weights and bias of the unit, to be written by hand", "Ctrl+E"),
    ("Its next weaker or stronger weight; Enter writes it", "W, Shift+W"),
    ("Remove the unit", "Ctrl+Del"),
    ("Open the layer, close it", "Enter, or double-click"),
    ("Zoom in, zoom out", "Ctrl++, Ctrl+−, or the wheel"),
    ("Move the picture", "Space and drag, Space and arrow keys"),
    ("Show the sample before, after", "PgUp, PgDown"),
    ("Give up a drag, close a card, select nothing", "Esc"),
)

Key = Qt.Key
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NOTCH = 120  # a wheel's, which a key stands for
STRIDE = 48.0  # px that an arrow moves the picture by, while the space bar is held
WAYS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}


class Keyboard:
    """Walks over the layers and their units, and edits them.

    `is_used` says whether the last input came from the keyboard: then its place is shown.
    """

    def __init__(self, canvas: NetworkCanvas) -> None:
        self._canvas = canvas
        self.is_used = False
        commands, edit = canvas.commands, self._edit
        self._actions: dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]] = {
            (PLAIN, Key.Key_Escape): self._escape,
            (PLAIN, Key.Key_Delete): edit(canvas.remove_selected),
            (PLAIN, Key.Key_Backspace): edit(canvas.remove_selected),
            (PLAIN, Key.Key_Insert): edit(self._ask_for_layer),
            (PLAIN, Key.Key_F): canvas.fit,
            (PLAIN, Key.Key_S): edit(self._toggle_skip),
            (PLAIN, Key.Key_A): edit(commands.next_activation),
            (SHIFT, Key.Key_A): edit(self._ask_for_activation),
            (PLAIN, Key.Key_Return): self._enter,
            (PLAIN, Key.Key_Enter): self._enter,
            (PLAIN, Key.Key_W): lambda: commands.walk_weights(1),
            (SHIFT, Key.Key_W): lambda: commands.walk_weights(-1),
            (PLAIN, Key.Key_Space): lambda: self._hold_space(True),
            (PLAIN, Key.Key_Left): lambda: canvas.selection.walk(-1),
            (PLAIN, Key.Key_Right): lambda: canvas.selection.walk(1),
            (SHIFT, Key.Key_Left): lambda: canvas.selection.stretch(-1),
            (SHIFT, Key.Key_Right): lambda: canvas.selection.stretch(1),
            (ALT, Key.Key_Left): edit(partial(commands.shift, -1)),
            (ALT, Key.Key_Right): edit(partial(commands.shift, 1)),
            (PLAIN, Key.Key_Up): lambda: self._walk_units(-1),
            (PLAIN, Key.Key_Down): lambda: self._walk_units(1),
            (PLAIN, Key.Key_PageUp): lambda: canvas.show_sample_after(-1),
            (PLAIN, Key.Key_PageDown): lambda: canvas.show_sample_after(1),
            (CONTROL, Key.Key_A): commands.select_all,
            (CONTROL, Key.Key_Delete): edit(
                partial(self._do_to_unit, "Remove", commands.remove_unit)
            ),
            (CONTROL, Key.Key_E): edit(partial(self._do_to_unit, "Weights", commands.edit_unit)),
            # the window's actions are off while no layer is selected: then the keys come here
            (CONTROL, Key.Key_C): commands.copy,
            (CONTROL, Key.Key_X): commands.cut,
            (CONTROL, Key.Key_D): commands.duplicate,
        }
        for key, way in ((Key.Key_Plus, 1), (Key.Key_Equal, 1), (Key.Key_Minus, -1)):
            for modifier in (PLAIN, SHIFT):  # some keyboards have + and = on one key
                self._actions[modifier, key] = edit(partial(self._add_units, way))
            self._actions[CONTROL, key] = partial(self._zoom, way)

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

    def _edit(self, action: Callable[[], object]) -> Callable[[], object]:
        """Return what does `action` where anything may be edited."""
        return lambda: self._canvas.editor.may_edit() and action()

    def release(self, event: QKeyEvent) -> None:
        """Let go of the space bar."""
        if event.key() == Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(False)

    def forget(self) -> None:
        """Take no key as held any more: the release won't be heard here."""
        self._hold_space(False)

    def _hold_space(self, is_held: bool) -> None:
        self._canvas.pointer.will_pan = is_held
        self._canvas.pointer.show_cursor()

    def _escape(self) -> None:
        canvas = self._canvas
        if canvas.pointer.is_busy:
            canvas.pointer.cancel()
        elif canvas.network.asking.about is not None:
            canvas.network.asking.close()
        else:
            canvas.selection.set(())

    def _enter(self) -> None:
        """Write the weight that is chosen, or open or close the selected layers."""
        edge = self._canvas.network.asking.edge
        if edge is None:
            self._canvas.commands.fold()
        else:
            self._canvas.commands.write_weight(edge)

    def _toggle_skip(self) -> None:
        self._canvas.editor.toggle_skip(self._canvas.selected_layers)

    def _add_units(self, by: int) -> None:
        """Change the units of each selected layer by one; a run of them is one undo step."""
        self._canvas.editor.add_units(self._canvas.selected_layers, by)

    def _do_to_unit(self, what: str, command: Callable[[int, int], Callable[[], None]]) -> None:
        """Do something to the unit whose numbers are shown; say so where there is none."""
        shown = self._canvas.network.asking.about
        if shown is not None:
            command(*shown)()
        else:
            self._canvas.commands.refuse(f"{what}: {UNIT_FIRST}")

    def _zoom(self, way: int) -> None:
        self._canvas.zoom.zoom(way * NOTCH, self._canvas.viewport().rect().center())

    def _ask_for_activation(self) -> None:
        if self._canvas.editor.hidden("Activation", self._canvas.selected_layers):
            pop_up(activation_menu(self._canvas), self._canvas)

    def _ask_for_layer(self) -> None:
        place = self._canvas.commands.place_after
        pop_up(insertion_menu(self._canvas, place), self._canvas)

    def _walk_units(self, by: int) -> None:
        canvas, number = self._canvas, self._canvas.selection.current
        if number is None:
            canvas.commands.refuse(f"Units: {LAYER_FIRST}")
            return
        canvas.selection.set((*canvas.selection.numbers, number), number)
        shown = canvas.network.asking.about
        unit = shown.unit + by if shown is not None and shown.layer == number else 0
        if 0 <= unit < canvas.network.holder(number).units:
            canvas.network.asking.open_unit(number, unit)
