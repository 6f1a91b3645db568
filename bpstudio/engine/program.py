"""Programs: what a pass does, written down as bound NumPy calls with their equations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]
Call = tuple[Callable[..., object], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Instruction:
    """One equation of a pass and the calls, buffers bound, that carry it out.

    `layer` is the place of its layer, from 1; 0 stands for all of them.
    """

    equation: str
    layer: int
    calls: tuple[Call, ...]


def calls_of(instructions: Iterable[Instruction]) -> list[Call]:
    """Return all calls in their order: what a training loop runs."""
    return [call for instruction in instructions for call in instruction.calls]


def run(calls: Iterable[Call]) -> None:
    """Carry out bound calls."""
    for function, arguments in calls:
        function(*arguments)


def maximum(a: Array, b: Array, out: Array) -> Call:
    """Return the call of the larger of `a` and `b`, element by element; it keeps what is NaN."""
    return partial(np.maximum, out=out), (a, b)  # alone with minimum it takes `out` by name only


def minimum(a: Array, b: Array, out: Array) -> Call:
    """Return the call of the smaller of `a` and `b`, element by element; it keeps what is NaN."""
    return partial(np.minimum, out=out), (a, b)


def constant(value: float, like: Array) -> Array:
    """Return a 0-d array: NumPy takes it faster than a Python number, and in the right dtype."""
    return np.array(value, like.dtype)
