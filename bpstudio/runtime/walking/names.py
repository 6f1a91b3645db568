"""What the arrays of the passes are called, and where a number stands in one."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What an array of the passes holds; the value is how the engine's equations write it."""

    W = "W"
    B = "b"
    A = "a"
    F = "f"  # f(a), where it differs from z: in a layer with a skip
    Z = "z"
    Y = "y"
    T = "t"
    LOSS = "L"  # the mean over the samples, (1, 1)
    LOSSES = "L of each sample"  # (1, B)
    DELTA = "δ"
    SLOPE = "f′"
    PULLED = "Wᵀδ"  # what comes back through the weights of the layer behind
    DZ = "∂L/∂z"  # the same, with what the skip of the layer behind hands back
    DW = "∂L/∂W"
    DB = "∂L/∂b"
    CHANGE_W = "ΔW"
    CHANGE_B = "Δb"
    NEW_W = "new W"
    NEW_B = "new b"


PARAMETERS = (Kind.W, Kind.B)
OF_SAMPLES = (  # a column is a sample
    *(Kind.A, Kind.F, Kind.Z, Kind.Y, Kind.T, Kind.LOSSES),
    *(Kind.SLOPE, Kind.DELTA, Kind.PULLED, Kind.DZ),
)
GRADIENTS = (Kind.DELTA, Kind.PULLED, Kind.DZ, Kind.DW, Kind.DB, Kind.CHANGE_W, Kind.CHANGE_B)


class Name(NamedTuple):
    """An array: what it holds, and of which layer, from 1; the input is layer 0."""

    kind: Kind
    layer: int

    @property
    def text(self) -> str:
        """How the equations write it: ``"δ1"``; the output has no number beside y, t and L."""
        if self.kind in (Kind.Y, Kind.T, Kind.LOSS, Kind.LOSSES):
            return self.kind.value[0]
        return f"{self.kind.value}{self.layer}"


class Number(NamedTuple):
    """A number: its array, its row there, its column.

    A row is a unit; a column is a sample, or of weights and their like the unit before.
    """

    name: Name
    row: int
    column: int


_LEFT = re.compile(r"(∂L/∂W|∂L/∂b|δ|a|z|y|L)(\d*)")


def made_by(equation: str, layer: int) -> Name | None:
    """Return what one of the engine's equations, of `layer`, makes; None where it names nothing."""
    left, equals, _ = equation.partition(" = ")
    found = _LEFT.fullmatch(left) if equals else None
    return Name(Kind(found[1]), int(found[2] or layer)) if found else None
