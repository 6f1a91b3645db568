"""A document where a FILE is asked for: it goes on from where it was."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from bpstudio.experiment.document_file import read_contents, write_document
from bpstudio.experiment.storage import read_experiment
from bpstudio.runtime.documents import document_entries
from bpstudio.runtime.headless import prepare, train
from bpstudio.runtime.record import Record
from bpstudio.runtime.saved_run import saved

SMALL = {
    "data": {"name": "circle", "samples": 100},
    "network": {"hidden": [{"units": 4}]},
    "training": {"epochs": 6, "optimizer": "adam"},
}
STEPS = 17  # of 7 an epoch


@pytest.fixture
def small(write):
    return write(**SMALL)


@pytest.fixture
def document(small, tmp_path):
    """Return a document of the same experiment, after some steps."""
    run = prepare(read_contents(Path(small)), tmp_path, "float32", None)
    train(run, STEPS)
    path = tmp_path / "trained.bps"
    entries = document_entries(saved(run), Record(), tmp_path)
    write_document(path, read_experiment(Path(small)), entries)
    return path


def numbers(path):
    return load_file(path)


def test_training_goes_on_to_the_same_bits(command, small, document, tmp_path):
    whole, rest = tmp_path / "whole", tmp_path / "rest"
    once = command("train", small, "--json", "--parameters-out", whole).report
    done = command("train", document, "--json", "--parameters-out", rest).report
    assert (once["steps"], once["epochs"]) == (done["steps"], done["epochs"]) == (42, 6)
    one, other = numbers(whole), numbers(rest)
    for name, array in one.items():
        np.testing.assert_array_equal(array, other[name])


def test_what_is_asked_for_is_asked_for_besides(command, document):
    assert command("train", document, "--steps", 5, "--json").report["steps"] == STEPS + 5
    assert command("train", document, "--epochs", 2, "--json").report["epochs"] == 2 + 2


def test_rows_of_the_log_go_on_counting(command, document, tmp_path):
    log = tmp_path / "log.csv"
    command("train", document, "--steps", 2, "--log", log)
    steps = [row.split(",")[0] for row in log.read_text().splitlines()[1:]]
    assert steps == [str(STEPS + 1), str(STEPS + 2)]


def test_the_check_is_at_the_parameters_of_the_document(command, small, document):
    fresh = command("check", small, "--json").report
    done = command("check", document, "--json")
    assert done.status == 0
    assert done.report["max_relative_error"] != fresh["max_relative_error"]


def test_another_seed_is_refused_since_it_goes_on(command, document):
    done = command("train", document, "--seed", 4)
    assert done.status == 2
    assert done.err.startswith(f"{document}: --seed: ")


def test_parameters_given_are_those_of_a_new_run(command, document, tmp_path):
    kept = tmp_path / "kept"
    command("train", document, "--steps", 0, "--parameters-out", kept)
    done = command("train", document, "--parameters-in", kept, "--steps", 3, "--json")
    assert done.report["steps"] == 3


def test_a_damaged_document_is_one_line(command, document, tmp_path):
    half = tmp_path / "half.bps"
    half.write_bytes(document.read_bytes()[:-40])
    for name in ("train", "check"):
        done = command(name, half)
        assert done.status == 2
        assert done.err == f"{half}: is damaged: the end of the archive is missing\n"
