"""How to descend and when to stop, in fields of the inspector; the toolbar has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.schedules import SCHEDULES
from bpstudio.experiment import edits
from bpstudio.experiment.spec import MAX_EPOCHS, Choice
from bpstudio.ui.builder.fields import ChoiceField
from bpstudio.ui.teaching import field_tip, optimizer_tip, schedule_tip
from bpstudio.ui.widgets.fields import LEAST_WIDTH, CountField, label_above
from bpstudio.ui.widgets.number_fields import RateField

if TYPE_CHECKING:
    from bpstudio.experiment.spec import TrainingSpec
    from bpstudio.ui.builder.editor import Editor

OFF = "off"
BEHIND = ("optimizer", "schedule", "l1", "l2", "clip_norm", "stop_loss", "patience")
_ARROWS = {False: Qt.ArrowType.RightArrow, True: Qt.ArrowType.DownArrow}
# field, label above it, accessible name
NUMBERS = (
    ("l1", "penalty l1", "Penalty l1"),
    ("l2", "penalty l2", "Penalty l2"),
    ("clip_norm", "clip gradient at", "Clip gradient at"),
    ("stop_loss", "stop at loss", "Stop at loss"),
)


class TrainingFields(QWidget):
    """Epochs, optimizer, schedule, penalties, clipping and what stops a run early.

    Signals
    -------
    resized
        It wants more room, or less.
    """

    resized = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._column = _column(self)
        self._epochs = self._count("epochs", "Epochs")
        self._more = _disclosure()
        self._column.addWidget(self._more)
        self._column = self._hidden_column()
        self._optimizer = ChoiceField(
            *(OPTIMIZERS, "Optimizer and its options"),
            field_tip("optimizer", "Optimizer"),
            optimizer_tip,
        )
        self._schedule = ChoiceField(
            *(SCHEDULES, "Schedule"),
            field_tip("schedule", "Schedule of the rate"),
            schedule_tip,
        )
        self._choice("optimizer", self._optimizer, edits.set_optimizer)
        self._choice("schedule of η", self._schedule, edits.set_schedule)
        self._numbers = {field: self._number(field, *words) for field, *words in NUMBERS}
        self._patience = self._count("patience", "Patience")
        self._patience.setSpecialValueText(OFF)

    def show_training(self, training: TrainingSpec) -> None:
        """Show what the experiment has, without telling anyone."""
        self._epochs.show_count(training.epochs)
        self._patience.show_count(training.patience)
        self._optimizer.show_choice(training.optimizer)
        self._schedule.show_choice(training.schedule)
        for name, field in self._numbers.items():
            field.show_number(getattr(training, name))
        blank = type(training)()
        used = sum(getattr(training, name) != getattr(blank, name) for name in BEHIND)
        self._more.setText(f"more ({used})" if used else "more")
        self._more.setAccessibleDescription(f"{used} in use")

    def _hidden_column(self) -> QVBoxLayout:
        """Return the column for what is shown on demand: few need it, and the room is small."""
        holder = QWidget()
        holder.setVisible(False)
        self._column.addWidget(holder)

        def show(on: bool) -> None:
            holder.setVisible(on)
            self._more.setArrowType(_ARROWS[on])
            self.resized.emit()

        self._more.toggled.connect(show)
        return _column(holder)

    def _count(self, name: str, label: str) -> CountField:
        field = CountField(MAX_EPOCHS, label, field_tip(name, label))
        self._add(name, field)
        field.valueChanged.connect(lambda value: self._set(label, name, round(value)))
        return field

    def _number(self, name: str, above: str, label: str) -> RateField:
        field = RateField()
        field.setMinimumWidth(LEAST_WIDTH)
        field.setSpecialValueText(OFF)
        field.setAccessibleName(label)
        field.setToolTip(field_tip(name, label))
        self._add(above, field)
        field.valueChanged.connect(lambda value: self._set(label, name, value))
        return field

    def _choice(self, above: str, field: ChoiceField, edit: Any) -> None:
        self._add(above, field)

        def choose(choice: Choice) -> None:
            self._editor.apply(f"Change {above.split()[0]}", lambda e: edit(e, choice), above)

        field.chosen.connect(choose)

    def _add(self, above: str, field: QWidget) -> QLabel:
        label = label_above(self._column, above, field)
        label.setToolTip(field.toolTip())
        return label

    def _set(self, label: str, name: str, value: float) -> None:
        self._editor.apply(label, lambda e: edits.set_training(e, **{name: value}), name)


def _column(holder: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column


def _disclosure() -> QToolButton:
    button = QToolButton()
    button.setCheckable(True)
    button.setArrowType(_ARROWS[False])
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName("More of the training")
    button.setToolTip(
        "Options of the optimizer, schedule of the rate, penalties, clipping,\n"
        "and what ends a run early."
    )
    return button
