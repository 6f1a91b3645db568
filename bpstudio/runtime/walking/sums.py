"""Any number of the passes, opened into the sum, or whatever it is, that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.runtime.walking.lines import Line, Opener
from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.runtime.walking.routes import Route, routes_of
from bpstudio.runtime.walking.steps import paths_to_loss

if TYPE_CHECKING:
    from bpstudio.runtime.walking.numbers import Numbers

OF_OUTPUT = (Kind.Y, Kind.T, Kind.LOSS, Kind.LOSSES)
OF_HIDDEN = (Kind.Z, Kind.F, Kind.SLOPE, Kind.PULLED, Kind.DZ)


@dataclass(frozen=True)
class Opened:
    """How a number came about.

    Parameters
    ----------
    number, value
        Which one, and what it is.
    lines
        How it came about, the number itself last; empty where it wasn't worked out.
    gradient
        Of a weight or a bias, dL/dw; else None.
    paths
        On how many paths a weight or a bias reaches L; 0 for what is none.
    routes
        Those paths one by one, where there are few; what they add to the gradient sums up to it.
    """

    number: Number
    value: float
    lines: tuple[Line, ...]
    gradient: float | None = None
    paths: int = 0
    routes: tuple[Route, ...] = ()


def has(numbers: Numbers, number: Number) -> bool:
    """Whether there is such a number."""
    (kind, layer), last = number.name, numbers.network.layers
    if not 0 <= layer <= last or (layer == 0 and kind is not Kind.Z):
        return False
    if (kind in OF_OUTPUT and layer < last) or (kind in OF_HIDDEN and layer == last):
        return False
    if kind is Kind.F and not numbers.network.has_skip(layer):
        return False
    rows, columns = numbers.shape(number.name)
    return 0 <= number.row < rows and 0 <= number.column < columns


def opened(numbers: Numbers, number: Number) -> Opened:
    """Return how one of the numbers came about."""
    opener = Opener(numbers, number)
    name, row, column = number
    value = numbers.number(name, row, column)
    lines = opener.lines()
    if lines:
        lines.append(Line("result", value))
    if name.kind not in (Kind.W, Kind.B):
        return Opened(number, value, tuple(lines))
    gradient = Name(Kind.DW if name.kind is Kind.W else Kind.DB, name.layer)
    return Opened(
        number,
        value,
        (),
        numbers.number(gradient, row, column),
        paths_to_loss(numbers.network, name.layer),
        routes_of(numbers, number),
    )
