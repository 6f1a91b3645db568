"""Steps as epochs, samples and seconds: against plain counting, and through a run's whole life."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.experiment.spec import replace
from bpstudio.runtime.clock import Clock, Passed, Unit
from bpstudio.runtime.history import History
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.run import Run
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.snapshot import Begun
from bpstudio.runtime.time_machine import TimeMachine
from tests.runtime.experiments import data_of, make_experiment
from tests.ui.views.runs import output, snapshot

UNITS = list(Unit)


def an_experiment(**training):
    experiment = make_experiment(4, **{"batch_size": 8} | training)
    return experiment, data_of(experiment)


def even(last: int, stride: int = 10) -> Clock:
    """A clock of a run with 4 samples a step, 20 an epoch, 100 steps a second."""
    clock = Clock()
    for step in range(stride, last + 1, stride):
        clock.add(step, Passed(step / 5, 4 * step, step / 100))
    return clock


RATES = list(zip(UNITS, (1, 1 / 5, 4, 1 / 100), strict=True))


@pytest.mark.parametrize(("unit", "rate"), RATES)
def test_between_known_steps_it_interpolates_and_goes_on_past_the_newest(
    unit: Unit, rate: float
) -> None:
    clock = even(100)
    steps = np.array([0.0, 5, 37, 100, 104])
    assert clock.of(steps, unit) == pytest.approx(steps * rate)
    assert clock.steps(steps * rate, unit) == pytest.approx(steps)


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1)), min_size=1, max_size=2_000))
def test_the_way_there_and_back_is_the_same(pieces: list[tuple[int, float]]) -> None:
    clock, step, seconds = Clock(), 0, 0.0
    for steps, took in pieces:
        step, seconds = step + steps, seconds + took + 1e-3
        clock.add(step, Passed(step / 7, step * 3, seconds))
    asked = np.linspace(0, step, 50)
    for unit in UNITS:
        along = clock.of(asked, unit)
        assert (np.diff(along) >= 0).all()
        assert clock.steps(along, unit) == pytest.approx(asked)
    assert clock.newest.samples == 3 * step


def test_a_clock_that_knows_nothing_answers_all_the_same() -> None:
    for unit in UNITS:
        assert np.isfinite(Clock().of(np.array([0.0, 1, 2]), unit)).all()
        assert np.isfinite(Clock().steps(np.array([0.0, 1, 2]), unit)).all()


def test_large_numbers_of_samples_are_exact() -> None:
    clock = Clock()
    clock.add(10**7, Passed(1.0, 123_456_789_012, 1.0))
    clock.add(2 * 10**7, Passed(2.0, 246_913_578_024, 2.0))
    assert clock.at(10**7).samples == 123_456_789_012


def test_a_run_that_goes_back_forgets_what_came_later() -> None:
    clock = even(100)
    clock.go_back(45)
    assert clock.newest == pytest.approx(Passed(9.0, 180, 0.45))
    clock.add(50, Passed(10.0, 200, 7.0))
    assert clock.of(np.array([45.0, 50.0]), Unit.SECONDS) == pytest.approx([0.45, 7.0])
    assert even(100).until(45).newest == pytest.approx(Passed(9.0, 180, 0.45))


def test_a_run_counts_its_samples_and_the_short_batch_among_them() -> None:
    experiment, data = an_experiment()
    run = Run(experiment, data)
    samples, batch = len(data.train.x), experiment.training.batch_size
    an_epoch = -(-samples // batch)
    run.advance(an_epoch)
    assert run.passed[:2] == (1.0, samples)
    run.advance(1)
    assert run.passed[:2] == (pytest.approx(1 + batch / samples), samples + batch)


def test_seconds_are_those_of_training_and_stay_over_a_pause(monkeypatch) -> None:
    experiment, data = an_experiment()
    run = Run(experiment, data)
    now = iter(np.arange(0.0, 1000.0, 2.0).tolist())  # each update takes two seconds by this
    monkeypatch.setattr("bpstudio.runtime.run.time.perf_counter", lambda: next(now))
    run.advance(3)
    next(now)  # a pause
    run.advance(4)
    assert run.passed.seconds == 4.0
    assert run.clock.at(3).seconds == 2.0


def test_a_branch_has_its_parents_time_up_to_the_branch() -> None:
    experiment, data = an_experiment()
    runs = Runs()
    runs.open(experiment, data)
    parent = runs.current
    for _ in range(40):
        parent.advance(5)
    machine = TimeMachine()
    machine.travel(parent, 70)
    while machine.is_under_way:
        machine.go_on()
    assert machine.past.passed == parent.clock.at(70)
    runs.branch(machine.past)
    assert runs.current.passed == parent.clock.at(70)
    runs.current.advance(5)
    assert runs.current.passed.seconds > parent.clock.at(70).seconds
    assert parent.passed.samples > runs.current.passed.samples


def test_an_edit_goes_on_with_the_time() -> None:
    experiment, data = an_experiment()
    run = Run(experiment, data, history=History())
    run.advance(10)
    before = run.passed
    run.change(replace(experiment, training=replace(experiment.training, batch_size=1)), data)
    assert run.passed == before
    run.advance(1)
    assert run.passed.samples == before.samples + 1


def test_where_patience_has_gone_back_to_is_told_until_the_run_goes_on() -> None:
    experiment, data = an_experiment(epochs=500, learning_rate=5.0, patience=2)
    run = Run(experiment, data)
    run.train()
    while run.is_running:
        run.advance(10**6)
        run.apply_stop_rules()
    kept = run.timeline.kept
    assert kept is not None
    assert kept.step == run.step_made < run.newest
    assert kept.words == f"parameters kept, epoch {run.trainer.epoch}"
    assert run.passed.epochs == run.trainer.epoch
    run.train()
    run.advance(1)
    assert run.timeline.kept is None


def test_the_recorder_has_a_clock_for_each_run() -> None:
    recorder = Recorder()
    recorder.add_losses(1, 1, np.ones(30))
    for step in (10, 20, 30):
        recorder.add(snapshot(step, output(), passed=Passed(step / 10, step * 8, step / 2)))
    recorder.begin(Begun(run=2, experiment=make_experiment(4), parent=1, step=20))
    recorder.add(snapshot(25, output(), run=2, passed=Passed(2.5, 200, 11.0)))
    assert recorder.clock.of(np.array([20.0, 25.0]), Unit.SECONDS) == pytest.approx([10, 11])
    recorder.run = 1
    assert recorder.clock.newest.seconds == 15
