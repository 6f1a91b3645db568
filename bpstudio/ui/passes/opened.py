"""A number that was clicked: what it came from, term by term; of a weight, its paths to L."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.runtime.walking.names import Kind
from bpstudio.ui.icons import set_icon
from bpstudio.ui.numbers import figure, percent
from bpstudio.ui.passes.terms import DIGITS, route_rows, row_of
from bpstudio.ui.passes.words import (
    full_symbol,
    paths_words,
    title,
    where,
)
from bpstudio.ui.theme import BODY, BOLD, GRID, REGULAR, font, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.runtime.walking.sums import Opened
    from bpstudio.ui.passes.state import PassesState

ROW = 20  # px
FEWER, WIDE = 3, 280  # digits of factors in a panel that isn't so wide, in px
HINT = (
    "Click any number, here or in the network: it opens into the sum that it came from. "
    "Click a weight: all its paths to L light up."
)
LEAF = {
    Kind.Z: "A feature of the sample: it comes from the data.",
    Kind.T: "What is wanted: it comes from the data.",
}
WALK_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)
NUMBER_ROLE = Qt.ItemDataRole.UserRole


class OpenedPanel(QWidget):
    """Tells how the opened number came about; each factor can be opened in turn."""

    left = Signal()  # by Esc: the keyboard goes elsewhere

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesOpened")
        self.setAccessibleName("Where a number came from")
        self._state = state
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._where = QLabel()
        self._where.setProperty("role", "name")
        self._back = _button("chevron-left", "Back", "To the number that was open before")
        self._close = _button("close", "Close", "Close it (Esc)")
        self.table = _table()
        self._note = QLabel(HINT)
        self._note.setProperty("role", "name")
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._build()
        self._back.clicked.connect(state.go_back)
        self._close.clicked.connect(lambda: state.open(None))
        self.table.itemActivated.connect(self._open)
        self.table.itemClicked.connect(self._open)
        self.table.installEventFilter(_OwnKeys(self.table, self._leave))
        state.asked.connect(self._show)
        state.changed.connect(self._show)
        theme().changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._back)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 4, 4, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._where)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        column.addStretch()

    def sizeHint(self) -> QSize:
        """Return room for a sum of a few terms."""
        return QSize(320, 180)

    def _leave(self) -> None:
        self._state.open(None)
        self.left.emit()

    def _show(self) -> None:
        state, opened = self._state, self._state.opened
        walked, is_open = state.walked, state.number is not None
        self._back.setVisible(state.can_go_back)
        self._close.setVisible(is_open)
        self.table.setVisible(opened is not None and bool(opened.lines or opened.routes))
        if not is_open or walked is None:
            self._title.setText("")
            self._where.setText("")
            self._note.setText(HINT)
        elif opened is not None:
            value = figure(opened.value, DIGITS)
            self._title.setText(f"{full_symbol(opened.number)} = {value}")
            self._where.setText(where(walked, state.data, opened.number))
            self._note.setText(_note(walked, opened))
            self._fill(walked, opened)
        self._note.setVisible(bool(self._note.text()))
        self._where.setVisible(bool(self._where.text()))

    def _fill(self, walked: Walked, opened: Opened) -> None:
        rows = route_rows(walked, self._state, opened) if opened.routes else []
        digits = DIGITS if self.width() >= WIDE else FEWER
        rows = rows or [row_of(walked, opened, line, digits) for line in opened.lines]
        self.table.clearSpans()
        self.table.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, (words, number, color, is_strong) in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setData(NUMBER_ROLE, number)
                item.setForeground(color)
                item.setFont(font(BODY, BOLD if is_strong else REGULAR))
                if column == 2:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                if number is not None:
                    item.setToolTip(f"{title(walked, self._state.data, number)}: click to open it")
                self.table.setItem(row, column, item)
            if not cells[1][0]:
                self.table.setSpan(row, 0, 1, 2)
        self.table.setCurrentCell(0, 0)

    def _open(self, item: QTableWidgetItem) -> None:
        number = item.data(NUMBER_ROLE)
        if number is not None:
            self._state.open(number)


class _OwnKeys(QObject):
    """Lets the table walk through its cells with the keys that else step, and Esc close it."""

    def __init__(self, table: QTableWidget, leave: Callable[[], None]) -> None:
        super().__init__(table)
        self._leave = leave

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            key, kind = Qt.Key(event.key()), event.type()
            if kind is QEvent.Type.ShortcutOverride and key in WALK_KEYS:
                event.accept()
                return True
            if kind is QEvent.Type.KeyPress and key == Qt.Key.Key_Escape:
                self._leave()
                return True
        return super().eventFilter(watched, event)


def _note(walked: Walked, opened: Opened) -> str:
    kind, layer = opened.number.name
    if opened.paths:
        words = paths_words(walked, layer, opened.paths, len(opened.routes))
        if opened.routes:
            return words
        letters = "∂L/∂w" if kind is Kind.W else "∂L/∂b"
        return f"{letters} = {figure(opened.gradient, DIGITS)}. {words}"
    if not opened.lines:
        return LEAF.get(kind, "")
    return _slope_words(walked, opened) if kind in (Kind.DELTA, Kind.SLOPE) else ""


def _slope_words(walked: Walked, opened: Opened) -> str:
    """Return how much of the gradient the unit's slope lets through, on this sample."""
    (_, layer), unit, column = opened.number
    of = walked.layers[layer]
    if of.slope is None or of.saturated is None or unit >= len(of.slope):
        return ""
    known = ACTIVATIONS[of.activation]
    if column != walked.column or known.saturates == "never":
        return ""
    slope = float(of.slope[unit])
    share = percent(slope / known.max_slope, 0 if slope > known.max_slope / 20 else 1)
    words = f"Its slope is {figure(slope)}, {share} of the largest that {known.words} has"
    return f"{words}: saturated, hardly any gradient passes." if of.saturated[unit] else f"{words}."


def _table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setObjectName("passesSum")
    table.setAccessibleName("Terms of the opened number; Enter opens one")
    table.setShowGrid(False)
    table.setFrameShape(QTableWidget.Shape.NoFrame)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.verticalHeader().setMinimumSectionSize(ROW)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column in (0, 2):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    for part in table.findChildren(QAbstractButton) + table.findChildren(QHeaderView):
        part.setAccessibleName("Terms")  # hidden, and yet there for assistive tools
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


def _button(icon: str, name: str, hint: str) -> QToolButton:
    button = QToolButton()
    set_icon(button, icon)
    button.setProperty("small", True)
    button.setAccessibleName(name)
    button.setToolTip(hint)
    return button
