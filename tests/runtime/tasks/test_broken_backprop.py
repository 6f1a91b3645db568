"""A broken copy of backprop: where it is found, and that only the copy is broken."""

import numpy as np
import pytest

from bpstudio.engine.faults import FAULTS
from bpstudio.engine.gradcheck import TOLERANCE
from bpstudio.engine.parameters import Shape
from bpstudio.experiment.edits import set_loss
from bpstudio.refusal import Refusal
from bpstudio.runtime.run import Run
from bpstudio.runtime.tasks import broken_backprop
from bpstudio.runtime.tasks.broken_backprop import LEAST, BreakBackprop, sampled
from tests.runtime.experiments import data_of, make_experiment


def run_of(*units, **options):
    experiment = make_experiment(*units, batch_size=10, **options)
    run = Run(experiment, data_of(experiment))
    run.advance(20)
    return run


@pytest.fixture(scope="module")
def run():
    return run_of(4, 4, activation="tanh")


def broken(run, fault="", seed=0):
    return [found for found in BreakBackprop(fault, seed).begin(run.trainer) if found][-1]


def wrong_layers(found):
    """Return the layers whose errors are too large, from 1."""
    return [
        place
        for place, cells in enumerate(found.comparison.cells, start=1)
        if np.nanmax(cells.error) > TOLERANCE["forward"]
    ]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", [0, 1])
def test_errors_are_large_in_the_layers_of_the_fault_alone(run, fault, seed):
    found = broken(run, fault, seed)
    assert found.placed.fault.name == fault
    assert wrong_layers(found) == list(found.placed.wrong_layers())
    assert found.comparison.done == run.trainer.network.shape.size
    assert found.right != found.wrong


def test_a_surprise_is_any_of_them(run):
    found = [broken(run, seed=seed) for seed in range(12)]
    assert len({one.placed.fault.name for one in found}) >= 3
    assert len({one.placed.place for one in found}) >= 2
    assert broken(run, seed=3).placed == found[3].placed


def test_the_real_backprop_is_as_it_was_bit_for_bit():
    run, alone = (run_of(4, 4, activation="tanh") for _ in range(2))
    before = [part.copy() for part in run.trainer.descent.last.workspace.delta]
    for fault in FAULTS:
        for _ in BreakBackprop(fault).begin(run.trainer):
            pass
    for now, then in zip(run.trainer.descent.last.workspace.delta, before, strict=True):
        np.testing.assert_array_equal(now, then)
    run.advance(15)  # trains on as one that nobody has broken a copy of
    alone.advance(15)
    np.testing.assert_array_equal(run.trainer.parameters.flat, alone.trainer.parameters.flat)


def test_words_say_what_was_done_and_how_it_looks(run):
    lost = broken(run, "bias", 5)
    where = f"layer {lost.placed.place}" if lost.placed.place < 3 else "the output"
    assert f"the bias of {where} is 0" in lost.sentence
    assert "last column" in lost.trace
    share = broken(run, "share")
    assert share.trace.startswith("All layers are wrong by the same factor")
    assert (share.right, share.wrong) == ("δ3 = (y − t)/B", "δ3 = y − t")


@pytest.mark.parametrize(
    ("fault", "words"),
    [("transposed", "W2 is 2 × 5"), ("slope", "identity"), ("target", "no softmax")],
)
def test_what_cant_be_put_in_is_said(fault, words):
    experiment = make_experiment(5, activation="identity", batch_size=10)
    if fault == "target":
        experiment = set_loss(experiment, "squared_error")
    run = Run(experiment, data_of(experiment))
    with pytest.raises(Refusal, match=words):
        broken(run, fault)


def test_what_nobody_would_see_is_refused():
    run = run_of(4, activation="tanh")
    run.trainer.parameters.flat[:] = 0  # W2 is 0: no delta reaches layer 1, and no f' matters
    with pytest.raises(Refusal, match="changes no gradient"):
        broken(run, "slope")


def test_of_a_large_network_some_of_every_layer_are_checked():
    shape = Shape((5_000, 1_000, 300, 10))
    chosen = sampled(shape, 32, np.random.default_rng(0))
    assert LEAST <= len(chosen) < 400
    assert len(set(chosen.tolist())) == len(chosen)
    start = 0
    for out, into in shape.blocks:
        mine = chosen[(chosen >= start) & (chosen < start + out * (into + 1))] - start
        assert (mine < out * into).any()  # column by column: the bias comes last
        assert (mine >= out * into).any()
        start += out * (into + 1)


def test_a_sample_has_cells_of_its_own_number(run, monkeypatch):
    monkeypatch.setattr(broken_backprop, "PRODUCTS", 0)
    monkeypatch.setattr(broken_backprop, "LEAST", 24)
    found = broken(run, "sign", 1)  # 42 parameters, of which 24 or so are checked
    assert found.comparison.done < run.trainer.network.shape.size
    assert sum(cells.error.size for cells in found.comparison.cells) <= 12
    assert wrong_layers(found) == list(found.placed.wrong_layers())


def test_of_a_small_network_all_are_checked():
    chosen = sampled(Shape((2, 3, 2)), 10, np.random.default_rng(0))
    assert sorted(chosen.tolist()) == list(range(17))
