"""The sizes of gradients, counted apart by NumPy's own histogram."""

import numpy as np
import pytest

from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.studies import gradient_histogram
from bpstudio.runtime.studies.gradient_histogram import (
    ALL,
    BINS,
    HIGHEST,
    LOWEST,
    GradientHistogram,
)
from tests.runtime.studies.test_attribution import trainer_of


def gradients(trainer, place):
    last = trainer.descent.last
    parts = [part.copy() for part in last.gradient_parts(place)]
    return np.concatenate([part.ravel() for part in parts]).astype(float) / last.unit


@pytest.mark.parametrize("options", [{}, {"l2": 0.1}])
def test_counts_are_those_of_numpys_histogram(options):
    trainer = trainer_of(9, 7, activation="relu", **options)
    trainer.descent.advance(12)
    edges = np.linspace(LOWEST, HIGHEST, BINS + 1)
    for layer, places in ((1, [1]), (2, [2]), (OUTPUT, [3]), (ALL, [1, 2, 3])):
        found = GradientHistogram(layer).prepare(trainer)()
        sizes = np.abs(np.concatenate([gradients(trainer, place) for place in places]))
        expected, _ = np.histogram(np.log10(sizes[sizes > 0]), edges)
        assert np.abs(found.counts - expected).sum() <= 2, "one on an edge may fall either way"
        assert found.zeros == (sizes == 0).sum()
        assert found.looked_at == found.weights == sizes.size


def test_of_many_weights_some_stand_for_all(monkeypatch):
    monkeypatch.setattr(gradient_histogram, "MOST_LOOKED_AT", 20)
    trainer = trainer_of(30, 10)
    found = GradientHistogram(2).prepare(trainer)()
    assert found.weights == 300
    # each 17th: 15 would be enough, but it and 16 have a divisor in common with the 10 units
    assert found.looked_at == found.counts.sum() + found.zeros == 18


def test_those_that_stand_for_all_are_of_all_units(monkeypatch):
    trainer = trainer_of(60, 8, activation="relu")
    trainer.parameters.biases[1][::4] = -1e3  # dead, so their gradients are zero
    trainer.descent.advance(1)
    whole = GradientHistogram(2).prepare(trainer)()
    monkeypatch.setattr(gradient_histogram, "MOST_LOOKED_AT", whole.weights // 4)
    some = GradientHistogram(2).prepare(trainer)()
    assert some.looked_at <= whole.weights // 4
    assert some.zeros / some.looked_at == pytest.approx(whole.zeros / whole.weights, abs=0.1)


def test_a_layer_that_is_gone_has_no_weights():
    found = GradientHistogram(99).prepare(trainer_of(3))()
    assert found.weights == found.counts.sum() == 0
