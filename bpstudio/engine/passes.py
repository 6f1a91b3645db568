"""The forward pass and the backward pass as two programs over buffers for one batch size.

A `Workspace` allocates its buffers once; its programs bind them. Training runs the programs, the
step-through shows them, diagnostics read the buffers: `a`, `f`, `z`, `y`, `slope`, `delta`.

    forward     a_l = W_l z_(l-1) + b_l,  z_l = f(a_l) [+ z_(l-1)];   y = softmax(a),  L
    backward    delta = (y - t)/B,  dL/dz_(l-1) = W_l^T delta_l [+ dL/dz_l],
                delta_(l-1) = dL/dz_(l-1) o f'(a_(l-1)),
                dL/dW_l = delta_l z_(l-1)^T,  dL/db_l = delta_l summed over the batch

What stands in brackets is for a layer with a skip.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.program import Array, Call, Instruction, constant

if TYPE_CHECKING:
    from bpstudio.engine.activations import Activation
    from bpstudio.engine.losses import Loss, Steps
    from bpstudio.engine.parameters import Parameters, Shape
    from bpstudio.engine.tray import Slot


@dataclass(frozen=True)
class Network:
    """What is computed: widths of all layers, each hidden layer's activation, the loss, skips.

    `skips` says of each hidden layer whether it adds what comes in to what goes out, for which
    both have to be equally wide; left out, none does.
    """

    shape: Shape
    activations: tuple[Activation, ...]
    loss: Loss
    skips: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        widths = self.shape.widths
        if len(self.skips) not in (0, len(self.activations)):
            raise ValueError(f"{len(self.skips)} skips for {len(self.activations)} hidden layers")
        for place, skip in enumerate(self.skips):
            if skip and widths[place] != widths[place + 1]:
                raise ValueError(f"layer {place + 1} can't skip: {widths[place]} units come in")

    @property
    def layers(self) -> int:
        """The number of layers with weights: the hidden ones and the output."""
        return len(self.shape.widths) - 1

    @property
    def outputs(self) -> int:
        """The number of outputs, K."""
        return self.shape.widths[-1]

    def has_skip(self, place: int) -> bool:
        """Whether layer `place`, from 1, has a skip; the output never has."""
        return 0 < place <= len(self.skips) and self.skips[place - 1]


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
    a, f, z
        Of each layer (units, B); `f` and `z` of the hidden layers only. `f` is f(a), and differs
        from `z` where there is a skip.
    y
        The output, (K, B).
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
        self._f_rows = np.ones_like(self._z_rows) if any(network.skips) else self._z_rows
        self.a: list[Array] = [np.zeros((units, batch), dtype) for units in (*hidden, outputs)]
        self.z = [rows[:-1] for rows in self._split(self._z_rows)]
        self.f = [
            rows[:-1] if network.has_skip(place) else z
            for place, (rows, z) in enumerate(
                zip(self._split(self._f_rows), self.z, strict=True), start=1
            )
        ]
        self.y = np.zeros((outputs, batch), dtype)
        self._output = network.loss.bind(self.a[-1], self.y)

    def _split(self, rows: Array) -> list[Array]:
        return [rows[i:j] for i, j in zip(self._starts, self._starts[1:], strict=False)]

    @cached_property
    def _slope_rows(self) -> Array:
        return np.ones_like(self._z_rows)

    @cached_property
    def slope(self) -> list[Array]:
        """f'(a) of each hidden layer, (units, B)."""
        return [rows[:-1] for rows in self._split(self._slope_rows)]

    @cached_property
    def delta(self) -> list[Array]:
        """dL/da of each layer, (units, B)."""
        return [np.zeros_like(a) for a in self.a]

    @cached_property
    def _dz(self) -> list[Array]:
        # dL/dz of each hidden layer: kept where its skip hands it on, else overwritten by delta
        return [
            np.zeros_like(delta) if self.network.has_skip(place) else delta
            for place, delta in enumerate(self.delta[:-1], start=1)
        ]

    def incoming(self, place: int, x: Array) -> Array:
        """Return z_(l-1) of layer l = `place` with its row of ones, (fan_in + 1, B)."""
        return x if place == 1 else self._rows_of(place - 1)

    def _rows_of(self, place: int) -> Array:
        """Return z of the hidden layer `place` with its row of ones, (units + 1, B)."""
        return self._z_rows[self._starts[place - 1] : self._starts[place]]

    def forward(self, slot: Slot) -> list[Instruction]:
        """Return the forward pass for the batch in `slot`."""
        first = self._layer_forward(1, slot.x)
        output = self._output[0](slot.t, slot.parts)
        return [*first, *self._inner_forward, *self._instructions(output)]

    @cached_property
    def _inner_forward(self) -> list[Instruction]:
        # What doesn't depend on the slot is shared by the programs of all slots.
        program = []
        for place in range(2, self.network.layers + 1):
            program += self._layer_forward(place, self._rows_of(place - 1))
        return program

    def _layer_forward(self, place: int, into: Array) -> list[Instruction]:
        """Return a_l = W_l z_(l-1) + b_l and z_l = f(a_l) of layer l = `place`."""
        a = self.a[place - 1]
        product: Call = (self.parameters.blocks[place - 1].dot, (into, a))
        program = [Instruction(f"a{place} = W{place} z{place - 1} + b{place}", place, (product,))]
        if place < self.network.layers:
            activation = self.network.activations[place - 1]
            f, z = self.f[place - 1], self.z[place - 1]
            calls = activation.forward(a, f)
            equation = f"z{place} = " + activation.value_equation.format(l=place)
            if self.network.has_skip(place):
                calls = [*calls, (np.add, (f, into[:-1], z))]
                equation += f" + z{place - 1}"
            program.append(Instruction(equation, place, tuple(calls)))
        return program

    def backward(self, slot: Slot, factor: Array | None = None) -> list[Instruction]:
        """Return the backward pass, which takes the buffers as `forward` has left them.

        All that it computes is multiplied by the 0-d `factor`; 1/B where left out, which makes
        it the gradient of the mean loss.
        """
        if factor is None:
            factor = constant(1 / self.batch, self.y)
        output = self._output[1](slot.t, slot.parts, self.delta[-1], factor)
        last = self._layer_gradient(1, slot.x)
        return [self._slopes, *self._instructions(output), *self._inner_backward, *last]

    @cached_property
    def _inner_backward(self) -> list[Instruction]:
        program = []
        for place in range(self.network.layers, 1, -1):
            program += self._layer_gradient(place, self._rows_of(place - 1))
            program.append(self._hidden_delta(place - 1))
        return program

    def _layer_gradient(self, place: int, into: Array) -> list[Instruction]:
        """Return dL/dW_l = delta_l z_(l-1)^T of layer l = `place`, and dL/db_l beside it."""
        if self.gradient is None:
            return []
        columns = self.gradient.columns[place - 1]
        product: Call = (into.dot, (self.delta[place - 1].T, columns))
        equation = f"∂L/∂W{place} = δ{place} z{place - 1}ᵀ, ∂L/∂b{place} = Σ δ{place}"
        return [Instruction(equation, place, (product,))]

    def _hidden_delta(self, place: int) -> Instruction:
        """Return delta_l = W_(l+1)^T delta_(l+1) o f'(a_l) for the hidden layer l = `place`."""
        delta, dz = self.delta[place - 1], self._dz[place - 1]
        rows = self.parameters.columns[place][:-1]
        calls: list[Call] = [(rows.dot, (self.delta[place], dz))]
        comes = f"W{place + 1}ᵀ δ{place + 1}"
        if self.network.has_skip(place + 1):
            calls.append((np.add, (dz, self._dz[place], dz)))
            comes = f"({comes} + ∂L/∂z{place + 1})"
        calls.append((np.multiply, (dz, self.slope[place - 1], delta)))
        f = f"f{place}" if self.network.has_skip(place) else f"z{place}"
        slope = self.network.activations[place - 1].slope_equation.format(a=f"a{place}", f=f)
        return Instruction(f"δ{place} = {comes} ∘ {slope}", place, tuple(calls))

    @cached_property
    def _slopes(self) -> Instruction:
        """f'(a) of all hidden layers: one go for neighbours of a kind."""
        calls: list[Call] = []
        activations = self.network.activations

        def kind(place: int) -> tuple[Activation, bool]:
            return activations[place], self.network.has_skip(place + 1)

        for (activation, skip), run in groupby(range(len(activations)), key=kind):
            places = list(run)
            rows = slice(self._starts[places[0]], self._starts[places[-1] + 1])
            f = self._f_rows if skip else self._z_rows
            calls += activation.slope(f[rows], self._slope_rows[rows])
        return Instruction("f′(a)", 0, tuple(calls))

    def _instructions(self, steps: Steps) -> list[Instruction]:
        place = self.network.layers
        return [Instruction(text.format(l=place), place, tuple(calls)) for text, calls in steps]
