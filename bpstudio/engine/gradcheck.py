"""The gradient by brute force: nudge each parameter, run the network again, compare.

The chapter's forward difference ``(L(w + e) - L(w))/e`` takes N + 1 forward passes for N
parameters, the central one ``(L(w + e) - L(w - e))/2e`` takes 2N; backprop takes one forward and
one backward pass, whatever N. The passes are counted where they are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.engine.passes import Network, Workspace
from bpstudio.engine.penalties import penalty, penalty_calls
from bpstudio.engine.program import Array, calls_of, run
from bpstudio.engine.tray import Tray

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bpstudio.engine.faults import PlacedFault

Difference = Literal["forward", "central"]

FLOOR = 1e-4  # of a gradient's size in the relative error: below, rounding is all there is
EPSILON: dict[str, float] = {"forward": 1e-6, "central": 5e-5}
TOLERANCE: dict[str, float] = {"forward": 1e-2, "central": 1e-6}


@dataclass
class Passes:
    """Counts the passes through a network."""

    forward: int = 0
    backward: int = 0


class CountedNetwork:
    """The whole loss L of one batch as a function of the parameters, and its gradient.

    Parameters
    ----------
    network
        What is computed.
    parameters
        Its numbers in float64; whoever changes them in place changes L.
    x, t
        The batch: samples (B, inputs), and targets (B, K).
    l1, l2
        The penalties, which are a part of L.
    fault
        What is to be wrong in its backward program, and in no other.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        x: Array,
        t: Array,
        l1: float,
        l2: float,
        fault: PlacedFault | None = None,
    ) -> None:
        self.passes = Passes()
        self.parameters = parameters
        self._network, self._l1, self._l2 = network, l1, l2
        self._gradient = Parameters(network.shape, dtype=np.float64)
        self._workspace = Workspace(network, parameters, len(x), self._gradient)
        self._tray = Tray(network, len(x), 1, np.float64)
        self._tray.put(x, t)
        slot = self._tray.slot(0)
        self._forward = calls_of(self._workspace.forward(slot))
        if fault is None:
            backward = self._workspace.backward(slot)
        else:
            backward = fault.backward(self._workspace, slot)
        self._backward = calls_of(backward)

    def loss(self) -> float:
        """Return L by one forward pass."""
        self.passes.forward += 1
        run(self._forward)
        mean = float(self._tray.losses(1)[0])
        return mean + penalty(self._l1, self._l2, self.parameters)

    def gradient(self) -> Array:
        """Return dL/dparameters (N,) by backprop: one forward and one backward pass."""
        self.loss()
        self.passes.backward += 1
        run(self._backward)
        whole = self._gradient.flat.copy()
        run(penalty_calls(self._l1, self._l2, self.parameters, self._gradient.flat, whole))
        return whole

    def sides(self) -> NDArray[np.bool_]:
        """Return on which side of its kink each relu is, after a forward pass."""
        kinked = [
            a.ravel() > 0
            for a, activation in zip(self._workspace.a, self._network.activations, strict=False)
            if activation.has_kink
        ]
        return np.concatenate([np.empty(0, bool), *kinked])


class GradientCheck:
    """Brute force against backprop, a parameter at a time.

    Iterate over it to do the work; each item is the number of parameters done. It may be left
    at any time: the parameters are as they were after each item.

    Parameters
    ----------
    network, parameters, x, t, l1, l2, fault
        As for `CountedNetwork`.
    difference
        "forward" or "central".
    epsilon
        How far a parameter is nudged; the difference's own where left out.
    chosen
        The places (in the flat vector) of the parameters to check; all where left out.

    Attributes
    ----------
    exact, numeric
        The gradients by backprop and by brute force, (chosen,); NaN where not done yet.
    left_out
        Which nudges moved a relu over its kink, where the slope jumps, or a weight with an l1
        penalty over 0, (chosen,).
    backprop, brute_force
        The passes of either.
    done
        How many of the parameters brute force has done.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        x: Array,
        t: Array,
        *,
        l1: float = 0.0,
        l2: float = 0.0,
        difference: Difference = "forward",
        epsilon: float | None = None,
        chosen: NDArray[np.intp] | None = None,
        fault: PlacedFault | None = None,
    ) -> None:
        self.difference = difference
        self.epsilon = EPSILON[difference] if epsilon is None else epsilon
        self._whole = CountedNetwork(network, parameters, x, t, l1, l2, fault)
        self._penalised = np.zeros(parameters.flat.size, bool)
        for weights in Parameters(parameters.shape, self._penalised).weights:
            weights[:] = l1 > 0
        self.chosen = np.arange(parameters.flat.size) if chosen is None else chosen
        self.numeric = np.full(len(self.chosen), np.nan)
        self.left_out = np.zeros(len(self.chosen), bool)
        self.exact: Array = np.full(len(self.chosen), np.nan)
        self.backprop, self.brute_force = Passes(), Passes()
        self.done = 0

    def run_backprop(self) -> None:
        """Fill in `exact`, by two passes."""
        self._whole.passes = self.backprop
        self.exact = self._whole.gradient()[self.chosen]

    def __iter__(self) -> Iterator[int]:
        """Fill in `numeric`, and yield the number of parameters that are done."""
        self._whole.passes = self.brute_force
        here = self._whole.loss() if self.difference == "forward" else np.nan
        before = self._whole.sides() if self.difference == "forward" else None
        flat = self._whole.parameters.flat
        for done, place in enumerate(self.chosen.tolist()):
            if self.difference == "forward":
                above, sides = self._nudged(place, self.epsilon)
                self.numeric[done] = (above - here) / self.epsilon
                self.left_out[done] = (sides != before).any()
            else:
                above, sides = self._nudged(place, self.epsilon)
                below, others = self._nudged(place, -self.epsilon)
                self.numeric[done] = (above - below) / (2 * self.epsilon)
                self.left_out[done] = (sides != others).any()
            if self._penalised[place] and abs(flat[place]) <= self.epsilon:
                self.left_out[done] = True  # |w| has its kink at 0
            self.done = done + 1
            yield self.done

    def _nudged(self, place: int, by: float) -> tuple[float, NDArray[np.bool_]]:
        flat = self._whole.parameters.flat
        kept = flat[place]
        flat[place] = kept + by
        try:
            return self._whole.loss(), self._whole.sides()
        finally:
            flat[place] = kept

    @property
    def errors(self) -> Array:
        """The relative errors |g - n| / max(|g|, |n|, 1e-4), (chosen,); NaN where left out."""
        size = np.maximum(np.maximum(np.abs(self.exact), np.abs(self.numeric)), FLOOR)
        errors: Array = np.abs(self.exact - self.numeric) / size
        return np.where(self.left_out, np.nan, errors)

    @property
    def largest_error(self) -> float:
        """The largest relative error of those done and not left out; 0 where there is none.

        It is infinite where a gradient isn't finite: that is no agreement.
        """
        errors = self.errors[: self.done][~self.left_out[: self.done]]
        largest = float(errors.max(initial=0.0))
        return largest if np.isfinite(largest) else np.inf

    @property
    def agrees(self) -> bool:
        """Whether no error is over what the difference allows."""
        return self.largest_error <= TOLERANCE[self.difference]
