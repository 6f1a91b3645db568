"""The whole run as a table, against the log that the command writes on its own."""

import csv
import io

import numpy as np
import pytest

from bpstudio.data.added import with_added
from bpstudio.experiment import edits
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainingSpec
from bpstudio.runtime import headless
from bpstudio.runtime.history import History
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_table import CHUNK, RunTable
from bpstudio.runtime.snapshot import EMPTY
from tests.runtime.experiments import data_of
from tests.runtime.test_history import past_of

STEPS = 60


def moons(batch):
    made = Experiment(
        data=DataSpec(name="moons", samples=100),
        network=NetworkSpec(
            hidden=(LayerSpec(units=4, activation="sigmoid"), LayerSpec(units=3, activation="relu"))
        ),
        training=TrainingSpec(batch_size=batch, learning_rate=0.3),
    )
    return with_ids(made)


def run_of(experiment):
    return Run(experiment, data_of(experiment))


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def logged(experiment):
    file = io.StringIO()
    headless.train(run_of(experiment), STEPS, log=headless.Log(file, 1))
    return rows_of(file.getvalue())


def recorded(experiment, every):
    """Return the recorder of the same run, which has sampled every so many steps."""
    run, recorder = run_of(experiment), Recorder()
    run.train(endless=True)
    observer = Observer(run.trainer)
    for step in range(1, STEPS + 1):
        recorder.add_losses(run.number, step, run.advance(1))
        if step % every == 0:
            recorder.add(observer.sample(run))
    return recorder, observer.observe(run, 0, 0.0)


def same(cell, other):
    return float(cell) == pytest.approx(float(other), rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("batch", [32, 1, "all"])
def test_it_says_what_the_log_says(batch):
    experiment = moons(batch)
    mine = rows_of("".join(RunTable(*recorded(experiment, 1)).text()))
    its = logged(experiment)
    assert list(mine[0]) == list(its[0])
    assert len(mine) == len(its) == STEPS
    for row, other in zip(mine, its, strict=True):
        assert (row["step"], row["epoch"]) == (other["step"], other["epoch"])
        assert np.float32(row["loss"]) == np.float32(other["loss"])
        assert all(same(row[name], cell) for name, cell in other.items() if cell)


def test_what_was_not_sampled_is_empty():
    rows = rows_of("".join(RunTable(*recorded(moons(32), 20)).text()))
    assert [row["step"] for row in rows if row["gradient_norm.0"]] == ["20", "40", "60"]
    assert all(row["loss"] for row in rows)
    assert rows[0]["saturation.1"] == rows[0]["test_loss"] == ""
    assert rows[19]["saturation.1"]


def changed_after(steps, *changes):
    """Return a run of batches of 32 and its recorder, after some steps before each change."""
    experiment = moons(32)
    run, recorder = Run(experiment, data_of(experiment), history=History()), Recorder()
    run.train(endless=True)
    for edit, change in enumerate(changes, 1):
        recorder.add_losses(run.number, run.step_made + 1, run.advance(steps))
        run.change(*change(run), edit)
    return run, recorder


def with_batch(size):
    return lambda run: (moons(size), run.trainer.data)


def with_more_samples(run):
    more, data = run.trainer.experiment, run.trainer.data
    for k in range(40):
        more = edits.add_sample(more, (0.1 * k, 0.5, "1"))
    return more, with_added(data, more.data.added)


def epochs(run, recorder):
    shot = Observer(run.trainer).observe(run, 0, 0.0)
    return [row["epoch"] for row in rows_of("".join(RunTable(recorder, shot).text()))]


@pytest.mark.parametrize("change", [with_batch(10), with_more_samples])
def test_the_epoch_is_unknown_where_an_edit_has_changed_how_many_steps_it_takes(change):
    assert epochs(*changed_after(5, change)) == [""] * 5


def test_the_epoch_is_known_where_that_was_undone_at_once_or_came_later():
    run, recorder = changed_after(5, with_batch(10))
    run.change(moons(32), run.trainer.data, -1)
    known = ["1", "1", "1", "2", "2"]  # 80 samples for training: 3 steps
    assert epochs(run, recorder) == known
    run.advance(4)
    run.change(*with_batch(10)(run), 2)
    run.advance(3)
    assert epochs(run, recorder) == [""] * 5
    assert epochs(past_of(run, 7).branch(2), recorder) == known


def test_an_empty_run_is_a_line_of_headers():
    table = RunTable(Recorder(), EMPTY)
    assert "".join(table.text()) == "step,epoch,loss,test_loss,test_accuracy\n"
    assert len(table) == 0


def test_a_long_run_comes_in_pieces_and_reads_back_exactly():
    losses = np.random.default_rng(0).normal(size=3 * CHUNK + 5).astype(np.float32)
    losses[7] = np.inf
    recorder = Recorder()
    recorder.add_losses(1, 1, losses)
    pieces = list(RunTable(recorder, EMPTY).text())
    assert len(pieces) == 1 + 4
    recorder.add_losses(1, 1, np.zeros(3))  # a copy: the run may go on
    read = np.array([row["loss"] for row in rows_of("".join(pieces))], np.float32)
    np.testing.assert_array_equal(read, losses)
