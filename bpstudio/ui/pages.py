"""The middle of the window: a row of tabs, a message where there is one, the page in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from bpstudio.refusal import Refusal
from bpstudio.ui.actions import explain
from bpstudio.ui.theme import GRID, TAB_HEIGHT
from bpstudio.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from bpstudio.ui.page import Page


class Pages(QWidget):
    """Shows one page at a time, with what stands at its sides and in its corner.

    Attributes
    ----------
    banner
        Where messages appear that want to be read.
    offers
        Where those stand that leave a choice.
    beside
        Where what goes with all pages stands, left of them.
    left, right
        Hold what stands at the sides of the page in front.
    row_of_tabs
        The tabs, and what stands in the corner.
    turns
        The actions that turn to a page, in the order of the tabs; the window hears their keys.
    """

    turned = Signal(object)  # the Page that is in front from now on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: list[Page] = []
        self.turns: list[QAction] = []
        self.banner = Banner(self)
        self.offers = QVBoxLayout()
        self.beside = QHBoxLayout()
        self.left, self.right = _Beside(), _Beside()
        self._corner = _Beside()
        self._contents = QStackedWidget()
        self._tabs = _tabs()
        self._tabs.currentChanged.connect(self._turn)
        self.row_of_tabs = _tab_row(self._tabs, self._corner)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self.beside)
        row.addWidget(self.left)
        row.addLayout(self._middle(), 1)
        row.addWidget(self.right)

    def _middle(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.row_of_tabs)
        column.addWidget(self.banner)
        column.addLayout(self.offers)
        column.addWidget(self._contents, 1)
        return column

    @property
    def company(self) -> int:
        """How wide what stands beside all pages is, as a guide, in px; 0 if nothing does."""
        items = (self.beside.itemAt(place) for place in range(self.beside.count()))
        widgets = (item.widget() for item in items if item is not None)
        return sum(one.minimumWidth() for one in widgets if one and not one.isHidden())

    def add(self, page: Page) -> None:
        """Add a page behind the others; the first is in front."""
        self._pages.append(page)
        self._contents.addWidget(page.content)
        self.left.add(page.left)
        self.right.add(page.right)
        self._corner.add(page.corner)
        place = self._tabs.addTab(page.title)  # the first is turned to at once
        turn = self._turn_to(place, page)
        self._tabs.setTabToolTip(place, turn.toolTip())

    def _turn_to(self, place: int, page: Page) -> QAction:
        turn = QAction(page.title, self)
        turn.setObjectName(f"action{page.title}")
        turn.setShortcut(f"Alt+{place + 1}")
        turn.setStatusTip(page.hint)
        explain(turn, page.title)
        turn.triggered.connect(lambda: self._tabs.setCurrentIndex(place))
        self.turns.append(turn)
        self.window().addAction(turn)
        return turn

    @property
    def all(self) -> tuple[Page, ...]:
        """The pages in the order of their tabs."""
        return tuple(self._pages)

    @property
    def current(self) -> Page:
        """The page in front."""
        return self._pages[self._tabs.currentIndex()]

    def show_page(self, title: str) -> None:
        """Turn to the page of that title; refuse one that there isn't."""
        titles = [page.title for page in self._pages]
        if title not in titles:
            raise Refusal("", f"there is no tab {title!r}; known: {', '.join(titles)}")
        self._tabs.setCurrentIndex(titles.index(title))

    def _turn(self, place: int) -> None:
        page = self._pages[place]
        self._contents.setCurrentWidget(page.content)
        self.left.show_only(page.left)
        self.right.show_only(page.right)
        self._corner.show_only(page.corner)
        self.turned.emit(page)


class _Beside(QFrame):
    """Holds a widget of each page and shows that of one."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget | None) -> None:
        """Hold one more, not shown yet."""
        if widget is not None:
            self._row.addWidget(widget)
            widget.hide()

    def show_only(self, widget: QWidget | None) -> None:
        """Show this one, or none."""
        if self._shown is not None:
            self._shown.hide()
        self._shown = widget
        if widget is not None:
            widget.show()


def _tabs() -> QTabBar:
    tabs = QTabBar()
    tabs.setObjectName("tabs")
    tabs.setAccessibleName("What the middle shows")
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # all stay in sight
    return tabs


def _tab_row(tabs: QWidget, corner: QWidget) -> QWidget:
    holder = QFrame()
    holder.setObjectName("tabRow")
    holder.setFixedHeight(TAB_HEIGHT)
    row = QHBoxLayout(holder)
    row.setContentsMargins(GRID, 0, GRID, 0)
    row.addWidget(tabs)
    row.addStretch()
    row.addWidget(corner)
    return holder
