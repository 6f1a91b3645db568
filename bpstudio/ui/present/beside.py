"""Which panel stands beside the page: a view of the run, or one that the page has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.docks import Docks
    from bpstudio.ui.pages import Pages
    from bpstudio.ui.present.desk import Desk
    from bpstudio.ui.views.view import View

NONE = "No panel"


class Beside(QObject):
    """Shows one panel at a time on the desk, and remembers which for each set of them."""

    def __init__(self, desk: Desk, pages: Pages, docks: Docks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._pages, self._docks = desk, pages, docks
        self._is_on = False
        self._chosen: dict[tuple[str, ...], str] = {}
        self._own: dict[QWidget, bool] = {}  # panels of pages: whether they were hidden before
        desk.menu.aboutToShow.connect(self._fill_menu)
        pages.turned.connect(self.follow)
        for page in pages.all:
            page.news.changed.connect(self.follow)

    def begin(self) -> None:
        """Fill the desk from now on."""
        self._is_on = True
        self._docks.elsewhere = self._bring
        self.follow()

    def end(self) -> None:
        """Give all panels back."""
        self._take_back()
        for panel, was_hidden in self._own.items():
            panel.setHidden(was_hidden)
        self._own.clear()
        self._pages.right.show()
        self._docks.elsewhere = lambda _view: False
        self._is_on = False

    @property
    def titles(self) -> tuple[str, ...]:
        """The panels that there are beside the page in front; none at all comes last."""
        page = self._pages.current
        own = tuple(title for title, _ in page.panels())
        views = tuple(dock.windowTitle() for dock in self._docks.all) if page.has_panels else ()
        return (*(own or views), NONE)

    @property
    def chosen(self) -> str:
        """The title of the one that is shown."""
        is_alone = self._pages.current.starts_alone or self._pages.company > 0
        first = NONE if is_alone else self.titles[0]
        return self._chosen.get(self.titles, first)

    def choose(self, title: str) -> None:
        """Show another one."""
        self._chosen[self.titles] = title
        self.follow()

    def turn(self, by: int) -> None:
        """Show the next one, or the one before."""
        titles = self.titles
        self.choose(titles[(titles.index(self.chosen) + by) % len(titles)])

    def follow(self) -> None:
        """Show what is chosen for the page that is in front by now."""
        if not self._is_on:
            return
        chosen, own = self.chosen, self._pages.current.panels()
        self._desk.name_panel(chosen)
        self._desk.panel.setVisible(len(self.titles) > 1)
        for title, panel in own:
            self._own.setdefault(panel, panel.isHidden())
            panel.setVisible(title == chosen)
        self._pages.right.setVisible(bool(own) and chosen != NONE)
        dock = next((dock for dock in self._docks.all if dock.windowTitle() == chosen), None)
        self._take_back()
        if not own and dock is not None:
            self._lend(dock.windowTitle())

    def _lend(self, title: str) -> None:
        view = self._docks.lend(title)
        self._desk.show_view(view, title)
        self._docks.refresh(view)

    def _take_back(self) -> None:
        if (view := self._desk.show_view(None, "")) is not None:
            self._docks.take_back(view)

    def _bring(self, view: View) -> bool:
        """Show a view that something asks for."""
        if not self._is_on or view.title not in self.titles:
            return False
        self.choose(view.title)
        return True

    def _fill_menu(self) -> None:
        menu = self._desk.menu
        menu.clear()
        for title in self.titles:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(title == self.chosen)
            action.triggered.connect(lambda _on, title=title: self.choose(title))
