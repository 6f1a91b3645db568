"""A line that says something once, with what can be done about it; it never stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from bpstudio.ui.theme import GRID
from bpstudio.ui.widgets.close_button import close_button

if TYPE_CHECKING:
    from collections.abc import Callable


class Notice(QFrame):
    """A sentence, buttons, and a cross that takes it away.

    Parameters
    ----------
    sentence
        What it says.
    offers
        What its buttons say, and what each does.
    """

    def __init__(
        self,
        sentence: str,
        offers: dict[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.sentence = sentence
        self.setObjectName("notice")
        self.setAccessibleName("Notice")
        self.setAccessibleDescription(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        text = QLabel(sentence, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(text, 1)
        for words, act in (offers or {}).items():
            row.addWidget(_button(words, act))
        row.addWidget(close_button("Dismiss this notice", self._dismiss))

    def _dismiss(self) -> None:
        self.hide()
        self.deleteLater()


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("low", True)
    button.clicked.connect(act)
    return button
