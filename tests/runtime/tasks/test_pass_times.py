"""Timing the passes: whose they are, and that nothing else notices."""

import numpy as np
import pytest

from bpstudio.engine.parameters import Shape
from bpstudio.runtime.run import Run
from bpstudio.runtime.tasks import pass_times
from bpstudio.runtime.tasks.pass_times import MakePhotos, PassTimes, Timed, TimePasses
from tests.runtime.experiments import data_of, make_experiment


@pytest.fixture
def run():
    experiment = make_experiment(5, 4, batch_size=12)
    return Run(experiment, data_of(experiment))


@pytest.fixture
def small_photo(monkeypatch):
    monkeypatch.setattr(pass_times, "PHOTO", Shape((300, 10)))


def told(task, run):
    return [found for found in task.begin(run.trainer) if found is not None]


def test_both_networks_are_timed(run, small_photo):
    first, both = told(TimePasses(), run)
    assert first == Timed(both.current)
    here, photo = both.current, both.photo
    # 2-5-4-2: 10 + 20 + 8 weights, 11 biases; 300-10: 3,000 and 10
    assert (here.widths, here.batch, here.weights, here.parameters) == ((2, 5, 4, 2), 12, 38, 49)
    assert (photo.widths, photo.weights, photo.parameters) == ((300, 10), 3_000, 3_010)
    for times in (here, photo):
        assert 0 < min(times.forward, times.backward)
        assert max(times.forward, times.backward) < 0.1


def test_the_large_one_can_be_left_out(run, small_photo):
    (alone,) = told(TimePasses(photo=False), run)
    assert alone.photo is None
    assert TimePasses(photo=False).memory_needed(run.trainer) < 100_000
    # parameters and gradient in float32, at least
    assert TimePasses().memory_needed(run.trainer) > 2 * 4 * 3_010


def test_the_run_is_left_alone(run, small_photo):
    parameters, x = run.trainer.parameters.flat.copy(), run.trainer.x.copy()
    told(TimePasses(), run)
    np.testing.assert_array_equal(run.trainer.parameters.flat, parameters)
    np.testing.assert_array_equal(run.trainer.x, x)


def test_brute_force_takes_a_pass_for_each_parameter_and_one_more():
    times = PassTimes((3, 2), batch=1, weights=6, parameters=8, forward=0.5, backward=0.25)
    assert times.two_passes == 0.75
    assert times.brute_force_passes == 9
    assert times.brute_force == 4.5


def test_images_are_drawn_for_the_experiment_that_goes_with_them(run, monkeypatch):
    small = make_experiment()
    monkeypatch.setattr(pass_times, "photo_experiment", lambda: small)
    monkeypatch.setattr(pass_times, "photo_data", lambda: data_of(small))
    (photos,) = told(MakePhotos(), run)
    experiment, data = photos.take()
    assert photos.take() is None
    assert experiment is small
    assert data.train.x.shape[1] == 2
    assert MakePhotos().memory_needed(run.trainer) > 4 * 15_052_900
