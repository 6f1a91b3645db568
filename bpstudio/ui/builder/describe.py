"""The network in words, for those who hear the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.losses import LOSSES
from bpstudio.ui.names import (
    INPUT_NAME,
    OUTPUT_NAME,
    activation_words,
    data_label,
    numbered_layer,
    output_words,
)

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment


def describe(experiment: Experiment, dataset: Dataset) -> str:
    """Return the chain as a sentence: ``"input digits 64; layer 1 sigmoid 32; ..."``."""
    loss = LOSSES[experiment.loss]
    parts = [f"{INPUT_NAME} {data_label(dataset.name)} {dataset.inputs}"]
    for number, layer in enumerate(experiment.hidden, start=1):
        activation = activation_words(layer.activation)
        parts.append(f"{numbered_layer(number)} {activation} {layer.units}")
    parts.append(f"{OUTPUT_NAME} {output_words(loss.output)} {dataset.outputs}")
    parts.append(f"loss {loss.label}")
    return "; ".join(parts)
