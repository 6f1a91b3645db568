"""The page of the network: its canvas, the palette and the inspector beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.builder import Inspector, NetworkCanvas, Palette
from bpstudio.ui.builder.edge_switch import EdgeSwitch
from bpstudio.ui.builder.keyboard import LISTED
from bpstudio.ui.covering import covering
from bpstudio.ui.page import Ahead, News, Page
from bpstudio.ui.passes import PassesMode
from bpstudio.ui.theme import GRID, PALETTE_WIDTH
from bpstudio.ui.widgets.fitting_row import FittingRow

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QToolBar

    from bpstudio.ui.actions import Actions
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
    passes
        The step-through, which takes the canvas's place while it is on.
    """

    def __init__(self, document: Document, session: Session, actions: Actions) -> None:
        super().__init__(document)
        self._document, self._session, self._actions = document, session, actions
        self.canvas = NetworkCanvas(document, session)
        self.palette_panel = Palette()
        self.inspector = Inspector(self.canvas)
        self.inspector.offer_data_options(actions["actionDataOptions"])
        self._builder = _left_column(self.palette_panel, self.inspector)
        self._taken = 0
        self.edge_switch = EdgeSwitch(self.canvas)
        self.passes = PassesMode(session, actions, self)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.canvas)
        self._middle.addWidget(self.passes.screen)
        self._middle.setFocusProxy(self.canvas)
        self._strips = QStackedWidget()
        self._strips.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._corner = FittingRow(
            self.passes.caption,
            self.edge_switch,
            self.passes.switch,
            _expand_button(actions["actionExpand"]),
        )
        self._corner.want(self.passes.caption, False)
        self.passes.turned.connect(self._turn)
        self.palette_panel.layer_chosen.connect(self.canvas.add_layer)
        self.palette_panel.data_chosen.connect(self.canvas.choose_data)

    def page(self, *bars: QToolBar) -> Page:
        """Return it as a page, with these toolbars."""
        news = News(self)
        self.canvas.selection_changed.connect(news.changed)
        self.passes.turned.connect(news.changed)
        return Page(
            title="Network",
            hint="Build the network and watch it learn",
            content=self._middle,
            undo_stack=self._document.undo_stack,
            locked=lambda: self._document.lock,
            left=_folding(self._builder),
            corner=self._corner,
            bars=bars,
            has_panels=True,
            commands={
                **self.canvas.commands.by_action(),
                **covering(self._session.cover),
                "actionFit": self._fit,
            },
            can=self._can,
            news=news,
            ahead=self._ahead,
            panels=lambda: self.passes.screen.panels if self.passes.is_on else (),
            keys=(*LISTED, *self.passes.keys),
        )

    def strips(self, timeline: QWidget) -> QWidget:
        """Return what stands below everything: the timeline, or the instructions."""
        for strip in (timeline, self.passes.strip):
            self._strips.addWidget(strip)
        return self._strips

    def turn_to(self, page: Page) -> None:
        """Note which page is in front: elsewhere the timeline is below."""
        is_in_front = page.content is self._middle
        self.passes.come_to_front(is_in_front)
        self._strips.setCurrentIndex(int(is_in_front and self.passes.is_on))

    def leave_room(self, width: int) -> None:
        """Give way to what stands beside the page, so many px of the window's width."""
        self._taken = width
        self._fold()

    def _fold(self) -> None:
        """Have palette and inspector away where room is scarce and nothing is built anyway."""
        self._builder.setVisible(not (self.passes.is_on and self._taken))

    def _can(self, name: str) -> bool:
        """Whether an action has something to act on: layers are edited on the canvas."""
        if self.passes.is_on:
            return name == "actionFit" or name in covering(self._session.cover)
        return self.canvas.can_remove or name not in OF_LAYERS

    def _ahead(self) -> Ahead:
        """Return what comes next: an instruction, a step of what is looked back at, an update."""
        actions, state = self._actions, self.passes.state
        update, back = actions["actionStep"].trigger, actions["actionBack"].trigger
        if self.passes.is_on:
            before = partial(state.go_by, -1)
            if state.position + 1 < state.count:
                place = f"instruction {state.position + 2} of {state.count}"
                return Ahead(place, partial(state.go_by, 1), before)
            return Ahead("Update", update, before)
        if self._session.snapshot.is_training:
            return Ahead("Pause", actions["actionPause"].trigger, back)
        if self._session.snapshot.is_past:
            return Ahead("a step on", actions["actionForward"].trigger, back)
        return Ahead("Update", update, back)

    def _fit(self) -> None:
        shown = self.passes.screen.canvas if self.passes.is_on else self.canvas
        shown.fit()

    def _turn(self, is_on: bool) -> None:
        """Show the step-through in the place of the canvas, or the canvas again."""
        self._fold()
        self._corner.want(self.edge_switch, not is_on)
        self._corner.want(self.passes.caption, is_on)
        shown = self.passes.screen if is_on else self.canvas
        self._middle.setCurrentWidget(shown)
        self._middle.setFocusProxy(shown)
        self._strips.setCurrentIndex(int(is_on))
        shown.setFocus()


def _left_column(palette: QWidget, inspector: QWidget) -> QWidget:
    holder = QWidget()
    holder.setFixedWidth(PALETTE_WIDTH + 1)
    holder.setMinimumHeight(LEAST_HEIGHT)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 1, 0)
    column.setSpacing(0)
    column.addWidget(palette, 1)
    column.addWidget(_rule())
    column.addWidget(inspector)
    return holder


def _folding(column: QWidget) -> QWidget:
    """Return what takes no room while the column that is in it is hidden."""
    holder = QFrame()
    holder.setObjectName("leftColumn")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(column)
    return holder


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("divider")
    rule.setFixedHeight(1)
    return rule


def _expand_button(expand: QAction) -> QWidget:
    button = QToolButton()
    button.setDefaultAction(expand)
    button.setProperty("iconOnly", True)
    button.setAccessibleName(expand.iconText())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
