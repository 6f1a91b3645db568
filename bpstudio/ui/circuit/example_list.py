"""The list of example circuits: one click, or Enter, opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bpstudio.ui.canvas.ink import text_width, write
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, MEDIUM, PALETTE_WIDTH, RADIUS_FIELD, theme
from bpstudio.ui.tooltips import fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from bpstudio.experiment.circuits.diagram import Diagram


class Example(Protocol):
    """A circuit that ships with bpstudio."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def sentence(self) -> str:
        """What it shows."""

    @property
    def diagram(self) -> Diagram:
        """The circuit."""


ROW = 24  # px
EXAMPLE = Qt.ItemDataRole.UserRole


class ExampleList(QListWidget):
    """All examples, the one that is open marked.

    Signals
    -------
    chosen
        The `Example` that the user wants.
    """

    chosen = Signal(object)

    def __init__(self, examples: Sequence[Example], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("circuitExamples")
        self.setAccessibleName("Example circuits")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Row(self))
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedSize(PALETTE_WIDTH - GRID, ROW * len(examples))
        for example in examples:
            item = QListWidgetItem(example.title, self)
            item.setData(EXAMPLE, example)
            item.setToolTip(fitted(example.sentence))
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        theme().changed.connect(self.viewport().update)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(EXAMPLE))

    def show_open(self, title: str) -> None:
        """Mark the example of this title; none where there is none."""
        found = self.findItems(title, Qt.MatchFlag.MatchExactly)
        if found:
            self.setCurrentItem(found[0])
        else:
            self.setCurrentRow(-1)


class _Row(QStyledItemDelegate):
    """Draws a title, the number of a rule in it lighter."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(PALETTE_WIDTH - GRID, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colors, box = theme().colors, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        is_on = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        if is_on or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colors.sunken)
            painter.drawRoundedRect(box, RADIUS_FIELD, RADIUS_FIELD)
        if is_on:
            painter.setBrush(colors.accent)
            painter.drawRect(QRectF(box.left(), box.top() + 3, 3, box.height() - 6))
        left, title = box.left() + GRID, str(index.data())
        rule, comma, what = title.partition(", ")
        if comma and rule.startswith("Rule "):
            width = text_width("Rule 0") + GRID
            write(painter, QRectF(left, box.top(), width, ROW), rule, colors.text3, HINT)
            left, title = left + width, what
        weight = BOLD if is_on else MEDIUM
        room = QRectF(left, box.top(), box.right() - left - 2, ROW)
        is_wide = text_width(title, BODY, weight) > room.width()
        write(painter, room, title, colors.text, HINT if is_wide else BODY, weight)
        painter.restore()
