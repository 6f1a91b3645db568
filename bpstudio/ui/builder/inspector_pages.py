"""The pages of the inspector: a layer, the output, the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton, QVBoxLayout, QWidget

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.losses import LOSSES
from bpstudio.experiment import edits
from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.counts import parameter_counts
from bpstudio.ui.builder.fields import ChoiceField
from bpstudio.ui.builder.training_fields import TrainingFields
from bpstudio.ui.builder.units_field import MIXED, UnitsField
from bpstudio.ui.icons import set_icon
from bpstudio.ui.names import OUTPUT_NAME, counted, layer_names, output_words
from bpstudio.ui.teaching import activation_tip, field_tip, initializer_tip, loss_tip
from bpstudio.ui.widgets.fields import LEAST_WIDTH, label_above, named_combo, note, select

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Choice, Experiment
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.builder.showing import Showing

T = TypeVar("T")


class Page(QWidget):
    """One page: a name, and fields below it; `resized` where it wants more room, or less."""

    resized = Signal()

    def __init__(self, editor: Editor, showing: Showing) -> None:
        super().__init__()
        self._editor, self._showing = editor, showing
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._name = note(self._column, "hint")
        self._build()
        self._total = note(self._column, "hint")
        self._column.addStretch(1)

    @property
    def _experiment(self) -> Experiment:
        return self._showing.experiment

    @property
    def _dataset(self) -> Dataset:
        return self._showing.dataset

    @property
    def _widths(self) -> list[int]:
        hidden = [layer.units for layer in self._experiment.hidden]
        return [self._dataset.inputs, *hidden, self._dataset.outputs]

    def _build(self) -> None:
        raise NotImplementedError

    def show_layers(self, numbers: tuple[int, ...]) -> None:
        """Show what the experiment has, of the hidden layers of these ids."""
        raise NotImplementedError

    def _show_total(self, numbers: tuple[int, ...]) -> None:
        counts = dict(
            zip(layer_names(self._experiment), parameter_counts(self._widths), strict=True)
        )
        total = sum(counts[number] for number in numbers)
        self._total.setText(counted(total, "parameter"))
        self._total.setToolTip("Weights and biases: (units that come in + 1) × units")


class LayerPage(Page):
    """Hidden layers; where they differ a field is empty."""

    def _build(self) -> None:
        self._numbers: tuple[int, ...] = ()
        self._activation = named_combo(
            ((name, known.label) for name, known in ACTIVATIONS.items()),
            "Activation",
            field_tip("activation", "Activation"),
            activation_tip,
        )
        self._units = UnitsField()
        self._initializer = initializer_field()
        label_above(self._column, "activation", self._activation)
        label_above(self._column, "units", self._units)
        label_above(self._column, "initializer", self._initializer)
        self._skip = _skip_box()
        self._column.addWidget(self._skip)
        self._remove = QPushButton("Remove")
        self._remove.setMinimumWidth(LEAST_WIDTH)
        self._remove.setAccessibleName("Remove")
        self._remove.setToolTip("Remove what is selected (Del).")
        set_icon(self._remove, "trash")
        self._activation.activated.connect(self._set_activation)
        self._units.valueChanged.connect(self._set_units)
        self._units.refused.connect(lambda: self._editor.refuse_units(self._numbers))
        self._initializer.chosen.connect(self._set_initializer)
        self._skip.clicked.connect(self._set_skip)
        self._remove.clicked.connect(lambda: self._editor.remove_layers(self._numbers))
        self._column.addSpacing(4)
        self._column.addWidget(self._remove)

    def show_layers(self, numbers: tuple[int, ...]) -> None:
        """Show these layers."""
        self._numbers = numbers
        layers = [layer for layer in self._experiment.hidden if layer.id in numbers]
        called = layer_names(self._experiment)
        names = [called[number] for number in numbers]
        words = names[0] if len(names) == 1 else f"{len(names)} layers"
        self._name.setText(words)
        self._name.setToolTip(", ".join(names))
        select(self._activation, _common({layer.activation for layer in layers}))
        blocked = self._units.blockSignals(True)
        self._units.setValue(_common({layer.units for layer in layers}) or MIXED)
        self._units.blockSignals(blocked)
        self._initializer.show_choice(_common({layer.initializer for layer in layers}))
        self._show_skip(_common({layer.skip for layer in layers}))
        self._remove.setAccessibleName(f"Remove {words}")
        self._show_total(numbers)

    def _set_activation(self) -> None:
        self._editor.set_activation(self._numbers, self._activation.currentData())

    def _set_units(self, units: int) -> None:
        if units != MIXED:
            self._editor.set_units(self._numbers, units, f"units {self._numbers}")

    def _show_skip(self, skip: bool | None) -> None:
        if skip is None:  # some of the layers have one
            self._skip.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self._skip.setCheckState(Qt.CheckState.Checked if skip else Qt.CheckState.Unchecked)

    def _set_skip(self) -> None:
        self._editor.set_skip(self._numbers, self._skip.checkState() != Qt.CheckState.Unchecked)

    def _set_initializer(self, choice: Choice) -> None:
        self._editor.set_initializer(self._numbers, choice, f"initializer {self._numbers}")


class OutputPage(Page):
    """The output: its function follows from the loss, its units from the data."""

    def _build(self) -> None:
        self._function = note(self._column, "name")
        self._units = note(self._column, "name")
        self._initializer = initializer_field()
        label_above(self._column, "initializer", self._initializer)
        self._initializer.chosen.connect(self._set_initializer)

    def show_layers(self, numbers: tuple[int, ...]) -> None:
        """Show the output."""
        self._name.setText(OUTPUT_NAME)
        loss = LOSSES[self._experiment.loss]
        self._function.setText(output_words(loss.output))
        self._function.setToolTip("The function of the output belongs to the loss.")
        what = "the target is a number" if self._dataset.is_regression else "one a class"
        units = counted(self._dataset.outputs, "unit")
        self._units.setText(f"{units}, fixed by the data: {what}")
        self._initializer.show_choice(self._experiment.network.initializer)
        self._show_total((OUTPUT,))

    def _set_initializer(self, choice: Choice) -> None:
        self._editor.set_initializer((OUTPUT,), choice, "initializer of the output")


class NetworkPage(Page):
    """The whole network."""

    def _build(self) -> None:
        self._layers = note(self._column, "name")
        self._loss = named_combo(
            ((name, loss.label) for name, loss in LOSSES.items()),
            "Loss",
            field_tip("loss", "Loss"),
            loss_tip,
        )
        self._training = TrainingFields(self._editor)
        self._training.resized.connect(self.resized)
        label_above(self._column, "loss", self._loss)
        self._options = QToolButton()
        self._options.setProperty("outlined", True)
        self._options.hide()
        self._column.addWidget(self._options)
        self._column.addWidget(self._training)
        self._loss.activated.connect(self._set_loss)

    def show_layers(self, numbers: tuple[int, ...]) -> None:
        """Show the network."""
        experiment, units = self._experiment, self._widths
        self._name.setText("network")
        chain = "–\u200b".join(str(number) for number in units)
        self._layers.setText(chain if len(units) <= 10 else f"{len(units) - 2} hidden layers")
        self._layers.setToolTip(f"units from input to output: {chain}")
        select(self._loss, experiment.loss)
        self._training.show_training(experiment.training)
        self._options.setVisible(experiment.data.path is not None)
        self._show_total(tuple(layer_names(experiment)))

    def offer_data_options(self, action: QAction) -> None:
        """Have a button for what a table's columns are, where the data are a table."""
        self._options.setDefaultAction(action)
        self._options.setText("data …")
        self._options.setAccessibleName(action.iconText())

    def _set_loss(self) -> None:
        name = self._loss.currentData()
        if name != self._experiment.loss:
            self._editor.apply("Change loss", lambda e: edits.set_loss(e, name))


def initializer_field() -> ChoiceField:
    """Return the field for how first weights are drawn."""
    return ChoiceField(
        INITIALIZERS,
        "Initializer",
        field_tip("initializer", "Initializer"),
        initializer_tip,
    )


def _skip_box() -> QCheckBox:
    box = QCheckBox("skip")
    box.setAccessibleName("Skip")
    box.setToolTip(field_tip("skip", "Skip"))
    return box


def _common(values: set[T]) -> T | None:
    """Return the one value, None where there are several."""
    return next(iter(values)) if len(values) == 1 else None
