"""Bad input to ``bpstudio train``: one line that begins with the file and names the place."""

import json
import os

import numpy as np
import pytest
from safetensors.numpy import save_file

from bpstudio.runtime import headless

HUGE = {"activation": "relu", "initializer": {"name": "normal", "std": 1e30}}
TABLE = "height,kind\n1,a\n2,b\nx,a\n"


@pytest.fixture
def refused(command):
    """Return a function that runs a command that is refused, and returns its one line."""

    def run(*arguments):
        done = command(*arguments)
        assert (done.status, done.out) == (2, "")
        line = done.err.removesuffix("\n")
        assert done.err == line + "\n"
        assert line.isprintable()
        return line

    return run


@pytest.fixture
def no_training(monkeypatch):
    def fail(*arguments, **options):
        pytest.fail("training has begun")

    monkeypatch.setattr(headless, "train", fail)


def test_a_missing_file(refused):
    assert refused("train", "none.json") == "none.json: there is no such file"


def test_the_file_is_named_as_it_was_given(refused, write, tmp_path):
    write("folder/mine.json", nonsense=1)
    for name in ("folder/mine.json", "./folder//mine.json", tmp_path / "folder" / "mine.json"):
        assert refused("train", name) == f"{name}: nonsense: is unknown"


def test_control_characters_are_escaped(refused, write):
    name = "no\nline\x1b[2J\r.json"
    write(name, nonsense=1)
    assert refused("train", name) == r"no\nline\x1b[2J\r.json: nonsense: is unknown"
    assert refused("train", "caf\udce9") == r"caf\udce9: there is no such file"


def test_what_is_no_regular_file(refused, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refused("train", ".") == ".: is a directory, not a file"
    assert refused("train", "pipe").startswith("pipe: is a device or a pipe")
    assert refused("train", "/dev/zero").startswith("/dev/zero: is a device")


@pytest.mark.parametrize(
    ("content", "rest"),
    [
        ("", "line 1, column 1: the file is empty; an experiment begins with {"),
        ('{"a": 1,\n}', "line 2, column 1: isn't JSON: expecting property name"),
        ("{}", "format: is missing"),
        (
            '{"format": "bpstudio-circuit", "version": 1}',
            "is a circuit, which has nothing to train",
        ),
        ('{"format": "bpstudio", "version": 2}', "version: is 2, and this bpstudio reads up to"),
    ],
)
def test_what_is_no_experiment(refused, tmp_path, content, rest):
    (tmp_path / "mine.json").write_text(content)
    assert refused("train", "mine.json").startswith(f"mine.json: {rest}")


@pytest.mark.parametrize(
    ("fields", "rest"),
    [
        ({"data": {"name": "mnist"}}, "data.name: 'mnist' is unknown; there are circle, "),
        ({"data": {"name": "diabetes"}}, "loss: cross_entropy needs categories"),
        ({"data": {"path": "none.csv"}}, "none.csv: there is no such file"),
        ({"data": {"path": "."}}, ".: is a directory"),
        ({"data": {"path": "nul\0"}}, r"nul\x00: can't be the name of a file"),
        ({"data": {"path": "caf\udce9"}}, r"caf\udce9: there is no such file"),
        ({"training": {"epochs": -1}}, "training.epochs: must be a whole number of at least 0"),
        ({"network": {"hidden": [{"units": 10**6}] * 2}}, "network: 1,000,006,000,002 parameters"),
        ({"data": {"name": "noise", "features": 10**6, "samples": 10**7}}, "data.samples: 10,000"),
        (
            {"network": {"hidden": [HUGE], "initializer": HUGE["initializer"]}},
            "data: the loss isn't finite before the first update",
        ),
    ],
)
def test_impossible_experiments(refused, write, fields, rest):
    file = write(**fields)
    assert refused("train", file).startswith(f"{file}: {rest}")


def test_a_table_has_file_line_and_column(refused, write, tmp_path):
    file = write("folder/mine.json", data={"path": "my\ntable.csv"})
    (tmp_path / "folder" / "my\ntable.csv").write_text(TABLE)
    assert refused("train", file) == (
        r"folder/mine.json: folder/my\ntable.csv, line 4, column 1 (height): 'x' is not a number; "
        'a column of categories, or one to ignore, is named as such under "columns"'
    )


@pytest.mark.usefixtures("no_training")
@pytest.mark.parametrize("option", ["--log", "--parameters-out"])
@pytest.mark.parametrize("target", ["none/file", ".", "", "n" * 256])
def test_what_can_not_be_written_is_refused_before_training(refused, write, option, target):
    file = write()
    line = refused("train", file, option, target)
    assert line.startswith(f"{file}: {target}: can't be written" if target else f"{file}: ")


@pytest.mark.usefixtures("no_training")
def test_a_pipe_is_not_replaced_by_parameters(refused, write, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "isn't a regular file" in refused("train", write(), "--parameters-out", "pipe")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.usefixtures("no_training")
@pytest.mark.parametrize("option", ["--log", "--parameters-out"])
def test_what_is_read_is_not_written_over(refused, write, tmp_path, option):
    file = write("folder/mine.json", data={"path": "mine.csv"})
    before = (tmp_path / file).read_text()
    (tmp_path / "folder" / "mine.csv").write_text("a,t\n1,x\n2,y\n3,x\n4,y\n")
    itself = f"{file}: {option} folder/../folder/mine.json: would be written over FILE itself"
    assert refused("train", file, option, "folder/../folder/mine.json") == itself
    table = f"{file}: {option} folder/mine.csv: would be written over FILE's table"
    assert refused("train", file, option, "folder/mine.csv") == table
    assert (tmp_path / file).read_text() == before


@pytest.mark.parametrize("option", ["--log", "--parameters-out"])
def test_a_refused_experiment_leaves_old_results_alone(refused, write, tmp_path, option):
    (tmp_path / "old").write_text("old")
    refused("train", write(nonsense=1), option, "old")
    assert (tmp_path / "old").read_text() == "old"


def test_a_full_disk_under_the_log(refused, write):
    line = refused("train", write(), "--log", "/dev/full")
    assert line == "mine.json: /dev/full: can't be written: No space left on device"


def test_a_fault_in_the_training_is_not_taken_for_one_of_the_log(command, write, monkeypatch):
    def fail(*arguments, **options):
        raise OSError(5, "no such thing")

    monkeypatch.setattr(headless, "train", fail)
    with pytest.raises(OSError, match="no such thing"):
        command("train", write(), "--log", "log.csv")


@pytest.mark.usefixtures("no_training")
def test_parameters_that_do_not_fit(refused, write, tmp_path):
    file = write()
    options = ("--parameters-in", "p")
    assert refused("train", file, *options) == f"{file}: p: there is no such file"
    (tmp_path / "p").write_text(json.dumps({}))
    assert refused("train", file, *options).startswith(f"{file}: p: isn't a whole safetensors")
    save_file({"layers.0.weight": np.zeros((2, 3), np.float32)}, tmp_path / "p")
    assert refused("train", file, *options).startswith(f"{file}: p: layers.0.weight: has the shape")
    assert refused("train", file, "--parameters-in", "").startswith(f"{file}: .: is a directory")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["train"], "'FILE'"),
        (["train", "a.json", "b.json"], "b.json"),
        (["train", "a.json", "--nonsense"], "--nonsense"),
        (["train", "a.json", "--epochs"], "--epochs"),
        (["train", "a.json", "--epochs", "x\n"], "--epochs"),
        (["train", "a.json", "--epochs", "-1"], "--epochs"),
        (["train", "a.json", "--epochs", str(10**12 + 1)], "--epochs"),
        (["train", "a.json", "--epochs", "1", "--steps", "1"], "--steps"),
        (["train", "a.json", "--seed", str(2**63)], "--seed"),
        (["train", "a.json", "--every", "0"], "--every"),
        (["train", "a.json", "--dtype", "float16"], "--dtype"),
        (["train", "--seed", "1", "a.json", "--every", "0"], "--every"),
        (["--nonsense"], "--nonsense"),
        (["screenshot", "a.json"], "--out"),
        (["frobnicate", "x"], "frobnicate: there is no such command or file"),
    ],
)
def test_wrong_use_is_one_line(refused, arguments, word):
    line = refused(*arguments)
    assert word in line
    assert line.startswith("a.json: ") == ("a.json" in arguments)


def test_a_second_file_is_too_many(refused, write):
    file = write()
    assert refused(file, "b.json").startswith(f"{file}: Got unexpected extra argument")


def test_half_a_character_in_the_name_of_a_column(refused, write, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE)
    lone = write(data={"path": "t.csv", "target": "\ud800"})
    assert refused("train", lone).startswith("mine.json: data.target: holds half a character")
    lone = write(data={"path": "t.csv", "columns": {"\ud800": "ignore"}})
    words = r"mine.json: data.columns.\ud800: holds half a character"
    assert refused("train", lone).startswith(words)


def test_outputs_are_not_written_over_one_another(refused, write, no_training, tmp_path):
    file = write()
    line = refused("train", file, "--log", "d", "--parameters-out", "./d")
    assert line == "mine.json: --parameters-out ./d: would be written over what --log writes"
    (tmp_path / "p").write_bytes(b"")
    line = refused("train", file, "--parameters-in", "p", "--log", "p")
    assert line == "mine.json: --log p: would be written over --parameters-in"
    assert refused("train", file, "--log", "") == "mine.json: --log '': is no name of a file"


def test_no_name_at_all(refused):
    assert refused("train", "") == "'': is no name of a file"


def test_a_screenshot_is_not_written_over_what_it_shows(refused, write, tmp_path):
    file = write("mine.png")
    before = (tmp_path / file).read_bytes()
    line = refused("screenshot", file, "--out", "./mine.png")
    assert line == "mine.png: --out ./mine.png: would be written over FILE itself"
    assert (tmp_path / file).read_bytes() == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--seconds", "nan"], "--seconds nan: must be a number"),
        (["--size", "9" * 5_000 + "x900"], ": must be at most 8000 each way"),
    ],
)
def test_odd_options_of_a_screenshot(refused, write, options, words):
    assert refused("screenshot", write(), "--out", "b.png", *options).endswith(words)


def test_a_file_after_two_dashes_is_named(refused, write):
    write("-dash.json")
    assert refused("train", "--", "-dash.json", "extra").startswith("-dash.json: ")
    assert refused("train", "--seed", "abc", "--", "-dash.json").startswith("-dash.json: ")
