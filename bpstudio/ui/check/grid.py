"""The cards in rows: as many side by side as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from bpstudio.ui.check.card import Card
from bpstudio.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from bpstudio.ui.check.card_view import CardView

Row = list[Card]


class CardGrid(QLayout):
    """Lays cards out in their order; only neighbours of the same least height share a row.

    A row's width is shared as the cards say; rows of cards that grow share the height that is
    left.
    """

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.setSpacing(GAP)

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
        rows = self._rows(width - 2 * MARGIN)
        return sum(map(_height, rows)) + GAP * (len(rows) - 1) + 2 * MARGIN

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
        spare = max(rect.height() - self.heightForWidth(rect.width()), 0)
        growing = [row for row in rows if _grows(row)]
        top = inner.top()
        for row in rows:
            height = _height(row)
            if _grows(row):
                height += spare // len(growing)
            _place(row, QRect(inner.left(), top, inner.width(), height))
            top += height + GAP

    def _cards(self) -> list[Card]:
        widgets = (item.widget() for item in self._items)
        return [widget for widget in widgets if isinstance(widget, Card)]

    def _rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        for card in self._cards():
            if rows and _fits(rows[-1], card, width):
                rows[-1].append(card)
            else:
                rows.append([card])
        return rows


def _fits(row: Row, card: Card, width: int) -> bool:
    if card.view.least_height != row[0].view.least_height:
        return False
    return sum(one.view.least_width + GAP for one in row) + card.view.least_width <= width


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
