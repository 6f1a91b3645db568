"""All numbers of a circuit, worked out when they are asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bpstudio.engine.flow import backward, forward, steps
from bpstudio.ui.circuit.digits import GRADIENT_DECIMALS, VALUE_DECIMALS, Digits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.engine.flow import Gradients, Step, Values
    from bpstudio.experiment.circuits.diagram import Diagram, Place


class Numbers:
    """A circuit with all numbers that the two passes leave; worked out when they are asked for."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.circuit = diagram, diagram.circuit

    @cached_property
    def values(self) -> Values:
        """What the forward pass leaves."""
        return forward(self.circuit)

    @cached_property
    def gradients(self) -> Gradients:
        """What the backward pass leaves."""
        return backward(self.circuit, self.values)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The turns of the gates in both passes."""
        return steps(self.circuit)

    @cached_property
    def places(self) -> Mapping[int, Place]:
        """Where each gate stands: the middle of its box."""
        return self.diagram.places

    @cached_property
    def value_digits(self) -> Digits:
        """How values are written."""
        return Digits.of(self.values.values.values(), VALUE_DECIMALS)

    @cached_property
    def gradient_digits(self) -> Digits:
        """How gradients are written."""
        numbers = (*self.gradients.gradients.values(), *self.gradients.wires.values())
        return Digits.of(numbers, GRADIENT_DECIMALS)
