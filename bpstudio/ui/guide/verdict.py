"""What is said to an answer: right, and why; or not yet, and a hint."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from bpstudio.ui.guide.texts import paragraph
from bpstudio.ui.theme import GRID

RIGHT, DONE, WRONG, SHOWN = "✓ Right", "✓ Done", "✗ Not yet", "The answer"


class Verdict(QFrame):
    """A frame in green or red, with a sign and words; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lessonVerdict")
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._words = paragraph("")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID + 2, GRID, GRID + 2, GRID)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._words)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says; empty while it is hidden."""
        return "" if self.isHidden() else f"{self._title.text()} {self._words.text()}".strip()

    def say(self, title: str, words: str, *, is_right: bool) -> None:
        """Say it."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setProperty("right", is_right)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(f"{title} {words}")
        self.show()
