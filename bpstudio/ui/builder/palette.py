"""The palette: the layers and the data sets that a network is made of."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.activations import ACTIVATIONS, Activation
from bpstudio.resources import resource
from bpstudio.ui.canvas.payload import DATA, LAYER
from bpstudio.ui.theme import GRID, ITEM_HEIGHT, ITEM_PITCH, PALETTE_WIDTH
from bpstudio.ui.widgets.palette_item import PaletteItem

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

ITEM_WIDTH = PALETTE_WIDTH - 2 * GRID
LEAST_PITCH, LEAST_SPACE = 22, 2  # px: from item to item where there is little room


class Palette(QScrollArea):
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
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAccessibleName("Palette")
        self.setFixedWidth(PALETTE_WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._items: list[PaletteItem] = []
        self._add_layers()
        self._column.addSpacing(GRID + 4)
        self._add_data()
        self._column.addStretch(1)
        self.setWidget(self._content)
        self._set_pitch(ITEM_PITCH)
        self._roomy = self._content.sizeHint().height()
        self.setMaximumHeight(self._roomy)

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs scrolling, nor to stand close together."""
        return QSize(PALETTE_WIDTH, self._roomy)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few items; the rest scrolls."""
        return QSize(PALETTE_WIDTH, 5 * ITEM_PITCH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the items stand closer together before any has to be scrolled to."""
        super().resizeEvent(event)
        missing = max(self._roomy - self.viewport().height(), 0)
        closer = ceil(missing / len(self._items))
        self._set_pitch(max(ITEM_PITCH - closer, LEAST_PITCH))

    def _set_pitch(self, pitch: int) -> None:
        """Give the items this distance from one to the next; what is saved is space first."""
        space = max(ITEM_PITCH - ITEM_HEIGHT - (ITEM_PITCH - pitch), LEAST_SPACE)
        self._column.setSpacing(space)
        for item in self._items:
            item.setFixedHeight(pitch - space)

    def _add_layers(self) -> None:
        self._add_heading("Layers")
        for activation in ACTIVATIONS.values():
            item = PaletteItem(activation.label, activation.name, LAYER, activation.name)
            item.setToolTip(_layer_hint(activation))
            item.chosen.connect(self.layer_chosen)
            self._add(item, f"{activation.label} layer")

    def _add_data(self) -> None:
        self._add_heading("Data")
        for name in BUNDLED:
            self._add_set(name, BUNDLED[name].label, "measured; ships with bpstudio")
        for name in MADE:
            self._add_set(name, MADE[name].label, "made from a seed")
        item = PaletteItem("Table …", "table")
        item.setToolTip(
            "Click to read a table of your own from a CSV file.<br>"
            "Other data starts the training anew."
        )
        item.chosen.connect(self.table_requested)
        self._add(item, "Table from a file")

    def _add_set(self, name: str, label: str, kind: str) -> None:
        icon = name if resource("icons", f"{name}.svg").is_file() else "table"
        item = PaletteItem(label, icon, DATA, name)
        item.setToolTip(
            f"<b>{label}</b>, {kind}.<br>Drag it onto the canvas, or double-click it, to train "
            "on it. Other data starts the training anew."
        )
        item.chosen.connect(self.data_chosen)
        self._add(item, f"{label} data")

    def _add_heading(self, words: str) -> None:
        heading = QLabel(words)
        heading.setProperty("role", "heading")
        heading.setFixedHeight(20)
        self._column.addWidget(heading)

    def _add(self, item: PaletteItem, name: str) -> None:
        item.setAccessibleName(name)
        item.setFixedWidth(ITEM_WIDTH)
        self._items.append(item)
        self._column.addWidget(item)


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
