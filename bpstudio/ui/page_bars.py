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
        self._panels = panels
        self._hidden: set[QToolBar] = set()
        pages.turned.connect(self._turn)
        self._show_bars(pages.current)

    def _turn(self, page: Page) -> None:
        """Let what the panels look like be kept while the network's own bars are there."""
        if page.has_panels:
            self._show_bars(page)
        self._panels.put_aside("page", not page.has_panels)
        self._show_bars(page)

    def _show_bars(self, page: Page) -> None:
        for bar in self._bars:
            if bar not in page.bars and not bar.isHidden():
                self._hidden.add(bar)
                bar.hide()
            elif bar in page.bars and bar in self._hidden:
                self._hidden.remove(bar)
                bar.show()
            bar.toggleViewAction().setEnabled(bar in page.bars)
