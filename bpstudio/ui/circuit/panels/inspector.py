"""The inspector: the selected gate, its rule, upstream x local in numbers, a nudge, its paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.canvas.ink import fitting
from bpstudio.ui.circuit.panels.cell_delegate import PAD
from bpstudio.ui.circuit.panels.cell_view import CellView
from bpstudio.ui.circuit.panels.cells import CellTable, Kind
from bpstudio.ui.circuit.panels.gate_heading import GateHeading
from bpstudio.ui.circuit.panels.inspection import gate_rows, sums
from bpstudio.ui.circuit.panels.inspector_parts import (
    heading_tex,
    place_words,
    scrolled,
    words_line,
)
from bpstudio.ui.circuit.panels.nudge_box import NudgeBox
from bpstudio.ui.circuit.panels.panel import Panel
from bpstudio.ui.circuit.panels.path_box import PathBox
from bpstudio.ui.circuit.panels.rule_card import RuleCard
from bpstudio.ui.circuit.panels.rule_equations import equation_with_names, equation_with_numbers
from bpstudio.ui.circuit.panels.rule_list import RuleList
from bpstudio.ui.circuit.panels.wire_names import wire_text
from bpstudio.ui.theme import DOCK_WIDTH, GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from bpstudio.engine.flow import Node
    from bpstudio.ui.circuit.panels.predictions import Covered, Predictions
    from bpstudio.ui.circuit.state import CircuitState

MARGIN = 2 * GRID
SCROLL_BAR = GRID
ROOM = DOCK_WIDTH - 2 * MARGIN - SCROLL_BAR  # px: the width that there is for an equation
ROW = 30  # px
MOST_ROWS = 8  # of a gate with many inputs; the others are scrolled to
COLUMNS = (60, 64, 0, 76)  # px at least; what is left for the one in between
PRODUCTS = 2  # the column
NARROW_COLUMNS = (36, 52, 0, 60)
WIDE_FROM, NARROW_MARGIN = 340, 12  # px
CALM = 120  # ms without news before numbers are set as an equation: each costs 20 ms
NOTHING = (
    "Select a gate to see its rule with its numbers: click it, or walk to it with the arrow keys."
)
EMPTY = "Drag a gate from the left onto the canvas, or type an expression above it."


class CircuitInspector(Panel):
    """Shows the selected gate; with none selected, says what to do."""

    def __init__(self, state: CircuitState, predictions: Predictions) -> None:
        self._state, self._predictions = state, predictions
        self._shown: int | None = None
        self._spanned = -1, range(0)  # the gate, and those of its rows whose name has more room
        self._heading = GateHeading(ROOM)
        self.card = RuleCard(ROOM)
        self._hintline, self._trouble, self._sums = words_line(), words_line(), words_line()
        self.nudge, self.paths = NudgeBox(state), PathBox(state)
        self._rules = RuleList()
        self._answer, self._reveal = words_line(), QPushButton("Reveal")
        holder = QWidget()
        super().__init__("Inspector", scrolled(holder))
        self.setObjectName("circuitInspector")
        columns = (
            ("", Kind.NAME),
            ("value", Kind.VALUE),
            ("", Kind.NOTE),
            ("gradient", Kind.GRADIENT),
        )
        self._model = CellTable(columns, predictions, self)
        self.table = CellView(self._model, "The selected gate’s numbers", ROW)
        self._build(holder)
        self._soon = QTimer(self, singleShot=True, interval=CALM)
        self._soon.timeout.connect(self._set_numbers)
        self._connect()
        self._follow()

    def _build(self, holder: QWidget) -> None:
        holder.setObjectName("inspectorBody")
        self.table.setSelectionMode(CellView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        for column, width in enumerate(COLUMNS):
            mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
            if width:
                header.resizeSection(column, width)
        self._reveal.setObjectName("reveal")
        self._reveal.setAutoDefault(False)
        self._reveal.setAccessibleName("Reveal the number of the selected row")
        self._reveal.setToolTip("Give up, and see the number of the selected row")
        answer = QHBoxLayout()
        answer.addWidget(self._answer, 1)
        answer.addWidget(self._reveal)
        self._layout = layout = QVBoxLayout(holder)
        layout.setContentsMargins(MARGIN, MARGIN - 4, MARGIN, MARGIN)
        layout.setSpacing(GRID + 4)
        self.table.setObjectName("gateTable")
        for above in (
            self._hintline,
            self._rules,
            self._heading,
            self._trouble,
            self.card,
            self.table,
        ):
            layout.addWidget(above)
        layout.addLayout(answer)
        for below in (self._sums, self.nudge, self.paths):
            layout.addWidget(below)
        layout.addStretch(1)

    def _connect(self) -> None:
        state = self._state
        for signal in (state.circuit_changed, state.shown_changed, state.selection_changed):
            signal.connect(self._follow)
        self._predictions.changed.connect(self._follow)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._follow_row())
        self.table.pointed.connect(state.point_at)
        self.table.opened.connect(lambda node: state.selection.set((node,)))
        self._reveal.clicked.connect(self._give_up)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the equations make do with what there is."""
        super().resizeEvent(event)
        margin = MARGIN if self._is_wide else NARROW_MARGIN
        self._layout.setContentsMargins(margin, MARGIN - 4, margin, MARGIN)
        self._size_columns()
        width = self.width() - 2 * margin - SCROLL_BAR
        self._heading.set_width(width)
        self.card.set_width(width)

    @property
    def _is_wide(self) -> bool:
        return self.width() >= WIDE_FROM

    def _size_columns(self) -> None:
        """Leave the products as much room as there is, and call them by what has room there."""
        widths = COLUMNS if self._is_wide else NARROW_COLUMNS
        for column, width in enumerate(widths):
            if width:
                width = max(width, self.table.width_wanted(column))
                self.table.horizontalHeader().resizeSection(column, width)
        node = self._state.circuit.by_id.get(-1 if self._shown is None else self._shown)
        local = node.kind.local_name if node is not None else ""
        room = self.table.columnWidth(PRODUCTS) - PAD
        names = (f"{local or 'local'} × incoming", "local × incoming", "× incoming")
        self._model.set_header(PRODUCTS, fitting(room, *names))

    def _span_rows(self, node: Node) -> None:
        """Let "from multiply" have the room of the value, which is that of the row above."""
        spanned = range(1, len(self._model.nodes)) if node.kind.is_source else range(0)
        if self._spanned != (node.id, spanned):
            self._spanned = node.id, spanned
            self.table.clearSpans()
            for row in spanned:
                self.table.setSpan(row, 0, 1, PRODUCTS)

    @property
    def shown(self) -> int | None:
        """The id of the gate that is inspected."""
        selection = self._state.selection
        return selection.wire[0] if selection.wire else selection.current

    def _follow(self) -> None:
        """Show the gate that is selected, with the numbers that are told."""
        number, circuit = self.shown, self._state.circuit
        is_there = number is not None and number in circuit.by_id
        for widget in (self._heading, self.card, self.table, self.nudge):
            widget.setVisible(is_there)
        self._hintline.setText(NOTHING if circuit.nodes else EMPTY)
        self._hintline.setVisible(not is_there)
        self._rules.setVisible(not is_there)
        if not is_there or number is None:
            self._shown = None
            self.set_hint("")
            for line in (self._trouble, self._sums, self._answer):
                line.hide()
            self._reveal.hide()
            self.paths.hide()
            return
        self._show(circuit.by_id[number])

    def _show(self, node: Node) -> None:
        is_other, self._shown = node.id != self._shown, node.id
        self.set_hint(place_words(self._state.circuit, node))
        self._show_heading(node)
        self._tell(self._trouble, self._state.values.troubles.get(node.id, ""))
        self._tell(self._sums, "\n".join(sums(self._state, node.id)))
        self._model.show_rows(gate_rows(self._state, node.id))
        self._span_rows(node)
        self._size_columns()
        shown = min(len(self._model.nodes), MOST_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().height() + shown * ROW + 1)
        if is_other or not self.table.currentIndex().isValid():
            self._choose_row(node)
        self._follow_row(now=is_other)

    def _show_heading(self, node: Node) -> None:
        kind = node.kind
        circuit = self._state.circuit
        if kind.is_source:
            name = wire_text(circuit, node.id)
            self._heading.show_gate(name, f"{kind.label} {name}" if node.name else kind.label, "")
        else:
            self._heading.show_gate(kind.symbol, kind.label, heading_tex(circuit, node))

    def _choose_row(self, node: Node) -> None:
        """Choose the row of the selected wire, else that of the first input."""
        wire = self._state.selection.wire
        wired = [slot for slot, source in enumerate(node.inputs) if source is not None]
        slot = wire[1] if wire and wire[1] in wired else None
        row = 1 + wired.index(slot) if slot is not None else min(len(wired), 1)
        self.table.selectRow(row)

    @property
    def _row(self) -> int:
        return max(self.table.currentIndex().row(), 0)

    @property
    def _slot(self) -> int | None:
        """The input whose row is chosen; the first, where that of the output is."""
        if self._shown is None:
            return None
        inputs = self._state.circuit.by_id[self._shown].inputs
        wired = [slot for slot, source in enumerate(inputs) if source is not None]
        if not wired:
            return None
        return wired[min(max(self._row - 1, 0), len(wired) - 1)]

    def _follow_row(self, now: bool = True) -> None:
        """Tell of the chosen row's value: its equation, a nudge, its paths, its prediction."""
        if self._shown is None or self._row >= len(self._model.nodes):
            return
        node = self._model.nodes[self._row]
        if node is None:
            self.nudge.show_node(self._shown, is_own=True)
        else:
            self.nudge.show_node(node)
        self.paths.show_node(node)
        self._show_rule()
        self._show_answer()
        if now:
            self._set_numbers()
        else:
            self._soon.start()

    def _show_rule(self) -> None:
        assert self._shown is not None
        node = self._state.circuit.by_id[self._shown]
        slot = self._slot
        names = "" if slot is None else equation_with_names(self._state.circuit, node, slot)
        title = node.kind.title or ("" if node.kind.is_source else node.kind.label)
        self.card.show_rule(title, node.kind.rule_for(len(node.inputs)), names)

    def _set_numbers(self) -> None:
        """Set the rule with its numbers, which takes a while."""
        if self._shown is None or self._shown not in self._state.circuit.by_id:
            return
        node, slot = self._state.circuit.by_id[self._shown], self._slot
        tex = "" if slot is None else equation_with_numbers(self._state, node, slot)
        self.card.show_numbers(tex)

    @property
    def _covered(self) -> Covered | None:
        """The covered number of the chosen row."""
        cells = self._model.row(self._row).cells if self._row < len(self._model.nodes) else ()
        return next((cell.covered for cell in cells if cell.covered), None)

    def _show_answer(self) -> None:
        """Say what came of the last prediction for this row."""
        node, covered = self._model.nodes[self._row], self._covered
        answer = None
        if self._predictions.is_on and node is not None:
            kind = covered[1] if covered else "gradient"
            answer = self._predictions.answer(node, kind)
        ask = "Type your prediction on the “?”, then Enter." if covered else ""
        self._tell(self._answer, answer.words if answer else ask)
        self._reveal.setVisible(covered is not None)

    def _give_up(self) -> None:
        if covered := self._covered:
            self._predictions.reveal(*covered)

    def _tell(self, line: QLabel, words: str) -> None:
        line.setText(words)
        line.setVisible(bool(words))
