"""The context menus of hidden layers and their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.builder.menu_parts import (
    add_choices,
    add_fit,
    add_heading,
    add_initializers,
    add_unit_numbers,
    fill_with_layers,
    new_menu,
)
from bpstudio.ui.icons import icon
from bpstudio.ui.names import layer_names
from bpstudio.ui.teaching import field_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from bpstudio.ui.builder.canvas import NetworkCanvas


def layer_menu(canvas: NetworkCanvas) -> QMenu:
    """Return the menu of the selected hidden layers, one or several."""
    menu = new_menu(canvas)
    add_heading(menu, canvas.editor.names(canvas.commands.chosen))
    _fill_for_layers(menu, canvas)
    add_fit(menu, canvas)
    return menu


def unit_menu(canvas: NetworkCanvas, number: int, unit: int) -> QMenu:
    """Return the menu of one unit of a layer, and of that layer."""
    menu = new_menu(canvas)
    add_heading(menu, f"{layer_names(canvas.showing.experiment)[number]}, unit {unit + 1}")
    add_unit_numbers(menu, canvas, number, unit)
    menu.addAction(
        icon("trash"),
        f"Remove unit {unit + 1}\tCtrl+Del",
        canvas.commands.remove_unit(number, unit),
    )
    _add_units(menu, canvas)
    menu.addSeparator()
    _fill_for_layers(menu.addMenu(canvas.editor.names(canvas.commands.chosen)), canvas)
    add_fit(menu, canvas)
    return menu


def activation_menu(canvas: NetworkCanvas) -> QMenu:
    """Return the choice of an activation for the selected layers."""
    menu = new_menu(canvas)
    _fill_with_activations(menu, canvas)
    return menu


def _fill_for_layers(menu: QMenu, canvas: NetworkCanvas) -> None:
    _add_settings(menu, canvas)
    _add_units(menu, canvas)
    menu.addSeparator()
    _add_clipboard(menu, canvas)
    menu.addSeparator()
    _add_places(menu, canvas)
    _add_removal(menu, canvas)


def _add_settings(menu: QMenu, canvas: NetworkCanvas) -> None:
    _fill_with_activations(menu.addMenu("Activation"), canvas)
    add_initializers(menu, canvas, canvas.commands.chosen)
    skip = menu.addAction("Skip\tS", lambda: canvas.editor.toggle_skip(canvas.selected_layers))
    skip.setCheckable(True)
    skip.setChecked(all(layer.skip for layer in canvas.commands.layers()))
    skip.setToolTip(field_tip("skip", "Skip"))
    words = "Open: a row for each unit" if canvas.commands.is_condensed else "Close: units in cells"
    menu.addAction(f"{words}\tEnter", canvas.commands.fold)


def _fill_with_activations(menu: QMenu, canvas: NetworkCanvas) -> None:
    used = {layer.activation for layer in canvas.commands.layers()}
    labels = {name: activation.label for name, activation in ACTIVATIONS.items()}
    add_choices(
        menu,
        labels,
        used.pop() if len(used) == 1 else None,
        lambda name: canvas.editor.set_activation(canvas.selected_layers, name),
    )


def _add_units(menu: QMenu, canvas: NetworkCanvas) -> None:
    numbers = canvas.selected_layers
    menu.addAction("One unit more\t+", lambda: canvas.editor.add_units(numbers, 1))
    fewer = menu.addAction("One unit less\t−", lambda: canvas.editor.add_units(numbers, -1))
    fewer.setEnabled(any(layer.units > 1 for layer in canvas.commands.layers()))


def _add_clipboard(menu: QMenu, canvas: NetworkCanvas) -> None:
    commands = canvas.commands
    menu.addAction(icon("cut"), "Cut\tCtrl+X", commands.cut)
    menu.addAction(icon("copy"), "Copy\tCtrl+C", commands.copy)
    menu.addAction(icon("paste"), "Paste after\tCtrl+V", commands.paste)
    menu.addAction("Duplicate\tCtrl+D", commands.duplicate)


def _add_places(menu: QMenu, canvas: NetworkCanvas) -> None:
    order, chosen = canvas.selection.order()[:-1], canvas.commands.chosen
    before, after = order.index(chosen[0]), order.index(chosen[-1]) + 1
    fill_with_layers(menu.addMenu("Add layer before"), canvas, before)
    fill_with_layers(menu.addMenu(icon("plus"), "Add layer after"), canvas, after)
    for words, by, can in (
        ("Move towards the input\tAlt+Left", -1, chosen != order[: len(chosen)]),
        ("Move towards the output\tAlt+Right", 1, chosen != order[-len(chosen) :]),
    ):
        action = menu.addAction(words, lambda by=by: canvas.commands.shift(by))
        action.setEnabled(can)
    menu.addSeparator()


def _add_removal(menu: QMenu, canvas: NetworkCanvas) -> None:
    words = f"Remove {canvas.editor.names(canvas.commands.chosen)}"
    menu.addAction(icon("trash"), f"{words}\tDel", canvas.remove_selected)
