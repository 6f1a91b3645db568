"""The window in which an example is picked to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bpstudio.ui.gallery.card import ROW_GAP
from bpstudio.ui.gallery.card_list import LEAST_CARD, CardList
from bpstudio.ui.gallery.words import all_words
from bpstudio.ui.theme import CONTROL_HEIGHT, GAP, GRID, MARGIN
from bpstudio.ui.widgets.card import HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.ui.gallery.catalogue import Example

COLUMNS, ROWS = 4, 4  # where the window has room
SCROLL_BAR = 8  # px, as in the style sheet
EMPTY = "No examples were found beside bpstudio. File > Open takes an experiment of yours."


class Gallery(QDialog):
    """Cards to choose from; `chosen` says which one, after the window has closed."""

    chosen = Signal(object)  # the `Example`

    def __init__(self, examples: Sequence[Example], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setWindowTitle("New from example")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.cards = CardList(examples)
        self._facts = QLabel(EMPTY if not examples else "")
        self._facts.setProperty("role", "hint")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._open = _button("Open", "Begin a new experiment with the selected example (Enter)")
        self._open.setProperty("primary", True)
        self._open.setDefault(True)
        self._open.setEnabled(bool(examples))
        self._arrange(_button("Cancel", "Keep what is open (Esc)"))
        self.cards.picked.connect(self._show_facts)
        self.cards.wanted.connect(self.accept)
        self._open.clicked.connect(self.accept)
        self.resize(_fitting_size(parent))
        self._show_facts()
        self.cards.setFocus()

    def _arrange(self, cancel: QPushButton) -> None:
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, MARGIN, 0)
        foot.setSpacing(GRID)
        foot.addWidget(self._facts, 1)
        foot.addWidget(cancel)
        foot.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, 0, GAP)
        column.setSpacing(GAP)
        column.addWidget(self.cards)
        column.addLayout(foot)

    def accept(self) -> None:
        """Close, and say what was chosen."""
        example = self.cards.chosen
        if example is None:
            return
        super().accept()
        self.chosen.emit(example)

    def _show_facts(self) -> None:
        if example := self.cards.chosen:
            self._facts.setText(all_words(example.experiment))


def _button(text: str, hint: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(hint)
    button.setAccessibleName(text)
    button.setAccessibleDescription(hint)
    return button


def _fitting_size(parent: QWidget | None) -> QSize:
    """Return the size at which all cards are seen, or as many as the window has room for."""
    wanted = QSize(
        MARGIN + COLUMNS * (LEAST_CARD + GAP) + SCROLL_BAR + 1,
        MARGIN + ROWS * (HEIGHT + ROW_GAP) + GAP + CONTROL_HEIGHT + GAP,
    )
    if parent is None:
        return wanted
    return wanted.boundedTo(parent.window().size() - QSize(2 * MARGIN, 2 * MARGIN))
