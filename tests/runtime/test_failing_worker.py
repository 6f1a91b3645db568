"""Whatever fails in the training thread: it is said, and everything can be done afterwards."""

import threading
import time
from dataclasses import dataclass

import pytest

from bpstudio.engine.descent import Descent
from bpstudio.experiment import edits
from bpstudio.runtime.conductor import Conductor
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.run import Run
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.study import Study
from bpstudio.runtime.task import Task, TaskStatus
from bpstudio.runtime.turnstile import Turnstile
from bpstudio.runtime.worker import ENDED, FAULT, NO_MEMORY, Worker
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.some_tasks import Counting, report_when
from tests.runtime.waiting import SOON, wait_for


@pytest.fixture
def opened(worker):
    experiment = make_experiment(4, 3, batch_size=10, epochs=10**6)
    data = data_of(experiment)
    worker.open(experiment, data)
    wait_for(worker, lambda s: s.experiment == experiment and s.layers)
    return experiment, data


def has(status):
    return lambda snapshot: snapshot.status is status


def raising(error):
    def fail(*_, **__):
        raise error

    return fail


def assert_all_can_be_done(worker, opened):
    """Train on, save, edit and undo, update, reset."""
    experiment, data = opened
    before = wait_for(worker, lambda s: True).step
    worker.train()
    wait_for(worker, lambda s: s.status is Status.RUNNING and s.step > before)
    worker.pause()
    paused = wait_for(worker, has(Status.PAUSED))
    saved = worker.save().result(SOON)
    assert saved.state.newest == paused.step
    fewer = edits.set_units(experiment, 1, 2)
    worker.change(fewer, data, 1)
    wait_for(worker, lambda s: s.experiment == fewer)
    worker.change(experiment, data, -1)
    wait_for(worker, lambda s: s.experiment == experiment)
    worker.step()
    wait_for(worker, lambda s: s.step == paused.step + 1)
    worker.reset()
    wait_for(worker, lambda s: s.step == 0 and s.status is Status.PAUSED)


ERRORS = {
    "a fault": (ValueError("seven"), f"{FAULT}: ValueError: seven"),
    "no memory": (MemoryError(), NO_MEMORY),
    "round in circles": (RecursionError("deep"), f"{FAULT}: RecursionError: deep"),
    "an exit": (SystemExit(3), f"{FAULT}: SystemExit: 3"),
}
PLACES = {
    "descent": (Descent, "advance"),
    "run": (Run, "advance"),
    "stop rules": (Run, "apply_stop_rules"),
    "sample": (Observer, "sample"),
    "snapshot": (Observer, "observe"),
}


@pytest.mark.parametrize(("error", "message"), ERRORS.values(), ids=ERRORS)
@pytest.mark.parametrize("place", ["descent", "snapshot"])
def test_training_that_fails_is_said_and_goes_on(
    worker, opened, monkeypatch, place, error, message
):
    with monkeypatch.context() as patch:
        patch.setattr(*PLACES[place], raising(error))
        worker.train()
        failed = wait_for(worker, has(Status.FAILED))
    assert failed.message == message
    assert_all_can_be_done(worker, opened)


@pytest.mark.parametrize("place", ["run", "stop rules", "sample"])
def test_a_fault_at_any_place_is_survived(worker, opened, monkeypatch, place):
    with monkeypatch.context() as patch:
        patch.setattr(*PLACES[place], raising(ValueError("seven")))
        worker.train()
        wait_for(worker, has(Status.FAILED))
        worker.train()  # it fails again, and is said again
        time.sleep(0.05)
        wait_for(worker, has(Status.FAILED))
    assert_all_can_be_done(worker, opened)


def test_an_edit_that_fails_leaves_the_run_and_undo_brings_it_back(worker, opened, monkeypatch):
    experiment, data = opened
    worker.step()
    wait_for(worker, lambda s: s.step == 1)
    more = edits.set_units(experiment, 1, 9)
    with monkeypatch.context() as patch:
        patch.setattr(Runs, "change", raising(ValueError("seven")))
        worker.change(more, data, 1)
        wait_for(worker, has(Status.FAILED))
    worker.train()
    worker.step()
    assert worker.save().result(SOON) is None, "the run isn't the edited experiment's"
    worker.change(experiment, data, -1)
    back = wait_for(worker, has(Status.PAUSED))
    assert (back.step, back.run) == (1, 1)
    assert_all_can_be_done(worker, opened)


def test_who_fails_in_a_race_stops_it_once(worker, opened, monkeypatch, caplog):
    experiment, _ = opened
    advance = Run.advance

    def fail(run, updates):
        if run.number == 3:
            raise ValueError("the third")
        return advance(run, updates)

    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", fail)
        worker.race(tuple((f"{name}", experiment) for name in "abc"))
        wait_for(worker, has(Status.FAILED))
        time.sleep(0.1)
        assert len([one for one in caplog.records if one.exc_info]) == 1
        assert worker.snapshot.status is Status.FAILED
    assert_all_can_be_done(worker, opened)


@dataclass(frozen=True)
class FailingStudy(Study):
    """Fails where it is told to."""

    in_preparing: bool

    def prepare(self, trainer):
        """Fail now, or later."""
        if self.in_preparing:
            raise ValueError("seven")
        return raising(MemoryError())


@pytest.mark.parametrize("in_preparing", [True, False])
def test_a_study_that_fails_stops_nothing(worker, opened, caplog, in_preparing):
    study = FailingStudy(in_preparing)
    worker.study(frozenset({study}))
    answered = wait_for(worker, lambda s: study in s.answers)
    assert answered.answer(study) is None
    assert answered.status is Status.PAUSED
    assert_all_can_be_done(worker, opened)
    told = [one for one in caplog.records if one.exc_info]
    assert 1 <= len(told) <= 4  # once for each network that it was prepared for


@dataclass(frozen=True)
class ClosingBadly(Task):
    """Can't be ended in peace."""

    def begin(self, trainer):
        """Work on."""
        try:
            while True:
                time.sleep(0.0005)
                yield 1
        finally:
            raise ValueError("not now")


def test_a_task_that_ends_badly_is_over_all_the_same(worker, opened):
    worker.start_task(ClosingBadly(), 1)
    report_when(worker, lambda report: report.found == 1)
    worker.stop_task()
    report_when(worker, lambda report: report.status is TaskStatus.CANCELLED)
    worker.start_task(Counting(to=2), 2)
    report_when(worker, lambda report: report.number == 2 and report.is_over)
    assert_all_can_be_done(worker, opened)


def test_a_run_that_cannot_be_taken_down_is_answered_at_once(worker, opened, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("bpstudio.runtime.conductor.saved", raising(ValueError("seven")))
        start = time.monotonic()
        with pytest.raises(ValueError, match="seven"):
            worker.save().result(SOON)
        assert time.monotonic() - start < 1
    assert worker.snapshot.status is Status.PAUSED
    assert_all_can_be_done(worker, opened)


def test_a_dead_thread_is_saved_from_and_replaced(monkeypatch):
    first = Worker(Turnstile())
    first.start()
    experiment = make_experiment(4, 3, batch_size=10, epochs=10**6)
    opened = experiment, data_of(experiment)
    first.open(*opened)
    first.step()
    wait_for(first, lambda s: s.step == 1)
    with monkeypatch.context() as patch:
        patch.setattr(threading, "excepthook", lambda _: None)
        patch.setattr(Conductor, "go_on", raising(ValueError("seven")))
        patch.setattr(Conductor, "fail", raising(ValueError("eight")))
        first.want_snapshot()
        first.join(SOON)
    assert not first.is_alive()
    assert first.save().result(0).state.newest == 1
    first.step()  # a command that waits
    second = first.successor()
    assert (second.snapshot.status, second.snapshot.message) == (Status.FAILED, ENDED)
    second.start()
    try:
        wait_for(second, lambda s: s.step == 2)
        assert_all_can_be_done(second, opened)
    finally:
        second.stop()
        second.join(SOON)
