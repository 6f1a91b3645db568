"""The experiments that come along: each is sound, and backprop is right on it."""

import numpy as np
import pytest

from bpstudio.engine.gradcheck import GradientCheck
from bpstudio.experiment import build
from bpstudio.experiment.storage import read_experiment
from bpstudio.resources import resource

SHIPPED = sorted(resource("experiments").glob("*.json"))
MOST = 5_000  # parameters that are checked each; of more a seeded sample


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_central_differences_agree(file):
    experiment = read_experiment(file)
    data = build.load_data(experiment.data, experiment.loss, file.parent)
    build.check_fit(experiment, data)
    parameters = build.initial_parameters(experiment, data, np.float64)
    size = experiment.training.batch_size
    samples = slice(None if size == "all" else size)
    places = np.arange(parameters.flat.size)
    if len(places) > MOST:
        places = np.sort(np.random.default_rng(0).choice(places, MOST, replace=False))
    check = GradientCheck(
        build.network(experiment, data),
        parameters,
        data.train.x[samples].astype(np.float64),
        build.targets(data, data.train.t[samples], np.float64),
        l1=experiment.training.l1,
        l2=experiment.training.l2,
        difference="central",
        chosen=places,
    )
    check.run_backprop()
    assert len(list(check)) == len(places)
    assert check.largest_error < 1e-6
    assert check.left_out.mean() < 0.1
