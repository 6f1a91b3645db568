"""What the last batch of a descent has left behind, for whoever wants to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.engine.panels import panels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.passes import Workspace
    from bpstudio.engine.program import Array
    from bpstudio.engine.tray import Slot


@dataclass(frozen=True, eq=False)
class LastBatch:
    """The buffers of one batch after its two passes and, unless it is to come yet, its update.

    Parameters
    ----------
    workspace
        The buffers that the passes left.
    slot
        The batch.
    unit
        What the deltas and the gradient are multiplied by.
    gradient
        dL/dparameters times `unit`, penalties aside; None where it is formed in panels.
    change
        What the update took off the parameters; None where that is the gradient, as it stands.
    is_updated
        Whether there was an update; else the batch is the one to come.
    """

    workspace: Workspace
    slot: Slot
    unit: float
    gradient: Parameters | None
    change: Parameters | None
    is_updated: bool

    @property
    def layers(self) -> int:
        """The number of layers with weights."""
        return self.workspace.network.layers

    def delta(self, place: int) -> Array:
        """Return dL/da of layer `place`, from 1, times `unit`; (units, B)."""
        return self.workspace.delta[place - 1]

    def gradient_parts(self, place: int) -> Iterator[Array]:
        """Yield dL/dW of layer `place`, from 1, times `unit`: transposed, whole or in panels.

        A part is (rows, fan_out) and may be overwritten by the next.
        """
        if self.gradient is not None:
            yield self.gradient.columns[place - 1][:-1]
        else:
            yield from panels(self.workspace.incoming(place, self.slot.x)[:-1], self.delta(place))

    def change_parts(self, place: int) -> Iterator[Array]:
        """Yield what the update took off W of layer `place`, as `gradient_parts` does."""
        if self.change is not None:
            yield self.change.columns[place - 1][:-1]
        else:
            yield from self.gradient_parts(place)
