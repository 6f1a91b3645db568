"""A widget that paints itself: in the theme's colours, with tooltips and a sign of the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from bpstudio.ui.theme import theme
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent

BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Painted(QWidget):
    """What draws all that it shows, its own ground too, and is reached by mouse and keys.

    Attributes
    ----------
    shows_focus
        Whether the keyboard is on it and came there by Tab: then it is to be drawn so.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shows_focus = False
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme().changed.connect(self.update)

    def tip_at(self, at: QPointF) -> str:
        """Return what a tooltip says at `at`, in px."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Give a tooltip for what is under the mouse."""
        if isinstance(event, QHelpEvent):
            words = literal(self.tip_at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where it came by the keyboard."""
        self.shows_focus = event.reason() in BY_TAB
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing it."""
        self.shows_focus = False
        self.update()
