"""The middle of the window: the palette and inspector at the left, the network beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.refusal import Refusal
from bpstudio.ui.builder import Inspector, NetworkCanvas, Palette
from bpstudio.ui.builder.edge_switch import EdgeSwitch
from bpstudio.ui.theme import GRID, PALETTE_WIDTH, TAB_HEIGHT
from bpstudio.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session

LEAST_HEIGHT = 24 * GRID  # px: both parts of the left column can be scrolled


class Stage(QWidget):
    """The network with what builds it.

    Attributes
    ----------
    canvas, palette_panel, inspector
        The builder's three parts.
    banner
        Where messages appear that want to be read.
    edge_switch
        What the edges are drawn by.
    left
        The column that holds palette and inspector.
    """

    def __init__(self, document: Document, session: Session, expand: QAction) -> None:
        super().__init__()
        self.canvas = NetworkCanvas(document, session, self)
        self.palette_panel = Palette(self)
        self.inspector = Inspector(document, self.canvas, self)
        self.banner = Banner(self)
        self.edge_switch = EdgeSwitch(self.canvas)
        self._tabs = _tabs()
        self.left = _left_column(self.palette_panel, self.inspector)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addLayout(self._middle(expand), 1)
        self.palette_panel.layer_chosen.connect(self.canvas.add_layer)
        self.palette_panel.data_chosen.connect(self.canvas.choose_data)

    def show_tab(self, name: str) -> None:
        """Turn to the tab `name`; refuse one that there isn't."""
        names = [self._tabs.tabText(place) for place in range(self._tabs.count())]
        if name not in names:
            raise Refusal("", f"there is no tab {name!r}; known: {', '.join(names)}")
        self._tabs.setCurrentIndex(names.index(name))

    def _middle(self, expand: QAction) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(_tab_row(self._tabs, self.edge_switch, expand))
        column.addWidget(self.banner)
        column.addWidget(self.canvas, 1)
        return column


def _left_column(palette: QWidget, inspector: QWidget) -> QWidget:
    holder = QFrame()
    holder.setObjectName("leftColumn")
    holder.setFixedWidth(PALETTE_WIDTH + 1)
    holder.setMinimumHeight(LEAST_HEIGHT)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 1, 0)
    column.setSpacing(0)
    column.addWidget(palette, 1)
    column.addWidget(_rule())
    column.addWidget(inspector)
    return holder


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("divider")
    rule.setFixedHeight(1)
    return rule


def _tabs() -> QTabBar:
    tabs = QTabBar()
    tabs.setObjectName("tabs")
    tabs.setAccessibleName("What the middle shows")
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.addTab("Network")
    tabs.setTabToolTip(0, "Build the network and watch it learn")
    return tabs


def _tab_row(tabs: QTabBar, switch: QWidget, expand: QAction) -> QWidget:
    holder = QFrame()
    holder.setObjectName("tabRow")
    holder.setFixedHeight(TAB_HEIGHT)
    row = QHBoxLayout(holder)
    row.setContentsMargins(GRID, 0, GRID, 0)
    row.addWidget(tabs)
    row.addStretch()
    row.addWidget(switch)
    row.addSpacing(GRID)
    button = QToolButton()
    button.setDefaultAction(expand)
    button.setProperty("iconOnly", True)
    button.setAccessibleName(expand.iconText())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    row.addWidget(button)
    return holder
