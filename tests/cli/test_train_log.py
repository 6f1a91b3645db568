"""The log of ``bpstudio train``, against numbers worked out here from the table itself."""

import csv

import numpy as np
import pytest
from safetensors.numpy import load_file

HEADER = "step,epoch,loss,test_loss,test_accuracy"
SAMPLES, UNITS, BATCH = 25, 3, 10


@pytest.fixture
def samples():
    rng = np.random.default_rng(8)
    return np.round(rng.normal(0, 2, (SAMPLES, 2)), 3), rng.permutation(np.arange(SAMPLES) % 2)


@pytest.fixture
def file(write, tmp_path, samples):
    """An experiment on a table: a tanh layer, and all samples in the file's order."""
    x, t = samples
    rows = [f"{a},{b},{'uv'[kind]}\n" for (a, b), kind in zip(x, t, strict=True)]
    (tmp_path / "mine.csv").write_text("a,b,t\n" + "".join(rows))
    return write(
        data={"path": "mine.csv", "standardize": False, "test_fraction": 0},
        network={"hidden": [{"units": UNITS}]},
        training={"batch_size": BATCH, "shuffle": False, "l2": 0.3, "l1": 0.1, "epochs": 3},
    )


@pytest.fixture
def log(command, tmp_path):
    """Return a function that trains and returns the header and the rows of the log."""

    def train(file, *options):
        done = command("train", file, "--dtype", "float64", "--log", "log.csv", *options)
        assert (done.status, done.err) == (0, "")
        text = (tmp_path / "log.csv").read_text(encoding="utf-8")
        assert text.endswith("\n")
        header, *rows = csv.reader(text.splitlines())
        return ",".join(header), rows

    return train


def test_the_header_names_layers_and_hidden_layers(log, file, write):
    norms = ",gradient_norm.0,gradient_norm.1,saturation.0"
    assert log(file)[0] == HEADER + norms
    assert log(write("linear.json"), "--steps", 1)[0] == HEADER + ",gradient_norm.0"


def test_steps_and_epochs_count_from_one(log, file):
    # 25 samples by 10: three steps an epoch
    rows = log(file)[1]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    assert [row[1] for row in rows] == ["1"] * 3 + ["2"] * 3 + ["3"] * 3


@pytest.mark.parametrize(
    ("every", "steps"), [(2, [2, 4, 6, 8]), (3, [3, 6, 9]), (4, [4, 8]), (100, [])]
)
def test_a_row_every_so_many_steps(log, file, every, steps):
    all_rows = log(file)[1]
    rows = log(file, "--every", every)[1]
    assert [int(row[0]) for row in rows] == steps
    assert rows == [all_rows[step - 1] for step in steps]


def test_loss_and_norms_stand_in_every_row(log, file):
    for row in log(file)[1]:
        assert all(float(cell) > 0 for cell in (row[2], row[5], row[6]))


def test_no_step_is_a_header_alone(log, file):
    assert log(file, "--steps", 0)[1] == []


def forward(x, tensors):
    z = np.tanh(x @ tensors["layers.0.weight"].T + tensors["layers.0.bias"])
    a = z @ tensors["layers.1.weight"].T + tensors["layers.1.bias"]
    y = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    return z, y


def worked_out(x, t, tensors):
    """Return the mean loss of a batch and the norm of dL/dW of both layers."""
    z, y = forward(x, tensors)
    loss = -np.log(y[np.arange(len(t)), t]).mean()
    delta2 = (y - np.eye(2)[t]) / len(t)
    delta1 = delta2 @ tensors["layers.1.weight"] * (1 - z**2)
    return [loss, np.linalg.norm(delta1.T @ x), np.linalg.norm(delta2.T @ z)]


@pytest.mark.parametrize(
    ("step", "batch"),
    [(1, slice(0, 10)), (2, slice(10, 20)), (3, slice(20, 25)), (4, slice(0, 10))],
)
def test_loss_and_norms_are_the_batchs_before_its_update(
    log, command, file, tmp_path, samples, step, batch
):
    x, t = samples
    row = log(file, "--steps", step)[1][-1]
    before = ("--steps", step - 1, "--dtype", "float64", "--parameters-out", "p")
    assert command("train", file, *before).status == 0
    expected = worked_out(x[batch], t[batch], load_file(tmp_path / "p"))  # penalties aside
    np.testing.assert_allclose([float(row[i]) for i in (2, 5, 6)], expected, rtol=1e-12)


def test_saturation_is_the_share_of_the_probe_set_after_the_update(log, file, tmp_path, samples):
    x, _ = samples
    saturation = float(log(file, "--steps", 4, "--parameters-out", "p")[1][-1][-1])
    z, _ = forward(x, load_file(tmp_path / "p"))
    expected = (1 - z**2 < 0.1).mean()  # tanh's largest slope is 1
    assert 0 < expected < 1
    assert saturation == pytest.approx(expected)


def test_test_cells_stand_at_ends_of_epochs_and_in_the_last_row(log, command, write):
    # 70 samples by 30: three steps an epoch
    file = write(
        data={"name": "circle", "samples": 100},
        network={"hidden": [{}, {}]},
        training={"batch_size": 30},
    )
    rows = log(file, "--steps", 8)[1]
    filled = [[bool(row[i]) for i in (3, 4, -2, -1)] for row in rows]
    assert [all(cells) for cells in filled] == [step in (3, 6, 8) for step in range(1, 9)]
    assert [any(cells) for cells in filled] == [all(cells) for cells in filled]
    seldom = log(file, "--steps", 7, "--every", 4)[1]  # the last step has no row
    assert [[row[0], *row[3:5]] for row in seldom] == [["4", "", ""]]
    report = command("train", file, "--json", "--dtype", "float64", "--steps", 8).report
    assert float(rows[-1][2]) == report["loss"]
    assert float(rows[-1][3]) == report["test_loss"]
    assert float(rows[-1][4]) == report["test_accuracy"]


def test_without_a_test_part_its_cells_stay_empty(log, file):
    for row in log(file)[1]:
        assert row[3:5] == ["", ""]


def test_a_numeric_target_leaves_the_accuracy_empty(log, write):
    file = write(data={"name": "diabetes"}, loss="squared_error", training={"learning_rate": 0.01})
    last = log(file, "--epochs", 1)[1][-1]
    assert float(last[3]) > 0
    assert last[4] == ""


def test_an_older_log_is_replaced(log, file):
    log(file)
    assert len(log(file, "--steps", 2)[1]) == 2


def test_the_row_of_the_step_that_ends_a_run_early(command, write, tmp_path):
    for number, rule in enumerate(({"stop_loss": 0.6}, {"patience": 1})):
        file = write(
            data={"name": "circle", "samples": 60},
            network={"hidden": [{"units": 2}]},
            training={"epochs": 200, "learning_rate": 0.9, **rule},
        )
        report = command("train", file, "--log", f"{number}.csv", "--json").report
        rows = list(csv.DictReader((tmp_path / f"{number}.csv").read_text().splitlines()))
        assert report["stopped_by"] in ("loss", "patience")
        assert len(rows) % 5 == 0  # 42 samples by 10: whole epochs
        assert all(rows[-1].values())
        kept = rows[report["steps"] - 1]  # patience goes back to the best
        assert float(kept["loss"]) == report["loss"]
        assert float(kept["test_loss"]) == report["test_loss"]
