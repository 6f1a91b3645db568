"""The paths on which a parameter reaches L, one by one, with what each adds to its gradient.

This is what one would do without backprop: it has no sum to share, so the same products are formed
over and over. The backward pass forms each sum once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.runtime.walking.steps import paths_to_loss

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.engine.program import Array
    from bpstudio.runtime.walking.numbers import Numbers

MOST_ROUTES = 32  # that are told one by one


@dataclass(frozen=True)
class Route:
    """One path: the unit of each layer from the parameter's own to the output.

    `gradient` is the product of the local derivatives along it, added up over the samples.
    `skips` says at which of the units it came by a skip.
    """

    units: tuple[int, ...]
    skips: tuple[bool, ...]
    gradient: float


def routes_of(numbers: Numbers, number: Number) -> tuple[Route, ...]:
    """Return the paths of a weight or a bias to L; none where there are many."""
    (kind, layer), unit, source = number
    if paths_to_loss(numbers.network, layer) > MOST_ROUTES:
        return ()
    samples = range(numbers.batch)
    start: Array = np.ones(numbers.batch)
    if kind is Kind.W:
        start = numbers.pick(Name(Kind.Z, layer - 1), [source], samples)[0]
    return tuple(_onward(numbers, layer, unit, (unit,), (False,), start))


def _onward(
    numbers: Numbers,
    layer: int,
    unit: int,
    units: tuple[int, ...],
    skips: tuple[bool, ...],
    product: Array,
) -> Iterator[Route]:
    """Yield the paths that go on from a unit's a; `product` is da/dw by now, (B,)."""
    samples = range(numbers.batch)
    if layer == numbers.network.layers:
        delta = numbers.pick(Name(Kind.DELTA, layer), [unit], samples)[0]
        yield Route(units, skips, float((product * delta).sum()))
        return
    slope = numbers.pick(Name(Kind.SLOPE, layer), [unit], samples)[0]
    yield from _from_z(numbers, layer, unit, units, skips, product * slope)


def _from_z(
    numbers: Numbers,
    layer: int,
    unit: int,
    units: tuple[int, ...],
    skips: tuple[bool, ...],
    product: Array,
) -> Iterator[Route]:
    """Yield the paths that go on from a unit's z."""
    behind = layer + 1
    if numbers.network.has_skip(behind):
        yield from _from_z(numbers, behind, unit, (*units, unit), (*skips, True), product)
    for fed in range(numbers.network.shape.widths[behind]):
        weight = numbers.number(Name(Kind.W, behind), fed, unit)
        path = (*units, fed), (*skips, False)
        yield from _onward(numbers, behind, fed, *path, product * weight)
