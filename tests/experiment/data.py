"""Small data sets for the tests of what is built from an experiment."""

from pathlib import Path

import numpy as np

from bpstudio.data.dataset import Dataset, Part
from bpstudio.experiment.build import load_data


def data_of(experiment, folder=Path()):
    return load_data(experiment.data, experiment.loss, folder)


def made_data(x, t, classes=("a", "b")):
    """Return a data set of these training samples, and none to test on."""
    x, t = np.array(x, float), np.array(t)
    features = tuple(f"x{number}" for number in range(x.shape[1]))
    return Dataset(
        name="mine",
        train=Part(x=x, t=t, index=np.arange(len(x))),
        test=Part(x=x[:0].copy(), t=t[:0].copy(), index=np.arange(0)),
        features=features,
        classes=classes,
        target="class",
        image=None,
        offset=np.zeros(len(features)),
        scale=np.ones(len(features)),
        target_offset=0.0,
        target_scale=1.0,
    )
