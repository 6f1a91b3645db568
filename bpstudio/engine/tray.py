"""The tray: the batches of a stretch gathered at once, and a program for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.losses import Target, places
from bpstudio.engine.program import Array, Call, calls_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.passes import Workspace

TRAY_BYTES = 2**16  # of gathered samples: stays in the cache
TRAY_CALLS = 2**11  # of all programs: a long one gains nothing by being there many times
MAX_SLOTS = 64
CALLS_A_LAYER = 8  # about


class Tray:
    """The gathered batches of a stretch, a program for each slot, one workspace for all.

    Parameters
    ----------
    workspace
        The buffers of the batch size; it has a gradient.
    factor
        What the backward pass multiplies the gradient of the summed loss by; 0-d.
    update
        The calls that follow the two passes in a step.

    Attributes
    ----------
    slots
        How many batches it holds.
    passes
        The calls of the two passes in the first slot.
    programs
        The calls of a step, for each slot.
    """

    def __init__(self, workspace: Workspace, factor: Array, update: list[Call]) -> None:
        network, batch = workspace.network, workspace.batch
        dtype = workspace.parameters.flat.dtype
        inputs, outputs = network.shape.widths[0] + 1, network.outputs
        bytes_a_slot = batch * (inputs + outputs) * dtype.itemsize
        calls = CALLS_A_LAYER * network.layers
        most = min(TRAY_BYTES // bytes_a_slot, TRAY_CALLS // calls, MAX_SLOTS)
        self.slots = max(most, 1)
        self.workspace = workspace
        self._x = np.ones((self.slots, batch, inputs), dtype)
        self._t = np.empty((self.slots, outputs, batch), dtype)
        self._places = np.empty((self.slots, batch), np.intp)
        self._parts = np.empty((self.slots, 2, batch), dtype)
        both = [self._passes(slot, factor) for slot in range(self.slots)]
        self.passes = both[0]
        self.programs = [passes + update for passes in both]

    def _passes(self, slot: int, factor: Array) -> list[Call]:
        x, target = self._x[slot].T, Target(self._t[slot], self._places[slot])
        forward = self.workspace.forward(x, target, self._parts[slot])
        return calls_of(forward) + calls_of(self.workspace.backward(x, target.t, factor))

    def fill(self, x: Array, t: Array, samples: NDArray[np.intp]) -> None:
        """Gather `samples`, as many as some of the slots hold."""
        count = len(samples) // self.workspace.batch
        shape = (count, self.workspace.batch, -1)
        targets = t[samples].reshape(shape)
        self._x[:count, :, :-1] = x[samples].reshape(shape)
        self._t[:count] = targets.transpose(0, 2, 1)
        self._places[:count] = places(targets)

    def losses(self, count: int) -> Array:
        """Return the mean loss of the batches in the first `count` slots, (count,)."""
        per_sample = self.workspace.network.loss.per_sample(self._parts[:count])
        losses: Array = per_sample.mean(axis=1)
        return losses
