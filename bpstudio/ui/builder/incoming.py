"""What comes into each layer on the shown sample, and what it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.ui.given_names import feature_names
from bpstudio.ui.names import INPUT_NAME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot

    Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Incoming:
    """The units that a layer listens to: `z` of each on the shown sample, (fan_in,).

    `before` is what their layer is called, `features` their own names where that is the input.
    """

    z: Array
    before: str
    features: tuple[str, ...] = ()

    def name(self, source: int) -> str:
        """Return what a source is called: ``"petal width"``, ``"layer 1, unit 3"``."""
        return self.features[source] if self.features else f"{self.before}, unit {source + 1}"


def incoming_of(snapshot: Snapshot, dataset: Dataset) -> dict[int, Incoming]:
    """Return what comes into each layer of a snapshot, by its id; none of other data."""
    sample = snapshot.sample
    if sample is None or len(sample.x) != dataset.inputs:
        return {}
    found, before = {}, Incoming(sample.x, INPUT_NAME, feature_names(dataset))
    for layer in snapshot.layers:
        found[layer.id] = before
        before = Incoming(layer.z, layer.name)
    return found


def weights_of(layer: LayerSnapshot, snapshot: Snapshot, unit: int) -> Array | None:
    """Return the weights that come into a unit, (fan_in,); None where nobody has told them."""
    if layer.weights is not None:
        row: Array = layer.weights[unit]
        return row
    told = snapshot.unit
    if told is not None and (told.layer, told.unit) == (layer.id, unit):
        return told.weights
    return None
