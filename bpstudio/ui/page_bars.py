"""The window's toolbars and panels go with the page in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolBar

    from bpstudio.ui.page import Page
    from bpstudio.ui.pages import Pages
    from bpstudio.ui.panels import Panels


class PageBars(QObject):
    """Hides the toolbars of the pages behind, and the panels where the page in front has none.

    A bar that the user has hidden stays hidden.
    """

    def __init__(self, pages: Pages, panels: Panels, parent: QObject) -> None:
        super().__init__(parent)
        self._bars = {bar for page in pages.all for bar in page.bars}
        self._pages, self._panels = pages, panels
        self._hidden: set[QToolBar] = set()
        self._are_aside = False
        pages.turned.connect(self._turn)
        self._show_bars(pages.current)

    def _turn(self, page: Page) -> None:
        """Let what the panels look like be kept while the network's own bars are there."""
        if page.has_panels:
            self._show_bars(page)
        self._panels.put_aside("page", not page.has_panels)
        self._show_bars(page)

    def put_aside(self, on: bool) -> None:
        """Hide those of the page in front, too, or no longer."""
        self._are_aside = on
        self._show_bars(self._pages.current)

    def bring(self, bar: QToolBar) -> None:
        """Show a bar that the user may have hidden; where all are put aside, later."""
        bar.show()
        self._show_bars(self._pages.current)

    def _show_bars(self, page: Page) -> None:
        for bar in self._bars:
            is_wanted = bar in page.bars and not self._are_aside
            if not is_wanted and not bar.isHidden():
                self._hidden.add(bar)
                bar.hide()
            elif is_wanted and bar in self._hidden:
                self._hidden.remove(bar)
                bar.show()
            bar.toggleViewAction().setEnabled(bar in page.bars)
