"""What a run knows of itself, as a value: from one to the next."""

import dataclasses

import pytest

from bpstudio.experiment import edits
from bpstudio.runtime.history import History
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_state import RunState
from bpstudio.runtime.snapshot import Mark, Status
from bpstudio.runtime.stopping import StoppedBy
from tests.runtime.experiments import data_of, make_experiment


def made(**training: object) -> Run:
    experiment = make_experiment(4, batch_size=10, **training)  # 5 steps an epoch
    return Run(experiment, data_of(experiment), history=History())


def test_nobody_changes_it() -> None:
    run = made()
    before = run.state
    run.step()
    assert (before.newest, run.state.newest) == (0, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        before.newest = 7


def test_another_status_forgets_what_was_said_of_the_last() -> None:
    state = made().state.with_status(Status.DIVERGED, "It went.", StoppedBy.DIVERGENCE, Asked(1, 2))
    assert (state.status, state.message, state.culprit) == (
        Status.DIVERGED,
        "It went.",
        Asked(1, 2),
    )
    state = state.with_status(Status.RUNNING)
    assert (state.message, state.stopped_by, state.culprit) == ("", StoppedBy.NOTHING, None)


@pytest.mark.parametrize("status", [Status.RUNNING, Status.FAILED])
def test_what_runs_or_has_failed_is_saved_paused(status: Status) -> None:
    assert at_rest(status) == (Status.PAUSED, "")


@pytest.mark.parametrize("status", [Status.PAUSED, Status.FINISHED, Status.DIVERGED])
def test_what_has_ended_is_saved_with_its_reason(status: Status) -> None:
    assert at_rest(status) == (status, "So it is.")


def at_rest(status: Status) -> tuple[Status, str]:
    state = made().state.with_status(status, "So it is.", StoppedBy.LOSS).at_rest()
    assert state.stopped_by is StoppedBy.NOTHING
    return state.status, state.message


def test_the_length_of_an_epoch_is_told_while_there_is_one() -> None:
    run = made()
    assert told_length(run.state) == 5
    run.advance(3)
    run.change(edits.set_training(run.trainer.experiment, batch_size=21), run.trainer.data)
    assert run.state.epoch_lengths == ((0, 5), (3, 2))
    assert told_length(run.state) is None


def told_length(state: RunState) -> int | None:
    return state.timeline(0, None).steps_an_epoch


def test_a_divergence_is_marked_where_it_showed() -> None:
    run = made()
    run.state = dataclasses.replace(run.state.with_status(Status.DIVERGED), newest=9)
    assert run.timeline.marks == (Mark(9, "diverged"),)


def test_rules_watch_on_after_a_pause_and_anew_after_an_end() -> None:
    run = made(stop_loss=1e-9)
    run.step()
    known = run.state.stop
    assert known.steps == 1
    assert run.state.set_off(run.trainer, Status.RUNNING).stop is known
    ended = run.state.with_status(Status.FINISHED)
    fresh = ended.set_off(run.trainer, Status.RUNNING).stop
    assert (fresh.steps, fresh.is_partial) == (0, True)
