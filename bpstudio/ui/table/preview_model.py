"""The first rows of a table as Qt's table view wants them, each fault at its cell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from bpstudio.ui.numbers import count
from bpstudio.ui.table.use_header import TROUBLES, USE
from bpstudio.ui.table.uses import Use
from bpstudio.ui.table.words import fate_words, seen, tidy
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from bpstudio.data.preview import Mark, Preview, PreviewRow
    from bpstudio.ui.table.plan import Plan

Index = QModelIndex | QPersistentModelIndex
MARK = Qt.ItemDataRole.UserRole + 2  # of a cell: its `Mark`, or None
FATE = Qt.ItemDataRole.UserRole + 3  # of a cell: what becomes of its row
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_COLUMNS = 2_000  # shown; a table may have a million


class PreviewModel(QAbstractTableModel):
    """Rows are the first of the file, columns those of the table and the cells beyond them.

    Signals
    -------
    widened
        There are other columns than before.
    """

    widened = Signal()

    def __init__(self, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._uses: tuple[Use, ...] = ()
        self._marks: list[dict[int, Mark]] = []
        self._troubles: Counter[int] = Counter()
        self._take()
        plan.changed.connect(self._follow)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns are shown, those of cells too many among them."""
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says, how it is set, and what is wrong with it."""
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return seen(row.cells[column]) if column < len(row.cells) else ""
        if role == MARK:
            return self._marks[index.row()].get(column)
        if role == FATE:
            return row.fate
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self._is_number(column) else LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(self._tip(index.row(), column))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._tip(index.row(), column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name and the use of a column, or the line in which a row starts."""
        if orientation == Qt.Orientation.Vertical:
            return self._of_line(section, role)
        if section >= len(self._uses):
            return "(no name)" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return seen(self._plan.names[section])
        if role == USE:
            return self._uses[section]
        if role == TROUBLES:
            return self._troubles[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(self._column_tip(section))
        return None

    def place_of(self, line: int, column: int) -> QModelIndex:
        """Return the cell of a column in the row that starts at or before a line."""
        known = [number for number, row in enumerate(self._rows) if row.line <= line]
        if not known or line > self._rows[-1].line + 1:
            return QModelIndex()
        return self.index(known[-1], min(column, self._columns - 1))

    def _of_line(self, row: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return count(self._rows[row].line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"Line {count(self._rows[row].line)} of the file"
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _tip(self, row: int, column: int) -> str:
        mark, known = self._marks[row].get(column), self._rows[row]
        if mark is None:
            cells = known.cells
            return seen(cells[column]) if column < len(cells) and len(cells[column]) > 12 else ""
        name = self.headerData(column, Qt.Orientation.Horizontal)
        place = f"Line {count(known.line)}, column {column + 1} ({name})"
        return f"{place}: {tidy(mark.reason)}.\n{fate_words(mark.fate)}"

    def _column_tip(self, column: int) -> str:
        words = [seen(self._plan.names[column]), self._plan.words_of(column)]
        if why := self._plan.why_ignored(column):
            words.append(f"Ignored: {why}.")
        return "\n".join(words)

    def _is_number(self, column: int) -> bool:
        if column >= len(self._uses):
            return False
        use = self._uses[column]
        return use is Use.NUMBER or (use is Use.TARGET and self._plan.learns_numbers)

    def _follow(self) -> None:
        before = (self._names, self._columns, len(self._rows))
        shown = self._plan.preview
        if (shown.names, _width(shown), len(shown.rows)) == before:
            self._take()  # the selection stays
            if not (self._rows and self._columns):
                return
            last = self.index(len(self._rows) - 1, self._columns - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)
            return
        self.beginResetModel()
        self._take()
        self.endResetModel()
        self.widened.emit()

    def _take(self) -> None:
        """Take over what the plan shows."""
        shown = self._plan.preview
        self._rows: tuple[PreviewRow, ...] = shown.rows
        self._names, self._uses = shown.names, self._plan.uses
        self._columns = _width(shown)
        self._marks = [{mark.column: mark for mark in row.marks} for row in shown.rows]
        self._troubles = Counter(
            mark.column for row in shown.rows for mark in row.marks if mark.fate == "refused"
        )


def _width(shown: Preview) -> int:
    """Return how many columns there are, with those of cells too many or too few."""
    widest = max((len(row.cells) for row in shown.rows), default=0)
    beyond = max((mark.column + 1 for row in shown.rows for mark in row.marks), default=0)
    return min(max(len(shown.names), widest, beyond), MOST_COLUMNS)
