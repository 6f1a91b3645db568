"""A line that says something once, with what can be done about it; it never stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from bpstudio.ui.theme import GRID
from bpstudio.ui.widgets.close_button import close_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.ui.widgets.offer import Choice


class Notice(QFrame):
    """A sentence, buttons, and a cross that takes it away.

    Parameters
    ----------
    sentence
        What it says.
    offers
        Its buttons.
    """

    def __init__(
        self,
        sentence: str,
        offers: Sequence[Choice] = (),
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
        for choice in offers:
            row.addWidget(_button(choice))
        row.addWidget(close_button("Dismiss this notice", self._dismiss))

    def _dismiss(self) -> None:
        self.hide()
        self.deleteLater()


def _button(choice: Choice) -> QPushButton:
    button = QPushButton(choice.text)
    button.setProperty("low", True)
    button.setToolTip(choice.hint)
    button.setAccessibleDescription(choice.hint)
    button.clicked.connect(choice.choose)
    return button
