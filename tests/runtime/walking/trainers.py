"""Trainers whose parameters, samples and targets are written out."""

from pathlib import Path

import numpy as np

from bpstudio.experiment.build import initial_parameters, load_data
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import (
    Choice,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
)
from bpstudio.experiment.trainer import Trainer

# A step of a walk through the xor network that is worked out by hand in test_walk.py
XOR = (
    [[1.5, -0.8, 0.1], [-0.6, 1.2, -0.3], [4.5, 1.0, 0.6]],
    [[1.1, -0.7, 0.5, 0.1], [-0.9, 0.8, -1.3, -0.1]],
)
X, CLASS = (0.8, -0.4), 1


def trainer_of(*layers, data="xor", loss="cross_entropy", seed=0, scale=0.6, **training):
    """A trainer on a data set; each layer is units, activation and whether it skips."""
    hidden = tuple(
        LayerSpec(units=units, activation=activation, skip=any(skip))
        for units, activation, *skip in layers
    )
    spec = data if isinstance(data, DataSpec) else DataSpec(name=data)
    experiment = with_ids(
        Experiment(
            data=spec,
            network=NetworkSpec(hidden=hidden),
            loss=loss,
            training=TrainingSpec(**training),
        )
    )
    loaded = load_data(spec, loss, Path())
    parameters = initial_parameters(experiment, loaded, np.float32)
    rng = np.random.default_rng(seed)
    if scale:
        parameters.flat[:] = scale * rng.standard_normal(parameters.flat.shape)
    return Trainer(experiment, loaded, parameters)


def xor_trainer(**training):
    """The network 2-3-2 of the mock, with the sample (0.8, -0.4) of class 1 in front."""
    trainer = trainer_of((3, "sigmoid"), learning_rate=0.5, batch_size=1, **training)
    for block, rows in zip(trainer.parameters.blocks, XOR, strict=True):
        block[:] = rows
    trainer.x = trainer.x.copy()
    trainer.t = trainer.t.copy()
    trainer.x[0], trainer.t[0] = X, (0, 1)
    return trainer


def choice(name, **options):
    return Choice(name, tuple(options.items()))
