"""How far training had come at each step of a run: in epochs, in samples, in seconds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.runtime.track import Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.experiment.trainer import Trainer

    Array = NDArray[np.floating]


class Passed(NamedTuple):
    """What had passed by one step: epochs, samples taken, seconds of training, pauses left out."""

    epochs: float = 0.0
    samples: float = 0.0
    seconds: float = 0.0


NOTHING_PASSED = Passed()
AHEAD = 1e6  # times the newest step: so far it goes on as before


class Unit(StrEnum):
    """What the way of a run is measured in; but for steps, each is a part of `Passed`."""

    STEPS = "steps"
    EPOCHS = "epochs"
    SAMPLES = "samples"
    SECONDS = "seconds"


class Clock:
    """Converts the steps of one run to epochs, samples or seconds, and back.

    It is told what had passed at some of the steps and interpolates between them; it keeps a
    bounded number of these and the newest. Past that one things go on as they did before it.

    Attributes
    ----------
    track
        What it was told, in the columns of `Passed`.
    step, newest
        The newest step that it was told of, and what had passed by then.
    """

    def __init__(self) -> None:
        self.track = Track(len(Passed._fields), dtype=np.float64)
        self.step, self.newest = 0, NOTHING_PASSED

    @classmethod
    def resumed(cls, track: Track, step: int, newest: Passed) -> Clock:
        """Return the clock that knew this."""
        clock = cls()
        clock.track, clock.step, clock.newest = track, step, newest
        return clock

    def add(self, step: int, passed: Passed) -> None:
        """Take down what has passed by `step`; what was known from there on is forgotten."""
        if step <= self.step:
            self.track.truncate(step)
        self.track.append(step, np.array(passed))
        self.step, self.newest = step, passed

    def note(self, trainer: Trainer, spent: float) -> None:
        """Take down what has passed by now, after updates that took so many seconds."""
        taken, seconds = trainer.samples_seen, self.newest.seconds + spent
        self.add(trainer.descent.place.step, Passed(taken / len(trainer.x), taken, seconds))

    def go_back(self, step: int) -> None:
        """Forget what came after `step`: the run goes on from there."""
        if step < self.step:
            self.add(step, self.at(step))

    def until(self, step: int) -> Clock:
        """Return a copy that knows what had passed up to `step`."""
        copy = Clock()
        copy.track = self.track.until(self.step)
        copy.step, copy.newest = self.step, self.newest
        copy.go_back(step)
        return copy

    def at(self, step: int) -> Passed:
        """Return what had passed by `step`."""
        if step == self.step:
            return self.newest
        units = (Unit.EPOCHS, Unit.SAMPLES, Unit.SECONDS)
        return Passed(*(float(self.of(np.array(step), unit)) for unit in units))

    def of(self, steps: Array, unit: Unit) -> Array:
        """Return where `steps`, an array of any shape, stand when measured in `unit`."""
        if unit is Unit.STEPS:
            return steps
        known, values = self._known(unit)
        return np.interp(steps, known, values)

    def steps(self, values: Array, unit: Unit) -> Array:
        """Return the steps, not always whole ones, at `values` of `unit`, of any shape."""
        if unit is Unit.STEPS:
            return values
        known, passed = self._known(unit)
        return np.interp(values, passed, known)

    def _known(self, unit: Unit) -> tuple[Array, Array]:
        """Return all known steps and what had passed of `unit`, from 0 to far beyond."""
        column = list(Unit).index(unit) - 1
        before = self.track.steps < self.step
        known = np.concatenate([[0.0], self.track.steps[before], [self.step]])
        values = np.concatenate([[0.0], self.track.values[before, column], [self.newest[column]]])
        rate = (values[-1] - values[-2]) / max(known[-1] - known[-2], 1.0)
        ahead = AHEAD * max(self.step, 1)
        return np.append(known, known[-1] + ahead), np.append(values, values[-1] + rate * ahead)
