"""Train, Pause, Update, Reset and the pace: from the window's actions to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bpstudio.ui import settings
from bpstudio.ui.widgets.pace_slider import PACES, pace_text

if TYPE_CHECKING:
    from bpstudio.runtime.pace import Rate
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.session import Session
    from bpstudio.ui.widgets.pace_slider import PaceSlider


class RunControl(QObject):
    """Lets exactly those actions be possible that make sense now."""

    def __init__(self, session: Session, actions: Actions, slider: PaceSlider) -> None:
        super().__init__(slider)
        self._session = session
        self._actions = actions
        actions["actionTrain"].triggered.connect(session.train)
        actions["actionPause"].triggered.connect(session.pause)
        actions["actionStep"].triggered.connect(session.step)
        actions["actionReset"].triggered.connect(session.reset)
        actions["actionSlower"].triggered.connect(lambda: slider.setValue(slider.value() - 1))
        actions["actionFaster"].triggered.connect(lambda: slider.setValue(slider.value() + 1))
        session.status_changed.connect(self.follow)
        session.pace_changed.connect(lambda: slider.show_pace(session.pace))
        session.set_pace(_remembered_pace(session.pace))
        slider.pace_changed.connect(self._set_pace)
        self.follow()

    def follow(self) -> None:
        """Enable what is possible in the session's status."""
        running = self._session.snapshot.is_training
        self._actions["actionTrain"].setEnabled(not running)
        self._actions["actionPause"].setEnabled(running)
        self._actions["actionStep"].setEnabled(not running)

    def _set_pace(self, pace: Rate) -> None:
        self._session.set_pace(pace)
        settings.set_pace_stop(pace_text(pace))


def _remembered_pace(first: Rate) -> Rate:
    """Return the pace that the user chose last, `first` where they haven't yet."""
    stops = {pace_text(pace): pace for pace in PACES}
    return stops.get(settings.pace_stop() or "", first)
