"""The weights and the bias of one unit in a table, to be read and to be written by hand."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.given_names import feature_names
from bpstudio.ui.names import layer_names, numbered_layer
from bpstudio.ui.numbers import NONE, figure, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.session import Session

BIAS = "bias"
COLUMNS = ("from", "number", "∂L/∂w, batch", "last update")
WRITTEN = 1  # the column that can be
SIZE = (480, 480)  # px
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class UnitNumbers(QDialog):
    """A row for the bias and one for each weight; a number typed into it is one undo step.

    Parameters
    ----------
    editor
        Makes the edits.
    number, unit
        The layer's id, and the place of the unit in it.
    layer
        Its numbers, with all its weights.
    step
        The step that they are of.
    """

    def __init__(
        self,
        editor: Editor,
        number: int,
        unit: int,
        layer: LayerSnapshot,
        step: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        assert layer.weights is not None
        self._editor, self._number, self._unit = editor, number, unit
        name = f"{layer_names(editor.document.experiment)[number]}, unit {unit + 1}"
        self.setObjectName("unitNumbers")
        self.setWindowTitle(f"Weights and bias of {name}")
        self.resize(*SIZE)
        self._values = [float(layer.biases[unit]), *map(float, layer.weights[unit])]
        self._table = self._make_table([BIAS, *self._sources()])
        self._table.setAccessibleName(self.windowTitle())
        self._note = QLabel()
        self._say_step(step)
        self._note.setProperty("role", "hint")
        self._note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self._note, self._table, buttons):
            column.addWidget(widget)
        self._is_waiting = True  # for all about the unit
        self._table.itemChanged.connect(self._write)
        editor.refused.connect(self._note.setText)

    def follow(self, session: Session) -> None:
        """Take over what the snapshots tell of the unit, once they do."""
        self._session = session
        session.snapshot_changed.connect(self._follow)  # a method: what has ended isn't called
        self._follow()

    def _follow(self) -> None:
        self.show_snapshot(self._session.told)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of the first step that tells all about the unit."""
        told, count = snapshot.unit, len(self._values)
        fits = told is not None and (told.layer, told.unit) == (self._number, self._unit)
        if not self._is_waiting or told is None or not fits or len(told.weights) + 1 != count:
            return
        self._is_waiting = False
        self._values = [told.bias, *map(float, told.weights)]
        gradients = [told.bias_gradient, *map(float, told.gradients)]
        changes = [None] * count if told.changes is None else [told.bias_change, *told.changes]
        self._set_column(WRITTEN, map(_shown, self._values))
        self._set_column(WRITTEN + 1, (figure(gradient, 4) for gradient in gradients))
        self._set_column(WRITTEN + 2, (figure(change, 4) for change in changes))
        self._say_step(snapshot.step)

    def _set_column(self, column: int, words: Iterable[str]) -> None:
        blocked = self._table.blockSignals(True)
        for row, text in enumerate(words):
            item = self._table.item(row, column)
            if item is not None:
                item.setText(text)
        self._table.blockSignals(blocked)

    def _say_step(self, step: int) -> None:
        self._note.setText(f"As they were at step {step}; type a number to write it.")

    def _sources(self) -> Sequence[str]:
        """Return what each weight comes from."""
        experiment = self._editor.document.experiment
        ids = [layer.id for layer in experiment.hidden]
        place = ids.index(self._number) if self._number in ids else len(ids)
        if place == 0:
            return feature_names(self._editor.document.dataset)
        units = experiment.hidden[place - 1].units
        return [f"{numbered_layer(place)}, unit {unit + 1}" for unit in range(units)]

    def _make_table(self, names: list[str]) -> QTableWidget:
        table = QTableWidget(len(names), len(COLUMNS))
        table.setHorizontalHeaderLabels(COLUMNS)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        for row, (name, value) in enumerate(zip(names, self._values, strict=True)):
            for column, words in enumerate((name, _shown(value), NONE, NONE)):
                item = QTableWidgetItem(words)
                if column != WRITTEN:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                if column:
                    item.setTextAlignment(RIGHT)
                table.setItem(row, column, item)
        table.setCurrentCell(0, 1)
        return table

    def _write(self, item: QTableWidgetItem) -> None:
        """Write what was typed into the network, or put the cell back."""
        row, number = item.row(), parsed(item.text())
        self._is_waiting = False
        if number is None:
            self._note.setText(f"“{item.text()}” isn't a number; what stood there is kept.")
        elif number != self._values[row]:
            source = None if row == 0 else row - 1
            if self._editor.write_number(self._number, self._unit, source, number):
                self._values[row] = number
        blocked = self._table.blockSignals(True)
        item.setText(_shown(self._values[row]))
        self._table.blockSignals(blocked)


def _shown(value: float) -> str:
    return figure(value) if isnan(value) else f"{value:.7g}".replace("-", "−")
