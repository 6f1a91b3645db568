"""What ends a run before its epochs are over, each named in the result."""

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.build import check_fit
from bpstudio.experiment.spec import DataSpec, replace
from bpstudio.refusal import Refusal
from bpstudio.runtime.headless import train
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.stopping import StoppedBy
from tests.runtime.experiments import data_of, make_experiment
from tests.ui.views.runs import output, snapshot

EPOCH = 5  # steps: 42 samples by 10


def make_run(**training):
    experiment = make_experiment(6, batch_size=10, learning_rate=0.5, **training)
    return Run(experiment, data_of(experiment))


def by_epochs(run, epochs):
    """Train epoch by epoch; return the mean batch loss and the test loss of each."""
    means, tests = [], []
    for _ in range(epochs):
        means.append(np.mean(run.advance(EPOCH), dtype=np.float64))
        tests.append(run.trainer.test_figures()[0])
    return means, tests


def advance(run, updates):
    losses = run.advance(updates)
    run.apply_stop_rules()
    return losses


def end_of(run, pause_after=None):
    """Train to the end, with a pause or an update by hand after so many steps each time."""
    run.train()
    while run.is_running:
        advance(run, pause_after or 1_000)
        if pause_after and run.is_running:
            run.pause()
            run.step()
            run.apply_stop_rules()
            if run.status is Status.PAUSED:
                run.train()
    return run.stopped_by, run.trainer.descent.place, run.trainer.parameters.flat.tobytes()


def test_an_epoch_after_an_edit_of_a_finished_run_has_a_mean_of_its_own():
    run = make_run(epochs=1, stop_loss=1e-9)
    run.train()
    advance(run, EPOCH)
    assert run.status is Status.FINISHED
    slower = edits.set_training(run.trainer.experiment, learning_rate=0.4)
    run.change(slower, run.trainer.data, edit=1)
    run.train()
    losses = run.advance(EPOCH - 1)
    stop = run.state.stop
    assert (stop.steps, stop.total) == (EPOCH - 1, pytest.approx(float(losses.sum()), rel=1e-6))


@pytest.mark.parametrize("pause_after", [1, 2, 4, 7])
def test_pauses_change_nothing(pause_after):
    for rules in ({"patience": 4}, {"stop_loss": 0.3}):
        ends = [end_of(overfitting(epochs=60, **rules), pauses) for pauses in (None, pause_after)]
        assert ends[0] == ends[1]
        assert ends[0][0] in (StoppedBy.PATIENCE, StoppedBy.LOSS)


def test_a_rule_that_comes_in_mid_epoch_looks_at_whole_epochs():
    run = make_run(epochs=60)
    run.train()
    run.advance(3)
    experiment = edits.set_training(run.trainer.experiment, stop_loss=1e6)
    run.change(experiment, run.trainer.data, edit=1)
    advance(run, 100)
    assert (run.trainer.epoch, run.is_running) == (1, True)
    advance(run, 100)
    assert (run.trainer.epoch, run.stopped_by) == (2, StoppedBy.LOSS)


def test_a_new_rate_goes_on_waiting_and_another_network_begins_anew():
    run = overfitting(epochs=60, patience=5)
    run.train()
    for _ in range(4):
        advance(run, EPOCH)
    rules = run.state.stop
    slower = edits.set_training(run.trainer.experiment, learning_rate=0.9)
    run.change(slower, run.trainer.data, edit=1)
    assert run.state.stop is rules
    run.change(edits.set_units(slower, 1, 9), run.trainer.data, edit=2)
    assert run.state.stop is not rules


def test_a_loss_that_is_small_enough():
    means, _ = by_epochs(make_run(epochs=60), 60)
    bound = sorted(means)[len(means) // 2]
    first = next(place for place, mean in enumerate(means, start=1) if mean < bound)
    run = make_run(epochs=60, stop_loss=bound)
    run.train()
    while run.is_running:
        advance(run, 3)  # however it is cut
    assert (run.status, run.stopped_by) == (Status.FINISHED, StoppedBy.LOSS)
    assert run.trainer.epoch == first
    assert f"epoch {first} " in run.message


def overfitting(**training):
    """Return a run whose test loss soon gets worse: noise can be learned by heart only."""
    experiment = make_experiment(16, batch_size=10, learning_rate=1.0, **training)
    data = DataSpec(name="noise", samples=60, features=8)
    experiment = edits.set_data(experiment, data)
    return Run(experiment, data_of(experiment))


def test_a_test_loss_that_gets_no_better_keeps_the_best_parameters():
    free = overfitting(epochs=60)
    _, tests = by_epochs(free, 60)
    best = int(np.argmin(tests[:40])) + 1
    patience = 7
    run = overfitting(epochs=60, patience=patience)
    run.train()
    losses = []
    while run.is_running:
        losses.append(advance(run, 1_000))
    assert (run.status, run.stopped_by) == (Status.FINISHED, StoppedBy.PATIENCE)
    steps = sum(map(len, losses))
    assert steps <= (best + patience) * EPOCH
    assert run.trainer.test_figures()[0] == pytest.approx(min(tests[: steps // EPOCH]))
    assert run.trainer.epoch == int(np.argmin(tests[: steps // EPOCH])) + 1
    assert f"those of epoch {run.trainer.epoch}," in run.message


def test_it_waits_for_better():
    _, tests = by_epochs(make_run(epochs=12), 12)
    best_at = [epoch for epoch in range(12) if tests[epoch] == min(tests[: epoch + 1])]
    longest = max(np.diff([*best_at, 12]))  # epochs from one that was better to the next
    run = make_run(epochs=12, patience=int(longest))
    run.train()
    while run.is_running:
        advance(run, 1_000)
    assert (run.stopped_by, run.trainer.epoch) == (StoppedBy.EPOCHS, 12)


def test_train_after_that_waits_anew():
    run = overfitting(epochs=60, patience=3)
    run.train()
    while run.is_running:
        advance(run, 1_000)
    epoch = run.trainer.epoch
    run.train()
    assert run.is_running
    assert len(run.advance(1_000)) == EPOCH
    assert run.trainer.epoch == epoch + 1


@pytest.mark.parametrize("stopped_by", [StoppedBy.EPOCHS, StoppedBy.STEPS])
def test_the_report_names_what_ended_it(stopped_by):
    report = train(make_run(), 2 * EPOCH, stopped_by=stopped_by)
    assert report.plain()["stopped_by"] == stopped_by.value


def test_the_report_of_a_run_that_stopped_early():
    report = train(overfitting(patience=3), 400 * EPOCH)
    assert report.stopped_by == "patience"
    assert report.steps < 400 * EPOCH
    assert report.sentence().endswith(report.message)


@pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")
def test_a_divergence_is_one_of_them():
    experiment = make_experiment(6, learning_rate=1e6)
    report = train(Run(experiment, data_of(experiment)), 100)
    assert (report.status, report.stopped_by) == ("diverged", "divergence")


def test_patience_without_test_samples_is_refused():
    experiment = make_experiment(4, patience=3)
    experiment = edits.set_data(experiment, replace(experiment.data, test_fraction=0.0))
    with pytest.raises(Refusal, match=r"training\.patience: needs test samples"):
        check_fit(experiment, data_of(experiment))


def test_what_was_shown_stays_when_a_run_ends_with_its_best_parameters():
    recorder = Recorder()
    for step in range(1, 11):
        recorder.add(snapshot(step, output(), test_loss=1.0))
    recorder.add(snapshot(6, output(), test_loss=1.0, status=Status.FINISHED))
    assert recorder.test.steps[-1] == 10
    recorder.add(snapshot(7, output(), test_loss=1.0))
    assert recorder.test.steps[-1] == 7
