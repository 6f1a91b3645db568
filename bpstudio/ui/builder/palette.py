"""The palette: the layers and the data sets that a network is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from bpstudio.data import drawn
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.resources import resource
from bpstudio.ui.canvas.payload import DATA, LAYER
from bpstudio.ui.teaching import DRAG, activation_tip, data_tip
from bpstudio.ui.tooltips import tip
from bpstudio.ui.widgets.item_column import ItemColumn
from bpstudio.ui.widgets.palette_item import PaletteItem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ANEW = "Other data starts the training anew."
TO_ADD = "Drag it onto the canvas, or double-click it, to add it."


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
            item.setToolTip(activation_tip(activation.name, TO_ADD))
            item.chosen.connect(self.layer_chosen)
            self.add_item(item, f"{activation.label} layer")

    def _add_data(self) -> None:
        self.add_heading("Data")
        for name in BUNDLED:
            self._add_set(name, BUNDLED[name].label)
        for name in MADE:
            self._add_set(name, MADE[name].label)
        item = PaletteItem(f"{drawn.LABEL} …", drawn.NAME, "", drawn.NAME)
        item.setToolTip(data_tip(drawn.NAME, "Click to begin with what there is."))
        item.chosen.connect(self.data_chosen)
        self.add_item(item, "Points to be drawn")
        item = PaletteItem("Table …", "table")
        item.setToolTip(tip("Table", "Click to read one of your own from a CSV file.", ANEW))
        item.chosen.connect(self.table_requested)
        self.add_item(item, "Table from a file")

    def _add_set(self, name: str, label: str) -> None:
        icon = name if resource("icons", f"{name}.svg").is_file() else "table"
        item = PaletteItem(label, icon, DATA, name)
        item.setToolTip(data_tip(name, f"{DRAG} {ANEW}"))
        item.chosen.connect(self.data_chosen)
        self.add_item(item, f"{label} data")
