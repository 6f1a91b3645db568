"""What memory a run takes, worked out beforehand, against what Python and NumPy then take."""

import tracemalloc

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.memory import check_memory, memory_needed
from bpstudio.experiment.trainer import Trainer
from bpstudio.refusal import Refusal
from tests.experiment.data import data_of
from tests.experiment.plain import parse


def peak_of(experiment, data, steps):
    """Return the bytes at the peak of a training that keeps its checkpoints and evaluates."""
    tracemalloc.start()
    try:
        trainer = Trainer(experiment, data, initial_parameters(experiment, data))
        trainer.descent.advance(steps)
        trainer.test_figures()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("features", "samples", "units", "training", "steps"),
    [
        (500, 600, [500, 500], {"batch_size": 64}, 140),
        (500, 600, [500, 500], {"batch_size": 64, "l1": 0.1, "l2": 0.1}, 140),
        (20, 20_000, [100, 50], {"batch_size": "all"}, 2),
        (20, 5_000, [100] * 20, {}, 140),
    ],
    ids=["wide", "penalties", "all", "deep"],
)
def test_the_estimate_is_near_the_truth_and_not_under_it(features, samples, units, training, steps):
    noise = {"name": "noise", "features": features, "samples": samples, "classes": 10}
    hidden = [{"units": count} for count in units]
    experiment = parse(data=noise, network={"hidden": hidden}, training=training)
    data = data_of(experiment)
    needed, peak = memory_needed(experiment, data), peak_of(experiment, data, steps)
    assert peak < 1.05 * needed
    assert needed < 1.5 * peak


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_does_not_fit_into_memory_is_refused_with_its_size(dtype):
    layer = {"units": 10**6}
    experiment = parse(network={"hidden": [layer, layer]})
    data = data_of(experiment)
    # 2·10^6 + 10^6, 10^12 + 10^6, 10^6·2 + 2 parameters
    parameters = 1_000_006_000_002
    assert memory_needed(experiment, data, dtype) > 4 * np.dtype(dtype).itemsize * parameters
    with pytest.raises(Refusal) as caught:
        check_memory(experiment, data, dtype)
    assert caught.value.place == "network"
    words = "16 TB" if dtype is np.float32 else "32 TB"
    assert f"1,000,006,000,002 parameters at this batch size would need {words}" in (
        caught.value.reason
    )


def test_a_batch_of_all_samples_counts():
    noise = {"name": "noise", "samples": 10**5}
    experiment = parse(data=noise, network={"hidden": [{"units": 99}]})
    data = data_of(experiment)
    whole = edits.set_training(experiment, batch_size="all")
    more = memory_needed(whole, data) - memory_needed(experiment, data)
    assert more > 4 * 3 * 99 * 69_000  # float32: z, slope and delta of 70,000 samples, at least
    check_memory(whole, data)
