"""The page Check: what races, what is compared, how far to move, as a grid of cards."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from bpstudio.refusal import Refusal
from bpstudio.ui.check.below import Below
from bpstudio.ui.check.card import Card
from bpstudio.ui.check.grid import CardGrid
from bpstudio.ui.covering import covering
from bpstudio.ui.page import Ahead, Page
from bpstudio.ui.theme import MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QResizeEvent
    from PySide6.QtWidgets import QToolBar

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.task import Task
    from bpstudio.ui.check.card_view import CardView
    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session


class CheckPage(QObject):
    """Shows the cards, starts the tasks that they ask for, and tells all of them how it goes.

    Attributes
    ----------
    views
        What the cards show, in their order.

    Signals
    -------
    training_began
        A card has begun to train a network of its own, which is the document's now.
    refused
        Why it couldn't.
    """

    training_began = Signal()
    refused = Signal(str)

    def __init__(self, document: Document, session: Session, views: Sequence[CardView]) -> None:
        super().__init__(document)
        self._document, self._session = document, session
        self.views = tuple(views)
        for view in self.views:
            session.add_view(view)
            view.follow_cover(session.cover)
            view.task_wanted.connect(self._start)
            view.stop_wanted.connect(session.stop_task)
            view.training_wanted.connect(self._train)
        session.report_changed.connect(self._tell)

    def _start(self, task: Task[Any]) -> None:
        self._session.start_task(task)
        for view in self.views:
            view.make_way()

    def _tell(self) -> None:
        report = self._session.report
        if report is not None:
            for view in self.views:
                view.follow(report)

    def _train(self, text: str, experiment: Experiment, dataset: Dataset) -> None:
        """Make the experiment the document's, as an undo step, and set off."""
        try:
            self._document.edit(text, experiment, dataset=dataset)
        except Refusal as refusal:
            self.refused.emit(f"{text}: {refusal.reason}")
            return
        self._session.train()
        self.training_began.emit()

    def _actions(self) -> list[QAction]:
        """Return what is done by a key wherever the keyboard is on the page."""
        return [action for view in self.views for action in view.page_actions()]

    def page(self, *bars: QToolBar) -> Page:
        """Return it as a page, with these toolbars."""
        area = _Area([Card(view) for view in self.views])
        for action in self._actions():
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            area.addAction(action)  # its key is heard while the page is in front
        return Page(
            title="Check",
            hint="Check the gradient: race brute force against backprop",
            content=area,
            keys=tuple((one.text(), one.shortcut().toString()) for one in self._actions()),
            undo_stack=self._document.undo_stack,
            locked=lambda: self._document.lock,
            bars=bars,
            commands=covering(self._session.cover),
            least_width=area.least_width,
            ahead=lambda: Ahead("the next cards", partial(area.go, 1), partial(area.go, -1)),
        )


class _Area(QScrollArea):
    """Scrolls the cards; the first rows fill what can be seen."""

    def __init__(self, cards: Sequence[Card]) -> None:
        super().__init__()
        self._grid = CardGrid()
        holder = QWidget()
        holder.setObjectName("cards")
        holder.setLayout(self._grid)
        for card in cards:
            self._grid.addWidget(card)
        self.setObjectName("checkPage")
        self.setAccessibleName("Check: cards about the gradient")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(holder)
        self._below = Below(self, cards)
        holder.installEventFilter(self)

    def go(self, by: int) -> None:
        """Scroll to the next row of cards, or to the one before."""
        bar = self.verticalScrollBar()
        tops = [top - MARGIN for top in self._grid.tops()]
        beyond = [top for top in tops if (top - bar.value()) * by > 0]
        if beyond:
            bar.setValue(min(beyond) if by > 0 else max(beyond))

    def least_width(self) -> int:
        """Return how wide the widest card needs it to be, in px."""
        return self._grid.minimumSize().width() + self.verticalScrollBar().sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out for what can be seen now."""
        self._grid.set_screen(self.viewport().height())
        super().resizeEvent(event)
        self._below.look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again at what is out of sight when the cards have been laid out."""
        if event.type() == QEvent.Type.LayoutRequest or event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self._below, self._below.look)
        return super().eventFilter(watched, event)
