"""What differs between two experiments, in words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.experiment import edits
from bpstudio.experiment.differences import differences
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import (
    Choice,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    replace,
)
from bpstudio.experiment.storage import read_experiment
from tests.experiment.strategies import other_values

BEFORE = with_ids(
    Experiment(
        data=DataSpec(name="circle"),
        network=NetworkSpec(hidden=(LayerSpec(units=8), LayerSpec(units=4, activation="relu"))),
    )
)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda e: edits.set_training(e, learning_rate=0.05), ["rate 0.1 → 0.05"]),
        (lambda e: edits.set_training(e, seed=12345678), ["seed 0 → 12345678"]),
        (lambda e: edits.set_training(e, batch_size="all"), ["batch 10 → all"]),
        (lambda e: edits.set_training(e, shuffle=False), ["shuffle on → off"]),
        (lambda e: edits.set_optimizer(e, Choice("adam")), ["optimizer sgd → adam"]),
        (
            lambda e: edits.set_optimizer(e, Choice("momentum", (("momentum", 0.5),))),
            ["optimizer sgd → momentum (0.5)"],
        ),
        (lambda e: edits.set_units(e, 2, 6), ["layer 2: units 4 → 6"]),
        (lambda e: edits.set_activation(e, 1, "relu"), ["layer 1: tanh → ReLU"]),
        (lambda e: edits.set_skip(edits.set_units(e, 2, 8), 2, True), None),
        (lambda e: edits.add_layer(e, 1, "leaky_relu"), ["layer 2 added: leaky ReLU · 4"]),
        (lambda e: edits.remove_layers(e, (1,)), ["layer 1 removed"]),
        (lambda e: edits.move_layers(e, (2,), 0), ["layers moved"]),
        (lambda e: edits.set_data(e, DataSpec(name="xor")), ["data circle → xor"]),
        (
            lambda e: edits.set_data(e, DataSpec(name="circle", noise=0.3)),
            ["noise 0.1 → 0.3"],
        ),
        (
            lambda e: edits.set_data(e, DataSpec(name="circle", seed=3, standardize=True)),
            ["standardised as usual → on", "seed of the data 0 → 3"],
        ),
        (lambda e: edits.set_data(e, DataSpec(path="/a/b.csv")), ["data circle → b.csv"]),
        (lambda e: edits.set_loss(e, "squared_error"), ["loss cross entropy → squared error"]),
        (lambda e: edits.set_points(e, ((0.0, 0.0, 1),)), ["data circle → drawn"]),
        (lambda e: e, []),
    ],
)
def test_each_edit_has_its_words(edit, words):
    found = differences(BEFORE, edit(BEFORE))
    if words is None:
        assert found == ["layer 2: units 4 → 8", "layer 2: skip off → on"]
    else:
        assert found == words


def test_examples_differ_in_words_that_are_not_empty():
    files = sorted(Path("resources/experiments").glob("*.json"))
    experiments = [with_ids(read_experiment(file)) for file in files]
    for one in experiments:
        for other in experiments:
            found = differences(one, other)
            assert bool(found) == (one != other)
            assert all(found)


FIELDS = [  # every field of the spec, with a way to have it replaced
    *((DataSpec, name) for name in DataSpec.__struct_fields__),
    *((LayerSpec, name) for name in LayerSpec.__struct_fields__ if name != "id"),
    (NetworkSpec, "initializer"),
    (Experiment, "loss"),
    *((TrainingSpec, name) for name in TrainingSpec.__struct_fields__),
]


def part_of(experiment, struct):
    parts = {DataSpec: experiment.data, NetworkSpec: experiment.network}
    parts |= {TrainingSpec: experiment.training, Experiment: experiment}
    return parts[struct] if struct in parts else experiment.hidden[0]


def with_part(experiment, part):
    match part:
        case DataSpec():
            return replace(experiment, data=part)
        case NetworkSpec():
            return replace(experiment, network=part)
        case TrainingSpec():
            return replace(experiment, training=part)
        case LayerSpec():
            hidden = (part, *experiment.hidden[1:])
            return replace(experiment, network=replace(experiment.network, hidden=hidden))
    return part


@pytest.mark.parametrize(("struct", "field"), FIELDS, ids=str)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_any_change_of_a_single_field_is_said_and_both_values_told_apart(struct, field, data):
    part = part_of(BEFORE, struct)
    one = data.draw(other_values(struct, field, getattr(part, field)))
    other = data.draw(other_values(struct, field, one))
    before, after = (with_part(BEFORE, replace(part, **{field: new})) for new in (one, other))
    found, back = differences(before, after), differences(after, before)
    assert found
    assert all(phrase.strip() for phrase in found)
    told = [phrase for phrase in found if " → " in phrase]
    assert not set(told) & set(back), "what there was and what there is are alike"


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (((0.0, 0.0, 1), (1.0, 0.0, 2)), []),
        (((0.0, 0.0, 1), (1.0, 0.0, 2), (1.0, 0.0, 2)), ["1 point painted"]),
        (((0.0, 0.0, 1),), ["1 point erased"]),
        (((0.5, 0.0, 1), (1.5, 0.0, 2)), ["2 points moved"]),
        (((0.5, 0.0, 1),), ["1 point painted", "2 points erased"]),
        (((1.0, 0.0, 2), (0.0, 0.0, 1)), ["points in another order"]),
        (((0.0, 0.0, 1), (1.0, 0.0, 2), (1.0, 1.0, 3)), ["classes 2 → 3", "1 point painted"]),
    ],
)
def test_a_stroke_has_its_words(points, words):
    before = edits.set_points(BEFORE, ((0.0, 0.0, 1), (1.0, 0.0, 2)))
    assert differences(before, edits.set_points(before, points)) == words
