"""What the keys do on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from bpstudio.experiment.edits import OUTPUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from bpstudio.ui.builder.canvas import NetworkCanvas

Key = Qt.Key


class Keyboard:
    """Walks over the layers and their units, and edits them.

    `is_used` says whether the last input came from the keyboard: then its place is shown.
    """

    def __init__(self, canvas: NetworkCanvas) -> None:
        self._canvas = canvas
        self.is_used = False
        self._actions: dict[int, Callable[[], object]] = {
            Key.Key_Escape: self._escape,
            Key.Key_Delete: canvas.remove_selected,
            Key.Key_Backspace: canvas.remove_selected,
            Key.Key_Plus: lambda: self._add_units(1),
            Key.Key_Equal: lambda: self._add_units(1),
            Key.Key_Minus: lambda: self._add_units(-1),
            Key.Key_F: canvas.fit,
            Key.Key_S: self._toggle_skip,
            Key.Key_Left: lambda: canvas.selection.walk(-1),
            Key.Key_Right: lambda: canvas.selection.walk(1),
            Key.Key_Up: lambda: self._walk_units(-1),
            Key.Key_Down: lambda: self._walk_units(1),
            Key.Key_PageUp: lambda: canvas.show_sample_after(-1),
            Key.Key_PageDown: lambda: canvas.show_sample_after(1),
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it stands for nothing here."""
        modifiers = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        moves = {Key.Key_Left: -1, Key.Key_Right: 1}
        if modifiers == Qt.KeyboardModifier.AltModifier and event.key() in moves:
            self._move_layer(moves[Key(event.key())])
            return True
        if modifiers == Qt.KeyboardModifier.ControlModifier and event.key() == Key.Key_A:
            self._canvas.selection.set(self._canvas.selection.order()[:-1])
            return True
        action = self._actions.get(event.key())
        if modifiers != Qt.KeyboardModifier.NoModifier or action is None:
            return False
        action()
        return True

    def _escape(self) -> None:
        canvas = self._canvas
        if canvas.pointer.is_busy:
            canvas.pointer.cancel()
        elif canvas.network.unit_card.of is not None:
            canvas.network.unit_card.close()
        else:
            canvas.selection.set(())

    def _add_units(self, by: int) -> None:
        """Change the units of each selected layer by one; a run of them is one undo step."""
        self._canvas.editor.add_units(self._canvas.selected_layers, by)

    def _toggle_skip(self) -> None:
        self._canvas.editor.toggle_skip(self._canvas.selected_layers)

    def _move_layer(self, by: int) -> None:
        canvas, number = self._canvas, self._canvas.selection.current
        order = canvas.selection.order()[:-1]
        if number in order and 0 <= order.index(number) + by < len(order):
            canvas.editor.move_layer(number, order.index(number) + by)

    def _walk_units(self, by: int) -> None:
        canvas, number = self._canvas, self._canvas.selection.current
        if number is None or number == OUTPUT:
            return
        canvas.selection.set((*canvas.selection.numbers, number), number)
        units = canvas.network.layer_cards[number].column.slot.units
        shown = canvas.network.unit_card.of
        unit = shown[1] + by if shown is not None and shown[0] == number else 0
        if 0 <= unit < units:
            canvas.network.open_unit(number, unit)
