"""All wires of the circuit with value and gradient: the table behind the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QHeaderView, QToolButton

from bpstudio.ui.circuit.panels.cell_view import CellView
from bpstudio.ui.circuit.panels.cells import CellTable, Kind, Row
from bpstudio.ui.circuit.panels.inspection import UNKNOWN, gradient_cell, value_cell
from bpstudio.ui.circuit.panels.panel import Panel
from bpstudio.ui.circuit.panels.wire_names import name_cell
from bpstudio.ui.icons import set_icon
from bpstudio.ui.numbers import figure

if TYPE_CHECKING:
    from bpstudio.ui.circuit.panels.predictions import Predictions
    from bpstudio.ui.circuit.state import CircuitState

ROW = 23  # px
NUMBERS = 104  # px: the width of a column of them
COLUMNS = (("wire", Kind.NAME), ("value", Kind.VALUE), ("gradient", Kind.GRADIENT))
HINT = "3 digits; exact on hover"


class ValuesPanel(Panel):
    """A row for each wire, in the order in which the values are worked out.

    What is selected here is selected on the canvas, and the other way round.
    """

    def __init__(self, state: CircuitState, predictions: Predictions) -> None:
        self._state = state
        self._is_following = False

        model = CellTable(COLUMNS, predictions)
        view = CellView(model, "All wires with value and gradient", ROW, is_quiet=True)
        super().__init__("Values", view)
        model.setParent(view)
        self.setObjectName("valuesPanel")
        self.set_hint(HINT)
        self._model, self.table = model, view
        self._build()
        state.circuit_changed.connect(self._follow)
        state.shown_changed.connect(self._follow)
        state.selection_changed.connect(self._show_selection)
        predictions.changed.connect(self._follow)
        view.selectionModel().selectionChanged.connect(lambda *_: self._select())
        view.pointed.connect(state.point_at)
        self._follow()

    def _build(self) -> None:
        view = self.table
        view.setObjectName("valuesTable")
        view.setAccessibleDescription(
            "Ctrl+C copies the selected rows, or all; typing predicts a covered number"
        )
        view.setSelectionMode(CellView.SelectionMode.ExtendedSelection)
        for column in (1, 2):
            view.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            view.horizontalHeader().resizeSection(column, NUMBERS)
        copy = QToolButton()
        copy.setObjectName("copyValues")
        copy.setProperty("small", True)
        copy.setToolTip("Copy the table for a spreadsheet (Ctrl+C in it)")
        copy.setAccessibleName("Copy the values")
        copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_icon(copy, "copy")
        copy.clicked.connect(view.copy)
        self.add_control(copy)

    def _follow(self) -> None:
        """Show the numbers that are told."""
        before, nodes = self._model.nodes, [node.id for node in self._state.circuit.order]
        self._is_following = True
        self._model.show_lazily(nodes, lambda place: self._row(nodes[place]))
        self._is_following = False
        if before != self._model.nodes:
            self._show_selection()

    def _row(self, node: int) -> Row:
        state = self._state
        name = name_cell(state.circuit, node, with_end=True)
        value, told = state.value(node), gradient_cell(state, node)
        hidden = value_cell(state, node)
        text = UNKNOWN if hidden.covered else figure(value)
        slope = UNKNOWN if told.covered else figure(state.gradient(node))
        gradient = replace(told, text=slope)
        return Row((name, replace(hidden, text=text), gradient), node)

    def _show_selection(self) -> None:
        """Select the rows of the gates that are selected, and come to the one in front."""
        selection = self._state.selection
        rows = {node: place for place, node in enumerate(self._model.nodes)}
        chosen = QItemSelection()
        for node in selection.nodes:
            if node in rows:
                index = self._model.index(rows[node], 0)
                chosen.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self._is_following = True
        self.table.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)
        if selection.current in rows and selection.nodes:
            index = self._model.index(rows[selection.current], self._column)
            self.table.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.table.scrollTo(index)
        self._is_following = False

    @property
    def _column(self) -> int:
        return max(self.table.currentIndex().column(), 0)

    def _select(self) -> None:
        """Select on the canvas what the user selects here."""
        if self._is_following:
            return
        all_nodes, here = self._model.nodes, self.table.currentIndex().row()
        chosen = [all_nodes[index.row()] for index in self.table.selectionModel().selectedRows()]
        current = all_nodes[here] if 0 <= here < len(all_nodes) else None
        self._is_following = True
        nodes = [node for node in chosen if node is not None]
        self._state.selection.set(nodes, current if current in nodes else None)
        self._is_following = False
