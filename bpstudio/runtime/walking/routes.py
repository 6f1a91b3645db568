"""The paths on which a parameter reaches L, one by one, with what each adds to its gradient.

This is what one would do without backprop: it has no sum to share, so the same products are formed
over and over. The backward pass forms each sum once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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
    start: Array = np.ones(numbers.batch)
    if kind is Kind.W:
        start = numbers.pick(Name(Kind.Z, layer - 1), [source], range(numbers.batch))[0]
    found, open_ = [], [_Way(layer, (unit,), (False,), start)]
    while open_:  # there may be more layers than functions can call each other
        way = open_.pop()
        if way.layer == numbers.network.layers:
            found.append(_to_loss(numbers, way))
        else:
            open_ += reversed(list(_onward(numbers, way)))
    return tuple(found)


class _Way(NamedTuple):
    """A path as far as a unit of `layer`, with the product of the local derivatives by now, (B,).

    It has reached the unit's a, or its z where it came by a skip.
    """

    layer: int
    units: tuple[int, ...]
    skips: tuple[bool, ...]
    product: Array


def _onward(numbers: Numbers, way: _Way) -> Iterator[_Way]:
    """Yield the ways that go on from a way's last unit to the layer behind."""
    layer, units, skips, product = way
    unit, behind = units[-1], layer + 1
    if not skips[-1]:
        slope = numbers.pick(Name(Kind.SLOPE, layer), [unit], range(numbers.batch))[0]
        product = product * slope
    if numbers.network.has_skip(behind):
        yield _Way(behind, (*units, unit), (*skips, True), product)
    for fed in range(numbers.network.shape.widths[behind]):
        weight = numbers.number(Name(Kind.W, behind), fed, unit)
        yield _Way(behind, (*units, fed), (*skips, False), product * weight)


def _to_loss(numbers: Numbers, way: _Way) -> Route:
    """Return the path that has reached an output's a."""
    delta = numbers.pick(Name(Kind.DELTA, way.layer), [way.units[-1]], range(numbers.batch))[0]
    return Route(way.units, way.skips, float((way.product * delta).sum()))
