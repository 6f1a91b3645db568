"""Texts that nobody would write by hand: refused with their place, never anything else."""

import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.schema import from_plain
from bpstudio.experiment.spec import Experiment
from bpstudio.experiment.storage import experiment_text, parse_experiment
from bpstudio.refusal import Refusal
from tests.experiment.plain import SMALLEST, parse, refusal_of, refusal_with
from tests.experiment.strategies import changed, experiments, json_values

DATA = '"data": {"name": "circle"}'
HEAD = '{"format": "bpstudio", "version": 1, '


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        (b"", "line 1, column 1", "the file is empty"),
        (b" \n", "line 2, column 1", "the file is empty"),
        (b"\xef\xbb\xbf", "line 1, column 1", "the file is empty"),
        (b"\xff\xfe{\0", "byte 1", "isn't UTF-8 text"),
        (b'{"format": "\xe4"}', "byte 13", "isn't UTF-8 text"),
        (b'"\xed\xa0\x80"', "byte 2", "isn't UTF-8 text"),
        (b"{", "line 1, column 2", "isn't JSON"),
        (b'{"a": 1,}', "line 1, column 9", "isn't JSON"),
        (b'{\n  "a": 01\n}', "line 2, column 9", "isn't JSON"),
        (b"{'a': 1}", "line 1, column 2", "isn't JSON"),
        (b'{"a\n": 1}', "line 1, column 4", "isn't JSON: invalid control character"),
        (b'{"a": "\\x"}', "line 1, column 8", "isn't JSON"),
        (b"{} {}", "line 1, column 4", "isn't JSON: extra data"),
        (b"a,b\n1,2\n", "line 1, column 1", "isn't JSON"),
        (b"PK\x03\x04", "line 1, column 1", "isn't JSON"),
        (b"null", "", "must be a JSON object"),
        (b"[]", "", "must be a JSON object"),
        (b"NaN", "", "must be a JSON object"),
        (b"1" * 10_000, "", "must be a JSON object"),
        (b"[" * 1_000_000, "", "is nested too deeply"),
        (b'{"a":' * 1_000_000, "", "is nested too deeply"),
        (b'{"data":' + b"[" * 500 + b"]" * 500 + b"}", "format", "is missing"),
    ],
)
def test_what_is_no_experiment(text, place, reason):
    refused = refusal_of(text)
    assert refused.place == place
    assert refused.reason.startswith(reason)


@pytest.mark.parametrize(
    ("fields", "place", "reason"),
    [
        (DATA + ', "training": {"l1": NaN}', "training.l1", "must be a number, not NaN"),
        (DATA + ', "training": {"l1": Infinity}', "training.l1", "not Infinity"),
        (DATA + ', "training": {"seed": -Infinity}', "training.seed", "not -Infinity"),
        (DATA + ', "training": {"l1": 1e999}', "training.l1", "at most 1e+30, not inf"),
        (DATA + ', "training": {"l1": -1e999}', "training.l1", "at least 0.0, not -inf"),
        (DATA + ', "training": {"batch_size": NaN}', "training.batch_size", "not NaN"),
        (DATA + ', "network": {"hidden": [NaN]}', "network.hidden[0]", "not NaN"),
        ('"data": {"name": NaN}', "data.name", "must be a text, not NaN"),
        ('"data": {"path": "x", "columns": {"a": NaN}}', "data.columns.a", "not NaN"),
        (
            DATA + ', "network": {"initializer": {"name": "normal", "std": NaN}}',
            "network.initializer.std",
            "must be a number from 0 to 1e+30, not NaN",
        ),
        (
            DATA + ', "training": {"epochs": ' + "9" * 5_000 + "}",
            "training.epochs",
            "must be a whole number, not one of 5,000 digits",
        ),
        (DATA + ", " + DATA, "data", "must be an object, {...}, not several values"),
        (DATA + ', "version": 1', "version", "not several values"),
        (
            DATA + ', "training": {"seed": 1, "l1": 0, "seed": 1}',
            "training.seed",
            "must be a whole number, not several values",
        ),
        (
            DATA + ', "network": {"hidden": [{}, {"units": 1, "units": 2}]}',
            "network.hidden[1].units",
            "must be a whole number, not several values",
        ),
        ('"data": {"name": "circle", "name": "circle"}', "data.name", "not several values"),
    ],
)
def test_values_that_json_should_not_have(fields, place, reason):
    refused = refusal_of(HEAD + fields + "}")
    assert refused.place == place
    assert reason in refused.reason


def test_a_byte_order_mark_is_passed_over():
    text = json.dumps(SMALLEST).encode()
    assert parse_experiment(b"\xef\xbb\xbf" + text) == parse_experiment(text)


def test_half_a_character_as_a_name():
    assert refusal_with(**{"\ud800": 1}).place == r"\ud800"
    assert refusal_with(training={"\ud800": 1}).place == r"\ud800"
    assert refusal_with(data={"path": "x", "missing": "\ud800"}).place == r"\ud800"


def test_a_file_name_that_is_no_text_comes_back():
    experiment = parse(data={"path": "caf\udce9.csv"})  # as Python gives the bytes caf\xe9.csv
    assert experiment.data.path == "caf\udce9.csv"
    assert parse_experiment(experiment_text(experiment).encode()) == experiment


@pytest.mark.parametrize("digits", ["1" * 4_000_000, "0." + "3" * 4_000_000])
def test_long_numbers_take_no_time(digits):
    start = time.perf_counter()
    text = HEAD + '"data": {"name": "circle", "noise": ' + digits + "}}"
    if digits.startswith("0"):
        assert parse_experiment(text.encode()).data.noise == 1 / 3
    else:
        assert refusal_of(text).place == "data.noise"
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[" + b"[]," * 200_001 + b"[]]", "far more values"),
        (b"[" + b"1," * 200_001 + b"1]", "far more values"),
        (b'{"\xc3\xa4": "' + b"x" * 2**22 + b'"}', "other than ASCII"),
    ],
)
def test_what_would_take_far_more_memory_than_its_size_is_refused(text, words):
    tracemalloc.start()
    try:
        assert words in refusal_of(text).reason
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_long_name_is_unknown_and_takes_little():
    text = f'{{"{"k" * 2**20}": 1, "format": "bpstudio", "version": 1}}'
    assert refusal_of(text).place == "k" * 36 + " ..."


def ids(experiment):
    return [layer.id for layer in experiment.hidden]


@settings(max_examples=150, deadline=None)
@given(experiments)
def test_any_experiment_comes_back_from_its_text(experiment):
    again = parse_experiment(experiment_text(experiment).encode())
    assert again == experiment
    assert ids(again) == ids(experiment)


@settings(max_examples=50, deadline=None)
@given(experiments, st.integers(0, 5))
def test_layers_that_have_no_ids_come_back_with_some(experiment, place):
    bare = with_ids(experiment)
    assert ids(parse_experiment(experiment_text(bare).encode())) == ids(bare)


def check(parse_it, value):
    """Parse: an experiment, or a refusal of one printable line."""
    start, told = time.perf_counter(), "taken"
    try:
        assert isinstance(parse_it(value), Experiment)
    except Refusal as refusal:
        told = str(refusal)
    assert told.isprintable()
    assert len(told) < 300
    assert time.perf_counter() - start < 2


@settings(max_examples=150, deadline=None)
@given(json_values)
def test_any_json_value_is_an_experiment_or_refused(value):
    check(from_plain, value)


@settings(max_examples=100, deadline=None)
@given(st.binary())
def test_any_bytes_are_an_experiment_or_refused(content):
    check(parse_experiment, content)


FULL = json.loads(
    experiment_text(
        parse(
            data={"path": "mine.csv", "target": "t", "columns": {"a": "ignore"}, "missing": "drop"},
            network={"hidden": [{"id": 7}, {"initializer": {"name": "normal", "std": 2}}]},
        )
    )
)


def paths_in(value, path=()):
    yield path
    inner = dict(enumerate(value)) if isinstance(value, list) else value
    if isinstance(inner, dict):
        for key, part in inner.items():
            yield from paths_in(part, (*path, key))


odd = json_values | st.sampled_from([10**30, 10**400, -1, 1e300, float("nan"), "\ud800", "\n\x1b"])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(paths_in(FULL))), odd)
def test_anything_anywhere_is_taken_or_refused(path, value):
    plain = changed(FULL, path, value)
    check(from_plain, plain)
    check(parse_experiment, json.dumps(plain).encode())


bits = st.binary(max_size=4) | st.sampled_from([b'"', b"{", b"[", b"NaN", b"9" * 30])


@settings(max_examples=150, deadline=None)
@given(experiments, st.data())
def test_a_text_with_bytes_changed_is_taken_or_refused(experiment, data):
    text = bytearray(experiment_text(experiment).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        end = place + data.draw(st.integers(0, 6))
        text[place:end] = data.draw(bits)
        if not text:
            break
    check(parse_experiment, bytes(text))
