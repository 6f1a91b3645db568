"""What is seen in front of a class: the page in front, one panel, a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.icons import set_icon
from bpstudio.ui.theme import DOCK_TITLE_HEIGHT, GRID, STATUS_HEIGHT

if TYPE_CHECKING:
    from bpstudio.ui.pages import Pages
    from bpstudio.ui.status_bar import StatusBar
    from bpstudio.ui.views.view import View

PANEL_SHARE = 5, 4  # of the width: the page's and the panel's
LEAST_WIDTH = 560  # px that a desk is laid out for at least
LEAST_PANEL = 27 * GRID  # px: where there is a guide, too


class Desk(QWidget):
    """Holds widgets of the window as long as it is presented; the window gets them back.

    Signals
    -------
    wanted
        It needs another width by now.

    Attributes
    ----------
    panel, menu
        The button that names the panel, and the menu of all that there are.
    """

    wanted = Signal()

    def __init__(self, pages: Pages, status: StatusBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()  # or it would come in sight with its parent
        self.setObjectName("desk")
        self._pages, self._status = pages, status
        self._view: View | None = None
        self._title, self._holder = QLabel(), QFrame()
        self.panel, self._next = QToolButton(), QLabel()
        self.menu = QMenu(self.panel)
        self._needed = 0
        column = self._column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._middle, self._foot = QHBoxLayout(), QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self._holder, PANEL_SHARE[1])
        column.addLayout(self._middle, 1)
        column.addWidget(self._make_foot())
        self._hold()
        pages.turned.connect(self.wanted)

    def take(self) -> None:
        """Take the window's widgets; who gives them another place takes them back."""
        self._middle.insertWidget(0, self._pages, PANEL_SHARE[0])
        self._foot.insertWidget(0, self._status, 1)
        self._status.show()

    def _hold(self) -> None:
        self._holder.setObjectName("presentedPanel")
        self._holder.setMinimumWidth(LEAST_PANEL)
        self._inside = QVBoxLayout(self._holder)
        self._inside.setContentsMargins(1, 0, 0, 0)
        self._inside.setSpacing(0)
        title = QFrame()
        title.setObjectName("dockTitle")
        title.setFixedHeight(DOCK_TITLE_HEIGHT)
        row = QHBoxLayout(title)
        row.setContentsMargins(12, 0, GRID, 0)
        self._title.setProperty("title", True)
        row.addWidget(self._title)
        self._inside.addWidget(title)
        self._holder.hide()

    def _make_foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("presentedFoot")
        foot.setFixedHeight(STATUS_HEIGHT)
        row = self._foot
        foot.setLayout(row)
        row.setContentsMargins(0, 0, GRID, 0)
        row.setSpacing(GRID)
        self.panel.setProperty("low", True)
        self.panel.setObjectName("presentedPanelButton")
        self.panel.setAccessibleName("Panel beside the page")
        self.panel.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.panel.setMenu(self.menu)
        self.panel.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(self.panel, "chevron-up")
        self.panel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._next.setObjectName("nextPageKey")
        self._next.setProperty("role", "heading")
        row.addWidget(self.panel)
        row.addWidget(self._next)
        return foot

    @property
    def needed_width(self) -> int:
        """How wide it has to be laid out, in px: a guide gets no larger a share than a panel."""
        company = self._pages.company
        return max(
            company + self._pages.current.least_width(),
            company * sum(PANEL_SHARE) // PANEL_SHARE[1],
            self._column.minimumSize().width(),
            LEAST_WIDTH,
        )

    def event(self, event: QEvent) -> bool:
        """Ask for another width where what stands on it needs one by now."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.needed_width != self._needed:
            self._needed = self.needed_width
            self.wanted.emit()
        return is_done

    @property
    def pointed_out(self) -> str:
        """What it says of the next page key."""
        return self._next.text()

    def say_next(self, words: str) -> None:
        """Say what the next page key does."""
        self._next.setText(words)
        self._next.setAccessibleName(words)

    def name_panel(self, title: str) -> None:
        """Name the panel that is shown, in the button."""
        self.panel.setText(title)
        self.panel.setAccessibleName(f"Panel beside the page: {title}")
        self.panel.setToolTip(f"{title}\nAnother panel beside the page (P, Shift+P)")

    def show_view(self, view: View | None, title: str) -> View | None:
        """Put a view beside the page, or none; return the one that stood there."""
        before, self._view = self._view, view
        if before is not None:
            self._inside.removeWidget(before)
        if view is not None:
            self._title.setText(title)
            self._inside.addWidget(view, 1)
            view.show()
        self._holder.setVisible(view is not None)
        return before

    def minimumSizeHint(self) -> QSize:
        """Ask for nothing: it is laid out for the room there is."""
        return QSize(1, 1)
