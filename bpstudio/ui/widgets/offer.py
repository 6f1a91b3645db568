"""An inline message with a choice: it stands in the window, not in its way, until answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from bpstudio.ui.theme import GRID
from bpstudio.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class Choice(NamedTuple):
    """What can be chosen: its text, with an ``&`` before its letter, what it does, in words."""

    text: str
    hint: str
    choose: Callable[[], object]


class Offer(Banner):
    """Says what happened and lets the user choose what becomes of it; the choice is theirs alone.

    Parameters
    ----------
    name
        Its object name.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("banner", True)
        self._row = QHBoxLayout()
        self._row.setSpacing(2 * GRID)
        self._row.addStretch()
        self._buttons: list[QPushButton] = []
        self.texts.addLayout(self._row)

    def show_offer(self, title: str, detail: str, *choices: Choice) -> None:
        """Show `title`, what happened, over `detail`, what that means, and the choices."""
        for button in self._buttons:
            button.hide()  # it goes only once the event that it may be in is over
            button.deleteLater()
        self._buttons = [self._button(choice) for choice in choices]
        self._row.setContentsMargins(0, GRID if choices else 0, 0, 0)
        for place, button in enumerate(self._buttons):
            self._row.insertWidget(place, button)
            button.show()  # or Qt would do so later than it shows the text
        self.show_message(title, detail)

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(choice.text)
        button.setToolTip(choice.hint)
        button.setAccessibleDescription(choice.hint)
        button.clicked.connect(choice.choose)
        return button
