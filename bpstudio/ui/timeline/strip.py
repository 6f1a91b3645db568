"""The timeline with its buttons and the words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from bpstudio.runtime.snapshot import EMPTY, Snapshot, Status
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import GRID
from bpstudio.ui.timeline.track import TimelineTrack
from bpstudio.ui.widgets.readout import Readout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.study import Study
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.session import Session

HEIGHT = 72


class TimelineStrip(QFrame):
    """Lets the user look back at any step of the run, and branch off there."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("timelineStrip")
        self.setFixedHeight(HEIGHT)
        self._session, self._actions = session, actions
        self.track = TimelineTrack()
        self._step = Readout("history", "step 0 000 000", "The step that is shown")
        self._build()
        self.track.wanted.connect(self._go_to)
        actions["actionFirst"].triggered.connect(lambda: self.track.ask(0))
        actions["actionBack"].triggered.connect(lambda: self._go_by(-1))
        actions["actionForward"].triggered.connect(lambda: self._go_by(1))
        actions["actionNow"].triggered.connect(session.come_back)
        actions["actionBranch"].triggered.connect(session.branch)
        session.snapshot_changed.connect(self._follow)
        self._follow()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 1, GRID, 0)  # the bar's own line stands above
        row.setSpacing(4)
        for name in ("actionFirst", "actionBack", "actionForward"):
            row.addWidget(_button(self._actions[name]))
        row.addSpacing(GRID)
        row.addWidget(self._step)
        row.addWidget(self.track, 1)
        row.addWidget(_button(self._actions["actionNow"]))
        row.addWidget(_button(self._actions["actionBranch"], has_words=True))

    def studies(self) -> Iterable[Study[Any]]:
        """Return nothing: every snapshot tells what it shows."""
        return ()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show where in its run a snapshot is."""
        self.track.show_run(snapshot.timeline, snapshot.step, recorder.losses)
        self._step.show_value(f"step {count(snapshot.step)}")

    def _go_by(self, by: int) -> None:
        """Look a few steps on, or back."""
        if not self.isVisible():  # nobody has fed it
            self.refresh(self._session.snapshot, self._session.recorder)
        self.track.ask(self.track.shown + by)

    def _go_to(self, step: int) -> None:
        if step == self._session.snapshot.timeline.now:
            self._session.come_back()
        else:
            self._session.travel(step)

    def _follow(self) -> None:
        """Enable what is possible."""
        snapshot = self._session.snapshot
        line, actions = snapshot.timeline, self._actions
        has_past = line.newest > line.first and snapshot.experiment is not EMPTY.experiment
        states = {
            "actionFirst": has_past and line.shown > line.first,
            "actionBack": has_past and line.shown > line.first,
            "actionForward": has_past and line.shown < line.newest,
            "actionNow": snapshot.is_past,
            "actionBranch": snapshot.is_past and snapshot.status is not Status.FAILED,
        }
        for name, can in states.items():
            if actions[name].isEnabled() != can:
                actions[name].setEnabled(can)


def _button(action: QAction, has_words: bool = False) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    if has_words:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("outlined", True)
    else:
        button.setProperty("iconOnly", True)
    button.setAccessibleName(action.iconText())
    return button
