"""The cards in rows: as many side by side as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from bpstudio.ui.check.card import Card
from bpstudio.ui.theme import GAP, GRID, MARGIN

if TYPE_CHECKING:
    from bpstudio.ui.check.card_view import CardView

Row = list[Card]

GLIMPSE = 6 * GRID  # px: of the first row below the screen its titles and buttons are seen


class CardGrid(QLayout):
    """Lays cards out in their order; only neighbours of the same least height share a row.

    A low card that finds no room in its row goes to the end. A row's width is shared as the cards
    say. The first rows fill the screen: those of cards that grow share the height that is left, but
    for a glimpse of the row below.
    """

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._screen = 0
        self.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.setSpacing(GAP)

    def set_screen(self, height: int) -> None:
        """Say how much of the page can be seen at a time, in px."""
        if height != self._screen:
            self._screen = height
            self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more card."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many cards there are."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """Return the card at a place, None where there is none."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Give a card away."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Say that it takes all the room there is."""
        return Qt.Orientation.Horizontal | Qt.Orientation.Vertical

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower page is a longer one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the page is at least."""
        heights = self._heights(self._rows(width - 2 * MARGIN))
        return _total(heights) + 2 * MARGIN

    def _heights(self, rows: list[Row]) -> list[int]:
        """Return how high each row is."""
        heights = [_height(row) for row in rows]
        seen = len(rows)  # so many rows fit the screen
        while seen > 1 and _total(heights[:seen]) + 2 * MARGIN > self._screen:
            seen -= 1
        below = GAP + GLIMPSE - MARGIN if seen < len(rows) else 0
        spare = max(self._screen - 2 * MARGIN - _total(heights[:seen]) - below, 0)
        growing = [place for place in range(seen) if _grows(rows[place])]
        for place in growing:
            heights[place] += spare // len(growing)
        return heights

    def minimumSize(self) -> QSize:
        """Return the room for the widest card."""
        widest = max((card.view.least_width for card in self._cards()), default=0)
        return QSize(widest + 2 * MARGIN, 2 * MARGIN)

    def sizeHint(self) -> QSize:
        """Return the least size; the page takes what it is given."""
        return self.minimumSize()

    def setGeometry(self, rect: QRect) -> None:
        """Place the cards."""
        super().setGeometry(rect)
        inner = rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        rows = self._rows(inner.width())
        top = inner.top()
        for row, height in zip(rows, self._heights(rows), strict=True):
            _place(row, QRect(inner.left(), top, inner.width(), height))
            top += height + GAP

    def tops(self) -> list[int]:
        """Return where the rows begin, from above, in px."""
        return sorted({card.y() for card in self._cards()})

    def _cards(self) -> list[Card]:
        widgets = (item.widget() for item in self._items)
        return [widget for widget in widgets if isinstance(widget, Card)]

    def _rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        later: Row = []
        for card in self._cards():
            if rows and _fits(rows[-1], card, width):
                rows[-1].append(card)
            elif rows and not card.view.grows and _height(rows[-1]) == card.view.least_height:
                later.append(card)
            else:
                rows.append([card])
        for card in later:
            if _fits(rows[-1], card, width):
                rows[-1].append(card)
            else:
                rows.append([card])
        return rows


def _fits(row: Row, card: Card, width: int) -> bool:
    if card.view.least_height != row[0].view.least_height:
        return False
    return sum(one.view.least_width + GAP for one in row) + card.view.least_width <= width


def _total(heights: list[int]) -> int:
    return sum(heights) + GAP * max(len(heights) - 1, 0)


def _height(row: Row) -> int:
    return row[0].view.least_height


def _grows(row: Row) -> bool:
    return any(card.view.grows for card in row)


def _place(row: Row, room: QRect) -> None:
    """Place the cards of a row side by side; what is left of the width goes by their shares."""
    views: list[CardView] = [card.view for card in row]
    spare = room.width() - sum(view.least_width for view in views) - GAP * (len(row) - 1)
    shares = sum(view.share for view in views)
    left = room.left()
    for card, view in zip(row, views, strict=True):
        width = view.least_width + max(spare, 0) * view.share // shares
        card.setGeometry(QRect(left, room.top(), width, room.height()))
        left += width + GAP
