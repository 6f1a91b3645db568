"""The process that makes a small network's steps: the same bits, and no harm where it fails."""

import os
import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice
from bpstudio.runtime.deputy import Deputy
from bpstudio.runtime.deputy import deputy as module
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import SOON


@pytest.fixture
def deputy(ready_machine: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deputy]:
    """A deputy that is called at once."""
    monkeypatch.setattr(module, "SETTLED", 0.0)
    made = Deputy()
    yield made
    made.rest()


def begun(**training):
    """A run that has set off."""
    experiment = make_experiment(4, 3, epochs=10**6, **training)
    run = Run(experiment, data_of(experiment))
    run.train()
    return run


def wait_until_ready(deputy, run):
    end = time.monotonic() + SOON
    while not deputy.call(run.trainer):
        assert time.monotonic() < end
        time.sleep(0.01)


def left(run):
    """Where a run has come to, and all that its last step has left, as bytes."""
    descent = run.trainer.descent
    checkpoint, last = descent.checkpoint(), descent.last
    arrays = [checkpoint.parameters, *checkpoint.state.values(), last.gradient.flat]
    arrays += [last.workspace.y, *last.workspace.z, *last.workspace.delta]
    return checkpoint.place, [array.tobytes() for array in arrays]


def stretch(deputy, run, first=30):
    """Let it make a stretch, as the training does, and return the losses."""
    return run.advance(deputy.steps_ahead(run.trainer.descent) or first, deputy.advance)


@pytest.mark.parametrize(
    "training",
    [
        {"batch_size": 10},
        {"batch_size": 7, "l2": 0.01},  # with a short last batch
        {"batch_size": "all"},
        {"batch_size": 1, "shuffle": False},
        {"optimizer": Choice("adam"), "learning_rate": 0.01, "clip_norm": 1.0},
        {
            "optimizer": Choice("momentum", (("momentum", 0.8),)),
            "schedule": Choice("step", (("epochs", 2.0), ("factor", 0.5))),
        },
    ],
)
def test_its_steps_are_those_of_the_training_to_the_bit(deputy, training):
    run, alone = begun(**training), begun(**training)
    wait_until_ready(deputy, run)
    for most in (None, None, None, 33, 2, 1, None, None):
        losses = run.advance(most or deputy.steps_ahead(run.trainer.descent) or 50, deputy.advance)
        assert losses.tobytes() == alone.advance(len(losses)).tobytes()
        assert left(run) == left(alone)
    assert deputy.call(run.trainer), "it was believed to the end"


@pytest.mark.parametrize("first", [2, 7, 50])
def test_a_divergence_is_taken_back_as_without_it(deputy, first):
    training = {"batch_size": 1, "learning_rate": 1.0}
    losses = begun(**training).advance(800)
    worst = 100 + int(np.argmax(losses[100:]))
    run, alone = begun(**training), begun(**training)
    for one in (run, alone):
        one.trainer.descent.limit = float(np.nextafter(losses[worst], 0))
        one.advance(100 if losses[:100].max() < losses[worst] else 0)
    wait_until_ready(deputy, run)
    told = []
    while run.is_running:
        told.append(stretch(deputy, run, first))
    expected = alone.advance(1_000)
    assert np.concatenate(told).tobytes() == expected.tobytes()
    assert alone.status is Status.DIVERGED
    assert (run.status, run.message, run.loss) == (alone.status, alone.message, alone.loss)
    assert left(run) == left(alone)


def test_who_is_edited_meanwhile_goes_on_from_there(deputy):
    run, alone = begun(), begun()
    wait_until_ready(deputy, run)
    for change in (
        lambda experiment: edits.set_training(experiment, learning_rate=0.5),
        lambda experiment: edits.set_training(experiment, batch_size=4),
        lambda experiment: edits.set_activation(experiment, 1, "tanh"),
    ):
        stretch(deputy, run)
        alone.advance(run.step_made - alone.step_made)
        for one in (run, alone):
            one.change(change(one.trainer.experiment), one.trainer.data)
        wait_until_ready(deputy, run)
        stretch(deputy, run)
        alone.advance(run.step_made - alone.step_made)
        assert left(run) == left(alone)


def test_steps_that_nobody_wants_any_more_are_dropped(deputy):
    run, alone = begun(), begun()
    wait_until_ready(deputy, run)
    for by_deputy, steps in ((1, 40), (0, 3), (1, 40), (1, 5), (0, 1), (1, 40)):
        done = run.advance(steps, deputy.advance) if by_deputy else run.advance(steps)
        alone.advance(len(done))
        assert left(run) == left(alone)


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_the_training_goes_on_without_it_and_calls_another(deputy, ending, caplog):
    run, alone = begun(), begun()
    for failures in range(1, module.MOST_FAILURES + 1):
        wait_until_ready(deputy, run)
        stretch(deputy, run)
        os.kill(deputy._process.pid, ending)
        for _ in range(3):
            stretch(deputy, run)
        assert caplog.text.count("has gone") == failures
    alone.advance(run.step_made)
    assert left(run) == left(alone)
    assert not deputy.call(run.trainer)
    assert deputy._process is None, "not a fourth time"


def test_one_that_hangs_is_not_waited_for(deputy, monkeypatch, caplog):
    run = begun()
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    wait_until_ready(deputy, run)
    os.kill(deputy._process.pid, signal.SIGSTOP)
    assert len(run.advance(30, deputy.advance)) == 30
    assert run.step_made == 30
    assert deputy._process is None
    assert "has gone: TimeoutError" in caplog.text


@pytest.mark.parametrize("executable", ["/nowhere/python", None])
def test_one_that_cant_be_called_is_done_without(deputy, monkeypatch, caplog, executable):
    monkeypatch.setattr(module.sys, "executable", executable)
    assert not deputy.call(begun().trainer)
    assert "couldn’t be called" in caplog.text


def test_what_it_died_of_is_in_the_log(deputy, monkeypatch, caplog):
    monkeypatch.setattr(module, "SERVE", "raise SystemExit('no such module')")
    trainer = begun().trainer
    end = time.monotonic() + SOON
    while not caplog.text and time.monotonic() < end:
        assert not deputy.call(trainer)
    assert "no such module" in caplog.text


def test_it_imports_what_the_window_does(deputy, monkeypatch, tmp_path):
    (tmp_path / "numpy.py").write_text("raise ImportError('of the folder')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    wait_until_ready(deputy, begun())


def test_one_that_calculates_otherwise_is_not_believed(deputy, monkeypatch, caplog):
    other = """
from bpstudio.engine.descent import Descent
def restore(self, checkpoint, restore=Descent.restore):
    restore(self, checkpoint)
    self.parameters.flat[0] += 1e-6
Descent.restore = restore
main()
"""
    monkeypatch.setattr(module, "SERVE", module.SERVE.replace("main()\n", other))
    run, alone = begun(), begun()
    wait_until_ready(deputy, run)
    for _ in range(3):
        stretch(deputy, run)
    alone.advance(run.step_made)
    assert left(run) == left(alone), "not one step of its own was taken"
    assert "other numbers" in caplog.text
    assert not deputy.call(run.trainer)


def test_one_that_comes_apart_from_the_training_is_not_believed(deputy, caplog):
    run, alone = begun(), begun()
    wait_until_ready(deputy, run)
    stretch(deputy, run)
    run.trainer.parameters.flat[0] += 1e-3  # here, and not there
    alone.advance(run.step_made)
    alone.trainer.parameters.flat[0] += 1e-3
    stretch(deputy, run)
    alone.advance(run.step_made - alone.step_made)
    assert left(run) == left(alone)
    assert "other numbers" in caplog.text


def test_the_clock_counts_the_time_of_the_steps_alone(deputy):
    run = begun()
    wait_until_ready(deputy, run)
    stretch(deputy, run)
    for _ in range(20):
        stretch(deputy, run)
        time.sleep(0.03)  # as at a task: the deputy is through with the next stretch then
    before, made = run.passed.seconds, run.step_made
    run.advance(2_000)
    here = (run.passed.seconds - before) / 2_000
    assert 0.2 < before / made / here < 5


def test_it_ends_with_those_whom_it_serves(deputy):
    run = begun()
    wait_until_ready(deputy, run)
    stretch(deputy, run)
    process = deputy._process
    deputy._channel.close()  # as when this process is killed
    assert process.wait(SOON) == 0


@pytest.mark.parametrize(
    ("bound", "value"),
    [("MOST_BYTES", 100), ("MOST_PARAMETERS", 30), ("product_threads", lambda *_: 2)],
)
def test_what_is_large_stays_where_it_is(deputy, monkeypatch, bound, value):
    monkeypatch.setattr(module, bound, value)
    assert not deputy.call(begun().trainer)
    assert deputy._process is None
