"""Long work beside the event loop: one thing at a time, followed by a timer, given up at a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.runtime.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK = 30  # ms between two looks at how far it is


class Background(QObject):
    """Has one piece of work done in a thread of its own; a newer one takes its place.

    Signals
    -------
    progressed
        How much has been done, 0 to 1.
    ended
        The `Reading`, with its result or refusal. Nothing is told of what was given up.
    """

    progressed = Signal(float)
    ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reading: Reading[Any] | None = None
        self._leaving: list[Reading[Any]] = []
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether something is being worked on."""
        return self._reading is not None

    def start(self, work: Callable[[Callable[[float], None]], object]) -> None:
        """Begin with `work`, as `Reading` takes it, and give up what was under way.

        The work itself begins at the first look: what is shown of it is painted until then, which
        takes twice as long beside a thread that is at work.
        """
        self.give_up()
        self._reading = Reading(work)
        self._timer.start()

    def give_up(self) -> None:
        """Leave what is under way; its thread ends at its next report."""
        self._timer.stop()
        if self._reading is not None:
            self._reading.give_up()
            if self._reading.has_begun:
                self._leaving.append(self._reading)
            self._reading = None
        self._leaving = [reading for reading in self._leaving if reading.is_alive()]

    def stop(self) -> None:
        """Give up, and wait until no thread of this is left."""
        self.give_up()
        for reading in self._leaving:
            reading.join()
        self._leaving = []

    def _look(self) -> None:
        reading = self._reading
        if reading is None:
            return
        if not reading.has_begun:
            reading.start()
        elif reading.is_alive():
            self.progressed.emit(reading.share)
        else:
            self._reading = None
            self._timer.stop()
            self.ended.emit(reading)
