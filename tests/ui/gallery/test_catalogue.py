import json
import logging
from pathlib import Path

import pytest

from bpstudio.experiment.storage import read_experiment
from bpstudio.resources import resource
from bpstudio.ui.gallery.catalogue import read_catalogue

XOR = '{"format": "bpstudio", "version": 1, "data": {"name": "xor"}}'
GOOD = {"file": "x.json", "title": "X", "sentence": "See X."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "x.json").write_text(XOR)
    (tmp_path / "broken.json").write_text("{")
    return tmp_path


def listed(folder: Path, *entries: object) -> list[str]:
    file = folder / "gallery.list"
    file.write_text(json.dumps(entries))
    return [example.title for example in read_catalogue(file, folder)]


def test_every_shipped_experiment_is_listed_once(caplog: pytest.LogCaptureFixture) -> None:
    examples = read_catalogue()
    shipped = sorted(resource("experiments").glob("*.json"))
    assert sorted(example.path for example in examples) == shipped
    assert len({example.title for example in examples}) == len(shipped)
    assert len({example.sentence for example in examples}) == len(shipped)
    assert all(example.experiment == read_experiment(example.path) for example in examples)
    assert caplog.records == []


def test_the_order_is_that_of_the_list(folder: Path) -> None:
    assert listed(folder, GOOD, GOOD | {"title": "A"}) == ["X", "A"]


@pytest.mark.parametrize(
    "entry",
    [
        GOOD | {"file": "missing.json"},
        GOOD | {"file": "broken.json"},
        GOOD | {"file": "../x.json"},
        GOOD | {"title": ""},
        GOOD | {"sentence": "x" * 101},
        GOOD | {"colour": "red"},
        {"file": "x.json"},
        "x.json",
        None,
    ],
)
def test_a_broken_entry_is_left_out_and_logged(
    folder: Path, caplog: pytest.LogCaptureFixture, entry: object
) -> None:
    assert listed(folder, GOOD, entry, GOOD | {"title": "Y"}) == ["X", "Y"]
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "entry 2 of the gallery is left out" in caplog.text


@pytest.mark.parametrize("text", [None, "", "{}", "[1", "\0"])
def test_without_a_list_there_are_no_examples(
    folder: Path, caplog: pytest.LogCaptureFixture, text: str | None
) -> None:
    file = folder / "gallery.list"
    if text is not None:
        file.write_text(text)
    assert read_catalogue(file, folder) == ()
    assert "the gallery is empty" in caplog.text
