"""The preview of a table: columns are selected and told what they are used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from bpstudio.ui.icons import set_icon
from bpstudio.ui.table.preview_cells import PreviewCells
from bpstudio.ui.table.preview_model import PreviewModel
from bpstudio.ui.table.use_header import UseHeader
from bpstudio.ui.table.uses import Use
from bpstudio.ui.table.words import seen

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

    from bpstudio.ui.table.plan import Plan

ROW_HEIGHT = 22  # px
MOST_MEASURED = 60  # columns whose width is by what they hold
HINT = (
    "Ctrl+A selects all columns, Ctrl+click on a name one more; N, C, I, T make the selected ones "
    "numbers, categories, ignored, the target; Alt+Down opens the menu of a column"
)
IS_TARGET = "{} stays the target, as there must be one: make another column the target first (T)."


class PreviewTable(QTableView):
    """The first rows of the table.

    Signals
    -------
    selected
        Other columns are selected.
    refused
        Why a column isn't used as it was asked for.
    """

    selected = Signal()
    refused = Signal(str)

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self.setObjectName("tablePreview")
        self.setAccessibleName("First rows of the table")
        self.setAccessibleDescription(HINT)
        self.rows = PreviewModel(plan, self)
        header = UseHeader(self)
        self.setHorizontalHeader(header)
        self.setModel(self.rows)
        self.setItemDelegate(PreviewCells(self))
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionsClickable(False)
        self.setCornerButtonEnabled(False)
        header.menu_wanted.connect(self._open_menu_at)
        self.rows.widened.connect(self._fit_columns)
        self.rows.modelReset.connect(header.viewport().update)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())
        self._fit_columns()

    @property
    def columns(self) -> list[int]:
        """The columns that are selected, wholly or in some cells."""
        parts = self.selectionModel().selection().toList()
        chosen = {c for part in parts for c in range(part.left(), part.right() + 1)}
        return sorted(column for column in chosen if column < len(self._plan.names))

    def use(self, use: Use) -> None:
        """Use the selected columns so; they stay selected. The target stays one."""
        columns, uses = self.columns, self._plan.uses
        others = [
            column for column in columns if use is Use.TARGET or uses[column] is not Use.TARGET
        ]
        if others:
            self._plan.set_uses(others, use)
        if len(others) < len(columns):
            self.refused.emit(IS_TARGET.format(seen(str(self._plan.target))))

    def select_column(self, column: int) -> None:
        """Select one column, and bring it into sight."""
        if column < self.rows.columnCount():
            self.selectColumn(column)
            self.scrollTo(self.rows.index(max(self.rowAt(0), 0), column))
            self.setFocus()

    def show_place(self, line: int, column: int) -> bool:
        """Go to the cell of a column in a line of the file; False where it isn't shown."""
        index = self.rows.place_of(line, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setFocus()
        return index.isValid()

    def menu(self) -> QMenu:
        """Return the menu of what the selected columns can be used for."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        uses = {self._plan.uses[column] for column in self.columns}
        for use in Use:
            action = menu.addAction(f"&{use.label.title()}\t{use.key}")
            action.setToolTip(use.hint)
            action.setCheckable(True)
            action.setChecked(uses == {use})
            action.triggered.connect(lambda _on, use=use: self.use(use))
            set_icon(action, use.icon)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the letters of the uses, and Alt+Down for their menu."""
        alone = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        letters = {getattr(Qt.Key, f"Key_{use.key}"): use for use in Use}
        if alone and event.key() in letters and self.columns:
            self.use(letters[event.key()])
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_menu()
        elif (
            event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the cell; a right click keeps what is selected, where it is within."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton and index.column() in self.columns:
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the selected columns."""
        if self.columns:
            self.menu().popup(event.globalPos())

    def _open_menu_at(self, column: int, at: QPoint) -> None:
        """Open the menu of all selected columns, this one among them."""
        if column not in self.columns:
            self.selectColumn(column)
        self.menu().popup(at)

    def _open_menu(self) -> None:
        header = self.horizontalHeader()
        if self.columns and isinstance(header, UseHeader):
            below = header.chip(self.columns[0]).bottomLeft()
            self.menu().popup(header.viewport().mapToGlobal(below))

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        if isinstance(header, UseHeader):
            for column in range(min(self.rows.columnCount(), MOST_MEASURED)):
                header.resizeSection(column, header.sectionSizeFromContents(column).width())
