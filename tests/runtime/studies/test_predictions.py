"""Predictions, their confusion and R2, against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, r2_score

from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.studies import predictions
from bpstudio.runtime.studies.predictions import PredictionsStudy, of_classes, of_numbers
from tests.runtime.studies.trainers import forward, trainer_of


@pytest.mark.parametrize("part", ["training", "test"])
def test_classes_and_their_confusion(part):
    trainer = trainer_of("digits", 12, steps=60)
    found = PredictionsStudy(part).prepare(trainer)()
    samples = trainer.data.train if part == "training" else trainer.data.test
    y = forward(trainer, samples.x)[-1].T
    np.testing.assert_array_equal(found.target, samples.t)
    np.testing.assert_array_equal(found.predicted, y.argmax(axis=1))
    np.testing.assert_allclose(found.confidence, y.max(axis=1))
    np.testing.assert_allclose(found.truth, y[np.arange(len(y)), samples.t])
    expected = confusion_matrix(samples.t, y.argmax(axis=1), labels=range(10))
    np.testing.assert_array_equal(found.confusion, expected)
    assert found.of == len(samples.t)


@pytest.mark.parametrize("part", ["training", "test"])
def test_numbers_in_their_own_units(part):
    trainer = trainer_of("diabetes", 8, loss="squared_error", steps=60)
    data = trainer.data
    found = PredictionsStudy(part).prepare(trainer)()
    samples = data.train if part == "training" else data.test
    y = forward(trainer, samples.x)[-1][0] * data.target_scale + data.target_offset
    np.testing.assert_allclose(found.predicted, y)
    own = samples.t * data.target_scale + data.target_offset
    np.testing.assert_allclose(found.target, own)
    assert found.r2 == pytest.approx(r2_score(own, y))
    assert 25 <= found.target.min() < 40, "the disease's progression is 25 to 346"


def test_no_test_part_and_too_many_samples(monkeypatch):
    empty = trainer_of(DataSpec(name="circle", test_fraction=0.0), 3)
    found = PredictionsStudy("test").prepare(empty)()
    assert (len(found.predicted), found.of, found.confusion.sum()) == (0, 0, 0)
    monkeypatch.setattr(predictions, "MOST", 20)
    some = PredictionsStudy("training").prepare(empty)()
    assert (len(some.position), some.of) == (20, 500)
    assert some.position[[0, -1]].tolist() == [0, 499]
    np.testing.assert_array_equal(some.target, empty.data.train.t[some.position])


def test_what_is_not_finite_breaks_nothing():
    y = np.array([[np.nan, np.nan], [0.2, 0.8]])
    found = of_classes(np.arange(2), 2, np.array([1, 1]), y)
    assert found.confusion.sum() == 2
    assert np.isnan(of_numbers(np.arange(2), 2, np.ones(2), np.array([np.inf, 1.0])).r2)
    assert np.isnan(of_numbers(np.arange(2), 2, np.ones(2), np.ones(2)).r2), "nothing to explain"
    assert np.isnan(of_numbers(np.arange(0), 0, np.ones(0), np.ones(0)).r2)
    many = of_classes(np.arange(2), 2, np.array([0, 900]), np.eye(1000)[:2])
    assert many.confusion.shape == (0, 0)
