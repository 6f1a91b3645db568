"""What the keys do on the canvas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bpstudio.ui.builder.commands import UNIT_FIRST
from bpstudio.ui.builder.editor import LAYER_FIRST
from bpstudio.ui.builder.layer_menu import activation_menu
from bpstudio.ui.builder.menus import insertion_menu, pop_up
from bpstudio.ui.canvas.keyboard import (
    ALT,
    CONTROL,
    ENTER,
    MORE_OR_LESS,
    PLAIN,
    SHIFT,
    CanvasKeyboard,
    Key,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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


class Keyboard(CanvasKeyboard):
    """Walks over the layers and their units, and edits them."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas, canvas.pointer)
        self._canvas = canvas
        commands, edit = canvas.commands, self._edit
        self.actions |= {
            (PLAIN, Key.Key_Escape): self._escape,
            (PLAIN, Key.Key_Delete): edit(canvas.remove_selected),
            (PLAIN, Key.Key_Backspace): edit(canvas.remove_selected),
            (PLAIN, Key.Key_Insert): edit(self._ask_for_layer),
            (PLAIN, Key.Key_F): canvas.fit,
            (PLAIN, Key.Key_S): edit(self._toggle_skip),
            (PLAIN, Key.Key_A): edit(commands.next_activation),
            (SHIFT, Key.Key_A): edit(self._ask_for_activation),
            **{(PLAIN, key): self._enter for key in ENTER},
            (PLAIN, Key.Key_W): lambda: commands.walk_weights(1),
            (SHIFT, Key.Key_W): lambda: commands.walk_weights(-1),
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
        for key, way in MORE_OR_LESS:
            for modifier in (PLAIN, SHIFT):
                self.actions[modifier, key] = edit(partial(self._add_units, way))

    def _edit(self, action: Callable[[], object]) -> Callable[[], object]:
        """Return what does `action` where anything may be edited."""
        return lambda: self._canvas.editor.may_edit() and action()

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
