"""The step-through in the middle of the window: network and card, the program at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bpstudio.ui.passes.board_view import BoardView
from bpstudio.ui.passes.card import InstructionCard
from bpstudio.ui.passes.program import Program
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QAction, QHideEvent, QResizeEvent

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study
    from bpstudio.ui.passes.state import PassesState
    from bpstudio.ui.passes.strip import PassesStrip

PROGRAM = (232, 384)  # px: how wide the program is, at least and at most
SHARE = 0.34


class PassesScreen(QWidget):
    """Is fed like a view, while it can be seen: it asks for the walk that its state wants."""

    def __init__(self, state: PassesState, update: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesScreen")
        self._state = state
        self.canvas = BoardView(state)
        self.card = InstructionCard(state, update)
        self.program = Program(state)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.canvas, 1)
        holder = QVBoxLayout()
        holder.setContentsMargins(GRID, 0, GRID, GRID)
        holder.addWidget(self.card)
        left.addLayout(holder)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.program)
        # While the network is in sight, panels may leave less room than the step-through needs.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setFocusProxy(self.canvas.board)
        self.card.opened.left.connect(self.canvas.board.setFocus)

    @property
    def panels(self) -> tuple[tuple[str, QWidget], ...]:
        """What stands around the network, with its titles."""
        return (("Program", self.program), ("Instruction", self.card))

    def add_keys(self, strip: PassesStrip) -> None:
        """Let the keys of the step-through be heard anywhere on it."""
        state = self._state
        keys: dict[str, Callable[[], object]] = {
            "Right": lambda: state.go_by(1),
            "Left": lambda: state.go_by(-1),
            "Home": lambda: state.go_to_end(False),
            "End": lambda: state.go_to_end(True),
            "Space": state.play,
            "PgDown": partial(strip.sample.stepBy, 1),
            "PgUp": partial(strip.sample.stepBy, -1),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width with the program."""
        super().resizeEvent(event)
        self.program.setFixedWidth(min(max(round(SHARE * self.width()), PROGRAM[0]), PROGRAM[1]))

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop playing where nobody looks."""
        super().hideEvent(event)
        self._state.pause()

    def studies(self) -> Iterable[Study[Any]]:
        """Return the walk that is wanted now."""
        return (self._state.walk,)

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the numbers of a snapshot."""
        self._state.show(snapshot)
