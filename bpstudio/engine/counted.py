"""The whole loss of one batch as a function of the parameters; its passes are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.engine.passes import Network, Workspace
from bpstudio.engine.penalties import penalty, penalty_calls
from bpstudio.engine.program import Array, calls_of, run
from bpstudio.engine.tray import Tray

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.faults import PlacedFault

NO_SIDES = np.empty(0, bool)


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
        Its numbers, whose dtype is that of all that is computed; whoever changes them in place
        changes L.
    x, t
        The batch: samples (B, inputs), and targets (B, K).
    l1, l2
        The penalties, which are a part of L.
    fault
        What is to be wrong in its backward program, and in no other.

    Attributes
    ----------
    passes
        How many there were.
    last
        L by the last forward pass, NaN before the first.
    flat_gradient
        dL/dparameters (N,) by the last backward pass, in place.
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
        self.last = np.nan
        self.parameters = parameters
        self._l1, self._l2 = l1, l2
        dtype = parameters.flat.dtype
        gradient = Parameters(network.shape, dtype=dtype)
        self.flat_gradient = gradient.flat
        self._workspace = Workspace(network, parameters, len(x), gradient)
        self._kinked = [
            a
            for a, activation in zip(self._workspace.a, network.activations, strict=False)
            if activation.has_kink
        ]
        self._tray = Tray(network, len(x), 1, dtype)
        self._tray.put(x, t)
        slot = self._tray.slot(0)
        self._forward = calls_of(self._workspace.forward(slot))
        if fault is None:
            backward = self._workspace.backward(slot)
        else:
            backward = fault.backward(self._workspace, slot)
        self._backward = calls_of(backward)
        if l1 or l2:
            self.flat_gradient = np.empty_like(gradient.flat)
            self._backward += penalty_calls(l1, l2, parameters, gradient.flat, self.flat_gradient)

    def loss(self) -> float:
        """Return L by one forward pass."""
        self.passes.forward += 1
        run(self._forward)
        mean = float(self._tray.losses(1)[0])
        self.last = mean + penalty(self._l1, self._l2, self.parameters)
        return self.last

    def gradient(self) -> Array:
        """Return dL/dparameters (N,) by backprop: one forward and one backward pass."""
        self.run_backprop()
        return self.flat_gradient.copy()

    def run_backprop(self) -> None:
        """Make the two passes, and leave the gradient where it is."""
        self.loss()
        self.passes.backward += 1
        run(self._backward)

    def sides(self) -> NDArray[np.bool_]:
        """Return on which side of its kink each relu is, after a forward pass."""
        if not self._kinked:
            return NO_SIDES
        return np.concatenate([a.ravel() > 0 for a in self._kinked])
