"""The fields of the toolbar that edit the experiment: data, batch, rate, optimizer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox

from bpstudio.data import drawn
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice, DataSpec
from bpstudio.ui.canvas.ink import elided
from bpstudio.ui.choice_guard import guard_choice
from bpstudio.ui.teaching import data_tip, field_tip, optimizer_tip
from bpstudio.ui.theme import BODY, CONTROL_HEIGHT
from bpstudio.ui.tooltips import literal
from bpstudio.ui.wheel_guard import guard_from_wheel
from bpstudio.ui.widgets.locked import lock
from bpstudio.ui.widgets.number_fields import BatchField, RateField

if TYPE_CHECKING:
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.builder.showing import Showing

TABLE, OPTIONS = "Table …", "Data options …"
MOST_NAME = 88  # px of a table's name: what the field has besides its arrow
DRAWING = f"{drawn.LABEL} …"


class ExperimentFields(QObject):
    """Shows the experiment's choices and turns what the user picks into edits.

    While one looks back it shows those that there were, locked.

    Attributes
    ----------
    data, batch, rate, optimizer
        The fields, to be put in a toolbar.

    Signals
    -------
    table_wanted
        The user wants to train on a file of theirs.
    options_wanted
        The user wants to say anew what the columns of the table are.
    drawing_wanted
        The user wants to draw the samples.
    """

    table_wanted = Signal()
    options_wanted = Signal()
    drawing_wanted = Signal()

    def __init__(self, editor: Editor, showing: Showing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor, self._showing = editor, showing
        self.data = _data_field()
        self.batch = BatchField()
        self.rate = RateField()
        self.optimizer = _optimizer_field()
        self._describe()
        self.data.activated.connect(self._pick_data)
        self.batch.valueChanged.connect(self._set_batch)
        self.rate.valueChanged.connect(self._set_rate)
        self.optimizer.activated.connect(self._pick_optimizer)
        showing.changed.connect(self.follow)
        self.follow()

    def _describe(self) -> None:
        for field, name, kind, label, width in (
            (self.data, "dataSet", "data", "Data set", 124),
            (self.batch, "batchSize", "batch_size", "Batch size", 112),
            (self.rate, "learningRate", "learning_rate", "Learning rate", 68),
            (self.optimizer, "optimizer", "optimizer", "Optimizer", 112),
        ):
            field.setObjectName(name)
            field.setAccessibleName(label)
            field.setToolTip(field_tip(kind, label))
            field.setFixedSize(width, CONTROL_HEIGHT)

    def follow(self) -> None:
        """Show what the experiment has now, or had at the step that one looks back at."""
        experiment, dataset = self._showing.experiment, self._showing.dataset
        training = experiment.training
        self._show_data(experiment.data)
        self.batch.show_batch(training.batch_size, len(dataset.train.x))
        self.rate.show_number(training.learning_rate)
        self.optimizer.setCurrentIndex(self.optimizer.findData(training.optimizer.name))
        lock((self.data, self.batch, self.rate, self.optimizer), self._showing.why_locked)

    def _show_data(self, data: DataSpec) -> None:
        """Select the data; a table's file has an entry of its own as long as it is in use."""
        for entry in (Path, OPTIONS):
            if (used := self.data.findData(entry)) >= 0:
                self.data.removeItem(used)
        if data.path is None:
            self.data.setCurrentIndex(self.data.findData(data.name))
            return
        name = Path(data.path).name
        shown = elided(name, MOST_NAME, BODY)
        self.data.insertItem(self.data.count() - 1, shown, Path)
        self.data.setItemData(self.data.findData(Path), literal(name), Qt.ItemDataRole.ToolTipRole)
        self.data.insertItem(self.data.count() - 1, OPTIONS, OPTIONS)
        self.data.setCurrentIndex(self.data.findData(Path))

    def _pick_data(self, place: int) -> None:
        name = self.data.itemData(place)
        if name in (TABLE, OPTIONS):
            (self.table_wanted if name == TABLE else self.options_wanted).emit()
        elif name == drawn.NAME:
            self.drawing_wanted.emit()
        elif isinstance(name, str):
            self._editor.choose_data(name)
        self.follow()

    def _set_batch(self) -> None:
        self._set_training("Change batch size", "batch_size", self.batch.batch_size)

    def _set_rate(self, rate: float) -> None:
        self._set_training("Change learning rate", "learning_rate", rate)

    def _set_training(self, text: str, field: str, value: object) -> None:
        self._editor.apply(text, lambda e: edits.set_training(e, **{field: value}), merge=field)
        self.follow()

    def _pick_optimizer(self, place: int) -> None:
        choice = Choice(self.optimizer.itemData(place))
        if choice.name != self._editor.document.experiment.training.optimizer.name:
            self._editor.apply("Change optimizer", lambda e: edits.set_optimizer(e, choice))
            self.follow()


def _data_field() -> QComboBox:
    field = QComboBox()
    guard_from_wheel(field)
    guard_choice(field)  # other data begin another run
    for group in (MADE, BUNDLED):
        for known in group.values():
            field.addItem(known.label, known.name)
            _explain_last(field, data_tip(known.name))
        field.insertSeparator(field.count())
    field.addItem(DRAWING, drawn.NAME)
    _explain_last(field, data_tip(drawn.NAME))
    field.addItem(TABLE, TABLE)
    _explain_last(field, "A CSV file of your own")
    field.setMaxVisibleItems(field.count() + 1)
    field.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    return field


def _optimizer_field() -> QComboBox:
    field = QComboBox()
    guard_from_wheel(field)
    for optimizer in OPTIMIZERS.values():
        field.addItem(optimizer.label, optimizer.name)
        _explain_last(field, optimizer_tip(optimizer.name))
    return field


def _explain_last(field: QComboBox, words: str) -> None:
    field.setItemData(field.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
