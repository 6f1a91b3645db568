"""Faults that backprop is written with: each changes one instruction of the backward program.

A fault works on the instructions of one workspace and returns a program of its own: instructions
are values, the calls that are changed are bound to that workspace's buffers, and nothing here is
kept. So nobody else's backprop can be left broken.

A fault is put at a layer, the one whose delta or gradient comes out wrong first on the way back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.program import Call, Instruction, constant

if TYPE_CHECKING:
    from bpstudio.engine.passes import Network, Workspace
    from bpstudio.engine.tray import Slot

Program = list[Instruction]
Put = Callable[["Workspace", "Slot", int], Program]
Obstacle = Callable[["Network", int, int], str]


@dataclass(frozen=True)
class Fault:
    """One way to get backprop wrong.

    Parameters
    ----------
    name, label
        As code calls it, and as the screen does.
    sentence
        What was done; ``{layer}`` is the layer, ``{next}`` the number of the one after it.
    trace
        How the errors of the check look, and why; ``{wrong}`` are the layers that are wrong, with
        their verb, ``{layer}`` as above.
    put
        ``put(workspace, slot, place)`` returns the backward program with the fault at a layer.
    obstacle
        ``obstacle(network, batch, place)`` says why it can't be put at a layer; "" where it can.
    spreads
        Whether the layers below are wrong as well.
    """

    name: str
    label: str
    sentence: str
    trace: str
    put: Put
    obstacle: Obstacle
    spreads: bool = True

    def places(self, network: Network, batch: int) -> list[int]:
        """Return the layers, from 1, at which it can be put for a batch of so many samples."""
        layers = range(1, network.layers + 1)
        return [place for place in layers if not self.obstacle(network, batch, place)]

    def why_nowhere(self, network: Network, batch: int) -> str:
        """Return why it can’t be put at any layer, as layer 1 has it; "" where it can."""
        return "" if self.places(network, batch) else self.obstacle(network, batch, 1)


@dataclass(frozen=True)
class PlacedFault:
    """A fault at a layer: what is to be wrong in a copy of the backward program.

    `place` is the number of the layer, from 1.
    """

    fault: Fault
    place: int

    def backward(self, workspace: Workspace, slot: Slot) -> Program:
        """Return the backward program of `workspace` with the fault in it.

        Raises
        ------
        ValueError
            When it can't be put there.
        """
        reason = self.fault.obstacle(workspace.network, workspace.batch, self.place)
        if reason:
            raise ValueError(reason)
        return self.fault.put(workspace, slot, self.place)

    def words(self, network: Network) -> tuple[str, str]:
        """Return what was done, and how the errors of the check look and why."""
        layer = _called(network, self.place)
        wrong = f"{layer[0].upper()}{layer[1:]} is"
        if self.fault.spreads and network.layers > 1:
            if self.place == network.layers:
                wrong = "All layers are"
            elif self.place > 1:
                wrong = f"Layers 1 to {self.place} are"
        names = {"layer": layer, "next": self.place + 1, "wrong": wrong}
        trace = self.fault.trace.format(**names)
        if self.fault.spreads and self.place < network.layers:
            trace += " What lies nearer to the output is right: it comes first on the way back."
        return self.fault.sentence.format(**names), trace

    def wrong_layers(self) -> range:
        """Return the layers whose gradients it makes wrong."""
        return range(1 if self.fault.spreads else self.place, self.place + 1)

    def equations(self, workspace: Workspace, slot: Slot) -> tuple[str, str]:
        """Return the equation as it should be and as it is with the fault."""
        right, wrong = workspace.backward(slot), self.backward(workspace, slot)
        for should, has in zip(right, wrong, strict=True):
            if should.equation != has.equation:
                return should.equation, has.equation
        raise AssertionError(f"{self.fault.name} changes no equation")


def _called(network: Network, place: int) -> str:
    return "the output" if place == network.layers else f"layer {place}"


def _changed(program: Program, start: str, change: Callable[[Instruction], Instruction]) -> Program:
    """Return the program with the instruction changed whose equation starts so."""
    found = [place for place, step in enumerate(program) if step.equation.startswith(start)]
    (place,) = found
    return [*program[:place], change(program[place]), *program[place + 1 :]]


def _changed_delta(
    workspace: Workspace, slot: Slot, place: int, change: Callable[[Instruction], Instruction]
) -> Program:
    return _changed(workspace.backward(slot), f"δ{place} =", change)


def _without_slope(workspace: Workspace, slot: Slot, place: int) -> Program:
    def change(step: Instruction) -> Instruction:
        *comes, (_multiply, (dz, _slope, delta)) = step.calls
        kept: list[Call] = [] if dz is delta else [(np.copyto, (delta, dz))]
        return replace(step, equation=step.equation.split(" ∘ ")[0], calls=(*comes, *kept))

    return _changed_delta(workspace, slot, place, change)


def _not_transposed(workspace: Workspace, slot: Slot, place: int) -> Program:
    weights = workspace.parameters.weights[place]

    def change(step: Instruction) -> Instruction:
        (_product, arguments), *rest = step.calls
        equation = step.equation.replace("ᵀ", "")
        return replace(step, equation=equation, calls=((weights.dot, arguments), *rest))

    return _changed_delta(workspace, slot, place, change)


def _wrong_sign(workspace: Workspace, slot: Slot, place: int) -> Program:
    delta = workspace.delta[place - 1]

    def change(step: Instruction) -> Instruction:
        name, right_side = step.equation.split(" = ")
        wrong = right_side.replace("(y − t)", "(t − y)") if "(y − t)" in right_side else None
        equation = f"{name} = {wrong or f'−{right_side}'}"
        return replace(step, equation=equation, calls=(*step.calls, (np.negative, (delta, delta))))

    return _changed_delta(workspace, slot, place, change)


def _without_share(workspace: Workspace, slot: Slot, place: int) -> Program:
    program = workspace.backward(slot, constant(1, workspace.y))
    return _changed(
        program,
        f"δ{place} =",
        lambda step: replace(step, equation=step.equation.replace("(y − t)/B", "y − t")),
    )


def _without_target(workspace: Workspace, slot: Slot, place: int) -> Program:
    delta = workspace.delta[-1]

    def change(step: Instruction) -> Instruction:
        _difference, *rest = step.calls
        equation = step.equation.replace("(y − t)", "y")
        return replace(step, equation=equation, calls=((np.copyto, (delta, workspace.y)), *rest))

    return _changed_delta(workspace, slot, place, change)


def _without_bias(workspace: Workspace, slot: Slot, place: int) -> Program:
    gradient = workspace.gradient
    if gradient is None:
        raise ValueError("the workspace has no gradient")
    bias = gradient.biases[place - 1]

    def change(step: Instruction) -> Instruction:
        equation = step.equation.replace(f"∂L/∂b{place} = Σ δ{place}", f"∂L/∂b{place} = 0")
        return replace(step, equation=equation, calls=(*step.calls, (bias.fill, (0,))))

    return _changed(workspace.backward(slot), f"∂L/∂W{place} =", change)


def _nothing(_network: Network, _batch: int, _place: int) -> str:
    return ""


def _only_hidden(network: Network, place: int) -> str:
    if network.layers == 1:
        return "there is no hidden layer"
    return "" if place < network.layers else "the output has no f′ of its own here"


def _no_slope(network: Network, _batch: int, place: int) -> str:
    reason = _only_hidden(network, place)
    if reason or network.activations[place - 1].name != "identity":
        return reason
    return f"f′ is 1 in layer {place}, whose activation is the identity"


def _not_square(network: Network, _batch: int, place: int) -> str:
    reason = _only_hidden(network, place)
    if reason:
        return reason
    out, into = network.shape.blocks[place]
    if out == into > 1:
        return ""
    return (
        f"W{place + 1} is {out} × {into}: only a square matrix, larger than 1 × 1, can be "
        "taken as it is without an error at once"
    )


def _only_output(network: Network, place: int) -> str:
    return "" if place == network.layers else "it belongs to the loss, at the output"


def _no_share(network: Network, batch: int, place: int) -> str:
    if batch == 1:
        return "the batch has a single sample, and 1/B is 1"
    return _only_output(network, place)


def _no_softmax(network: Network, _batch: int, place: int) -> str:
    if network.loss.output != "softmax":
        return "the output has no softmax"
    return _only_output(network, place)


FAULTS = {
    fault.name: fault
    for fault in (
        Fault(
            "slope",
            "Forgotten f′",
            "The slope f′ of {layer} was left out: its delta is all that comes back, unscaled.",
            "{wrong} wrong, by another factor for each unit: the f′ that is missing.",
            _without_slope,
            _no_slope,
        ),
        Fault(
            "transposed",
            "W not transposed",
            "W{next} was taken as it is, not transposed: a unit of {layer} got what belongs to "
            "others.",
            "{wrong} wrong in size and in sign, without a pattern.",
            _not_transposed,
            _not_square,
        ),
        Fault(
            "sign",
            "Wrong sign",
            "The delta of {layer} has the wrong sign: descent would climb.",
            "{wrong} wrong by the sign alone: both gradients have one size, so the error is 2.",
            _wrong_sign,
            _nothing,
        ),
        Fault(
            "share",
            "Forgotten 1/B",
            "The delta of the output was not divided by the number of samples, B: they were "
            "added up, not averaged.",
            "{wrong} wrong by the same factor, B: an error of 1 − 1/B.",
            _without_share,
            _no_share,
        ),
        Fault(
            "target",
            "Softmax without −t",
            "The delta of the output is y, not y − t: the target was forgotten.",
            "{wrong} wrong, each number by another factor: no sample knows its class.",
            _without_target,
            _no_softmax,
        ),
        Fault(
            "bias",
            "Bias gradient lost",
            "The gradient of the bias of {layer} is 0: it would never learn.",
            "The bias of {layer}, its last column, is wrong by all of itself, an error of 1; "
            "nothing else depends on it.",
            _without_bias,
            _nothing,
            spreads=False,
        ),
    )
}
