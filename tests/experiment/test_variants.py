"""Variants of an experiment: they differ in one thing, and the experiment's own comes first."""

from pathlib import Path

import pytest

from bpstudio.experiment.differences import differences
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.schema import validate
from bpstudio.experiment.storage import read_experiment
from bpstudio.experiment.variants import DIMENSIONS, variants

DIGITS = with_ids(read_experiment(Path("resources/experiments/digits.json")))
LINEAR = with_ids(read_experiment(Path("resources/experiments/gauss_linear.json")))


def test_the_three_ways_to_descend():
    batch = DIMENSIONS["batch"]
    found = variants(DIGITS, batch, batch.values(DIGITS))
    assert [name for name, _ in found] == ["B-SGD 32", "SGD", "GD"]
    assert [made.training.batch_size for _, made in found] == [32, 1, "all"]
    assert found[0][1] is DIGITS


@pytest.mark.parametrize("kind", list(DIMENSIONS))
@pytest.mark.parametrize("experiment", [DIGITS, LINEAR], ids=["digits", "linear"])
def test_all_variants_are_sound_and_differ_in_one_thing(kind, experiment):
    dimension = DIMENSIONS[kind]
    found = variants(experiment, dimension, dimension.values(experiment))
    names = [name for name, _ in found]
    assert len(set(names)) == len(names)
    for _, made in found:
        validate(made)
    for _, made in found[1:]:
        told = differences(experiment, made)
        assert told
        if kind in ("batch", "optimizer", "rate"):
            assert len(told) == 1
    if kind in ("optimizer", "rate", "batch"):
        assert len(found) == len(dimension.values(experiment))


def test_a_network_without_layers_has_no_other_activations():
    activation = DIMENSIONS["activation"]
    assert len(variants(LINEAR, activation, activation.values(LINEAR))) == 1
