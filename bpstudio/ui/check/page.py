"""The page Check: what races, what is compared, how far to move, as a grid of cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from bpstudio.ui.check.card import Card
from bpstudio.ui.check.grid import CardGrid
from bpstudio.ui.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QToolBar

    from bpstudio.ui.check.card_view import CardView
    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session


class CheckPage(QObject):
    """Shows the cards, starts the tasks that they ask for, and tells all of them how it goes.

    Attributes
    ----------
    views
        What the cards show, in their order.
    """

    def __init__(self, document: Document, session: Session, views: Sequence[CardView]) -> None:
        super().__init__(document)
        self._document, self._session = document, session
        self.views = tuple(views)
        for view in self.views:
            session.add_view(view)
            view.task_wanted.connect(session.start_task)
            view.stop_wanted.connect(session.stop_task)
        session.report_changed.connect(self._tell)

    def _tell(self) -> None:
        report = self._session.report
        if report is not None:
            for view in self.views:
                view.follow(report)

    def page(self, *bars: QToolBar) -> Page:
        """Return it as a page, with these toolbars."""
        return Page(
            title="Check",
            hint="Check the gradient: race brute force against backprop",
            content=_scrolled([Card(view) for view in self.views]),
            undo_stack=self._document.undo_stack,
            locked=lambda: self._document.lock,
            bars=bars,
        )


def _scrolled(cards: Sequence[Card]) -> QScrollArea:
    holder = QWidget()
    holder.setObjectName("cards")
    grid = CardGrid()
    holder.setLayout(grid)
    for card in cards:
        grid.addWidget(card)
    area = QScrollArea()
    area.setObjectName("checkPage")
    area.setAccessibleName("Check: cards about the gradient")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(holder)
    return area
