"""The weights and the bias of one unit in a table, to be read and to be written by hand."""

from __future__ import annotations

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

from bpstudio.ui.names import layer_names, numbered_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.runtime.snapshot import LayerSnapshot
    from bpstudio.ui.builder.editor import Editor

BIAS = "bias"
SIZE = (360, 480)  # px


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
        self._note = QLabel(f"As they were at step {step}; type a number to write it.")
        self._note.setProperty("role", "hint")
        self._note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self._note, self._table, buttons):
            column.addWidget(widget)
        self._table.itemChanged.connect(self._write)
        editor.refused.connect(self._note.setText)

    def _sources(self) -> Sequence[str]:
        """Return what each weight comes from."""
        experiment = self._editor.document.experiment
        ids = [layer.id for layer in experiment.hidden]
        place = ids.index(self._number) if self._number in ids else len(ids)
        if place == 0:
            return self._editor.document.dataset.features
        units = experiment.hidden[place - 1].units
        return [f"{numbered_layer(place)}, unit {unit + 1}" for unit in range(units)]

    def _make_table(self, names: list[str]) -> QTableWidget:
        table = QTableWidget(len(names), 2)
        table.setHorizontalHeaderLabels(["from", "number"])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        for row, (name, value) in enumerate(zip(names, self._values, strict=True)):
            source = QTableWidgetItem(name)
            source.setFlags(source.flags() & ~Qt.ItemFlag.ItemIsEditable)
            table.setItem(row, 0, source)
            number = QTableWidgetItem(_shown(value))
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, 1, number)
        table.setCurrentCell(0, 1)
        return table

    def _write(self, item: QTableWidgetItem) -> None:
        """Write what was typed into the network, or put the cell back."""
        row, number = item.row(), _number(item.text())
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
    return f"{value:.7g}".replace("-", "−")


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
