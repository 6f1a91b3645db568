"""The fields of the format: what they mean, their defaults, the ids of layers."""

import json

from bpstudio.experiment.schema import from_plain, to_plain
from bpstudio.experiment.spec import MAX_SEED, Choice, DataSpec
from bpstudio.experiment.storage import experiment_text
from tests.experiment.plain import parse, refusal_with

# What is left out has these values, and no hidden layers.
EXAMPLE = {
    "format": "bpstudio",
    "version": 1,
    "data": {
        "name": "circle",
        "samples": 500,
        "noise": 0.1,
        "test_fraction": 0.3,
        "standardize": False,
        "seed": 0,
    },
    "network": {
        "hidden": [{"units": 8, "activation": "tanh", "initializer": "glorot_uniform"}],
        "initializer": "glorot_uniform",
    },
    "loss": "cross_entropy",
    "training": {
        "batch_size": 10,
        "learning_rate": 0.1,
        "optimizer": "sgd",
        "l1": 0.0,
        "l2": 0.0,
        "shuffle": True,
        "seed": 0,
        "epochs": 100,
    },
}


def test_what_is_left_out_has_the_examples_value():
    data = {"name": "circle", "standardize": False}
    assert parse(data=data, network={"hidden": [{}]}) == from_plain(EXAMPLE)
    assert parse(data=data) == from_plain({**EXAMPLE, "network": {}})
    assert parse(data=data).hidden == ()


def test_the_example_is_written_in_full():
    plain = json.loads(json.dumps(to_plain(from_plain(EXAMPLE))))
    assert list(plain) == list(EXAMPLE)
    assert plain["network"] == EXAMPLE["network"]
    assert plain["training"] == EXAMPLE["training"]


def test_data_of_its_own_kind_keep_all_their_fields():
    fields = {
        "path": "mine.csv",
        "target": "species",
        "columns": {"island": "category", "year": "ignore", "mass": "number"},
        "missing": "fill",
        "missing_values": ("NA", "-999"),
        "bad_rows": "skip",
        "encoding": "cp1252",
        "delimiter": "\t",
        "decimal": ",",
        "header": False,
        "standardize": True,
        "test_fraction": 0.0,
        "seed": 3,
    }
    plain = {**fields, "missing_values": ["NA", "-999"]}
    assert parse(data=plain).data == DataSpec(**fields)
    assert to_plain(parse(data=plain))["data"]["missing_values"] == ["NA", "-999"]
    noise = {"name": "noise", "features": 10**6, "classes": 10**6, "samples": 10**7, "noise": 0}
    assert parse(data=noise).data == DataSpec(**noise)


def test_choices_are_a_name_or_an_object():
    normal = {"name": "normal", "std": 2}
    experiment = parse(
        network={"hidden": [{"initializer": normal}], "initializer": {"name": "zeros"}},
        training={"optimizer": {"name": "sgd"}},
    )
    assert experiment.hidden[0].initializer == Choice("normal", (("std", 2.0),))
    assert experiment.network.initializer == Choice("zeros")
    assert experiment.training.optimizer == Choice("sgd")
    plain = to_plain(experiment)
    assert plain["network"]["hidden"][0]["initializer"] == normal
    assert plain["training"]["optimizer"] == "sgd"


def test_layers_without_an_id_get_one():
    hidden = [{}, {"id": 1}, {}, {"id": 9}, {}]
    assert [layer.id for layer in parse(network={"hidden": hidden}).hidden] == [10, 1, 3, 9, 5]


def test_an_id_is_given_even_beside_the_largest():
    ids = [
        layer.id for layer in parse(network={"hidden": [{"id": 2}, {}, {"id": MAX_SEED}]}).hidden
    ]
    assert len(set(ids)) == 3
    assert all(1 <= number <= MAX_SEED for number in ids)


def test_ids_are_distinct():
    refused = refusal_with(network={"hidden": [{"id": 4}, {}, {"id": 4}]})
    assert refused.place == "network.hidden[2].id"


def test_equality_ignores_ids():
    one = parse(network={"hidden": [{"id": 4}]})
    assert one == parse(network={"hidden": [{}]})
    assert hash(one.hidden[0]) == hash(parse(network={"hidden": [{}]}).hidden[0])
    assert one != parse(network={"hidden": [{"units": 9}]})


def test_samples_added_by_hand_are_written_where_there_are_some():
    experiment = parse(data={"name": "circle", "added": [[0.5, -1, "1"], [0, 0, 1]]})
    assert experiment.data.added == ((0.5, -1.0, "1"), (0.0, 0.0, 1.0))
    plain = to_plain(experiment)
    assert plain["data"]["added"] == [[0.5, -1.0, "1"], [0.0, 0.0, 1.0]]
    assert from_plain(json.loads(json.dumps(plain))) == experiment
    assert "added" not in to_plain(parse(data={"name": "circle"}))["data"]


def test_a_drawing_has_its_points_a_line_each():
    points = [[0.5, -1, 1], [0.25, 0, 3]]
    experiment = parse(data={"name": "drawn", "points": points, "target": None})
    assert experiment.data.points == ((0.5, -1.0, 1), (0.25, 0.0, 3))
    text = experiment_text(experiment)
    assert '"points": [\n      [0.5, -1.0, 1],\n      [0.25, 0.0, 3]\n    ]' in text
    assert from_plain(json.loads(text)) == experiment
    assert "points" not in to_plain(parse(data={"name": "circle"}))["data"]


def test_points_have_two_coordinates_and_a_class():
    for points, place, words in (
        ([[0, 0]], "data.points[0]", "must be a list of 3"),
        ([[0, 0, 1], [0, 0, 0]], "data.points[1][2]", "at least 1, not 0"),
        ([[0, 0, 10]], "data.points[0][2]", "at most 9, not 10"),
        ([[0, 0, 1.5]], "data.points[0][2]", "must be a whole number"),
        ([[2e6, 0, 1]], "data.points[0][0]", "at most 1000000"),
        ([[0, float("nan"), 1]], "data.points[0][1]", "must be a number"),
        ([[0, "0", 1]], "data.points[0][1]", "must be a number"),
        ([[0, 0, 1]] * 10_001, "data.points", "must be a list of at most 10000"),
        ({}, "data.points", "must be a list"),
    ):
        refused = refusal_with(data={"name": "drawn", "points": points})
        assert refused.place == place
        assert words in refused.reason
    refused = refusal_with(data={"name": "circle", "points": [[0, 0, 1]]})
    assert (refused.place, refused.reason) == ("data.points", 'is for drawn data, "name": "drawn"')


def test_samples_added_by_hand_are_numbers_and_names():
    for rows, place, words in (
        ([[1, True]], "data.added[0][1]", "must be a number or the name of a class"),
        ([[1, float("nan")]], "data.added[0][1]", "must be a number"),
        ([[1, 2e30]], "data.added[0][1]", "at most"),
        ([[1, 2, "\ud800"]], "data.added[0][2]", "half a character"),
        ([1], "data.added[0]", "must be a list"),
        ([[0.0, 0.0, "1"]] * 10_001, "data.added", "at most 10000"),
    ):
        refused = refusal_with(data={"name": "circle", "added": rows})
        assert refused.place == place
        assert words in refused.reason
