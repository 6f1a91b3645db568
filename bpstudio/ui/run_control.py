"""Train, Pause, Update, Reset and the pace: from the window's actions to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bpstudio.runtime.snapshot import Status
from bpstudio.ui import settings
from bpstudio.ui.widgets.pace_slider import PACES, pace_text

if TYPE_CHECKING:
    from bpstudio.runtime.pace import Rate
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.session import Session
    from bpstudio.ui.widgets.pace_slider import PaceSlider

FIRST_PACE = 100  # updates/s: a new user sees it learn


class RunControl(QObject):
    """Lets exactly those actions be possible that make sense now."""

    def __init__(self, session: Session, actions: Actions, slider: PaceSlider) -> None:
        super().__init__(slider)
        self._session = session
        self._actions = actions
        self._slider = slider
        actions["actionTrain"].triggered.connect(session.train)
        actions["actionPause"].triggered.connect(session.pause)
        actions["actionStep"].triggered.connect(session.step)
        actions["actionReset"].triggered.connect(session.reset)
        actions["actionSlower"].triggered.connect(lambda: slider.setValue(slider.value() - 1))
        actions["actionFaster"].triggered.connect(lambda: slider.setValue(slider.value() + 1))
        session.status_changed.connect(self.follow)
        session.set_pace(_remembered_pace())
        slider.pace_changed.connect(self._set_pace)
        self.follow()

    def follow(self) -> None:
        """Enable what is possible in the session's status, and show its pace."""
        self._slider.show_pace(self._session.pace)
        running = self._session.snapshot.status is Status.RUNNING
        self._actions["actionTrain"].setEnabled(not running)
        self._actions["actionPause"].setEnabled(running)
        self._actions["actionStep"].setEnabled(not running)

    def _set_pace(self, pace: Rate) -> None:
        self._session.set_pace(pace)
        settings.set_pace_stop(pace_text(pace))


def _remembered_pace() -> Rate:
    stops = {pace_text(pace): pace for pace in PACES}
    return stops.get(settings.pace_stop() or "", FIRST_PACE)
