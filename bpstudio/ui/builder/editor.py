"""The edits that canvas and inspector make: each one undo step with a name, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.data.bundled import BUNDLED
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment import edits
from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.spec import (
    MAX_UNITS,
    Choice,
    DataSpec,
    Experiment,
    LayerSpec,
)
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.refusal import Refusal
from bpstudio.ui.builder.reasons import on_screen
from bpstudio.ui.names import layer_names
from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.experiment.surgery import Surgery
    from bpstudio.ui.document import Document

OUTPUT_STAYS = "the output is what the data and the loss make it; choose others to change it"
UNITS_RANGE = f"a layer has at least 1 and at most {count(MAX_UNITS)}"
LAYER_FIRST = "select a layer first, with a click or with the arrow keys"


class Editor(QObject):
    """Edits a document in a user's words."""

    refused = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document

    def apply(
        self, text: str, edit: Callable[[Experiment], Experiment], merge: str | None = None
    ) -> bool:
        """Make one undo step called `text`; say so and change nothing if it is refused."""
        return self.operate(text, lambda e: (edit(e), NO_SURGERY), merge)

    def operate(
        self,
        text: str,
        edit: Callable[[Experiment], tuple[Experiment, Surgery]],
        merge: str | None = None,
    ) -> bool:
        """Do the same with an edit that has a surgery beside it."""
        try:
            new, surgery = edit(self.document.experiment)
            self.document.edit(text, new, merge, surgery)
        except Refusal as refusal:
            self.refused.emit(f"{text}: {on_screen(refusal.reason)}")
            return False
        return True

    def may_edit(self) -> bool:
        """Whether anything can be edited; says so where it can't."""
        lock = self.document.lock
        if lock:
            self.refused.emit(lock[0].upper() + lock[1:])
        return not lock

    def add_layer(self, place: int, activation: str) -> int | None:
        """Add a layer that becomes the one at `place`; return its id, None if refused."""
        label = ACTIVATIONS[activation].label if activation in ACTIVATIONS else activation
        known = {layer.id for layer in self.document.experiment.hidden}
        if not self.apply(f"Add {label} layer", lambda e: edits.add_layer(e, place, activation)):
            return None
        added = (layer.id for layer in self.document.experiment.hidden if layer.id not in known)
        return next(added, None)

    def remove_layers(self, numbers: tuple[int, ...], verb: str = "Remove") -> None:
        """Remove hidden layers; the output stays."""
        hidden = self.hidden(verb, numbers)
        if hidden:
            text = f"{verb} {self.names(hidden)}"
            self.apply(text, lambda e: edits.remove_layers(e, hidden))

    def move_layers(self, numbers: tuple[int, ...], place: int) -> None:
        """Move layers together, so that the first of them becomes the one at `place`."""
        text = f"Move {self.names(numbers)}"
        self.apply(text, lambda e: edits.move_layers(e, numbers, place))

    def insert_layers(
        self, text: str, place: int, layers: Callable[[], Sequence[LayerSpec]]
    ) -> tuple[int, ...]:
        """Insert layers as these, in one step called `text`; return their ids, none if refused.

        `layers` may refuse to give any.
        """
        known = {layer.id for layer in self.document.experiment.hidden}
        if not self.apply(text, lambda e: edits.insert_layers(e, place, layers())):
            return ()
        hidden = self.document.experiment.hidden
        return tuple(layer.id for layer in hidden if layer.id not in known)

    def set_units(self, numbers: tuple[int, ...], units: int, merge: str | None = None) -> None:
        """Give layers another number of units."""
        self._set("Units", numbers, lambda e, n: edits.set_units(e, n, units), merge)

    def add_units(self, numbers: tuple[int, ...], by: int) -> None:
        """Give each of these layers `by` units more, within what it may have.

        Repeated for the same layers it stays one undo step.
        """
        units = {layer.id: layer.units for layer in self.document.experiment.hidden}
        wanted = {number: min(max(had + by, 1), MAX_UNITS) for number, had in units.items()}
        chosen = [number for number in numbers if number in units]
        if chosen and all(wanted[number] == units[number] for number in chosen):
            self.refuse_units(tuple(chosen))
            return
        merge = f"units {numbers}"
        self._set("Units", numbers, lambda e, n: edits.set_units(e, n, wanted[n]), merge)

    def refuse_units(self, numbers: tuple[int, ...]) -> None:
        """Say how many units layers can have."""
        there = self._there(numbers)
        if there:
            self.refused.emit(f"Units of {self.names(there)}: {UNITS_RANGE}")

    def remove_unit(self, number: int, unit: int) -> bool:
        """Remove one unit of a hidden layer; the others keep what they learned."""
        if not self._there((number,)):
            return False
        text = f"Remove unit {unit + 1} of {self.names((number,))}"
        return self.operate(text, lambda e: edits.remove_units(e, number, (unit,)))

    def write_number(self, number: int, unit: int, source: int | None, value: float) -> bool:
        """Write a weight of a unit by hand, or with no `source` its bias; say whether it went."""
        if not self._there((number,)):
            return False
        what = "Bias" if source is None else "Weight"
        text = f"{what} of unit {unit + 1} of {self.names((number,))}"
        return self.operate(text, lambda e: (e, edits.write_number(e, number, unit, source, value)))

    def set_activation(
        self, numbers: tuple[int, ...], activation: str, merge: str | None = None
    ) -> None:
        """Give layers another activation."""
        self._set("Activation", numbers, lambda e, n: edits.set_activation(e, n, activation), merge)

    def set_skip(self, numbers: tuple[int, ...], skip: bool) -> None:
        """Let layers add what comes in to what goes out, or no longer."""
        self._set("Skip", numbers, lambda e, n: edits.set_skip(e, n, skip), None)

    def toggle_skip(self, numbers: tuple[int, ...]) -> None:
        """Give layers a skip, or where all have one take it away."""
        chosen = [layer for layer in self.document.experiment.hidden if layer.id in numbers]
        self.set_skip(numbers, not all(layer.skip for layer in chosen))

    def set_initializer(self, numbers: tuple[int, ...], choice: Choice, merge: str) -> None:
        """Choose how the first weights of layers are drawn, the output's among them."""
        there = self._there(numbers)
        self._each("Initializer", there, lambda e, n: edits.set_initializer(e, n, choice), merge)

    def choose_data(self, name: str) -> None:
        """Train on a named data set, with a loss that fits what is to be learned there."""
        if self.document.experiment.data.name == name:
            return
        was_number = self.document.dataset.is_regression
        is_number = name in BUNDLED and BUNDLED[name].is_regression

        def change(experiment: Experiment) -> Experiment:
            experiment = edits.set_data(experiment, DataSpec(name=name))
            if is_number == was_number:
                return experiment
            return edits.set_loss(experiment, "squared_error" if is_number else "cross_entropy")

        self.apply("Change data", change)

    def _set(
        self,
        what: str,
        numbers: tuple[int, ...],
        edit: Callable[[Experiment, int], Experiment],
        merge: str | None,
    ) -> None:
        self._each(what, self.hidden(what, numbers), edit, merge)

    def _each(
        self,
        what: str,
        numbers: tuple[int, ...],
        edit: Callable[[Experiment, int], Experiment],
        merge: str | None,
    ) -> None:
        """Edit each of these layers, which are there, in one step; no step where there are none."""
        if not numbers:
            return

        def each(experiment: Experiment) -> Experiment:
            for number in numbers:
                experiment = edit(experiment, number)
            return experiment

        self.apply(f"{what} of {self.names(numbers)}", each, merge)

    def hidden(self, what: str, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """Return the hidden ones of layers; say so where the output stands alone, or none."""
        if numbers == (OUTPUT,):
            self.refused.emit(f"{what}: {OUTPUT_STAYS}")
        elif not numbers:
            self.refused.emit(f"{what}: {LAYER_FIRST}")
        return tuple(number for number in self._there(numbers) if number != OUTPUT)

    def _there(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """Return which of these layers there are: one may go before what was typed for it is done.

        As by Undo with the mouse: its page hides, and the field there says what it holds.
        """
        known = layer_names(self.document.experiment)
        return tuple(number for number in numbers if number in known)

    def names(self, numbers: tuple[int, ...]) -> str:
        """Return what layers that are there are called: ``"layer 1"``, ``"3 layers"``."""
        one = layer_names(self.document.experiment)[numbers[0]]
        return one if len(numbers) == 1 else f"{len(numbers)} layers"
