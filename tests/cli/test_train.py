"""``bpstudio train``: what it reports, and that its options do what they say."""

import math
import re

import numpy as np
import pytest
from safetensors.numpy import load_file

from bpstudio import __version__
from bpstudio.resources import resource

SMALL = {"data": {"name": "circle", "samples": 100}, "network": {"hidden": [{"units": 4}]}}
EPOCH = 7  # steps: 70 samples by 10


@pytest.fixture
def small(write):
    return write(**SMALL)


def test_digits_are_learned(command):
    done = command("train", resource("experiments", "digits.json"), "--epochs", 40, "--json")
    assert (done.status, done.err) == (0, "")
    assert (done.report["steps"], done.report["epochs"]) == (1_600, 40)  # 1,258 samples by 32
    assert done.report["test_accuracy"] > 0.93


def test_the_report_is_one_object_with_these_fields(command, small):
    report = command("train", small, "--json", "--epochs", 3).report
    kinds = {
        "steps": int,
        "epochs": int,
        "seconds": float,
        "steps_per_second": float,
        "loss": float,
        "test_loss": float,
        "test_accuracy": float,
        "status": str,
        "stopped_by": str,
        "message": str,
    }
    assert {name: type(value) for name, value in report.items()} == kinds
    assert (report["steps"], report["epochs"], report["status"]) == (3 * EPOCH, 3, "finished")
    assert report["steps_per_second"] == pytest.approx(report["steps"] / report["seconds"])
    assert 0 <= report["test_accuracy"] <= 1
    assert report["test_accuracy"] * 30 == pytest.approx(round(report["test_accuracy"] * 30))


def test_people_get_a_sentence(command, small):
    done = command("train", small, "--epochs", 3)
    assert done.status == 0
    words = r"finished after 21 steps \(3 epochs\) in [\d.]+ s, [\d,]+ steps/s: "
    figures = r"loss [\d.]+, test loss [\d.]+, test accuracy \d+\.\d%\n"
    assert re.fullmatch(words + figures, done.out)


def test_one_step_is_no_plural(command, small):
    assert "after 1 step (1 epoch) in" in command("train", small, "--steps", 1).out


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_says_what_is_taken_where_nothing_is_given(command, option):
    told = " ".join(command("train", option).out.split())
    assert "Calculate with numbers of this precision. [default: float32]" in told
    assert "Write a row of the log every K steps. [default: 1" in told


def test_the_version_is_that_of_bpstudio(command):
    assert command("--version").out == f"bpstudio, version {__version__}\n"


def test_the_experiment_says_how_many_epochs(command, write):
    file = write(**SMALL, training={"epochs": 5})
    assert command("train", file, "--json").report["steps"] == 5 * EPOCH


@pytest.mark.parametrize(("steps", "epochs"), [(1, 1), (EPOCH, 1), (EPOCH + 1, 2), (100, 15)])
def test_steps_override_the_epochs(command, small, steps, epochs):
    report = command("train", small, "--json", "--steps", steps).report
    assert (report["steps"], report["epochs"]) == (steps, epochs)


@pytest.mark.parametrize("option", ["--steps", "--epochs"])
def test_no_update_at_all(command, small, option):
    done = command("train", small, "--json", option, 0)
    report = done.report
    assert (done.status, report["status"], report["loss"]) == (0, "finished", None)
    assert (report["steps"], report["epochs"], report["steps_per_second"]) == (0, 0, 0)
    assert report["test_loss"] > 0


def test_without_a_test_part_its_figures_are_null(command, write):
    file = write(data={"name": "circle", "test_fraction": 0})
    done = command("train", file, "--json", "--epochs", 1)
    assert (done.report["test_loss"], done.report["test_accuracy"]) == (None, None)
    assert "test" not in command("train", file, "--epochs", 1).out


def test_a_numeric_target_has_no_accuracy(command, write):
    file = write(data={"name": "diabetes"}, loss="squared_error", training={"learning_rate": 0.01})
    report = command("train", file, "--json", "--epochs", 2).report
    assert report["test_accuracy"] is None
    assert report["test_loss"] > 0


def trained(command, tmp_path, file, *options):
    done = command("train", file, "--steps", 30, "--parameters-out", "p", *options)
    assert (done.status, done.err) == (0, "")
    return (tmp_path / "p").read_bytes()


def test_the_same_seed_gives_the_same_bits(command, tmp_path, small):
    once = trained(command, tmp_path, small)
    assert trained(command, tmp_path, small) == once
    assert trained(command, tmp_path, small, "--seed", 0) == once
    assert trained(command, tmp_path, small, "--seed", 1) != once
    # rows of a log are taken between steps and change nothing
    assert trained(command, tmp_path, small, "--log", "log.csv") == once
    assert trained(command, tmp_path, small, "--log", "log.csv", "--every", 7) == once


def test_the_seed_is_the_trainings(command, tmp_path, write):
    file = write("seeded.json", **SMALL, training={"seed": 6})
    assert trained(command, tmp_path, file) == trained(
        command, tmp_path, write(**SMALL), "--seed", 6
    )


def test_dtype(command, tmp_path, small):
    wide, narrow = {}, {}
    for dtype, found in (("float64", wide), ("float32", narrow)):
        trained(command, tmp_path, small, "--dtype", dtype)
        found.update(load_file(tmp_path / "p"))
        assert {str(tensor.dtype) for tensor in found.values()} == {dtype}
    for name, tensor in wide.items():
        np.testing.assert_allclose(narrow[name], tensor, rtol=1e-3, atol=1e-5)


def test_parameters_go_out_and_come_in(command, small):
    out = command("train", small, "--json", "--epochs", 3, "--parameters-out", "p").report
    back = command("train", small, "--json", "--epochs", 0, "--parameters-in", "p").report
    for name in ("test_loss", "test_accuracy"):
        assert back[name] == out[name]
    other = command("train", small, "--json", "--epochs", 0).report
    assert other["test_loss"] != out["test_loss"]


def test_zero_epochs_write_the_initial_parameters(command, tmp_path, small):
    command("train", small, "--epochs", 0, "--parameters-out", "p")
    found = load_file(tmp_path / "p")
    assert not found["layers.0.bias"].any()
    assert np.abs(found["layers.0.weight"]).max() <= math.sqrt(6 / (2 + 4))  # Glorot


WILD = {
    "data": {"name": "diabetes"},
    "loss": "squared_error",
    "network": {"hidden": [{"units": 9, "activation": "relu"}]},
    "training": {"learning_rate": 1e30},
}


def test_divergence(command, write):
    file = write("wild\n.json", **WILD)
    done = command("train", file, "--json")
    assert (done.status, done.err) == (1, "")
    assert done.report["status"] == "diverged"
    assert done.report["loss"] is None
    assert "smaller learning rate" in done.report["message"]
    assert done.report["test_loss"] < 100  # of the parameters before the update that did it
    told = command("train", file)
    assert told.status == 1
    assert told.out.startswith("diverged after ")
    assert re.fullmatch(r"wild\\n\.json: Diverged at step [^\n]*\n", told.err)


def test_the_table_is_looked_for_beside_the_file(command, write, tmp_path):
    file = write("folder/mine.json", data={"path": "mine.csv", "test_fraction": 0})
    (tmp_path / "folder" / "mine.csv").write_text("a,t\n1,x\n2,y\n3,x\n4,y\n")
    assert command("train", file, "--json", "--steps", 2).report["steps"] == 2


TABLE = "\n".join(
    [
        "größe;insel;t",
        *(f"{place % 7},{place};{'uv'[place % 2]};{'xy'[place % 2]}" for place in range(20)),
        "?;u;x",  # missing: filled
        "1,5;NA;y",  # missing, too
        "1,5;u;",  # no target: left out
        "1.234,5;u;x",  # a mark of thousands
        "1,5;u",
        "1,5;u;x\0",
    ]
)
WRITTEN = {
    "path": "mine.csv",
    "encoding": "cp1252",
    "delimiter": ";",
    "decimal": ",",
    "header": True,
    "columns": {"insel": "category"},
    "missing_values": ["?", "NA"],
    "missing": "fill",
    "bad_rows": "skip",
}


def test_a_table_is_read_as_its_experiment_says(command, write, tmp_path):
    (tmp_path / "mine.csv").write_text(TABLE, encoding="cp1252")
    file = write("mine.json", data=WRITTEN, training={"batch_size": "all"})
    report = command("train", file, "--json", "--epochs", 3).report
    assert (report["steps"], report["skipped"], report["filled"]) == (3, 4, 2)
    told = command("train", file, "--epochs", 3)
    assert (told.status, told.err) == (0, "")
    assert told.out.endswith(
        ". The table: 22 rows; 4 left out, the first at line 24, column 3 (t): is empty; "
        "2 cells filled\n"
    )
    assert command("check", file).status == 0


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("decimal", ".", "mine.csv, line 2, column 1 (größe): '0,0' is not a number"),
        ("encoding", "utf-8", "mine.csv, line 1, column 1 (gr"),
        ("bad_rows", "refuse", "mine.csv, line 25, column 1 (größe): '1.234,5' is not a number"),
        ("missing", "refuse", "mine.csv, line 22, column 1 (größe): is missing ('?')"),
        ("encoding", "utf-16", "data.encoding: the file doesn't look like UTF-16 text"),
        ("decimal", ";", 'data.decimal: must be "." or ","'),
    ],
)
@pytest.mark.parametrize("name", ["train", "check"])
def test_what_doesnt_fit_a_table_is_said_with_its_place(
    command, write, tmp_path, name, field, value, told
):
    (tmp_path / "mine.csv").write_text(TABLE, encoding="cp1252")
    wishes = {**WRITTEN, field: value}
    if field != "bad_rows":
        wishes["bad_rows"] = "skip" if field in ("missing", "encoding") else "refuse"
    done = command(name, write("mine.json", data=wishes))
    assert done.status == 2
    assert done.out == ""
    assert done.err.startswith("mine.json: ")
    assert told in done.err
    assert done.err.count("\n") == 1
