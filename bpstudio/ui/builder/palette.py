"""The palette: the layers and the data sets that a network is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from bpstudio.data import drawn
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.activations import ACTIVATIONS, Activation
from bpstudio.resources import resource
from bpstudio.ui.canvas.payload import DATA, LAYER
from bpstudio.ui.widgets.item_column import ItemColumn
from bpstudio.ui.widgets.palette_item import PaletteItem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Palette(ItemColumn):
    """Items to be dragged onto the canvas, or chosen by double-click or Enter.

    Signals
    -------
    layer_chosen, data_chosen
        The name of the activation, or of the data set.
    table_requested
        The user wants a table of their own.
    """

    layer_chosen = Signal(str)
    data_chosen = Signal(str)
    table_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Palette", parent)
        self.setObjectName("palette")
        self._add_layers()
        self.add_space()
        self._add_data()
        self.finish()

    def _add_layers(self) -> None:
        self.add_heading("Layers")
        for activation in ACTIVATIONS.values():
            item = PaletteItem(activation.label, activation.name, LAYER, activation.name)
            item.setToolTip(_layer_hint(activation))
            item.chosen.connect(self.layer_chosen)
            self.add_item(item, f"{activation.label} layer")

    def _add_data(self) -> None:
        self.add_heading("Data")
        for name in BUNDLED:
            self._add_set(name, BUNDLED[name].label, "measured; ships with bpstudio")
        for name in MADE:
            self._add_set(name, MADE[name].label, "made from a seed")
        item = PaletteItem(f"{drawn.LABEL} …", drawn.NAME, "", drawn.NAME)
        item.setToolTip(
            "Click to paint the points that the network learns from.<br>"
            "Your first stroke takes the place of the data; undo brings them back."
        )
        item.chosen.connect(self.data_chosen)
        self.add_item(item, "Points to be drawn")
        item = PaletteItem("Table …", "table")
        item.setToolTip(
            "Click to read a table of your own from a CSV file.<br>"
            "Other data starts the training anew."
        )
        item.chosen.connect(self.table_requested)
        self.add_item(item, "Table from a file")

    def _add_set(self, name: str, label: str, kind: str) -> None:
        icon = name if resource("icons", f"{name}.svg").is_file() else "table"
        item = PaletteItem(label, icon, DATA, name)
        item.setToolTip(
            f"<b>{label}</b>, {kind}.<br>Drag it onto the canvas, or double-click it, to train "
            "on it. Other data starts the training anew."
        )
        item.chosen.connect(self.data_chosen)
        self.add_item(item, f"{label} data")


def _layer_hint(activation: Activation) -> str:
    value = activation.value_equation.format(l="")
    slope = activation.slope_equation.format(a="a", f="z")
    saturation = {
        "flat": "Far from 0 it is flat: the unit saturates and lets no gradient through.",
        "zero": "Below 0 its slope is 0: a unit that is never above it is dead.",
        "never": "Its slope is 1 everywhere: it never saturates, and adds nothing but a product.",
    }[activation.saturates]
    return (
        f"<b>{activation.label} layer</b><br>z = {value}, slope {slope}<br>{saturation}<br>"
        "Drag it onto the canvas, or double-click it, to add it."
    )
