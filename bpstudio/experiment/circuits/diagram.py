"""A diagram: a circuit, and where its gates stand. What is edited, undone, saved and opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpstudio.engine.flow import Circuit

if TYPE_CHECKING:
    from collections.abc import Mapping

Place = tuple[float, float]  # of a gate's centre, in pixels at a zoom of 1; y grows downwards

MAX_NODES = 2_000
MAX_WIRES = 20_000
MAX_PLACE = 1e6


@dataclass(frozen=True)
class Diagram:
    """A circuit, and the place of each of its gates.

    A value: neither is changed once it is made.
    """

    circuit: Circuit = field(default_factory=Circuit)
    places: Mapping[int, Place] = field(default_factory=dict)
