"""Experiments and their data for the tests of the runtime."""

from pathlib import Path

from bpstudio.experiment.build import load_data
from bpstudio.experiment.edits import set_data, with_ids
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


def huge(experiment, folder):
    """Return the experiment on a table whose first loss is not finite, and its data."""
    table = folder / "huge.csv"
    table.write_text("x,t\n" + "".join(f"{k}e200,{k % 2}\n" for k in range(1, 9)))
    changed = set_data(experiment, DataSpec(path=str(table), standardize=False))
    return changed, data_of(changed)
