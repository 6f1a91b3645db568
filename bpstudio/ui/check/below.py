"""A small button at the foot of the page: which cards are out of sight below, and the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QToolButton

from bpstudio.ui.check.grid import GLIMPSE
from bpstudio.ui.icons import set_icon
from bpstudio.ui.theme import BODY, GAP, GRID, HINT, MARGIN
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.small_text import fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.ui.check.card import Card


class Below(QToolButton):
    """Names the cards whose titles are below what can be seen; pressed, it goes to the first.

    Parameters
    ----------
    area
        What scrolls the cards.
    cards
        In their order.
    """

    def __init__(self, area: QScrollArea, cards: Sequence[Card]) -> None:
        super().__init__(area)
        self._area, self._cards = area, tuple(cards)
        self.setObjectName("cardsBelow")
        self.setProperty("outlined", True)
        self.setProperty("low", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Cards further down")
        set_icon(self, "chevron-down")
        self.clicked.connect(self._go_there)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self.look)
        bar.rangeChanged.connect(self.look)
        self.hide()

    @property
    def hidden_cards(self) -> list[Card]:
        """The cards whose titles can't be seen, from the top."""
        end = self._area.verticalScrollBar().value() + self._area.viewport().height() - GLIMPSE
        below = [card for card in self._cards if card.y() > end]
        return sorted(below, key=lambda card: (card.y(), card.x()))

    def look(self) -> None:
        """Name what is out of sight now; where nothing is, go away."""
        titles = [card.view.title for card in self.hidden_cards]
        self.setVisible(bool(titles))
        if not titles:
            return
        words = " · ".join(titles)
        if self.toolTip() != f"Further down: {words}":
            self.setToolTip(fitted(f"Further down: {words}"))
            self.setAccessibleDescription(words)
        texts = (words, f"{titles[0]} and {len(titles) - 1} more", "more cards")
        room = self._area.viewport().width() - 2 * MARGIN - 6 * GRID
        shown = fitting(texts, room * HINT / BODY)
        if self.text() != shown:
            self.setText(shown)
        self.adjustSize()
        seen = self._area.viewport().geometry()
        self.move(seen.center().x() - self.width() // 2, seen.bottom() - self.height() - GRID // 2)
        self.raise_()

    def _go_there(self) -> None:
        if cards := self.hidden_cards:
            self._area.verticalScrollBar().setValue(cards[0].y() - GAP)
