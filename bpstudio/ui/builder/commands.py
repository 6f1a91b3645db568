"""What can be done to the selected layers, whoever asks: menus, keys, the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QGuiApplication

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.layers_text import layers_text, parse_layers
from bpstudio.ui.builder.chain import MOST_OPEN
from bpstudio.ui.builder.gap import Edge
from bpstudio.ui.builder.incoming import weights_of
from bpstudio.ui.builder.unit_numbers import UnitNumbers
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.spec import LayerSpec
    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.canvas import NetworkCanvas

UNIT_FIRST = "choose a unit first: click one, or press Down on a selected layer"
NOT_TOLD = "the run hasn't told them yet, or the layer has too many to show them all"


class LayerCommands:
    """Commands on the selected hidden layers of one canvas; each edit is one undo step."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        self._canvas = canvas

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of the selected hidden layers, input side first."""
        return tuple(number for number in self._canvas.selected_layers if number != OUTPUT)

    @property
    def place_after(self) -> int:
        """The place after the selected layers, before the output where none is selected."""
        order, chosen = self._canvas.selection.order(), self.chosen
        return order.index(chosen[-1]) + 1 if chosen else len(order) - 1

    def by_action(self) -> dict[str, Callable[[], object]]:
        """Return what the window's actions do here, by their object names."""
        return {
            "actionCut": self.cut,
            "actionCopy": self.copy,
            "actionPaste": self.paste,
            "actionDuplicate": self.duplicate,
            "actionSelectAll": self.select_all,
            "actionRemove": self._canvas.remove_selected,
            "actionFit": self._canvas.fit,
        }

    def layers(self) -> tuple[LayerSpec, ...]:
        """Return the selected hidden layers."""
        hidden = self._canvas.document.experiment.hidden
        return tuple(layer for layer in hidden if layer.id in self.chosen)

    def copy(self) -> None:
        """Put the selected layers into the clipboard, as a text."""
        if self._canvas.editor.hidden("Copy", self._canvas.selected_layers):
            QGuiApplication.clipboard().setText(layers_text(self.layers()))

    def cut(self) -> None:
        """Put the selected layers into the clipboard and remove them."""
        if self._canvas.editor.hidden("Cut", self._canvas.selected_layers):
            self.copy()
            self._canvas.editor.remove_layers(self.chosen, "Cut")

    def paste(self, place: int | None = None) -> None:
        """Insert the clipboard's layers at a place, without one after the selected ones."""
        text = QGuiApplication.clipboard().text()
        place = self.place_after if place is None else place
        editor = self._canvas.editor
        self._select(editor.insert_layers("Paste layers", place, lambda: parse_layers(text)))

    def duplicate(self) -> None:
        """Insert layers like the selected ones after them."""
        if self._canvas.editor.hidden("Duplicate", self._canvas.selected_layers):
            editor, layers = self._canvas.editor, self.layers()
            text = f"Duplicate {editor.names(self.chosen)}"
            self._select(editor.insert_layers(text, self.place_after, lambda: layers))

    def can_edit_unit(self, number: int) -> bool:
        """Whether all weights of a layer are at hand; of the largest they aren't."""
        return self._numbers_of(number) is not None

    def _numbers_of(self, number: int) -> LayerSnapshot | None:
        """Return the layer with all its weights, where the run has followed the last edit."""
        snapshot = self._canvas.session.snapshot
        if snapshot.experiment != self._canvas.document.experiment:
            return None
        found = (layer for layer in snapshot.layers if layer.id == number)
        return next((layer for layer in found if layer.weights is not None), None)

    def edit_unit(self, number: int, unit: int) -> Callable[[], None]:
        """Return what opens the numbers of a unit, to be read and written."""

        def open_numbers() -> None:
            layer, step = self._numbers_of(number), self._canvas.session.snapshot.step
            if layer is None:
                self.refuse(f"Weights and bias: {NOT_TOLD}")
            else:
                asking = self._canvas.network.asking
                if asking.about != (number, unit):
                    asking.open_unit(number, unit)
                editor, parent = self._canvas.editor, self._canvas
                numbers = UnitNumbers(editor, number, unit, layer, step, parent)
                numbers.follow(self._canvas.session)
                numbers.finished.connect(numbers.deleteLater)
                numbers.open()

        return open_numbers

    def write_weight(self, edge: Edge) -> None:
        """Let a weight be typed."""
        self._canvas.network.asking.open_edge(edge)
        self._canvas.edge_card.field.setFocus()

    def walk_weights(self, by: int) -> None:
        """Go to the next weaker (1) or stronger (-1) of the weights of the unit asked about.

        From the unit itself the way goes to its strongest.
        """
        asking, snapshot = self._canvas.network.asking, self._canvas.session.snapshot
        about, edge = asking.about, asking.edge
        if about is None:
            self.refuse(f"Weights: {UNIT_FIRST}")
            return
        layer = next((one for one in snapshot.layers if one.id == about.layer), None)
        weights = None if layer is None else weights_of(layer, snapshot, about.unit)
        if weights is None:
            self.refuse(f"Weights: {NOT_TOLD}")
            return
        order = np.argsort(-np.abs(weights), kind="stable").tolist()
        place = 0 if edge is None else order.index(edge.source) + by
        if 0 <= place < len(order):
            asking.open_edge(Edge(about.layer, about.unit, order[place]))
        else:
            self.refuse(f"Weights: this is the {'strongest' if place < 0 else 'weakest'} of them")

    def remove_unit(self, number: int, unit: int) -> Callable[[], None]:
        """Return what removes a unit."""

        def remove() -> None:
            self._canvas.network.asking.close()
            self._canvas.editor.remove_unit(number, unit)

        return remove

    def select_all(self) -> None:
        """Select every hidden layer."""
        self._canvas.selection.set(self._canvas.selection.order()[:-1])

    def shift(self, by: int) -> None:
        """Move the selected layers together, towards the output (1) or the input (-1)."""
        order = self._canvas.selection.order()[:-1]
        chosen = self._canvas.editor.hidden("Move", self._canvas.selected_layers)
        if chosen:
            rest = [number for number in order if number not in chosen]
            before = sum(order.index(number) < order.index(chosen[0]) for number in rest)
            if 0 <= before + by <= len(rest):
                self._canvas.editor.move_layers(chosen, before + by)
            else:
                end = "input" if by < 0 else "output"
                self.refuse(f"Move: nothing stands between what is selected and the {end}")

    def next_activation(self) -> None:
        """Give the selected layers the activation after that of the first; a run is one step."""
        if not self._canvas.editor.hidden("Activation", self._canvas.selected_layers):
            return
        names = list(ACTIVATIONS)
        following = names[(names.index(self.layers()[0].activation) + 1) % len(names)]
        merge = f"activation {self.chosen}"
        self._canvas.editor.set_activation(self.chosen, following, merge)

    @property
    def is_condensed(self) -> bool:
        """Whether one of the selected layers doesn't show each unit in a row of its own."""
        cards = self._canvas.network.layer_cards
        return any(cards[number].column.is_condensed for number in self.chosen)

    def fold(self) -> None:
        """Open the selected layers, so that each unit has a row, or close them."""
        will_open = self.is_condensed
        most = max((layer.units for layer in self.layers()), default=0)
        if will_open and most > MOST_OPEN:
            words = f"of {counted(most, 'unit')} only {count(MOST_OPEN)} could have a row each"
            self.refuse(f"Open: {words}")
        elif self._canvas.editor.hidden("Open", self._canvas.selected_layers):
            self._canvas.fold(self.chosen, will_open)

    def refuse(self, words: str) -> None:
        """Say why something can't be done, or what has to be done first."""
        self._canvas.refused.emit(words)

    def _select(self, added: tuple[int, ...]) -> None:
        if added:
            self._canvas.selection.set(added)
