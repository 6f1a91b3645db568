"""The page of the network: its canvas, the palette and the inspector beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from bpstudio.ui.builder import Inspector, NetworkCanvas, Palette
from bpstudio.ui.builder.edge_switch import EdgeSwitch
from bpstudio.ui.builder.keyboard import LISTED
from bpstudio.ui.page import News, Page
from bpstudio.ui.theme import GRID, PALETTE_WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QToolBar

    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session

LEAST_HEIGHT = 24 * GRID  # px: both parts of the left column can be scrolled
OF_LAYERS = ("actionRemove", "actionCut", "actionCopy", "actionDuplicate")


class Stage(QObject):
    """The network with what builds it.

    Attributes
    ----------
    canvas, palette_panel, inspector
        The builder's three parts.
    edge_switch
        What the edges are drawn by.
    """

    def __init__(self, document: Document, session: Session, expand: QAction) -> None:
        super().__init__(document)
        self._document, self._expand = document, expand
        self.canvas = NetworkCanvas(document, session)
        self.palette_panel = Palette()
        self.inspector = Inspector(self.canvas)
        self.edge_switch = EdgeSwitch(self.canvas)
        self.palette_panel.layer_chosen.connect(self.canvas.add_layer)
        self.palette_panel.data_chosen.connect(self.canvas.choose_data)

    def page(self, *bars: QToolBar) -> Page:
        """Return it as a page, with these toolbars."""
        news = News(self)
        self.canvas.selection_changed.connect(news.changed)
        return Page(
            title="Network",
            hint="Build the network and watch it learn",
            content=self.canvas,
            undo_stack=self._document.undo_stack,
            locked=lambda: self._document.lock,
            left=_left_column(self.palette_panel, self.inspector),
            corner=_corner(self.edge_switch, self._expand),
            bars=bars,
            has_panels=True,
            commands=self.canvas.commands.by_action(),
            can=lambda name: self.canvas.can_remove or name not in OF_LAYERS,
            news=news,
            keys=LISTED,
        )


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


def _corner(switch: QWidget, expand: QAction) -> QWidget:
    button = QToolButton()
    button.setDefaultAction(expand)
    button.setProperty("iconOnly", True)
    button.setAccessibleName(expand.iconText())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(switch)
    row.addWidget(button)
    return holder
