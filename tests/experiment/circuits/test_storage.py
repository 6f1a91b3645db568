"""Circuits as files: there and back, and what is refused with its place."""

import json
import time

import pytest
from hypothesis import given, settings

from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.storage import (
    diagram_text,
    parse_copied,
    parse_diagram,
    read_diagram,
    write_diagram,
)
from bpstudio.experiment.file_format import CIRCUIT, format_of
from bpstudio.refusal import Refusal
from tests.experiment.circuits.diagrams import diagrams, neuron

HEAD = '{"format": "bpstudio-circuit", "version": 1, '
X = '{"id": 1, "gate": "input"}'


def refusal_of(text: bytes | str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        parse_diagram(text if isinstance(text, bytes) else text.encode())
    assert str(caught.value).isprintable()
    return caught.value


@given(diagrams(20))
@settings(max_examples=25, deadline=None)
def test_there_and_back(diagram: Diagram) -> None:
    assert parse_diagram(diagram_text(diagram).encode()) == diagram


def test_by_hand(tmp_path) -> None:
    path = tmp_path / "mine.json"
    node = '{"id": 2, "gate": "sigmoid", "inputs": [1]}'
    path.write_text(f'{HEAD}"nodes": [{X}, {node}], "output": 2}}', encoding="utf-8")
    diagram = read_diagram(path)
    assert diagram.places[1] == (0, 0)
    assert diagram.places[2][0] > 100
    assert diagram.circuit.incoming == 1
    write_diagram(diagram, path)
    assert read_diagram(path) == diagram
    assert path.read_text(encoding="utf-8").count("\n") == 10, "a line a gate"


def test_a_file_says_what_it_is(tmp_path) -> None:
    path = tmp_path / "some.json"
    assert format_of(path) == "", "it isn't there"
    known = {
        diagram_text(neuron()[0]).encode(): CIRCUIT,
        b'{"format": "bpstudio-circuit"}': CIRCUIT,
        b'{"format": "bpstudio"}': "bpstudio",
        b'{"format": 1}': "",
        b"[]": "",
        b"\xff": "",
        b" " * 3_000_000: "",
    }
    for text, told in known.items():
        path.write_bytes(text)
        assert format_of(path) == told


def test_clipboard() -> None:
    diagram, _ = neuron()
    assert parse_copied(diagram_text(diagram)) == diagram
    for text in ("", "w0 x0", "\ud800", '{"format": "bpstudio"}'):
        with pytest.raises(Refusal, match="clipboard"):
            parse_copied(text)


@pytest.mark.parametrize(
    ("fields", "place", "reason"),
    [
        (f'"nodes": [{X}], "nods": 1', "nods", "is unknown"),
        ('"nodes": [{"id": 1, "gate": "input", "numbre": 1}]', "nodes[0].numbre", "is unknown"),
        ('"nodes": [{"id": 1, "gate": "nand"}]', "nodes[0].gate", "'nand' is unknown"),
        ('"nodes": [{"gate": "input"}]', "nodes[0].id", "is missing"),
        ('"nodes": [{"id": "1", "gate": "input"}]', "nodes[0].id", "must be a whole number, not"),
        ('"nodes": [{"id": -1, "gate": "input"}]', "nodes[0].id", "must be a whole number of at"),
        ('"nodes": [{"id": 1, "gate": "input", "number": NaN}]', "nodes[0].number", "must be a"),
        ('"nodes": [{"id": 1, "gate": "input", "number": 1e999}]', "nodes[0].number", "must be"),
        ('"nodes": [{"id": 1, "gate": "input", "number": 1e31}]', "nodes[0].number", "must be"),
        ('"nodes": [{"id": 1, "gate": "exp", "number": 1}]', "nodes[0].number", "is unknown"),
        ('"nodes": [{"id": 1, "gate": "input", "place": [1]}]', "nodes[0].place", "must be a list"),
        (
            '"nodes": [{"id": 1, "gate": "input", "place": [1, NaN]}]',
            "nodes[0].place[1]",
            "must be a number, not NaN",
        ),
        ('"nodes": [{"id": 1, "gate": "input", "name": "exp"}]', "nodes[0].name", "exp is what"),
        ('"nodes": [{"id": 1, "gate": "input", "inputs": [1]}]', "nodes[0]", "Input takes 0"),
        ('"nodes": [{"id": 1, "gate": "exp", "inputs": [2]}]', "nodes[0]", "there is no gate 2"),
        ('"nodes": [{"id": 1, "gate": "exp", "inputs": ["2"]}]', "nodes[0].inputs[0]", "must be"),
        ('"nodes": [{"id": 1, "gate": "exp", "inputs": [true]}]', "nodes[0].inputs[0]", "must be"),
        ('"nodes": [{"id": 1, "gate": "exp", "inputs": [1]}]', "nodes[0]", "a circle: exp 1 → exp"),
        (f'"nodes": [{X}, {X}]', "nodes[1]", "two gates have the id 1"),
        (f'"nodes": [{X}], "output": 3', "output", "must be the id of a gate"),
        (f'"nodes": [{X}], "incoming": null', "incoming", "must be a number, not null"),
        ('"nodes": 3', "nodes", "must be a list"),
        ('"output": 3', "nodes", "is missing"),
    ],
)
def test_refusals(fields, place, reason) -> None:
    refused = refusal_of(HEAD + fields + "}")
    assert refused.place == place
    assert refused.reason.startswith(reason)


def test_names_of_two_gates() -> None:
    nodes = [{"id": n, "gate": "input", "name": "w0"} for n in (1, 2)]
    refused = refusal_of(f'{HEAD}"nodes": {json.dumps(nodes)}}}')
    assert refused.place == "nodes[1].name"


def test_a_long_circle_is_named_shortly() -> None:
    nodes = [{"id": n, "gate": "exp", "inputs": [(n + 1) % 900]} for n in range(900)]
    refused = refusal_of(f'{HEAD}"nodes": {json.dumps(nodes)}}}')
    assert "…" in refused.reason
    assert len(refused.reason) < 200


@pytest.mark.parametrize(
    "text",
    [
        HEAD + '"nodes": [' + ", ".join([X] * 1_000_000) + "]}",
        HEAD + '"nodes": [' + ",".join([X] * 3_000) + "]}",
        HEAD + '"nodes": ' + "[" * 100_000 + "]" * 100_000 + "}",
        HEAD + '"nodes": [{"id": 1, "gate": "add", "inputs": [' + "null," * 300_000 + "null]}]}",
        '{"format": "bpstudio", "version": 1}',
        '{"format": "bpstudio-circuit", "version": 2}',
        "[" * 1_000_000,
        "",
        "null",
    ],
    ids=["million", "thousands", "deep", "wide", "other", "newer", "nested", "empty", "null"],
)
def test_hostile_files_are_refused_at_once(text) -> None:
    start = time.process_time()
    refusal_of(text)
    assert time.process_time() - start < 1


def test_too_many_gates() -> None:
    nodes = [{"id": n, "gate": "input"} for n in range(2_001)]
    refused = refusal_of(f'{HEAD}"nodes": {json.dumps(nodes)}}}')
    assert (refused.place, refused.reason) == ("nodes", "must be a list of at most 2000")
    assert len(parse_diagram(f'{HEAD}"nodes": {json.dumps(nodes[:-1])}}}'.encode()).places) == 2_000


def test_too_many_wires() -> None:
    nodes = [{"id": 0, "gate": "input"}]
    nodes += [{"id": n, "gate": "add", "inputs": [0] * 900} for n in range(1, 31)]
    assert "20,000 wires" in refusal_of(f'{HEAD}"nodes": {json.dumps(nodes)}}}').reason


def test_a_huge_file_is_not_read(tmp_path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(10**8)  # sparse: it takes no room
    with pytest.raises(Refusal, match="at most"):
        read_diagram(path)
