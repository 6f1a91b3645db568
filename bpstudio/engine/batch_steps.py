"""The steps of one batch size: a tray of batches, and a program for each of its slots.

A step is two passes and an update. What doesn't depend on the batch is shared by all programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.panels import descent_calls, panel_buffer
from bpstudio.engine.passes import Workspace
from bpstudio.engine.program import Array, Call, calls_of, constant
from bpstudio.engine.tray import Slot, Tray

if TYPE_CHECKING:
    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.passes import Network

TRAY_BYTES = 2**18  # of gathered samples: stays in the cache
TRAY_CALLS = 2**12  # of all programs: a long one gains nothing by being there many times
MAX_SLOTS = 64
CALLS_A_LAYER = 8  # about


class BatchSteps:
    """A tray, a workspace for one batch at a time, and a program for each slot of the tray.

    Parameters
    ----------
    network, parameters
        What is trained.
    batch
        The samples of a batch, B.
    unit
        What the gradient of the mean loss is multiplied by.
    gradient
        Where the backward pass writes the gradient; without it, it stops at the deltas.
    update
        The calls that follow the two passes in a step. Without them the gradient is taken off
        the parameters in panels, as it is formed.

    Attributes
    ----------
    slots
        How many batches the tray holds.
    tray, workspace
        The batches, and the buffers of the last one's passes.
    passes
        The calls of the two passes in the first slot.
    programs
        The calls of a step, for each slot.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        batch: int,
        unit: float,
        gradient: Parameters | None,
        update: list[Call] | None,
    ) -> None:
        dtype = parameters.flat.dtype
        self.slots = _slots(network, batch, dtype.itemsize)
        self.tray = Tray(network, batch, self.slots, dtype)
        self.workspace = Workspace(network, parameters, batch, gradient)
        factor = constant(unit / batch, parameters.flat)
        slots = [self.tray.slot(number) for number in range(self.slots)]
        both = [self._passes(slot, factor) for slot in slots]
        self.passes = both[0]
        if update is None:
            buffer = panel_buffer(network.shape, dtype)
            updates = [self._panels(slot, buffer) for slot in slots]
        else:
            updates = [update] * self.slots
        self.programs = [passes + calls for passes, calls in zip(both, updates, strict=True)]

    def _passes(self, slot: Slot, factor: Array) -> list[Call]:
        work = self.workspace
        return calls_of(work.forward(slot)) + calls_of(work.backward(slot, factor))

    def _panels(self, slot: Slot, buffer: Array) -> list[Call]:
        work, calls = self.workspace, list[Call]()
        for place, columns in enumerate(work.parameters.columns, start=1):
            into = work.incoming(place, slot.x)
            calls += descent_calls(into, work.delta[place - 1], columns, buffer)
        return calls


def _slots(network: Network, batch: int, itemsize: int) -> int:
    inputs, outputs = network.shape.widths[0] + 1, network.outputs
    bytes_a_slot = batch * (inputs + 3 * outputs) * itemsize
    calls = CALLS_A_LAYER * network.layers
    return max(min(TRAY_BYTES // bytes_a_slot, TRAY_CALLS // calls, MAX_SLOTS), 1)
