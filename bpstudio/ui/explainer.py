"""What a tooltip says, for those who work with the keyboard: of the control that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QTabBar, QToolTip

from bpstudio.ui.tooltips import fitted, joined, plain

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

NOTHING = "There is nothing to say of what the keyboard is on: press Tab to go on."
BELOW = 4  # px, from a control to what is said of it
SHOWN = 30_000  # ms


class Explainer(QObject):
    """Shows at the press of a key what the mouse is told when it rests.

    Signals
    -------
    told
        The same in one line.
    """

    told = Signal(str)

    def __init__(self, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        action.triggered.connect(self.explain)

    def explain(self) -> None:
        """Say what the control with the keyboard is, beside it; a choice is explained, too."""
        widget = QApplication.focusWidget()
        words = "" if widget is None else explanation(widget)
        if widget is None or not words:
            self.told.emit(NOTHING)
            return
        place = _place(widget)
        QToolTip.showText(
            widget.mapToGlobal(place.bottomLeft() + QPoint(0, BELOW)),
            words,
            widget,
            widget.rect(),
            SHOWN,
        )
        self.told.emit(plain(words))


def explanation(widget: QWidget) -> str:
    """Return what tooltips say of a control: of itself, or of what it stands in; of its choice."""
    holder: QWidget | None = widget
    while holder is not None and not (holder.toolTip() or _chosen(holder)):
        holder = None if holder.isWindow() else holder.parentWidget()
    if holder is None:
        return fitted(widget.accessibleDescription() or widget.accessibleName())
    parts = [part for part in (holder.toolTip(), _chosen(holder)) if part]
    return joined(*parts)


def _chosen(widget: QWidget) -> str:
    """Return what is said of the item that is chosen in a list, a combo box or a row of tabs."""
    if isinstance(widget, QComboBox):
        found = widget.currentData(Qt.ItemDataRole.ToolTipRole)
    elif isinstance(widget, QAbstractItemView):
        index = widget.currentIndex()
        found = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else ""
    elif isinstance(widget, QTabBar):
        found = widget.tabToolTip(widget.currentIndex())
    else:
        return ""
    return found if isinstance(found, str) else ""


def _place(widget: QWidget) -> QRect:
    """Return the place of what is said of: of an item where there is one, else of the control."""
    if isinstance(widget, QAbstractItemView):
        index: QModelIndex = widget.currentIndex()
        if index.isValid():
            return widget.visualRect(index)
    if isinstance(widget, QTabBar):
        return widget.tabRect(widget.currentIndex())
    height = min(widget.height(), 40)  # a canvas: near its top
    return QRect(0, 0, widget.width(), height)
