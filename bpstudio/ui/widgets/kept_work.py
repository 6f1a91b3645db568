"""A list of what was kept of earlier windows, that waits to be answered and is in nobody's way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.icons import pixmap
from bpstudio.ui.pixels import widget_ratio
from bpstudio.ui.theme import theme
from bpstudio.ui.tooltips import literal
from bpstudio.ui.widgets.close_button import close_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

TITLE = "Not saved when bpstudio ended, but kept"
LATER = "Not now: it stays kept, and the menu File has it"
RECOVER_HINT = "Open it as a copy that isn’t saved yet"
DISCARD_HINT = "Move what was kept to the trash"
LEAST = 8  # letters: less of a text tells nothing
ROWS = 3  # in sight at once


@dataclass(frozen=True)
class Piece:
    """A piece of work as it is offered: its name, where its file is, what it is; and in full."""

    name: str
    where: str
    what: str
    in_full: str


class KeptWork(QFrame):
    """Offers pieces of work, each to be recovered or discarded.

    Signals
    -------
    recover_wanted, discard_wanted
        The place of the piece in what is shown.
    left
        It went out of sight with the keyboard in it.
    """

    recover_wanted = Signal(int)
    discard_wanted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keptWork")
        self.setAccessibleName("Work that was kept")
        self._mark = QLabel()
        self._rows: list[_Row] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._scroll = _scrolled(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(4)
        column.addLayout(self._heading())
        column.addWidget(self._scroll)
        QShortcut(
            QKeySequence(Qt.Key.Key_Escape),
            self,
            self.leave,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        theme().changed.connect(self._tint)
        self._tint()
        self.hide()

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        title = QLabel(TITLE, wordWrap=True)
        title.setProperty("role", "heading")
        row.addWidget(title, 1)
        self._close = close_button(LATER, self.leave, "Esc")
        row.addWidget(self._close, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show these, and nothing else; none is no offer."""
        had_focus = self._has_focus
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(place, piece) for place, piece in enumerate(pieces)]
        for row in self._rows:
            self._list.addWidget(row)
            row.show()  # or it would be only once the layout has its turn
        self.setAccessibleDescription(" ".join(piece.in_full for piece in pieces))
        self._fit()
        self.setVisible(bool(pieces))
        if had_focus:
            self.take_focus() if pieces else self.left.emit()

    def leave(self) -> None:
        """Go out of sight, as nobody wants to answer now."""
        had_focus = self._has_focus
        self.hide()
        if had_focus:
            self.left.emit()

    @property
    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def take_focus(self) -> None:
        """Show it, with the keyboard at the first piece."""
        if self._rows:
            self.show()
            self._rows[0].recover.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _row(self, place: int, piece: Piece) -> _Row:
        row = _Row(piece)
        row.recover.clicked.connect(lambda: self.recover_wanted.emit(place))
        row.discard.clicked.connect(lambda: self.discard_wanted.emit(place))
        return row

    def _fit(self) -> None:
        """Take the height of a few rows, at most; the others are scrolled to."""
        heights = [row.sizeHint().height() for row in self._rows[:ROWS]]
        self._scroll.setFixedHeight(sum(heights))

    def _tint(self) -> None:
        self._mark.setPixmap(pixmap("save", theme().colors.text2, widget_ratio(self)))


class _Row(QWidget):
    """A piece of work, and what can be done with it."""

    def __init__(self, piece: Piece) -> None:
        super().__init__()
        self.recover = _button("Recover", f"Recover {piece.name}", RECOVER_HINT)
        self.discard = _button("Discard", f"Discard {piece.name}", DISCARD_HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 3, 0, 3)
        row.setSpacing(8)
        row.addLayout(_texts(piece), 1)
        row.addWidget(self.recover)
        row.addWidget(self.discard)
        self.setToolTip(literal(piece.in_full))


def _texts(piece: Piece) -> QVBoxLayout:
    where = _Line(piece.where, "name", Qt.TextElideMode.ElideMiddle)
    where.setSizePolicy(
        QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
    )  # what the name leaves
    first = QHBoxLayout()
    first.setSpacing(8)
    first.addWidget(_Line(piece.name, "heading"))
    first.addWidget(where, 1)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addLayout(first)
    texts.addWidget(_Line(piece.what, "name"))
    return texts


class _Line(QLabel):
    """A line of plain text that is cut where the room ends."""

    def __init__(
        self, text: str, role: str, cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(text)
        self._text, self._cut = text, cut
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Return the room for the whole text."""
        return QSize(
            self.fontMetrics().horizontalAdvance(self._text) + 1, super().sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut it anew."""
        super().resizeEvent(event)
        cut = self.fontMetrics().elidedText(self._text, self._cut, self.width())
        self.setText(cut if len(cut) > LEAST or cut == self._text else "")


def _button(text: str, name: str, hint: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setToolTip(hint)
    button.setAutoDefault(False)
    return button


def _scrolled(content: QVBoxLayout) -> QScrollArea:
    holder = QWidget()
    holder.setObjectName("keptPieces")
    holder.setLayout(content)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(holder)
    return area
