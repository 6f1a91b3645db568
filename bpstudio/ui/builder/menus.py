"""The context menus of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.icons import icon
from bpstudio.ui.names import layer_names

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from bpstudio.ui.builder.canvas import NetworkCanvas


def context_menu(canvas: NetworkCanvas, at: QPointF) -> QMenu:
    """Return the menu for what is at a place in the scene; it deletes itself when it closes."""
    menu = QMenu(canvas)
    menu.aboutToHide.connect(menu.deleteLater)
    number = canvas.network.layer_at(at)
    if number is None or number == OUTPUT:
        _add_layers(menu, canvas, canvas.network.layout.place_at(at.x()))
    else:
        if number not in canvas.selection.numbers:
            canvas.selection.set((number,))
        _add_activations(menu, canvas, number)
        _add_skip(menu, canvas, number)
        _add_removal(menu, canvas)
    menu.addSeparator()
    menu.addAction(icon("expand"), "Fit the network\tF", canvas.fit)
    return menu


def _add_layers(menu: QMenu, canvas: NetworkCanvas, place: int) -> None:
    layers = menu.addMenu(icon("plus"), "Add layer here")
    for activation in ACTIVATIONS.values():
        action = layers.addAction(icon(activation.name), activation.label)
        action.triggered.connect(
            lambda _=False, name=activation.name: canvas.insert_layer(place, name)
        )


def _add_activations(menu: QMenu, canvas: NetworkCanvas, number: int) -> None:
    experiment = canvas.document.experiment
    used = next(layer.activation for layer in experiment.hidden if layer.id == number)
    activations = menu.addMenu("Activation")
    for activation in ACTIVATIONS.values():
        action = activations.addAction(activation.label)
        action.setCheckable(True)
        action.setChecked(activation.name == used)
        action.triggered.connect(
            lambda _=False, name=activation.name: canvas.editor.set_activation(
                canvas.selected_layers, name
            )
        )


def _add_skip(menu: QMenu, canvas: NetworkCanvas, number: int) -> None:
    hidden = canvas.document.experiment.hidden
    action = menu.addAction("Skip\tS", lambda: canvas.editor.toggle_skip(canvas.selected_layers))
    action.setCheckable(True)
    action.setChecked(next(layer.skip for layer in hidden if layer.id == number))
    action.setToolTip("Add what comes in to what goes out")


def _add_removal(menu: QMenu, canvas: NetworkCanvas) -> None:
    hidden = [number for number in canvas.selected_layers if number != OUTPUT]
    name = layer_names(canvas.document.experiment)[hidden[0]]
    words = f"Remove {name}" if len(hidden) == 1 else f"Remove {len(hidden)} layers"
    menu.addAction(icon("trash"), f"{words}\tDel", canvas.remove_selected)
