"""A card: a title with what it is about, the content's own controls, a small menu, the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
)

from bpstudio.ui.theme import CONTROL_HEIGHT, GAP, GRID
from bpstudio.ui.tooltips import literal
from bpstudio.ui.widgets.more_button import more_button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton

    from bpstudio.ui.check.card_view import CardView


class Card(QFrame):
    """Frames a view; the view says how large it wants to be.

    Attributes
    ----------
    view
        The content.
    """

    def __init__(self, view: CardView) -> None:
        super().__init__()
        self.view = view
        self.setObjectName("card")
        self.setAccessibleName(view.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GRID, GAP, GRID)
        column.setSpacing(0)
        column.addLayout(self._title_row())
        column.addWidget(self._subtitle())
        column.addWidget(view, 1)

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        title = QLabel(self.view.title)
        title.setProperty("role", "value")
        title.setMinimumHeight(CONTROL_HEIGHT)
        row.addWidget(title)
        row.addStretch()
        header = self.view.header()
        if header is not None:
            row.addWidget(header)
        row.addWidget(_menu_button(self.view))
        return row

    def _subtitle(self) -> QLabel:
        label = QLabel()
        label.setObjectName("cardSubtitle")
        label.setProperty("role", "name")
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        label.setContentsMargins(0, 0, 0, GRID // 2)
        label.hide()

        def say(text: str) -> None:
            if text == label.text():  # a new one has the layouts up to the window's done anew
                return
            label.setText(text)
            label.setToolTip(literal(text))
            label.setVisible(bool(text))

        self.view.subtitle_changed.connect(say)
        return label

    def minimumSizeHint(self) -> QSize:
        """Return what the view asks for."""
        return QSize(self.view.least_width, self.view.least_height)

    def sizeHint(self) -> QSize:
        """Return the same: the grid gives more."""
        return self.minimumSizeHint()


def _menu_button(view: CardView) -> QToolButton:
    what = f"Show the numbers of “{view.title}”, or export it"
    button, menu = more_button(what)
    menu.addActions(view.actions())
    return button
