"""The cards of the gallery in a grid that fills its width."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QWidget

from bpstudio.ui.gallery.card import EXAMPLE, ROW_GAP, CardDelegate
from bpstudio.ui.gallery.words import all_words
from bpstudio.ui.theme import GAP
from bpstudio.ui.widgets.card import HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from bpstudio.ui.gallery.catalogue import Example

LEAST_CARD = 248  # px: a sentence needs no more than its three lines


class CardList(QListView):
    """Examples as cards: a click selects, arrow keys walk, a double-click wants one opened."""

    wanted = Signal()
    picked = Signal()

    def __init__(self, examples: Sequence[Example], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examples")
        self.setAccessibleName("Examples")
        self.setToolTip("Double-click or Enter opens an example")
        self._delegate = CardDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(_model(examples, self))
        self._be_a_grid()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)  # for the frame under the mouse
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setCurrentIndex(self.model().index(0, 0))

    def _be_a_grid(self) -> None:
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setDragEnabled(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def chosen(self) -> Example | None:
        """The example that is selected."""
        example: Example | None = self.currentIndex().data(EXAMPLE)
        return example

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among as many columns as fit."""
        # room for the bar in any case: as it comes and goes, the columns stay
        width = self.width() - self.verticalScrollBar().sizeHint().width() - 1
        columns = max(width // (LEAST_CARD + GAP), 1)
        self._delegate.size = QSize(width // columns, HEIGHT + ROW_GAP)
        self.setGridSize(self._delegate.size)
        super().resizeEvent(event)

    def selectionChanged(self, new: QItemSelection, old: QItemSelection) -> None:
        """Say that another card is selected."""
        super().selectionChanged(new, old)
        self.picked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a card; a click beside them leaves the one that is selected."""
        if self.indexAt(event.position().toPoint()).isValid():
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Want a card opened."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self.indexAt(event.position().toPoint()).isValid():
            self.wanted.emit()


def _model(examples: Sequence[Example], owner: CardList) -> QStandardItemModel:
    model = QStandardItemModel(owner)
    for example in examples:
        facts = all_words(example.experiment)
        item = QStandardItem(example.title)
        item.setData(example, EXAMPLE)
        item.setToolTip(f"<p>{html.escape(example.sentence)}</p><p>{html.escape(facts)}</p>")
        item.setData(example.title, Qt.ItemDataRole.AccessibleTextRole)
        item.setData(f"{example.sentence} {facts}", Qt.ItemDataRole.AccessibleDescriptionRole)
        model.appendRow(item)
    return model
