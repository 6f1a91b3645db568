"""Why the delta of each layer is as large or small as it is: gain and slope, on a few samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.engine.diagnostics import attributions, norm
from bpstudio.engine.passes import Workspace
from bpstudio.engine.program import calls_of, run
from bpstudio.engine.tray import Tray
from bpstudio.experiment.probe import probe_size, spread_out
from bpstudio.runtime.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.trainer import Trainer

SAMPLES = 64  # at most: the two passes are run once more for each snapshot


@dataclass(frozen=True)
class Attributed:
    """The deltas of all layers, layer 1 first, and for each hidden one how it came about.

    `deltas` are ||dL/da||, the L2 norm over units and samples, (layers,); `gains` and `slopes`,
    (layers - 1,), are as `Attribution` says: deltas[l] = deltas[l + 1] * gains[l] * slopes[l].
    A factor of nothing is NaN. It is of `samples` training samples, spread out.
    """

    samples: int
    deltas: tuple[float, ...]
    gains: tuple[float, ...]
    slopes: tuple[float, ...]


@dataclass(frozen=True)
class AttributionStudy(Study[Attributed]):
    """How much of the gradient comes through each layer, with the parameters as they are.

    It is of always the same samples, spread out over the training part, so that what changes from
    one snapshot to the next is the network's doing.
    """

    def prepare(self, trainer: Trainer) -> Callable[[], Attributed]:
        """Return what runs both passes in a workspace of its own."""
        network, parameters = trainer.network, trainer.parameters
        places = spread_out(len(trainer.x), min(SAMPLES, probe_size(network.shape)))
        samples = len(places)
        workspace = Workspace(network, parameters, samples)
        tray = Tray(network, samples, 1, parameters.flat.dtype)
        tray.put(trainer.x[places], trainer.t[places])
        slot = tray.slot(0)
        calls = [*calls_of(workspace.forward(slot)), *calls_of(workspace.backward(slot))]

        def answer() -> Attributed:
            run(calls)
            found = attributions(workspace)
            return Attributed(
                samples,
                tuple(norm([delta]) for delta in workspace.delta),
                tuple(one.gain for one in found),
                tuple(one.slope for one in found),
            )

        return answer
