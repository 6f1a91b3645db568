"""A table of wires on the screen: names as equations have them, numbers in the passes' colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from bpstudio.ui.circuit.panels.cell_delegate import PAD, WIDE_PAD, CellDelegate, CellHeader
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from bpstudio.ui.circuit.panels.cells import CellTable

Index = QModelIndex | QPersistentModelIndex


class CellView(QTableView):
    """Shows a `CellTable`; Ctrl+C copies rows, typing on a covered number predicts it.

    Signals
    -------
    pointed
        The mouse is on the row of another node; None where it is on none.
    opened
        A row was double clicked, or Enter pressed on it: its node.

    Parameters
    ----------
    name
        What a screen reader calls it.
    row_height
        px.
    is_quiet
        Whether numbers are in plain ink, as in a long list.
    """

    pointed = Signal(object)
    opened = Signal(int)

    def __init__(
        self,
        model: CellTable,
        name: str,
        row_height: int,
        *,
        is_quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cells = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self, is_quiet))
        self.setHorizontalHeader(CellHeader(model, WIDE_PAD if is_quiet else PAD, self))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setAccessibleName(f"{name}: headers")
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(row_height)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setProperty("bare", True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(lambda index: self.pointed.emit(self._node(index.row())))
        self.clicked.connect(self._ask)
        self.doubleClicked.connect(self._open)
        theme().changed.connect(self.viewport().update)

    def _node(self, row: int) -> int | None:
        return self._cells.nodes[row] if 0 <= row < len(self._cells.nodes) else None

    def _ask(self, index: QModelIndex) -> None:
        """Let a covered number be typed where it was clicked."""
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _open(self, index: QModelIndex) -> None:
        node = self._node(index.row())
        if node is not None and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.opened.emit(node)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse is on no row any more."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def copy(self) -> None:
        """Copy the selected rows, or all where there is one at most, with their headers."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        text = self._cells.as_text(chosen if len(chosen) > 1 else ())
        QGuiApplication.clipboard().setText(text)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+C for the table: the window's command copies gates."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; type over a covered number of this row, wherever in it the keyboard is."""
        if self.state() is QAbstractItemView.State.EditingState:
            return  # Enter in the field comes here, too
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        begins = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        if begins or (event.text() and event.text() in "0123456789.,+-\N{MINUS SIGN}"):
            self._go_to_covered(self.currentIndex().row())
        if begins:
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
            else:
                self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def predict(self, row: int) -> bool:
        """Let the covered number of a row be typed; False where there is none."""
        if not self._go_to_covered(row):
            return False
        self.setFocus()
        self.edit(self.currentIndex())
        return True

    def _go_to_covered(self, row: int) -> bool:
        for column in range(self._cells.columnCount()):
            index = self._cells.index(row, column)
            if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.selectionModel().setCurrentIndex(
                    index, self.selectionModel().SelectionFlag.NoUpdate
                )
                return True
        return False

    def width_wanted(self, column: int) -> int:
        """Return how wide a column has to be for its numbers, px; names across two aside."""
        cells = (self.model().index(row, column) for row in range(self.model().rowCount()))
        own = [at for at in cells if self.columnSpan(at.row(), 0) == 1 or at.row() == 0]
        hints = (self.sizeHintForIndex(at).width() for at in own)
        return max((*hints, self.horizontalHeader().sectionSizeHint(column)))
