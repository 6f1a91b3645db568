"""A number that was clicked: what it came from, term by term; of a weight, its paths to L."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.runtime.walking.names import Kind
from bpstudio.ui.icons import set_icon
from bpstudio.ui.numbers import count, figure, percent
from bpstudio.ui.passes.sum_table import OwnKeys, sum_table
from bpstudio.ui.passes.terms import DIGITS, gradient_of, route_rows, row_of
from bpstudio.ui.passes.words import (
    full_symbol,
    paths_words,
    title,
    where,
)
from bpstudio.ui.theme import BODY, BOLD, GRID, REGULAR, font, theme
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.runtime.walking.sums import Opened
    from bpstudio.ui.passes.state import PassesState

FEWER, WIDE = 3, 280  # digits of factors in a panel that isn't so wide, in px
HINT = (
    "Click any number, here or in the network: it opens into the sum that it came from. "
    "Click a weight: all its paths to L light up."
)
TO_COME = "Not made yet: it comes with instruction {}. Predict it, then go on."
GRADIENT_TO_COME = "What each adds comes with the gradient, at instruction {}."
LEAF = {
    Kind.Z: "A feature of the sample: it comes from the data.",
    Kind.T: "What is wanted: it comes from the data.",
}
NUMBER_ROLE = Qt.ItemDataRole.UserRole


class OpenedPanel(QWidget):
    """Tells how the opened number came about; each factor can be opened in turn."""

    left = Signal()  # by Esc: the keyboard goes elsewhere

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesOpened")
        self.setAccessibleName("Where a number came from")
        self._state = state
        self._is_walked = False  # by the keyboard, term by term
        self._title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._title.setProperty("role", "heading")
        self._where = QLabel()
        self._where.setProperty("role", "name")
        self._back = _button("chevron-left", "Back", "To the number that was open before")
        self._close = _button("close", "Close", "Close it (Esc)")
        self.table = sum_table()
        self._note = QLabel(HINT)
        self._note.setProperty("role", "name")
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._build()
        self._back.clicked.connect(state.go_back)
        self._close.clicked.connect(lambda: state.open(None))
        self.table.itemActivated.connect(self._open)
        self.table.itemClicked.connect(self._open)
        self.table.installEventFilter(OwnKeys(self.table, self._leave))
        for signal in (state.asked, state.moved, state.changed):
            signal.connect(self._show)
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
        self._is_walked |= self.table.hasFocus()
        self.table.hide()
        if state.number is None or walked is None:
            self._title.setText("")
            self._where.setText("")
            self._note.setText(HINT)
        else:
            is_made = opened is not None and state.is_made(state.number.name)
            value = f" = {figure(opened.value, DIGITS)}" if opened and is_made else ""
            self._title.setText(f"{full_symbol(state.number)}{value}")
            self._where.setText(where(walked, state.data, state.number))
            self._explain(walked, opened)
        self._note.setVisible(bool(self._note.text()))
        self._where.setVisible(bool(self._where.text()))
        if state.number is None or opened is not None:
            self._give_focus_back()

    def _give_focus_back(self) -> None:
        """Leave the keyboard where it was before the table had to wait for its terms."""
        shown = next((one for one in (self.table, self._back) if not one.isHidden()), None)
        if self._is_walked and shown is not None:
            shown.setFocus()
        self._is_walked = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the opened number by Esc."""
        if event.key() == Qt.Key.Key_Escape and self._state.number is not None:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _explain(self, walked: Walked, opened: Opened | None) -> None:
        """Say how the opened number came about, as soon as that is known and may be told."""
        if opened is None:
            self._note.setText("")
        elif self._state.is_made(opened.number.name):
            self._note.setText(self._told(walked, opened))
            self._fill(walked, opened)
            self.table.setVisible(bool(opened.lines or opened.routes))
        else:
            place = count(self._state.maker_of(opened.number.name) + 1)
            self._note.setText(TO_COME.format(place))

    def _told(self, walked: Walked, opened: Opened) -> str:
        """Return what stands below the table."""
        gradient = gradient_of(opened.number)
        if gradient is not None and not self._state.is_made(gradient):
            place = count(self._state.maker_of(gradient) + 1)
            return f"{_paths(walked, opened, False)} {GRADIENT_TO_COME.format(place)}"
        return _note(walked, opened)

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
                    called = title(walked, self._state.data, number)
                    item.setToolTip(literal(f"{called}: click to open it"))
                self.table.setItem(row, column, item)
            if not cells[1][0]:
                self.table.setSpan(row, 0, 1, 2)
        self.table.setCurrentCell(0, 0)

    def _open(self, item: QTableWidgetItem) -> None:
        number = item.data(NUMBER_ROLE)
        if number is not None:
            self._state.open(number)


def _note(walked: Walked, opened: Opened) -> str:
    kind, _ = opened.number.name
    if opened.paths:
        words = _paths(walked, opened, bool(opened.routes))
        if opened.routes:
            return words
        letters = "∂L/∂w" if kind is Kind.W else "∂L/∂b"
        return f"{letters} = {figure(opened.gradient, DIGITS)}. {words}"
    if not opened.lines:
        return LEAF.get(kind, "")
    return _slope_words(walked, opened) if kind in (Kind.DELTA, Kind.SLOPE) else ""


def _paths(walked: Walked, opened: Opened, are_told: bool) -> str:
    """Return how many paths there are; where what they add is told, that it is."""
    layer, routes = opened.number.name.layer, len(opened.routes) if are_told else 0
    return paths_words(walked, layer, opened.paths, routes)


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


def _button(icon: str, name: str, hint: str) -> QToolButton:
    button = QToolButton()
    set_icon(button, icon)
    button.setProperty("small", True)
    button.setAccessibleName(name)
    button.setToolTip(hint)
    return button
