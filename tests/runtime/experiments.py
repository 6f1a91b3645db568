"""Experiments and their data for the tests of the runtime."""

from pathlib import Path

from bpstudio.experiment.build import load_data
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainingSpec


def make_experiment(*units, activation="sigmoid", **training):
    hidden = tuple(LayerSpec(units=count, activation=activation) for count in units)
    return with_ids(
        Experiment(
            data=DataSpec(name="circle", samples=60),
            network=NetworkSpec(hidden=hidden),
            training=TrainingSpec(**training),
        )
    )


def data_of(experiment):
    return load_data(experiment.data, experiment.loss, Path())
