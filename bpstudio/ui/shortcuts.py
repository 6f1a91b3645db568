"""The list of keys: those of the window, of its pages and of the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from bpstudio.ui.actions import bare, keys
from bpstudio.ui.dialogs import make_dialog, open_dialog
from bpstudio.ui.export.kinds import KINDS
from bpstudio.ui.present.clicker import KEYS as CLASS_KEYS
from bpstudio.ui.theme import GAP, GRID, MARGIN
from bpstudio.ui.views.view import TABLE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QDialog

    from bpstudio.ui.page import Keys, Page

HEIGHT = 80 * GRID  # px, at most: a small screen has 720
VIEW_KEYS: Keys = (
    ("Its numbers as a table", TABLE_KEY),
    *((f"Export as {kind.label}", kind.key) for kind in KINDS),
)


def show_shortcuts(parent: QWidget, actions: Iterable[QAction], pages: Iterable[Page]) -> QDialog:
    """Open the list of keys, made from the actions and the pages, beside the window."""
    window = tuple((bare(action.text()), keys(action)) for action in actions if keys(action))
    of_pages = [(page.title, page.keys) for page in pages if page.keys]
    dialog = make_dialog(parent, "Keyboard shortcuts")
    row = QHBoxLayout()
    row.addWidget(
        _scrolled(
            _columns(
                [("Everywhere", window)],
                [*of_pages, ("On a view", VIEW_KEYS), ("In front of a class", CLASS_KEYS)],
            )
        )
    )
    return open_dialog(dialog, row)


def _columns(*columns: list[tuple[str, Keys]]) -> QWidget:
    """Return the sections of each column below each other, the columns side by side."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, GAP, 0)
    row.setSpacing(2 * MARGIN)
    for sections in columns:
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GRID)
        for title, entries in sections:
            _add_section(grid, title, entries)
        grid.setRowStretch(grid.rowCount(), 1)
        row.addLayout(grid)
    return holder


def _add_section(grid: QGridLayout, title: str, entries: Keys) -> None:
    first = grid.rowCount()
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    if first > 1:
        grid.setRowMinimumHeight(first, GRID)
    grid.addWidget(heading, first + 1, 0, 1, 2)
    for row, (text, key) in enumerate(entries, first + 2):
        grid.addWidget(QLabel(text), row, 0)
        grid.addWidget(QLabel(key, textFormat=Qt.TextFormat.PlainText), row, 1)


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName("Keys")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    size = content.sizeHint()
    area.setMinimumSize(
        size.width() + area.verticalScrollBar().sizeHint().width(), min(size.height(), HEIGHT)
    )
    return area
