"""The foot of the table's dialog: what memory it takes, how far the reading is, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from bpstudio.ui.theme import GRID

WHOLE = 1_000


class Foot(QWidget):
    """One line.

    Attributes
    ----------
    halt
        Stops the reading and leaves the dialog open.
    cancel, accept
        Leave without the table, and with it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setProperty("role", "hint")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setObjectName("tableProgress")
        self._bar.setAccessibleName("How much has been read")
        self._bar.setRange(0, WHOLE)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(20 * GRID, 6)
        self.halt = _button("Stop reading", "Stop reading; everything that was chosen stays")
        self.halt.setObjectName("tableHalt")
        self.cancel = _button("Cancel", "Keep the data that are open (Esc)")
        self.cancel.setObjectName("tableCancel")
        self.accept = _button("Train on it", "")
        self.accept.setObjectName("tableAccept")
        self.accept.setProperty("primary", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._words, 1)
        for widget in (self._bar, self.halt, self.cancel, self.accept):
            row.addWidget(widget)
        self.show_reading(None)

    def say(self, words: str) -> None:
        """Say something in small letters."""
        self._words.setText(words)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_reading(self, share: float | None) -> None:
        """Show how much has been read, 0 to 1; None where nothing is read."""
        for widget in (self._bar, self.halt):
            widget.setVisible(share is not None)
        self._bar.setValue(round(WHOLE * (share or 0)))

    def allow(self, label: str, why_not: str) -> None:
        """Let the table be taken, the button saying `label`, unless there is a reason why not."""
        self.accept.setText(label)
        self.accept.setEnabled(not why_not)
        hint = why_not or "Read all of it and train on it, as one step that can be undone (Enter)"
        self.accept.setToolTip(hint)
        self.accept.setAccessibleDescription(hint)


def _button(text: str, hint: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setToolTip(hint)
    button.setAccessibleDescription(hint)
    return button
