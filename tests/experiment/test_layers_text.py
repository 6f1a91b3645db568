"""Layers as a text: what is copied can be pasted, and what can't be pasted is said."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.experiment import edits
from bpstudio.experiment.layers_text import layers_text, parse_layers
from bpstudio.experiment.spec import MAX_LAYERS, Choice, DataSpec, Experiment, LayerSpec
from bpstudio.refusal import Refusal
from tests.experiment.strategies import experiments


@given(experiments)
def test_what_is_copied_is_what_is_pasted(experiment):
    if not experiment.hidden:
        return
    pasted = parse_layers(layers_text(experiment.hidden))
    assert pasted == experiment.hidden
    assert all(layer.id == 0 for layer in pasted)


def test_the_text_is_that_of_a_file():
    layer = LayerSpec(units=3, initializer=Choice("normal", (("std", 2.0),)), skip=True, id=7)
    assert json.loads(layers_text((layer,))) == [
        {
            "units": 3,
            "activation": "tanh",
            "initializer": {"name": "normal", "std": 2.0},
            "skip": True,
        }
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no layers; copy some first"),
        ("hello", "line 1, column 1 isn't JSON: expecting value"),
        ("{}", "must be a list of them"),
        ("[]", "must be a list of them"),
        ("[3]", "layer 1 must be an object, {...}"),
        ('[{"units": 3}, {"units": 0}]', "layer 2, units must be a whole number of at least 1"),
        ('[{"units": 2.5}]', "layer 1, units must be a whole number, not 2.5"),
        ('[{"width": 3}]', "layer 1, width is unknown"),
        ('[{"activation": "step"}]', "layer 1, activation 'step' is unknown"),
        ('[{"units": 3, "units": 4}]', "layer 1, units must be a whole number"),
        ('[{"initializer": {"std": 1}}]', "layer 1, initializer.name is missing"),
        (json.dumps([{}] * (MAX_LAYERS + 1)), "it must be a list of at most 1000"),
        ('["\ud800"]', "isn't UTF-8 text"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_layer_is_refused_in_a_sentence(text, words):
    with pytest.raises(Refusal) as refused:
        parse_layers(text)
    assert words in refused.value.reason
    assert "\n" not in refused.value.reason
    assert len(refused.value.reason) < 200


@given(st.text())
def test_any_text_is_layers_or_refused(text):
    with suppress(Refusal):
        assert parse_layers(text)


def three_layers():
    layers = tuple(LayerSpec(units=number, id=number) for number in (1, 2, 3))
    return edits.insert_layers(Experiment(data=DataSpec(name="circle")), 0, layers)


def test_inserted_layers_get_ids_of_their_own():
    before = three_layers()
    after = edits.insert_layers(before, 1, before.hidden[:2])
    assert [layer.units for layer in after.hidden] == [1, 1, 2, 2, 3]
    assert [layer.id for layer in after.hidden] == [1, 4, 5, 2, 3]


def test_more_layers_than_there_can_be_are_refused():
    with pytest.raises(Refusal, match="1,001 layers"):
        edits.insert_layers(three_layers(), 0, [LayerSpec()] * (MAX_LAYERS - 2))


@pytest.mark.parametrize(
    ("ids", "place", "after"),
    [
        ((1, 3), 0, [1, 3, 2]),
        ((3, 1), 1, [2, 1, 3]),
        ((2,), 9, [1, 3, 2]),
        ((1, 2, 3), 1, [1, 2, 3]),
    ],
)
def test_layers_move_together(ids, place, after):
    moved = edits.move_layers(three_layers(), ids, place)
    assert [layer.id for layer in moved.hidden] == after


def test_a_layer_that_is_gone_cannot_move():
    with pytest.raises(Refusal, match="no layer of id 9"):
        edits.move_layers(three_layers(), (1, 9), 0)
