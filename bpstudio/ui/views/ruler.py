"""What the axis along a run is measured in: chosen once, for all curves."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from bpstudio.runtime.clock import Clock, Unit
from bpstudio.ui.numbers import count, figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

AXIS = {Unit.STEPS: "step", Unit.EPOCHS: "epoch", Unit.SAMPLES: "samples", Unit.SECONDS: "seconds"}
COUNTED = (Unit.STEPS, Unit.SAMPLES)
MANY = 10.0  # epochs or seconds in sight: from then on only whole ones are ticked


class UnitChoice(QObject):
    """The unit in which plots show how far a run has come.

    Signals
    -------
    changed
        Another one was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.unit = Unit.STEPS

    def choose(self, unit: Unit) -> None:
        """Measure in `unit` from now on."""
        if unit is not self.unit:
            self.unit = unit
            self.changed.emit()


@cache
def unit_choice() -> UnitChoice:
    """Return the choice that all plots share."""
    return UnitChoice()


@dataclass(frozen=True, slots=True, eq=False)
class Ruler:
    """Measures the steps of a run in one unit, by the run's clock; a plain one in steps."""

    unit: Unit = Unit.STEPS
    clock: Clock = field(default_factory=Clock)

    @property
    def name(self) -> str:
        """What the axis is called."""
        return AXIS[self.unit]

    def of(self, step: float) -> float:
        """Return where `step` stands."""
        return float(self.clock.of(np.array(step), self.unit))

    def step(self, value: float) -> float:
        """Return the step, not always a whole one, that stands at `value`."""
        return float(self.clock.steps(np.array(value), self.unit))

    def is_whole(self, width: float) -> bool:
        """Whether only whole numbers are ticked where so much is in sight."""
        return self.unit in COUNTED or width >= MANY

    def words(self, step: float) -> str:
        """Return where `step` stands, such as ``"epoch 3.42"``; nothing where steps are shown."""
        value = self.of(step)
        if self.unit is Unit.EPOCHS:
            return f"epoch {value:.2f}"
        if self.unit is Unit.SAMPLES:
            return f"{count(round(value))} samples"
        return f"{figure(value)} s" if self.unit is Unit.SECONDS else ""
