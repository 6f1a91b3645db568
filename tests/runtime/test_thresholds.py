"""Which threshold of saturation held when, in a run and in those beside it."""

import pytest

from bpstudio.runtime.thresholds import UNCHANGED, Thresholds
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for


def test_the_last_one_of_a_step_holds():
    thresholds = Thresholds()
    assert thresholds.of(1, 0) == UNCHANGED
    for share in (0.2, 0.5):
        thresholds.set(share, 1, 40)
    assert thresholds.of(1, 50) == ((0, 0.1), (40, 0.5))
    thresholds.set(0.1, 1, 40)
    assert thresholds.of(1, 60) == UNCHANGED


def test_another_run_begins_with_what_holds_and_one_put_aside_goes_on_with_it():
    thresholds = Thresholds()
    assert thresholds.of(1, 10) == UNCHANGED
    thresholds.of(2, 0)
    thresholds.set(0.3, 2, 5)
    assert thresholds.of(3, 0) == ((0, 0.3),)
    assert thresholds.of(1, 10) == ((0, 0.1), (10, 0.3))


def test_a_run_that_goes_back_and_one_that_branches_off():
    thresholds = Thresholds()
    thresholds.set(0.3, 1, 20)
    thresholds.branch(2, 1, 30)
    thresholds.branch(3, 1, 10)
    assert thresholds.of(2, 30) == ((0, 0.1), (20, 0.3))
    assert thresholds.of(3, 10) == ((0, 0.1), (10, 0.3))
    assert thresholds.of(1, 5) == ((0, 0.1), (5, 0.3))


@pytest.mark.parametrize("share", [0.05, 0.9])
def test_snapshots_and_samples_count_by_it_and_training_does_not_care(worker, share):
    experiment = make_experiment(6)
    worker.open(experiment, data_of(experiment))
    wait_for(worker, lambda s: s.experiment == experiment)
    for _ in range(3):
        worker.step()
    before = wait_for(worker, lambda s: s.step == 3)
    worker.set_threshold(share)
    after = wait_for(worker, lambda s: s.thresholds[-1].share == share)
    assert after.thresholds == ((0, 0.1), (3, share))
    for layer, old in zip(after.layers[:-1], before.layers[:-1], strict=True):
        # the slope of a sigmoid is z(1 - z), 1/4 at most
        assert (layer.saturated == (layer.slope < share / 4)).all()
        assert (layer.biases == old.biases).all()
    more = after.layers[0].saturation.sum() - before.layers[0].saturation.sum()
    assert more >= 0 if share > 0.1 else more <= 0
