"""The forward pass and the backward pass as two programs over buffers for one batch size.

A `Workspace` allocates its buffers once; its programs bind them. Training runs the programs, the
step-through shows them, diagnostics read the buffers: `a`, `z`, `y`, `slope`, `delta`.

    forward     a_l = W_l z_(l-1) + b_l,  z_l = f(a_l);   y = softmax(a),  L
    backward    delta = (y - t)/B,  delta_(l-1) = W_l^T delta_l o f'(a_(l-1)),
                dL/dW_l = delta_l z_(l-1)^T,  dL/db_l = delta_l summed over the batch
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.losses import Loss, Target, output_delta
from bpstudio.engine.program import Array, Call, Instruction, constant

if TYPE_CHECKING:
    from bpstudio.engine.activations import Activation
    from bpstudio.engine.parameters import Parameters, Shape


@dataclass(frozen=True)
class Network:
    """What is computed: widths of all layers, an activation for each hidden layer, the loss."""

    shape: Shape
    activations: tuple[Activation, ...]
    loss: Loss

    @property
    def layers(self) -> int:
        """The number of layers with weights: the hidden ones and the output."""
        return len(self.shape.widths) - 1

    @property
    def outputs(self) -> int:
        """The number of outputs, K."""
        return self.shape.widths[-1]


class Workspace:
    """Buffers for one network and one batch size, and the programs that fill them.

    Parameters
    ----------
    network, parameters
        What is computed, and with which numbers; the programs see later changes in place.
    batch
        The number of samples, B.
    gradient
        Where the backward pass writes dL/dparameters; without it, it stops at the deltas.

    Attributes
    ----------
    a, z
        Of each layer (units, B); `z` of the hidden layers only.
    y
        The output, (K, B).
    slope
        f'(a) of each hidden layer, (units, B); none before `backward` is asked for.
    delta
        dL/da of each layer, (units, B); none before `backward` is asked for.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        batch: int,
        gradient: Parameters | None = None,
    ) -> None:
        self.network = network
        self.parameters = parameters
        self.batch = batch
        self.gradient = gradient
        dtype = parameters.flat.dtype
        *hidden, outputs = network.shape.widths[1:]
        # One buffer for all hidden layers, each followed by its row of ones: neighbours with the
        # same activation get their slopes in one call.
        self._starts = list(accumulate((units + 1 for units in hidden), initial=0))
        self._z_rows = np.ones((self._starts[-1], batch), dtype)
        self.a: list[Array] = [np.zeros((units, batch), dtype) for units in (*hidden, outputs)]
        self.z: list[Array] = [rows[:-1] for rows in self._split(self._z_rows)]
        self.y = np.zeros((outputs, batch), dtype)
        self.slope: list[Array] = []
        self.delta: list[Array] = []

    def _split(self, rows: Array) -> list[Array]:
        return [rows[i:j] for i, j in zip(self._starts, self._starts[1:], strict=False)]

    def _incoming(self, x: Array) -> list[Array]:
        """Return z_(l-1) of each layer with its row of ones, (fan_in + 1, B)."""
        return [x, *self._split(self._z_rows)]

    def forward(self, x: Array, target: Target, parts: Array) -> list[Instruction]:
        """Return the forward pass for the input `x` (inputs + 1, B; its last row ones).

        The parts of each sample's loss go to `parts` (2, B).
        """
        program = []
        for place, into in enumerate(self._incoming(x), start=1):
            a = self.a[place - 1]
            product = (self.parameters.blocks[place - 1].dot, (into, a))
            equation = f"a{place} = W{place} z{place - 1} + b{place}"
            program.append(Instruction(equation, place, (product,)))
            if place < self.network.layers:
                activation = self.network.activations[place - 1]
                equation = f"z{place} = " + activation.value_equation.format(l=place)
                calls = tuple(activation.forward(a, self.z[place - 1]))
                program.append(Instruction(equation, place, calls))
        for equation, steps in self.network.loss.forward(a, target, self.y, parts):
            program.append(Instruction(equation.format(l=place), place, tuple(steps)))
        return program

    def backward(self, x: Array, t: Array, factor: Array | None = None) -> list[Instruction]:
        """Return the backward pass, which takes the buffers as `forward` has left them.

        All that it computes is multiplied by the 0-d `factor`; 1/B where left out, which makes
        it the gradient of the mean loss.
        """
        if factor is None:
            factor = constant(1 / self.batch, self.y)
        self._allocate_deltas()
        last = self.network.layers
        program = [Instruction("f′(a)", 0, tuple(self._slopes()))]
        calls = output_delta(self.y, t, self.delta[-1], factor)
        program.append(Instruction(f"δ{last} = (y − t)/B", last, tuple(calls)))
        incoming = self._incoming(x)
        for place in range(last, 0, -1):
            if self.gradient is not None:
                product = (
                    self.delta[place - 1].dot,
                    (incoming[place - 1].T, self.gradient.blocks[place - 1]),
                )
                equation = f"∂L/∂W{place} = δ{place} z{place - 1}ᵀ, ∂L/∂b{place} = δ{place}"
                program.append(Instruction(equation, place, (product,)))
            if place > 1:
                program.append(self._hidden_delta(place - 1))
        return program

    def _allocate_deltas(self) -> None:
        if not self.delta:
            self._slope_rows = np.ones_like(self._z_rows)
            self.slope = [rows[:-1] for rows in self._split(self._slope_rows)]
            self.delta = [np.zeros_like(a) for a in self.a]

    def _hidden_delta(self, place: int) -> Instruction:
        """Return delta_l = W_(l+1)^T delta_(l+1) o f'(a_l) for the hidden layer l = `place`."""
        delta = self.delta[place - 1]
        transposed = self.parameters.blocks[place][:, :-1].T
        slope = self.network.activations[place - 1].slope_equation.format(l=place)
        return Instruction(
            f"δ{place} = W{place + 1}ᵀ δ{place + 1} ∘ {slope}",
            place,
            (
                (transposed.dot, (self.delta[place], delta)),
                (np.multiply, (delta, self.slope[place - 1], delta)),
            ),
        )

    def _slopes(self) -> list[Call]:
        calls: list[Call] = []
        places = range(len(self.network.activations))
        for activation, run in groupby(places, key=lambda place: self.network.activations[place]):
            run_of = list(run)
            rows = slice(self._starts[run_of[0]], self._starts[run_of[-1] + 1])
            calls += activation.slope(self._z_rows[rows], self._slope_rows[rows])
        return calls
