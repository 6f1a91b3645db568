"""A network, or one of its units, as a circuit: with the parameters as they are, on one sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.experiment.circuits.of_network import network_diagram
from bpstudio.experiment.circuits.of_unit import unit_diagram
from bpstudio.experiment.edits import OUTPUT
from bpstudio.refusal import Refusal
from bpstudio.runtime.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.portrait import Asked


@dataclass(frozen=True)
class CircuitStudy(Study["Diagram | Refusal"]):
    """What the circuit of a network is; a `Refusal` where it can't be one.

    Parameters
    ----------
    position
        Of the sample, in the training part.
    unit
        The one unit that is wanted; None for the whole network.
    """

    position: int
    unit: Asked | None = None

    def prepare(self, trainer: Trainer) -> Callable[[], Diagram | Refusal]:
        """Return what wires it."""

        def answer() -> Diagram | Refusal:
            try:
                return self._wired(trainer)
            except Refusal as refusal:
                return refusal

        return answer

    def _wired(self, trainer: Trainer) -> Diagram:
        network, parameters = trainer.network, trainer.parameters
        place = self.position % len(trainer.x)
        x, t = trainer.x[place], trainer.t[place]
        if self.unit is None:
            return network_diagram(network, parameters, x, t)
        layers = [*(layer.id for layer in trainer.experiment.hidden), OUTPUT]
        if self.unit.layer not in layers:
            raise Refusal("the network", "has no such layer any more")
        layer = layers.index(self.unit.layer) + 1
        return unit_diagram(network, parameters, layer, self.unit.unit, x, t)
