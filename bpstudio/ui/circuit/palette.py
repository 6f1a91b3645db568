"""The palette of gates, and the examples below it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from bpstudio.engine.flow import GATES
from bpstudio.ui.canvas.payload import GATE
from bpstudio.ui.circuit.example_list import ExampleList
from bpstudio.ui.teaching import gate_tip
from bpstudio.ui.widgets.item_column import ItemColumn
from bpstudio.ui.widgets.palette_item import PaletteItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from bpstudio.engine.flow import Gate
    from bpstudio.ui.circuit.example_list import Example

ICONS = {"add": "plus"}  # those of the other gates with an item of their own go by their names
SHORT = {"cross_entropy": "−t log y", "negate": "−x"}


class GatePalette(ItemColumn):
    """Gates to be dragged onto the canvas, or chosen by double-click or Enter; then examples.

    Signals
    -------
    gate_chosen
        The name of a gate.
    example_chosen
        An `Example`.

    Attributes
    ----------
    examples
        Their list.
    """

    gate_chosen = Signal(str)
    example_chosen = Signal(object)

    def __init__(self, examples: Sequence[Example], parent: QWidget | None = None) -> None:
        super().__init__("Gates and examples", parent)
        self.setObjectName("gatePalette")
        self.add_heading("Gates")
        first = [gate for gate in GATES.values() if gate.title or gate.is_source]
        for gate in first:
            self.add_item(self._item(gate, gate.label, ICONS.get(gate.name, gate.name)), gate.label)
        self.add_space()
        self.add_heading("More gates")
        rest = [gate for gate in GATES.values() if gate not in first]
        for left, right in zip_longest(rest[::2], rest[1::2]):
            self.add_pair(self._narrow(left), None if right is None else self._narrow(right))
        self.add_space()
        self.add_heading("Examples")
        self.examples = ExampleList(examples)
        self.examples.chosen.connect(self.example_chosen)
        self.add_widget(self.examples)
        self.finish()

    def _item(self, gate: Gate, label: str, icon: str) -> PaletteItem:
        item = PaletteItem(label, icon, GATE, gate.name)
        item.setObjectName(f"gate_{gate.name}")
        item.setToolTip(gate_tip(gate))
        item.chosen.connect(self.gate_chosen)
        return item

    def _narrow(self, gate: Gate) -> PaletteItem:
        item = self._item(gate, SHORT.get(gate.name, gate.symbol), "")
        item.setAccessibleName(gate.label)
        return item
