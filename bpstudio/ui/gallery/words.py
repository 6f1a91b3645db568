"""An experiment in a few words: its network, how it trains, its data."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bpstudio.data.made import MADE
from bpstudio.engine.losses import LOSSES
from bpstudio.ui.names import activation_words, counted, data_label
from bpstudio.ui.numbers import count, plain

if TYPE_CHECKING:
    from bpstudio.experiment.spec import DataSpec, Experiment


def network_words(experiment: Experiment) -> str:
    """Return the hidden layers: ``"32 sigmoid, 16 sigmoid"``, ``"10 × 32 ReLU"``."""
    if not experiment.hidden:
        return "no hidden layer"
    alike = groupby(experiment.hidden, key=lambda layer: (layer.units, layer.activation))
    groups = [(*kind, len(list(layers))) for kind, layers in alike]
    words = [_group_words(*group) for group in groups]
    if any(layer.skip for layer in experiment.hidden):
        words.append("skips")
    return ", ".join(words)


def _group_words(units: int, activation: str, layers: int) -> str:
    words = f"{count(units)} {activation_words(activation)}"
    return words if layers == 1 else f"{layers} × {words}"


def training_words(experiment: Experiment) -> str:
    """Return how it descends: ``"batch 10, rate 0.1"``."""
    training = experiment.training
    return f"batch {training.batch_size}, rate {plain(training.learning_rate)}"


def all_words(experiment: Experiment) -> str:
    """Return the experiment in a line: data, network, loss, training."""
    return " · ".join(
        (
            _data_words(experiment.data),
            network_words(experiment),
            LOSSES[experiment.loss].label,
            training_words(experiment),
            counted(experiment.training.epochs, "epoch"),
        )
    )


def _data_words(data: DataSpec) -> str:
    name = data_label(data.name or data.path or "")
    if data.points:
        return f"{name}, {counted(len(data.points), 'point')}"
    return f"{name}, {counted(data.samples, 'sample')}" if data.name in MADE else name
