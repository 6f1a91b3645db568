"""The largest numbers of a layer, beside all of them sorted; gradients beside delta z^T."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime import edges as module
from bpstudio.runtime.edge_choice import DRAWN_EDGES
from bpstudio.runtime.edges import bias_gradients, gradients_at, largest
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for


@given(
    heights=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    width=st.integers(1, 7),
    most=st.integers(1, 30),
    seed=st.integers(0, 99),
)
def test_the_largest_of_the_parts_are_the_largest_of_the_whole(heights, width, most, seed):
    whole = np.random.default_rng(seed).normal(size=(sum(heights), width))
    parts = np.split(whole, np.cumsum(heights)[:-1])
    units, sources = largest(iter(parts), most)
    found = np.sort(np.abs(whole[sources, units]))
    assert found == pytest.approx(np.sort(np.abs(whole), axis=None)[-most:])
    assert len(set(zip(units.tolist(), sources.tolist(), strict=True))) == len(found)


def test_ties_and_what_is_not_finite_are_found_too():
    alike = np.zeros((40, 3))
    alike[7, 1] = -2.0
    units, sources = largest([alike], 5)
    assert len(units) == 5
    assert (1, 7) in zip(units.tolist(), sources.tolist(), strict=True)
    alike[::2, 0] = np.inf
    units, sources = largest([alike], 5)
    assert (units == 0).all()
    assert (sources % 2 == 0).all()


def made(*units, **training):
    experiment = make_experiment(*units, batch_size=7, learning_rate=0.3, **training)
    data = data_of(experiment)
    return Trainer(experiment, data, initial_parameters(experiment, data))


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "in panels"])
def test_gradients_are_those_of_delta_and_what_comes_in(is_kept, monkeypatch):
    monkeypatch.setattr(module, "SAMPLES", 3)
    trainer = made(4, 3)
    trainer.descent.advance(5)
    last = trainer.descent.last
    if not is_kept:
        object.__setattr__(last, "gradient", None)
    for place in (1, 2, 3):
        delta, into = last.delta(place), last.workspace.incoming(place, last.slot.x)
        whole = delta @ into.T / last.unit  # dL/dW = delta z^T, its last column that of the bias
        units, sources = np.indices(whole[:, :-1].shape).reshape(2, -1)
        found = gradients_at(last, place, units, sources)
        assert found == pytest.approx(whole[:, :-1].ravel(), rel=1e-4, abs=1e-7)
        assert bias_gradients(last, place) == pytest.approx(whole[:, -1], rel=1e-4, abs=1e-7)


def test_a_snapshot_has_weight_and_gradient_of_its_edges(worker):
    experiment = make_experiment(20, 12, batch_size=7)
    worker.open(experiment, data_of(experiment))
    worker.step()
    snapshot = wait_for(worker, lambda snapshot: snapshot.step == 1)
    for layer in snapshot.layers:
        by_weight, by_gradient = layer.strongest, layer.steepest
        size = min(DRAWN_EDGES, layer.weights.size)
        assert len(by_weight.gradient) == len(by_gradient.gradient) == size
        assert (np.diff(np.abs(by_gradient.gradient)) >= 0).all(), "weakest first"
        assert (by_gradient.weight == layer.weights[by_gradient.unit, by_gradient.source]).all()
        assert np.abs(by_gradient.gradient).max() >= np.abs(by_weight.gradient).max()
        assert layer.bias_gradients.shape == layer.biases.shape
