"""Choices from a registry, each with its options, in fields of the inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpstudio.experiment.spec import Choice
from bpstudio.ui.widgets.fields import LEAST_WIDTH, label_above, named_combo, select
from bpstudio.ui.widgets.real_field import RealField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# in words where the option's own name is a sign
OPTION_LABELS = {"std": "spread", "beta1": "β1", "beta2": "β2", "epsilon": "ε"}
OPTION_HINTS = {
    "std": "How far the first weights spread about 0 (std)",
    "limit": "The largest that a first weight may be",
    "value": "What all first weights are",
    "momentum": "μ: how much of the last update goes on into this one",
    "decay": "ρ: how slowly the mean of the squared gradients forgets",
    "beta1": "How slowly the mean of the gradients forgets",
    "beta2": "How slowly the mean of the squared gradients forgets",
    "epsilon": "Added below the fraction, so that nothing is divided by 0",
    "epochs": "In how many epochs: from one step to the next, or down the whole cosine",
    "factor": "What the rate is multiplied by each time",
    "least": "The share of the rate that is left in the end",
}
LARGEST_OPTION = 1e6


class Known(Protocol):
    """A thing in a registry: what it is called, and its numbers with their defaults."""

    @property
    def label(self) -> str:
        """As on the screen."""

    @property
    def options(self) -> dict[str, float]:
        """Its numbers."""


class OptionField(RealField):
    """A number of a thing that is chosen: none is negative, and some are as small as 1e-8."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setMinimumWidth(LEAST_WIDTH)
        self.setRange(0, LARGEST_OPTION)
        self.setAccessibleName(label)


class ChoiceField(QWidget):
    """One of a registry's things and its options; `chosen` carries a `Choice`.

    Parameters
    ----------
    registry
        What there is to choose from, by name.
    name, hint
        What the field is called, and its tooltip.
    explain
        Returns a tooltip for each thing, by name.
    """

    chosen = Signal(Choice)

    def __init__(
        self, registry: Mapping[str, Known], name: str, hint: str, explain: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._registry, self._of = registry, name.lower()
        self._choice: Choice | None = None
        self._options: dict[str, OptionField] = {}
        self._option_widgets: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        items = ((known, registry[known].label) for known in registry)
        self._name = named_combo(items, name, hint, explain)
        self._column.addWidget(self._name)
        self._name.activated.connect(self._choose)

    def show_choice(self, choice: Choice | None) -> None:
        """Show a choice; None where several layers differ."""
        options = {} if choice is None else self._registry[choice.name].options
        select(self._name, None if choice is None else choice.name)
        if set(options) != set(self._options):
            self._build_options(options)
        self._choice = choice
        for option, field in self._options.items():
            field.show_number(dict(choice.options if choice else ()).get(option, options[option]))

    def _build_options(self, options: dict[str, float]) -> None:
        for old in self._option_widgets:
            old.blockSignals(True)  # it would tell what was typed when it hides, amid an undo
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._options, self._option_widgets = {}, []
        for option in options:
            label = OPTION_LABELS.get(option, option)
            field = self._options[option] = OptionField(label)
            field.setToolTip(OPTION_HINTS.get(option, f"{label}, of the {self._of}"))
            field.valueChanged.connect(lambda value, name=option: self._set_option(name, value))
            self._option_widgets += [label_above(self._column, label, field), field]

    def _choose(self) -> None:
        name = self._name.currentData()
        if self._choice is None or name != self._choice.name:
            self.chosen.emit(Choice(name))

    def _set_option(self, option: str, value: float) -> None:
        if self._choice is not None:
            self.chosen.emit(self._choice.with_option(option, value))
