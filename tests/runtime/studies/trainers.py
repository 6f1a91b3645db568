"""Trainers for the studies, and a forward pass that is written for nothing else."""

from pathlib import Path

import numpy as np

from bpstudio.experiment.build import initial_parameters, load_data
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import (
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
)
from bpstudio.experiment.trainer import Trainer


def trainer_of(data, *units, loss="cross_entropy", activation="tanh", steps=0, dtype=np.float64):
    """A trainer on the data of this name or spec, after some steps."""
    spec = DataSpec(name=data) if isinstance(data, str) else data
    hidden = tuple(LayerSpec(units=count, activation=activation) for count in units)
    network, training = NetworkSpec(hidden=hidden), TrainingSpec(learning_rate=0.1)
    experiment = with_ids(Experiment(data=spec, network=network, loss=loss, training=training))
    loaded = load_data(spec, loss, Path())
    trainer = Trainer(experiment, loaded, initial_parameters(experiment, loaded, dtype))
    trainer.descent.advance(steps)
    return trainer


def forward(trainer, x):
    """Return z of each layer and y for samples (M, inputs), by tanh and softmax or identity."""
    z, found = x.T, []
    *hidden, output = zip(trainer.parameters.weights, trainer.parameters.biases, strict=True)
    for weights, biases in hidden:
        z = np.tanh(weights @ z + biases[:, None])
        found.append(z)
    a = output[0] @ z + output[1][:, None]
    if trainer.data.is_regression:
        return [*found, a]
    powers = np.exp(a - a.max(axis=0))
    return [*found, powers / powers.sum(axis=0)]
