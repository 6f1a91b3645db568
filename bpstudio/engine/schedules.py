"""Learning-rate schedules: the factor by which the rate is multiplied, epoch by epoch.

The formulas are PyTorch's, stepped once an epoch; a cosine stays at its end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Schedule:
    """How the learning rate changes.

    Parameters
    ----------
    name, label, equation
        As in a file, as on the screen, and as it is written.
    factor
        ``factor(epoch, options)`` returns what the rate is multiplied by once `epoch` epochs are
        complete.
    options
        Its numbers, with their defaults.
    below
        What an option has to be less than, where there is such a bound.
    at_least
        What an option mustn't be less than, where that isn't 0.
    """

    name: str
    label: str
    equation: str
    factor: Callable[[int, Mapping[str, float]], float]
    options: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)
    at_least: dict[str, float] = field(default_factory=dict)


def _power(factor: float, times: float) -> float:
    with np.errstate(over="ignore"):  # a rate beyond all bounds diverges, and is said so
        return float(np.float64(factor) ** times)


def _constant(epoch: int, options: Mapping[str, float]) -> float:
    return 1.0


def _step(epoch: int, options: Mapping[str, float]) -> float:
    return _power(options["factor"], epoch // max(options["epochs"], 1.0))


def _exponential(epoch: int, options: Mapping[str, float]) -> float:
    return _power(options["factor"], epoch)


def _cosine(epoch: int, options: Mapping[str, float]) -> float:
    way = min(epoch / max(options["epochs"], 1.0), 1.0)
    least = options["least"]
    return least + (1 - least) * (1 + math.cos(math.pi * way)) / 2


CONSTANT = Schedule("constant", "Constant", "η", _constant)

SCHEDULES = {
    schedule.name: schedule
    for schedule in (
        CONSTANT,
        Schedule(
            "step",
            "Step",
            "η · factor^⌊epoch / epochs⌋",
            _step,
            options={"epochs": 30.0, "factor": 0.1},
        ),
        Schedule(
            "exponential",
            "Exponential",
            "η · factor^epoch",
            _exponential,
            options={"factor": 0.95},
        ),
        Schedule(
            "cosine",
            "Cosine",
            "from η to least · η in epochs, along half a cosine",
            _cosine,
            options={"epochs": 100.0, "least": 0.0},
        ),
    )
}
