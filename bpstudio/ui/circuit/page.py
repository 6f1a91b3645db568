"""The page of the circuit: its canvas and all that stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolBar, QToolButton, QVBoxLayout, QWidget

from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.keyboard import LISTED
from bpstudio.ui.circuit.palette import GatePalette
from bpstudio.ui.circuit.panels.around import LISTED as PANEL_KEYS
from bpstudio.ui.circuit.panels.around import CircuitPanels
from bpstudio.ui.circuit.player import Player
from bpstudio.ui.circuit.sentence import sentence, summary
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.circuit.toolbar import CircuitToolbar
from bpstudio.ui.icons import set_icon
from bpstudio.ui.page import Ahead, News, Page
from bpstudio.ui.theme import DOCK_WIDTH, GRID, PALETTE_WIDTH
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction, QShowEvent
    from PySide6.QtWidgets import QMainWindow

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.circuit.document import CircuitDocument
    from bpstudio.ui.circuit.example_list import Example
    from bpstudio.ui.circuit.state import Mode

TITLE = "Circuit"
LEAST_SIDE, SHARE = 304, 0.3  # of the right column: px, and of the window's width
OF_GATES = ("actionCut", "actionCopy", "actionDuplicate")
MODES: dict[str, str] = {
    "both": "Values above the wires, gradients below",
    "forward": "Values alone, as the forward pass has them",
    "backward": "Gradients alone, as the backward pass has them",
}


class CircuitPage(QObject):
    """The circuit with what builds it and what tells about it.

    Signals
    -------
    told
        What the page has to say in the status bar, in words; empty when that is over.
    example_chosen
        The example that the user wants to open.
    status_changed
        The page's sentence is another one.

    Attributes
    ----------
    state, canvas, player, palette_panel, toolbar, panels
        Its parts.
    above
        Where the expression stands: a layout above the canvas, across its whole width.
    side
        Where the panels at the right stand, below each other.
    strip
        The bar below everything, for the scrubber.
    """

    told = Signal(str)
    example_chosen = Signal(object)
    status_changed = Signal()

    def __init__(
        self,
        document: CircuitDocument,
        actions: Actions,
        examples: Sequence[Example],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._actions = actions
        document.setParent(self)
        self.document = document
        self.state = CircuitState(document, self)
        self.player = Player(self.state)
        self.canvas = CircuitCanvas(self.state)
        self.palette_panel = GatePalette(examples)
        self.toolbar = CircuitToolbar(actions, examples)
        self.strip = _strip(window)
        self.above, self.side = QVBoxLayout(), QVBoxLayout()
        self._right = _RightColumn(self.side)
        self._modes = Segmented("Which pass the canvas shows", MODES)
        self._news = News(self)
        self._connect()
        self.panels = CircuitPanels(self)

    def _connect(self) -> None:
        document, state = self.document, self.state
        self.palette_panel.gate_chosen.connect(self.canvas.commands.add)
        for chooser in (self.palette_panel, self.toolbar):
            chooser.example_chosen.connect(self.example_chosen)
            chooser.example_chosen.connect(self._show_title)  # the user may have kept what is open
        self.canvas.told.connect(self.told)
        state.shown_changed.connect(lambda: self._modes.choose(state.mode))
        self._modes.changed.connect(lambda mode: state.set_mode(cast("Mode", mode)))
        self.toolbar.pace.pace_changed.connect(self.player.set_pace)
        self.toolbar.pace.remember()
        document.path_changed.connect(self._show_title)
        news = (state.selection_changed, state.circuit_changed, self.player.changed)
        for changed in news:
            changed.connect(self._news.changed)
        for changed in (state.selection_changed, state.circuit_changed, state.shown_changed):
            changed.connect(self.status_changed)
        self._show_title()

    def leave_room(self, width: int) -> None:
        """Give way to what stands beside the page, so many px of the window's width."""
        self._right.leave_room(width)

    def _show_title(self) -> None:
        """Mark the example that is open, if one is."""
        self.palette_panel.examples.show_open(self.document.title)
        self.toolbar.show_open(self.document.title)

    def page(self) -> Page:
        """Return it as a page."""
        return Page(
            title=TITLE,
            hint="Wire gates by hand, and see how values go forward and gradients backward",
            content=_middle(self.above, self.canvas),
            undo_stack=self.document.undo_stack,
            left=_left_column(self.palette_panel),
            right=self._right,
            corner=_corner(self._modes, self.canvas.fit, self._actions["actionExpand"]),
            bars=(self.toolbar, self.strip),
            commands=self._commands(),
            can=self._can,
            news=self._news,
            keys=(*LISTED, *PANEL_KEYS),
            panels=lambda: self.panels.side.panels,
            starts_alone=True,  # a circuit is wide
            ahead=self._ahead,
            status=lambda: (sentence(self.state), summary(self.state.circuit)),
        )

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            **self.canvas.commands.by_action(),
            "actionCoverValues": self._predict,
            "actionCoverGradients": self._predict,
            "actionTellAll": self.panels.predictions.reveal_all,
            "actionRunPasses": self.player.play,
            "actionHoldPasses": self.player.stop,
            "actionStepGate": self.player.step,
            "actionStepGateBack": lambda: self.player.step(-1),
            "actionArrange": self.canvas.editor.arrange,
        }

    def _ahead(self) -> Ahead | None:
        """Return what comes next: a gate's turn."""
        done, total = self.state.done, len(self.state.steps)
        if not total:
            return None
        words = "the first gate" if done == total else f"gate {done + 1} of {total}"
        return Ahead(words, self.player.step, lambda: self.player.step(-1))

    def _predict(self) -> None:
        """Cover the circuit's numbers until they are predicted, or show them."""
        predictions = self.panels.predictions
        predictions.set_on(not predictions.is_on)

    def _can(self, name: str) -> bool:
        has_steps, is_playing = bool(self.state.steps), self.player.is_playing
        if name == "actionRemove":
            return self.canvas.commands.can_remove
        if name in OF_GATES:
            return bool(self.canvas.commands.chosen)
        possible = {
            "actionRunPasses": has_steps and not is_playing,
            "actionHoldPasses": is_playing,
            "actionStepGate": has_steps,
            "actionStepGateBack": has_steps,
        }
        return possible.get(name, True)


def _strip(window: QMainWindow) -> QToolBar:
    bar = QToolBar("Circuit steps", window)
    bar.setObjectName("circuitStripBar")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.toggleViewAction().setStatusTip("Show or hide the steps of the circuit’s passes")
    return bar


def _middle(above: QVBoxLayout, canvas: CircuitCanvas) -> QWidget:
    holder = QFrame()
    holder.setObjectName("circuitMiddle")
    holder.setFocusProxy(canvas)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(above)
    column.addWidget(canvas, 1)
    return holder


def _left_column(palette: QWidget) -> QWidget:
    holder = QFrame()
    holder.setObjectName("leftColumn")
    holder.setFixedWidth(PALETTE_WIDTH + 1)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 1, 0)
    column.addWidget(palette)
    column.addStretch()
    column.setStretch(0, 1)
    return holder


class _RightColumn(QFrame):
    """As wide as the window's panels, and narrower in a narrow window."""

    def __init__(self, side: QVBoxLayout) -> None:
        super().__init__()
        self.setObjectName("rightColumn")
        side.setContentsMargins(1, 0, 0, 0)
        side.setSpacing(0)
        self.setLayout(side)
        self._window: QWidget | None = None
        self._taken = 0

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the width of the window from now on."""
        super().showEvent(event)
        if self._window is None:
            self._window = self.window()
            self._window.installEventFilter(self)
        self._follow_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give way where the window becomes narrow."""
        if event.type() == QEvent.Type.Resize:
            self._follow_width()
        return False

    def leave_room(self, width: int) -> None:
        """Be as in a window that is so much narrower, px."""
        self._taken = width
        self._follow_width()

    def _follow_width(self) -> None:
        share = round(SHARE * (self.window().width() - self._taken))
        self.setFixedWidth(min(max(share, LEAST_SIDE), DOCK_WIDTH))


def _corner(modes: Segmented, fit: Callable[[], None], expand: QAction) -> QWidget:
    whole = QToolButton()
    whole.setToolTip("Fit the circuit (F)\nShow all of the circuit")
    whole.setAccessibleName("Fit the circuit")
    whole.clicked.connect(fit)
    set_icon(whole, "fit")
    wider = QToolButton()
    wider.setDefaultAction(expand)
    wider.setAccessibleName(expand.iconText())
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(modes)
    for button in (whole, wider):
        button.setProperty("iconOnly", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
    return holder
