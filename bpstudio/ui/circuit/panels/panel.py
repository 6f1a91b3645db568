"""A titled part of the column at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bpstudio.ui.theme import DOCK_TITLE_HEIGHT, GRID


class Panel(QFrame):
    """A title bar as the docks have it, with a hint at its right, and what is below it.

    Parameters
    ----------
    title
        What it shows.
    content
        Fills it.
    """

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self._hint = QLabel()
        self._hint.setProperty("role", "name")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar(title))
        column.addWidget(content, 1)

    def _bar(self, title: str) -> QFrame:
        bar = QFrame()
        bar.setObjectName("dockTitle")
        bar.setFixedHeight(DOCK_TITLE_HEIGHT)
        name = QLabel(title)
        name.setProperty("title", True)
        self._title_row = QHBoxLayout(bar)
        self._title_row.setContentsMargins(GRID + 4, 0, GRID + 4, 0)
        self._title_row.addWidget(name)
        self._title_row.addStretch()
        self._title_row.addWidget(self._hint)
        return bar

    def set_hint(self, text: str) -> None:
        """Say something at the right of the title."""
        self._hint.setText(text)

    def add_control(self, widget: QWidget) -> None:
        """Put a control at the right end of the title bar."""
        self._title_row.addSpacing(GRID)
        self._title_row.addWidget(widget)
