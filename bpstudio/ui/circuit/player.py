"""Steps through the passes by itself, gate by gate, at a pace that can be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from bpstudio.ui.circuit.state import CircuitState

PACES = (1, 2, 3, 5, 10, 20)  # gates a second
DEFAULT_PACE = 2


class Player(QObject):
    """Plays the passes of a circuit until they are through, or someone takes the handle.

    Signals
    -------
    changed
        It began or stopped to play, or plays at another pace.
    """

    changed = Signal()

    def __init__(self, state: CircuitState) -> None:
        super().__init__(state)
        self._state = state
        self.pace = DEFAULT_PACE
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._expected = state.done
        state.shown_changed.connect(self._give_way)
        state.circuit_changed.connect(self._give_way)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def play(self) -> None:
        """Go on from here; from the start where both passes are through."""
        if not self._state.steps:
            return
        if self._state.is_done:
            self._go_to(0)
        else:
            self._expected = self._state.done
        self._timer.start(round(1000 / self.pace))
        self.changed.emit()

    def pause(self) -> None:
        """Stop here."""
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Play, or stop."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def set_pace(self, gates_per_second: int) -> None:
        """Play at another pace."""
        self.pace = min(max(gates_per_second, PACES[0]), PACES[-1])
        self._timer.setInterval(round(1000 / self.pace))
        self.changed.emit()

    def _step(self) -> None:
        self._go_to(self._state.done + 1)
        if self._state.is_done:
            self.pause()

    def _go_to(self, done: int) -> None:
        self._expected = min(done, len(self._state.steps))
        self._state.go_to(done)

    def _give_way(self) -> None:
        """Stop where someone else has gone to another step, or changed the circuit's gates."""
        if self._state.done != self._expected:
            self.pause()
            self._expected = self._state.done
