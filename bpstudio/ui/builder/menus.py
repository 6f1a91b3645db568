"""The context menus of the canvas: which one there is at a place, and those of all but layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from bpstudio.data import drawn
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.losses import LOSSES
from bpstudio.experiment import edits
from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.edge_menu import edge_menu
from bpstudio.ui.builder.layer_card import LayerCard
from bpstudio.ui.builder.layer_menu import layer_menu, unit_menu
from bpstudio.ui.builder.menu_parts import (
    add_choices,
    add_fit,
    add_heading,
    add_initializers,
    add_insertions,
    add_unit_numbers,
    fill_with_layers,
    new_menu,
    past_menu,
)
from bpstudio.ui.icons import icon
from bpstudio.ui.names import INPUT_NAME, OUTPUT_NAME, data_label, layer_names

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from bpstudio.ui.builder.canvas import NetworkCanvas


def context_menu(canvas: NetworkCanvas, at: QPointF) -> QMenu:
    """Return the menu for what is at a place in the scene; it deletes itself when it closes."""
    network = canvas.network
    if canvas.showing.is_past:
        return past_menu(canvas)
    card = network.places.card(at)
    if card is network.asking.unit_card and network.asking.unit_card.of is not None:
        return _unit_menu(canvas, *network.asking.unit_card.of)
    if isinstance(card, LayerCard):
        number, unit = card.column.slot.id, card.unit_at(at)
        return _layer_menu(canvas, number) if unit is None else _unit_menu(canvas, number, unit)
    if card is network.input_card:
        return _input_menu(canvas)
    if card is network.output_card:
        return _output_menu(canvas, network.output_card.unit_at(at))
    if card is network.loss_card:
        return _loss_menu(canvas)
    edge = network.places.edge(at)
    if edge is not None:
        return edge_menu(canvas, edge)
    layout = network.layout
    if layout.input.right() < at.x() < layout.output.left():
        return _gap_menu(canvas, layout.place_at(at.x()))
    return _canvas_menu(canvas)


def keyboard_menu(canvas: NetworkCanvas) -> QMenu:
    """Return the menu for what the keyboard is on."""
    if canvas.showing.is_past:
        return past_menu(canvas)
    if canvas.network.asking.unit_card.of is not None:
        return _unit_menu(canvas, *canvas.network.asking.unit_card.of)
    if canvas.network.asking.edge is not None:
        return edge_menu(canvas, canvas.network.asking.edge)
    if canvas.commands.chosen:
        return layer_menu(canvas)
    return _output_menu(canvas) if OUTPUT in canvas.selected_layers else _canvas_menu(canvas)


def pop_up(menu: QMenu, canvas: NetworkCanvas) -> None:
    """Open a menu beside the layer that the keyboard is on; a mere list with its first chosen."""
    card = canvas.network.layer_cards.get(canvas.selection.current or OUTPUT)
    place = (card or canvas.network.output_card).rect.center()
    menu.popup(canvas.viewport().mapToGlobal(canvas.mapFromScene(place)))
    if not menu.findChildren(QMenu):  # elsewhere the first would open its own menu at once
        menu.setActiveAction(menu.actions()[0])


def insertion_menu(canvas: NetworkCanvas, place: int) -> QMenu:
    """Return the choice of a layer to be inserted, so that it becomes the one at `place`."""
    menu = new_menu(canvas)
    fill_with_layers(menu, canvas, place)
    return menu


def _layer_menu(canvas: NetworkCanvas, number: int) -> QMenu:
    if number not in canvas.selected_layers:
        canvas.selection.set((number,))
    return layer_menu(canvas)


def _unit_menu(canvas: NetworkCanvas, number: int, unit: int) -> QMenu:
    if number == OUTPUT:
        return _output_menu(canvas, unit)
    if number not in canvas.selected_layers:
        canvas.selection.set((number,))
    return unit_menu(canvas, number, unit)


def _gap_menu(canvas: NetworkCanvas, place: int) -> QMenu:
    menu = new_menu(canvas)
    names = [INPUT_NAME, *layer_names(canvas.showing.experiment).values()]
    add_heading(menu, f"between {names[place]} and {names[place + 1]}")
    add_insertions(menu, canvas, place)
    add_fit(menu, canvas)
    return menu


def _canvas_menu(canvas: NetworkCanvas) -> QMenu:
    menu = new_menu(canvas)
    add_heading(menu, "network")
    add_insertions(menu, canvas, len(canvas.document.experiment.hidden), "before the output")
    select = menu.addAction("Select all layers\tCtrl+A", canvas.commands.select_all)
    select.setEnabled(bool(canvas.document.experiment.hidden))
    add_fit(menu, canvas)
    return menu


def _input_menu(canvas: NetworkCanvas) -> QMenu:
    canvas.selection.set(())
    menu = new_menu(canvas)
    add_heading(menu, INPUT_NAME)
    # no chevrons here: at the side of a menu they say that another one opens
    menu.addAction("Next sample\tPgDown", lambda: canvas.show_sample_after(1))
    menu.addAction("Previous sample\tPgUp", lambda: canvas.show_sample_after(-1))
    labels = {name: data_label(name) for name in (*BUNDLED, *MADE)}
    labels[drawn.NAME] = f"{drawn.LABEL} …"
    used = canvas.document.experiment.data.name
    add_choices(menu.addMenu(icon("table"), "Data"), labels, used, canvas.choose_data)
    menu.addSeparator()
    add_insertions(menu, canvas, 0, "after the input")
    add_fit(menu, canvas)
    return menu


def _output_menu(canvas: NetworkCanvas, unit: int | None = None) -> QMenu:
    canvas.selection.set((OUTPUT,))
    menu = new_menu(canvas)
    if unit is None:
        add_heading(menu, OUTPUT_NAME)
    else:
        add_heading(menu, canvas.network.output_card.unit_title(unit))
        add_unit_numbers(menu, canvas, OUTPUT, unit)
        menu.addSeparator()
    _fill_with_losses(menu.addMenu("Loss"), canvas)
    add_initializers(menu, canvas, (OUTPUT,))
    menu.addSeparator()
    add_insertions(menu, canvas, len(canvas.document.experiment.hidden), "before the output")
    add_fit(menu, canvas)
    return menu


def _loss_menu(canvas: NetworkCanvas) -> QMenu:
    canvas.selection.set(())
    menu = new_menu(canvas)
    add_heading(menu, "loss")
    _fill_with_losses(menu, canvas)
    add_fit(menu, canvas)
    return menu


def _fill_with_losses(menu: QMenu, canvas: NetworkCanvas) -> None:
    labels = {name: known.label for name, known in LOSSES.items()}

    def choose(loss: str) -> None:
        canvas.editor.apply("Change loss", lambda experiment: edits.set_loss(experiment, loss))

    add_choices(menu, labels, canvas.document.experiment.loss, choose)
