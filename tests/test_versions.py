"""A file of each version there has been: its bytes are fixed, and it opens for ever."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load

from bpstudio.experiment.circuits.storage import parse_diagram, read_diagram
from bpstudio.experiment.document_file import PARAMETERS, RUN, STATE, read_contents, write_document
from bpstudio.experiment.spec import Choice, DataSpec, LayerSpec
from bpstudio.experiment.storage import experiment_text, parse_experiment
from bpstudio.experiment.table_path import rooted
from bpstudio.experiment.tensors import pack
from bpstudio.experiment.versions import BOOKMARKS, CIRCUIT, EXPERIMENT, Format
from bpstudio.experiment.versions import RUN as RUN_FORMAT
from bpstudio.refusal import Refusal
from bpstudio.runtime.documents import begun, document_entries, learned
from bpstudio.runtime.history import BUDGET, History
from bpstudio.runtime.past import Past
from bpstudio.runtime.run_file import JSON
from bpstudio.runtime.saved_run import saved
from tests.runtime.experiments import data_of

FIXTURES = Path(__file__).parent / "fixtures"
DIGESTS = {  # a file that is here is never written again
    "bookmarks-1.bps": "5976f3772d0590fa92b78b899260f12d89b40db514529ac509978a151e277ba1",
    "circuit-1.json": "71532faeb06ee0d381d31659502d15849c18e2a12f464c69fcc27710aa4cc582",
    "document-1.bps": "c3c62884e1079ddfeb6083d49a944f0bb870e75eee4a109bf4b8b158295c9328",
    "experiment-1.json": "1a223ab27d90d01288cd072f1146b1928ef12e7c33242a549d70d816a123a6ee",
    "table-1.csv": "1e6c8889a0434b85477425b3eea4c93a176fe2b3e449af638f997d90690be8b4",
}
DOCUMENT = FIXTURES / "document-1.bps"


def opened(path=DOCUMENT):
    contents = read_contents(path)
    data = data_of(contents.experiment)
    found = learned(contents, contents.experiment, data, path.parent)
    assert not found.notice
    return begun(found, contents.experiment, data, history=History(BUDGET)), found


def test_their_bytes_are_what_they_were():
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in FIXTURES.iterdir()}
    assert found == DIGESTS


@pytest.mark.parametrize(
    ("format_", "name"), [(EXPERIMENT, "experiment-{}.json"), (CIRCUIT, "circuit-{}.json")]
)
def test_there_is_one_of_each_version(format_, name):
    versions = range(1, format_.newest + 1)
    texts = [json.loads((FIXTURES / name.format(version)).read_bytes()) for version in versions]
    assert [text["version"] for text in texts] == list(versions)
    assert all((FIXTURES / f"document-{one}.bps").is_file() for one in versions)


def test_there_is_a_document_of_each_version_of_a_run():
    for version in range(1, RUN_FORMAT.newest + 1):
        entries = read_contents(FIXTURES / f"document-{version}.bps").entries
        for part in (STATE, RUN):
            assert json.loads(load(entries[part])[JSON].tobytes())["version"] == version


def test_bookmarks_say_what_they_said():
    for version in range(1, BOOKMARKS.newest + 1):
        marks = read_contents(FIXTURES / f"bookmarks-{version}.bps").bookmarks
        assert [(one.name, one.page, one.step) for one in marks] == [
            ("ζ before it saturates", "Network", 540),
            ("a gate", "Circuit", 0),
            ("a", "Network", 0),
        ]
        assert (marks[0].layers, marks[0].unit) == ((1, 0), (1, 3))
        assert (marks[1].panel, marks[1].gates) == ("Values", 3)
        assert (marks[2].instruction, marks[2].sample) == (6, 12)


def test_an_experiment_says_what_it_said():
    path = FIXTURES / "experiment-1.json"
    experiment = parse_experiment(path.read_bytes())
    assert experiment.data == DataSpec(
        path="table-1.csv",
        target="kind",
        columns={"island": "category", "notes": "ignore"},
        missing="drop",
        bad_rows="skip",
        test_fraction=0.25,
        standardize=True,
        seed=5,
    )
    assert experiment.hidden == (
        LayerSpec(units=6, activation="tanh"),
        LayerSpec(units=6, activation="leaky_relu", initializer=Choice("he_normal"), skip=True),
        LayerSpec(units=3, activation="sigmoid"),
    )
    training = experiment.training
    assert (training.batch_size, training.epochs, training.shuffle) == ("all", 40, False)
    assert training.optimizer == Choice("adam", (("beta1", 0.8),))
    assert training.schedule == Choice("step", (("factor", 0.5),))
    assert (training.clip_norm, training.stop_loss, training.patience) == (2.5, 0.01, 20)
    data = data_of(rooted(experiment, path.parent))
    assert len(data.train.x) + len(data.test.x) == 38  # of 40, one lacks a cell and one a number
    assert data.classes == ("adelie", "gentoo")


def test_a_circuit_says_what_it_said():
    diagram = read_diagram(FIXTURES / "circuit-1.json")
    nodes = {node.id: node for node in diagram.circuit.nodes}
    assert [nodes[k].number for k in range(1, 6)] == [2, -1, -3, -2, -3]
    assert (nodes[9].inputs, nodes[9].name, diagram.circuit.output) == ((8, 5), "a", 10)
    assert diagram.places[10] == (700, 156)


def test_a_document_goes_on_where_it_was():
    run, found = opened()
    assert run.step_made == 100
    assert len(found.record.losses.values()) == 100
    assert [(mark.step, mark.words) for mark in run.timeline.marks] == [
        (70, "layer 1: units 4 → 5")
    ]
    run.train()
    # what it went on with when it was saved; another machine's last bits may differ
    expected = [0.481445, 0.519653, 0.356719, 0.570573, 0.615508]
    np.testing.assert_allclose(run.advance(5), expected, rtol=1e-4)
    past = Past(run, run.history.nearest(30), 30)
    past.approach(9.0)
    assert past.trainer.experiment.hidden[0].units == 4


def test_saved_again_by_another_process_it_has_the_same_bytes(tmp_path):
    run, found = opened()
    path = tmp_path / "again.bps"
    entries = document_entries(saved(run), found.record, path.parent)
    write_document(path, run.trainer.experiment, entries)
    assert path.read_bytes() == DOCUMENT.read_bytes()


def changed(part, change):
    """Return the entries of the document with what `change` makes of the JSON of a part."""
    entries = dict(read_contents(DOCUMENT).entries)
    arrays = load(entries[part])
    plain = json.loads(arrays[JSON].tobytes())
    change(plain)
    text = np.frombuffer(json.dumps(plain).encode(), np.uint8)
    return entries | {part: pack(arrays | {JSON: text})}


def refused(entries, path):
    write_document(path, read_contents(DOCUMENT).experiment, entries)
    with pytest.raises(Refusal) as caught:
        opened(path)
    return caught.value


@pytest.mark.parametrize("part", [STATE, RUN])
def test_a_newer_run_is_refused_naming_both_versions(tmp_path, part):
    def change(plain):
        plain.clear()  # nobody knows what else is in it
        plain.update(RUN_FORMAT.header, version=9)

    why = refused(changed(part, change), tmp_path / "newer.bps")
    newest = RUN_FORMAT.newest
    assert (
        str(why) == f"{part}: json: version: is 9, and this bpstudio reads up to version {newest}"
    )


@pytest.mark.parametrize("part", [STATE, RUN])
def test_what_is_unknown_in_a_run_is_refused_with_its_place(tmp_path, part):
    why = refused(changed(part, lambda plain: plain.update(mood="good")), tmp_path / "odd.bps")
    assert why.place == f"{part}: json"
    assert "`mood`" in why.reason
    entries = dict(read_contents(DOCUMENT).entries)
    entries[PARAMETERS] = pack({"layers.9.weight": np.zeros(2)})
    why = refused(entries, tmp_path / "odd.bps")
    assert str(why) == f"{PARAMETERS}: layers.9.weight: is no parameter of this network"


def test_a_newer_experiment_in_a_document_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "newer.bps"
    contents = read_contents(DOCUMENT)
    text = experiment_text(contents.experiment).replace('"version": 1', '"version": 2')
    monkeypatch.setattr("bpstudio.experiment.document_file.experiment_text", lambda _: text)
    write_document(path, contents.experiment, contents.entries)
    with pytest.raises(Refusal, match=r"^experiment\.json: version: is 2, .* up to version 1$"):
        read_contents(path)


def test_a_newer_circuit_is_refused():
    text = (FIXTURES / "circuit-1.json").read_text().replace('"version": 1', '"version": 4')
    with pytest.raises(Refusal, match=r"^version: is 4, and this bpstudio reads up to version 1$"):
        parse_diagram(text.encode())


def test_an_older_text_goes_through_all_upgrades_that_came_since(monkeypatch):
    upgrades = (
        lambda fields: {"samples": fields["rows"]},
        lambda fields: {"data": {"name": "xor", "samples": fields["samples"]}},
    )
    grown = Format(EXPERIMENT.name, upgrades)
    monkeypatch.setattr("bpstudio.experiment.schema.EXPERIMENT", grown)
    newest = {"data": {"name": "xor", "samples": 9}}
    for version, fields in enumerate(({"rows": 9}, {"samples": 9}, newest), start=1):
        text = json.dumps({"format": "bpstudio", "version": version, **fields})
        assert parse_experiment(text.encode()).data == DataSpec(name="xor", samples=9)
    assert grown.header == {"format": "bpstudio", "version": 3}
