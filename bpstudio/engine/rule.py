"""The rule of a descent: from the gradient of a batch to what is taken off the parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.clipping import clip_calls
from bpstudio.engine.optimizers import Vectors
from bpstudio.engine.penalties import penalty_calls
from bpstudio.engine.program import Call
from bpstudio.engine.schedules import CONSTANT, Schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.engine.optimizers import Optimizer
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.program import Array

LARGE = 2**20  # parameters from which a plain descent takes the gradient off in panels
MODERATE = 1e6  # a rate up to this, and down to its inverse, leaves float32 room enough


@dataclass(frozen=True)
class Rule:
    """How to descend: optimizer with its options, rate and its schedule, penalties, clipping.

    The penalties add ``l1 sum |W| + l2/2 sum W^2`` to the loss; biases are spared. `clip_norm`
    is the longest that the gradient of the whole loss may be, 0 for no bound.
    """

    optimizer: Optimizer
    rate: float
    options: Mapping[str, float] = field(default_factory=dict)
    l1: float = 0.0
    l2: float = 0.0
    schedule: Schedule = CONSTANT
    schedule_options: Mapping[str, float] = field(default_factory=dict)
    clip_norm: float = 0.0

    @property
    def is_plain(self) -> bool:
        """Whether an update subtracts the rate times the gradient, and no number gets lost so."""
        moderate = 1 / MODERATE <= self.rate <= MODERATE
        return (
            self.optimizer.is_plain
            and moderate
            and self.schedule is CONSTANT
            and not (self.l1 or self.l2 or self.clip_norm)
        )

    def goes_in_panels(self, size: int) -> bool:
        """Whether the gradient of `size` parameters is taken off in panels, never held whole."""
        return self.is_plain and size >= LARGE

    def rate_at(self, epoch: int) -> float:
        """Return the learning rate once `epoch` epochs are complete."""
        options = {**self.schedule.options, **self.schedule_options}
        return self.rate and self.rate * self.schedule.factor(epoch, options)

    def update_calls(
        self,
        parameters: Parameters,
        gradient: Parameters,
        change: Parameters,
        state: Mapping[str, Array],
        rate: Array,
    ) -> list[Call]:
        """Return the calls of one update: penalties, clipping, then the optimizer's rule.

        `gradient` is left as it is; `change` is what the update takes off the parameters; `rate`
        is a 0-d array, which the caller keeps up with the schedule.
        """
        whole, calls = gradient.flat, list[Call]()
        if self.l1 or self.l2 or self.clip_norm:
            whole = np.empty_like(gradient.flat)
        if self.l1 or self.l2:
            calls += penalty_calls(self.l1, self.l2, parameters, gradient.flat, whole)
        if self.clip_norm:
            source = whole if calls else gradient.flat
            calls += clip_calls(self.clip_norm, source, whole)
        options = {**self.optimizer.options, **self.options}
        vectors = Vectors(parameters.flat, whole, change.flat, state, rate, options)
        return calls + self.optimizer.update(vectors)
