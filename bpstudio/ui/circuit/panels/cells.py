"""Tables of wires: cells that know what they are, and the model that Qt's views read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from bpstudio.ui.numbers import MINUS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.circuit.panels.predictions import Covered, Predictions

Index = QModelIndex | QPersistentModelIndex
CELL = int(Qt.ItemDataRole.UserRole)  # the Cell itself
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Kind(Enum):
    """What stands in a cell or a column."""

    NAME = auto()  # as equations have it
    WORDS = auto()
    VALUE = auto()
    NOTE = auto()
    GRADIENT = auto()


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    Parameters
    ----------
    text
        As it stands on the screen.
    kind
        What it is.
    exact
        What a tooltip says: all digits.
    covered
        The number that is to be predicted here, if it is covered.
    symbol
        The plain name, to be written as equations have it; empty where `text` is to be.
    """

    text: str
    kind: Kind
    exact: str = ""
    covered: Covered | None = None
    symbol: str = ""


@dataclass(frozen=True)
class Row:
    """One row: its cells, and the node that it is of; None where it is of a gate's own number."""

    cells: tuple[Cell, ...]
    node: int | None = None


class CellTable(QAbstractTableModel):
    """Rows of cells; a covered one is typed into, which is a prediction."""

    def __init__(
        self,
        headers: Sequence[tuple[str, Kind]],
        predictions: Predictions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._predictions = predictions
        self.nodes: tuple[int | None, ...] = ()
        self._make: Callable[[int], Row] = _no_row
        self._made: dict[int, Row] = {}

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; where they are of the same nodes, what is selected stays so."""
        self.show_lazily([row.node for row in rows], lambda place: rows[place])

    def show_lazily(self, nodes: Sequence[int | None], make: Callable[[int], Row]) -> None:
        """Show rows of these nodes, each made from its place when it comes into sight."""
        is_same = tuple(nodes) == self.nodes
        if not is_same:
            self.beginResetModel()
        self.nodes, self._make = tuple(nodes), make
        self._made.clear()
        if not is_same:
            self.endResetModel()
        elif nodes:
            last = self.index(len(nodes) - 1, len(self._headers) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row(self, place: int) -> Row:
        """Return a row."""
        if place not in self._made:
            self._made[place] = self._make(place)
        return self._made[place]

    def set_header(self, column: int, text: str) -> None:
        """Call a column something else."""
        before = self._headers[column]
        if before[0] != text:
            headers = list(self._headers)
            headers[column] = (text, before[1])
            self._headers = tuple(headers)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)

    def column_kind(self, column: int) -> Kind:
        """Return what a column is of."""
        return self._headers[column][1]

    def cell(self, index: Index) -> Cell:
        """Return the cell at `index`."""
        return self.row(index.row()).cells[index.column()]

    def as_text(self, rows: Sequence[int] = ()) -> str:
        """Return these rows, or all, for a spreadsheet: tabs between cells, all digits."""
        lines = [[text for text, _ in self._headers]]
        for place in rows or range(len(self.nodes)):
            lines.append([_plain(cell) for cell in self.row(place).cells])
        return "\n".join("\t".join(line) for line in lines)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.nodes)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._headers)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let a covered cell be typed into."""
        flags = super().flags(index)
        is_covered = index.isValid() and self.cell(index).covered is not None
        return flags | Qt.ItemFlag.ItemIsEditable if is_covered else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, its text, its exact number or what it is called."""
        cell = self.cell(index)
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.exact or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if cell.kind in (Kind.VALUE, Kind.GRADIENT) else LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index, cell)
        return None

    def _spoken(self, index: Index, cell: Cell) -> str:
        name, head = self.row(index.row()).cells[0].text, self._headers[index.column()][0]
        if index.column() == 0:
            return cell.text
        return f"{name}, {head}: {'to be predicted' if cell.covered else cell.text}"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed as a prediction."""
        covered = self.cell(index).covered
        if covered is None or role != Qt.ItemDataRole.EditRole or not str(value).strip():
            return False
        self._predictions.guess(*covered, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation == Qt.Orientation.Horizontal and role in shown:
            return self._headers[section][0]
        return None


def _no_row(place: int) -> Row:
    raise IndexError(place)


def _plain(cell: Cell) -> str:
    """Return a cell as a spreadsheet takes it."""
    text = cell.exact or cell.text
    return text.replace(MINUS, "-") if cell.kind in (Kind.VALUE, Kind.GRADIENT) else text
