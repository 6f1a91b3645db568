"""Histograms, against NumPy's, and where a unit saturates, against arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpstudio.runtime.studies import histograms
from bpstudio.runtime.studies.histograms import (
    BINS,
    HistogramsStudy,
    counts_within,
    rebinned,
    saturated_zones,
)
from tests.runtime.studies.trainers import forward, trainer_of


def counted(values, low, high):
    return np.histogram(values.astype(np.float64), BINS, (low, high))[0]


def test_activations_over_the_probe_set():
    trainer = trainer_of("digits", 12, 7, steps=40)
    found = HistogramsStudy("activations").prepare(trainer)()
    assert [(layer.name, layer.low, layer.high) for layer in found] == [
        ("layer 1", -1, 1),
        ("layer 2", -1, 1),
        ("output", 0, 1),
    ]
    probe = trainer.x[trainer.probe_places]
    for layer, z in zip(found, forward(trainer, probe), strict=True):
        np.testing.assert_array_equal(layer.counts, counted(z, layer.low, layer.high))
        assert layer.looked_at == layer.of == z.size
        assert layer.mean == pytest.approx(z.mean())
        assert layer.deviation == pytest.approx(z.std())


def test_weights_and_logits_lie_within_powers_of_two():
    trainer = trainer_of("circle", 5, steps=30)
    weights = HistogramsStudy("weights").prepare(trainer)()
    for layer, W in zip(weights, trainer.parameters.weights, strict=True):
        largest = np.abs(W).max()
        assert layer.high / 2 <= largest < layer.high == -layer.low
        np.testing.assert_array_equal(layer.counts, counted(W, layer.low, layer.high))
    logits = HistogramsStudy("logits").prepare(trainer)()
    z = forward(trainer, trainer.x[:512])[0]
    np.testing.assert_array_equal(
        logits[0].counts, counted(np.arctanh(z), logits[0].low, logits[0].high)
    )


def test_relu_begins_at_zero():
    trainer = trainer_of("circle", 5, activation="relu")
    layer = HistogramsStudy("activations").prepare(trainer)()[0]
    assert layer.low == 0
    assert layer.counts.sum() == 5 * len(trainer.x[:512])


def test_of_very_many_only_some_are_counted(monkeypatch):
    monkeypatch.setattr(histograms, "MOST_VALUES", 500)
    monkeypatch.setattr(histograms, "FEWEST_VALUES", 200)
    trainer = trainer_of("digits", 40)
    for quantity in ("activations", "weights"):
        layer = HistogramsStudy(quantity).prepare(trainer)()[0]
        assert layer.counts.sum() == layer.looked_at <= 250 < layer.of


def test_those_that_stand_for_all_are_of_all_units(monkeypatch):
    trainer = trainer_of("digits", 40)
    trainer.parameters.weights[0][::2] = 0.0
    trainer.parameters.weights[0][1::2] = 1.0
    monkeypatch.setattr(histograms, "MOST_VALUES", 2 * 64 * 10)
    monkeypatch.setattr(histograms, "FEWEST_VALUES", 100)
    layer = HistogramsStudy("weights").prepare(trainer)()[0]
    assert layer.looked_at <= 640
    assert layer.mean == pytest.approx(0.5, abs=0.02)


def test_what_is_not_finite_is_told_apart():
    trainer = trainer_of("circle", 5)
    trainer.parameters.weights[0][0, 0] = np.nan
    trainer.parameters.weights[0][1, 0] = np.inf
    layer = HistogramsStudy("weights").prepare(trainer)()[0]
    assert (layer.outside, layer.counts.sum(), layer.of) == (2, 8, 10)
    assert np.isfinite(layer.mean)


@given(
    arrays(np.float32, st.integers(1, 40), elements=st.floats(-4, 4, width=32)),
    st.sampled_from([(-4.0, 4.0), (-8.0, 8.0)]),
)
def test_bins_are_exactly_numpys(values, ends):
    np.testing.assert_array_equal(counts_within(values, *ends), counted(values, *ends))


@given(arrays(np.float32, st.integers(1, 40), elements=st.floats(0, 2, width=32)))
def test_a_wider_range_has_the_counts_that_it_would_have_had(values):
    trainer = trainer_of("circle", 1)
    trainer.parameters.columns[0][:-1] = values[0]
    layer = HistogramsStudy("weights").prepare(trainer)()[0]
    weights = trainer.parameters.weights[0]
    for low, high in ((layer.low, layer.high), (-4.0, 4.0), (-16.0, 16.0)):
        if layer.low >= low and layer.high <= high:
            np.testing.assert_array_equal(rebinned(layer, low, high), counted(weights, low, high))


def test_where_sigmoid_and_tanh_saturate():
    trainer = trainer_of("circle", 4, activation="sigmoid")
    trainer.parameters.columns[0][:] *= 20
    z, a = (HistogramsStudy(q).prepare(trainer)()[0] for q in ("activations", "logits"))
    # z(1 - z) < 0.1 * 0.25: z < (1 - sqrt(0.9)) / 2 = 0.0257
    (low, high), (high2, end) = saturated_zones(z, "activations")
    assert (low, end) == (0, 1)
    assert high == pytest.approx(0.0257, abs=1e-3)
    assert high2 == pytest.approx(0.9743, abs=1e-3)
    # a = log(z / (1 - z)) = -3.637
    (low, high), _ = saturated_zones(a, "logits")
    assert high == pytest.approx(-3.637, abs=2e-3 * (a.high - a.low))
    assert saturated_zones(a, "weights") == []
    output = HistogramsStudy("activations").prepare(trainer)()[1]
    assert saturated_zones(output, "activations") == []
