"""Runs the passes gate by gate, at a pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.ui import settings
from bpstudio.ui.widgets.stop_slider import StopSlider

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.circuit.state import CircuitState

PACES: Final[tuple[float | None, ...]] = (
    0.5,
    1,
    2,
    5,
    10,
    20,
    None,
)  # gates a second; None: at once
FIRST = PACES.index(2)


def pace_words(pace: float | None) -> str:
    """Return a pace in words, such as ``2 gates/s``."""
    if pace is None:
        return "full"
    return "1 gate/s" if pace == 1 else f"{pace:g} gates/s"


class Player(QObject):
    """Lets one gate after the other have its turn.

    Signals
    -------
    changed
        It has begun, or stopped.
    """

    changed = Signal()

    def __init__(self, state: CircuitState) -> None:
        super().__init__(state)
        self._state = state
        self._pace = PACES[FIRST]
        self._timer = QTimer(self)
        self._timer.setObjectName("circuitPlayer")
        self._timer.timeout.connect(self._step)
        state.document.opened.connect(self.stop)

    @property
    def is_playing(self) -> bool:
        """Whether it is under way."""
        return self._timer.isActive()

    def set_pace(self, pace: float | None) -> None:
        """Go on at another pace."""
        self._pace = pace
        if self.is_playing:
            self.play()

    def play(self) -> None:
        """Run on to the end of the backward pass; from the end, both passes anew."""
        state = self._state
        if self._pace is None or not state.steps:
            self._timer.stop()
            state.go_to(len(state.steps))
        else:
            if state.is_done:
                state.go_to(0)
            self._timer.start(round(1000 / self._pace))
        self.changed.emit()

    def stop(self) -> None:
        """Stop where it is."""
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def step(self, by: int = 1) -> None:
        """Let the next gate have its turn, or take the last one's back."""
        self.stop()
        self._state.step(by)

    def toggle(self) -> None:
        """Play, or stop."""
        if self.is_playing:
            self.stop()
        else:
            self.play()

    def _step(self) -> None:
        self._state.step()
        if self._state.is_done:
            self.stop()


class GatePace(StopSlider):
    """How many gates a second have their turn."""

    pace_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        last = len(PACES) - 1
        super().__init__("pace", ("slow", "full"), last, (0, FIRST, last), "0.5 gates/s", parent)
        self.setObjectName("gatePace")
        self.setPageStep(2)
        self.setFixedWidth(self.sizeHint().width() + 24)
        self.setToolTip(
            "Pace: how many gates a second have their turn;\nfull does them all at once."
        )
        self.setValue(FIRST)
        self.describe()

    def text(self) -> str:
        """Return the pace in words."""
        return pace_words(PACES[self.value()])

    def remember(self) -> None:
        """Take the pace that was chosen on another day, and keep what is chosen from now on."""
        stops = [pace_words(pace) for pace in PACES]
        if (stop := settings.gate_pace()) in stops:
            self.setValue(stops.index(stop))
        self.pace_changed.connect(lambda pace: settings.set_gate_pace(pace_words(pace)))

    def changed(self) -> None:
        """Tell the pace."""
        super().changed()
        self.pace_changed.emit(PACES[self.value()])
