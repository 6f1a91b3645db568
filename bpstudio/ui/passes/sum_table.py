"""The table in which the terms of an opened number stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableWidget

if TYPE_CHECKING:
    from collections.abc import Callable

ROW = 20  # px
WALK_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)


def sum_table() -> QTableWidget:
    """Return an empty one: two factors and what they make a row."""
    table = QTableWidget(0, 3)
    table.setObjectName("passesSum")
    table.setAccessibleName("Terms of the opened number; Enter opens one")
    table.setShowGrid(False)
    table.setFrameShape(QTableWidget.Shape.NoFrame)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.verticalHeader().setMinimumSectionSize(ROW)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column in (0, 2):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    for part in table.findChildren(QAbstractButton) + table.findChildren(QHeaderView):
        part.setAccessibleName("Terms")  # hidden, and yet there for assistive tools
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table


class OwnKeys(QObject):
    """Lets the table walk through its cells with the keys that else step, and Esc close it."""

    def __init__(self, table: QTableWidget, leave: Callable[[], None]) -> None:
        super().__init__(table)
        self._leave = leave

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before the step-through hears them."""
        if isinstance(event, QKeyEvent):
            key, kind = Qt.Key(event.key()), event.type()
            if kind is QEvent.Type.ShortcutOverride and key in WALK_KEYS:
                event.accept()
                return True
            if kind is QEvent.Type.KeyPress and key == Qt.Key.Key_Escape:
                self._leave()
                return True
        return super().eventFilter(watched, event)
