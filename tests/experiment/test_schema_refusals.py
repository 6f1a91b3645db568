"""Every field of the format: its limits, and what is said of a wrong value, with its place."""

import pytest

from bpstudio.experiment.schema import from_plain
from tests.experiment.plain import SMALLEST, parse, refusal_with

LAYER = "network.hidden[1]"
SEED = 2**63 - 1


def fields_with(place, value):
    """Return the fields that have `value` at a place like ``training.seed``."""
    head, _, name = place.partition(".")
    if place.startswith(LAYER):
        return {"network": {"hidden": [{}, {place.removeprefix(f"{LAYER}."): value}]}}
    first = {"name": "circle"} if head == "data" else {}
    return {head: {**first, name: value}} if name else {head: value}


@pytest.mark.parametrize(
    ("place", "least", "most"),
    [
        ("data.samples", 2, 10**7),
        ("data.noise", 0, 10),
        ("data.features", 1, 10**6),
        ("data.classes", 2, 10**6),
        ("data.seed", 0, SEED),
        (f"{LAYER}.units", 1, 10**6),
        (f"{LAYER}.id", 0, SEED),
        ("training.batch_size", 1, 10**7),
        ("training.learning_rate", 0, 1e30),
        ("training.l1", 0, 1e30),
        ("training.l2", 0, 1e30),
        ("training.seed", 0, SEED),
        ("training.epochs", 0, 10**12),
    ],
)
def test_limits(place, least, most):
    parse(**fields_with(place, least))
    parse(**fields_with(place, most))
    above = most * 2 if isinstance(most, float) else most + 1
    for value, words in ((least - 1, "at least"), (above, "at most"), (10**40, "at most")):
        refused = refusal_with(**fields_with(place, value))
        assert refused.place == place
        assert words in refused.reason


@pytest.mark.parametrize(("fraction", "reason"), [(1, "under 1"), (-0.01, "at least 0")])
def test_the_test_fraction_is_under_one(fraction, reason):
    parse(data={"name": "circle", "test_fraction": 0.999})
    refused = refusal_with(data={"name": "circle", "test_fraction": fraction})
    assert refused.place == "data.test_fraction"
    assert reason in refused.reason


def test_a_thousand_layers_are_the_most():
    assert len(parse(network={"hidden": [{}] * 1000}).hidden) == 1000
    refused = refusal_with(network={"hidden": [{}] * 1001})
    assert (refused.place, refused.reason) == ("network.hidden", "must be a list of at most 1000")


WHOLE, NUMBER, TEXT = "must be a whole number", "must be a number", "must be a text"
TRUTH, OBJECT, LIST = "must be true or false", "must be an object", "must be a list"
SIZE, NAME = 'must be a whole number or "all"', "must be a name"


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        ("data", None, OBJECT),
        ("data", ["circle"], OBJECT),
        ("data", "circle", OBJECT),
        ("network", [], OBJECT),
        ("network.hidden", {}, LIST),
        ("network.hidden", 3, LIST),
        (LAYER + ".units", 8.0, WHOLE),
        (LAYER + ".units", True, WHOLE),
        (LAYER + ".units", "8", WHOLE),
        (LAYER + ".activation", None, TEXT),
        (LAYER + ".initializer", 3, NAME),
        (LAYER + ".initializer", ["zeros"], NAME),
        ("network.initializer", None, NAME),
        ("training", "sgd", OBJECT),
        ("training.batch_size", "some", SIZE),
        ("training.batch_size", 1.5, SIZE),
        ("training.batch_size", None, SIZE),
        ("training.learning_rate", "0.1", NUMBER),
        ("training.learning_rate", True, NUMBER),
        ("training.learning_rate", None, NUMBER),
        ("training.optimizer", False, NAME),
        ("training.shuffle", 1, TRUTH),
        ("training.seed", 0.0, WHOLE),
        ("training.epochs", [], WHOLE),
        ("data.name", 5, TEXT),
        ("data.standardize", 0, TRUTH),
        ("data.samples", "many", WHOLE),
        ("data.noise", {}, NUMBER),
        ("loss", None, TEXT),
        ("loss", ["squared_error"], TEXT),
    ],
)
def test_wrong_kinds_of_value(place, value, reason):
    refused = refusal_with(**fields_with(place, value))
    assert refused.place == place
    assert refused.reason.startswith(reason)


def test_a_layer_is_an_object():
    refused = refusal_with(network={"hidden": [{}, 5]})
    assert refused.place == "network.hidden[1]"
    assert refused.reason == "must be an object, {...}, not 5"


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("loss", "cross_entropy, squared_error"),
        (LAYER + ".activation", "sigmoid, tanh, relu"),
        (LAYER + ".initializer", "glorot_uniform, glorot_normal"),
        ("network.initializer", "glorot_uniform, glorot_normal"),
        ("training.optimizer", "sgd"),
    ],
)
def test_unknown_names_are_told_with_the_known_ones(place, known):
    refused = refusal_with(**fields_with(place, "softmax"))
    assert refused.place == place
    assert refused.reason.startswith("'softmax' is unknown; there are ")
    assert known in refused.reason


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"optimiser": "sgd"}, "optimiser"),
        ({"data": {"name": "circle", "noize": 1}}, "data.noize"),
        ({"network": {"layers": []}}, "network.layers"),
        ({"network": {"hidden": [{}, {}, {"width": 8}]}}, "network.hidden[2].width"),
        ({"training": {"momentum": 0.9}}, "training.momentum"),
        ({"network": {"initializer": {"name": "normal", "mean": 1}}}, "network.initializer.mean"),
        ({"training": {"optimizer": {"name": "sgd", "a\n": 1}}}, r"training.optimizer.a\n"),
        ({"a\x1b[2J\n": 1}, r"a\x1b[2J\n"),
        ({"data": {"name": "circle", "x - at `$.y`": 1}}, "data.x - at `$.y`"),
        ({"x - at `$.y`": 1}, "x - at `$.y`"),
        ({"k" * 100: 1}, "k" * 36 + " ..."),
    ],
)
def test_unknown_fields(fields, place):
    refused = refusal_with(**fields)
    assert refused.place == place
    assert refused.reason.startswith("is unknown")


@pytest.mark.parametrize(
    ("option", "place"),
    [
        (-0.1, "network.initializer.std"),
        (1e31, "network.initializer.std"),
        (10**400, "network.initializer.std"),
        ("2", "network.initializer.std"),
        (True, "network.initializer.std"),
        (None, "network.initializer.std"),
    ],
)
def test_options_are_numbers(option, place):
    refused = refusal_with(network={"initializer": {"name": "normal", "std": option}})
    assert refused.place == place
    assert refused.reason.startswith("must be a number from 0 to 1e+30, not ")


def test_a_choice_has_a_name():
    refused = refusal_with(training={"optimizer": {}})
    assert (refused.place, refused.reason) == ("training.optimizer.name", "is missing")


@pytest.mark.parametrize("key", ["format", "version", "data"])
def test_required_fields(key):
    with pytest.raises(ValueError, match="is missing") as caught:
        from_plain({name: value for name, value in SMALLEST.items() if name != key})
    assert caught.value.place == key


@pytest.mark.parametrize("value", ["keras", None, 1, {}])
def test_another_format(value):
    refused = refusal_with(format=value)
    assert refused.place == "format"
    assert refused.reason.startswith('must be "bpstudio", not ')


def test_a_newer_version_is_named_with_ours():
    refused = refusal_with(version=17)
    assert refused.place == "version"
    assert "17" in refused.reason
    assert "up to version 1" in refused.reason


@pytest.mark.parametrize("value", [0, -1, 1.0, "1", True, None])
def test_versions_count_from_one(value):
    refused = refusal_with(version=value)
    assert refused.place == "version"
    assert refused.reason.startswith("must be a whole number from 1, not ")


@pytest.mark.parametrize("data", [{}, {"name": "circle", "path": "mine.csv"}, {"samples": 9}])
def test_data_have_a_name_or_a_path(data):
    assert refusal_with(data=data).place == "data"


@pytest.mark.parametrize("path", ["", "x" * 4097])
def test_a_path_has_characters_but_not_too_many(path):
    assert refusal_with(data={"path": path}).place == "data.path"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("target", "t"),
        ("columns", {"a": "ignore"}),
        ("missing", "drop"),
        ("missing_values", ["NA"]),
        ("bad_rows", "skip"),
        ("encoding", "auto"),
        ("delimiter", ","),
        ("decimal", ","),
        ("header", False),
    ],
)
def test_fields_of_tables_need_a_path(field, value):
    refused = refusal_with(data={"name": "iris", field: value})
    assert refused.place == f"data.{field}"
    assert "path" in refused.reason


@pytest.mark.parametrize(
    ("field", "value", "place", "reason"),
    [
        ("missing", "skip", "data.missing", 'must be "refuse", "drop" or "fill", not \'skip\''),
        ("encoding", "latin", "data.encoding", '"utf-16" or "cp1252", not \'latin\''),
        ("delimiter", "|", "data.delimiter", 'must be "auto", ",", ";" or "\\t", not \'|\''),
        ("decimal", "'", "data.decimal", 'must be "." or ",", not'),
        ("header", 1, "data.header", "must be true or false, not 1"),
        ("missing_values", "NA", "data.missing_values", "must be a list, [...], not 'NA'"),
        ("missing_values", ["NA", 9], "data.missing_values[1]", "must be a text, not 9"),
        ("missing_values", ["9" * 101], "data.missing_values[0]", "at most 100 characters"),
        ("missing_values", ["NA"] * 101, "data.missing_values", "must be a list of at most 100"),
        ("missing_values", ["\ud800"], "data.missing_values[0]", "half a character"),
        ("bad_rows", "drop", "data.bad_rows", 'must be "refuse" or "skip", not \'drop\''),
        ("missing", 0, "data.missing", "must be a text, not 0"),
        ("target", 0, "data.target", "must be a text, not 0"),
        ("columns", [], "data.columns", "must be an object, {...}"),
        ("columns", {"a": "x"}, "data.columns.a", '"category" or "ignore", not \'x\''),
        ("columns", {"a\n": []}, r"data.columns.a\n", '"category" or "ignore", not a list'),
    ],
)
def test_wishes_for_tables(field, value, place, reason):
    refused = refusal_with(data={"path": "mine.csv", field: value})
    assert refused.place == place
    assert reason in refused.reason


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
def test_an_epsilon_is_more_than_rounding_makes_nothing_of(name):
    def chosen(epsilon):
        return {"training": {"optimizer": {"name": name, "epsilon": epsilon}}}

    parse(**chosen(1e-20))
    for epsilon in (0, 1e-50, 9e-21):
        refused = refusal_with(**chosen(epsilon))
        assert refused.place == "training.optimizer.epsilon"
        assert refused.reason.startswith("must be a number from 1e-20 to 1e+30, not ")
