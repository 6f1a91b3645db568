"""A race: from the same start, none ahead of the others, each as it would have run alone."""

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.runtime.race import Race
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for

SIZES = {"batch stochastic": 10, "stochastic": 1, "all": "all"}


def variants(experiment):
    return tuple(
        (name, edits.set_training(experiment, batch_size=size)) for name, size in SIZES.items()
    )


def losses_of(worker, number):
    return np.concatenate([block.losses for block in worker.blocks if block.run == number])


def test_each_runs_as_it_would_alone_and_all_arrive(worker):
    experiment = make_experiment(5, batch_size=10, epochs=20)
    data = data_of(experiment)
    worker.open(experiment, data)
    worker.race(variants(experiment))
    done = wait_for(worker, lambda s: s.run == 2 and s.status is Status.FINISHED and not s.racing)
    assert done.aside == (3, 4)
    told = [(one.run, one.name) for one in worker.begun if one.name]
    assert told == list(zip((2, 3, 4), SIZES, strict=True))
    for number, (_, wanted) in zip((2, 3, 4), variants(experiment), strict=True):
        alone = Run(wanted, data)
        alone.train()
        expected = []
        while alone.is_running:
            expected.append(alone.advance(1_000))
        np.testing.assert_array_equal(losses_of(worker, number), np.concatenate(expected))


def test_none_is_ahead_by_more_than_a_batch_of_its_own_and_the_leaders():
    experiment = make_experiment(4, epochs=50)
    data = data_of(experiment)
    race = Race([Run(wanted, data) for _, wanted in variants(experiment)])
    race.train()
    while race.is_running:
        follower = race.follower()
        if follower is None:
            leader = race.leader
            leader.advance(1)
            continue
        run, updates = follower
        assert updates >= 1
        run.advance(updates)
        assert run.trainer.samples_seen <= race.runs[0].trainer.samples_seen
    assert [run.trainer.samples_seen for run in race.runs] == [50 * len(data.train.x)] * 3


def test_a_race_is_paused_and_goes_on_and_an_edit_ends_it(worker):
    experiment = make_experiment(5, batch_size=10, epochs=10**6)
    data = data_of(experiment)
    worker.open(experiment, data)
    worker.race(variants(experiment))
    wait_for(worker, lambda s: s.racing and s.step > 20)
    worker.pause()
    still = wait_for(worker, lambda s: not s.racing and s.status is Status.PAUSED)
    assert still.run == 2
    worker.train()
    wait_for(worker, lambda s: s.racing == (2, 3, 4) and s.step > still.step)
    slower = edits.set_training(experiment, learning_rate=0.01)
    worker.change(slower, data, 1)
    alone = wait_for(worker, lambda s: s.experiment == slower)
    assert (alone.racing, alone.status) == ((), Status.RUNNING)
    worker.pause()
    worker.resume(4)
    assert wait_for(worker, lambda s: s.run == 4).experiment.training.batch_size == "all"


@pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")
def test_only_those_that_have_not_ended_carry_on_until_all_have():
    experiment = make_experiment(4, batch_size=10, epochs=5, learning_rate=0.1)
    wild = edits.set_training(experiment, learning_rate=1e6)
    stopped = edits.set_training(experiment, stop_loss=5.0)
    data = data_of(experiment)
    race = Race([Run(wanted, data) for wanted in (experiment, wild, stopped)])
    race.train()
    for run in race.runs:
        run.advance(5)
        run.apply_stop_rules()
    calm, *ended = race.runs
    before = [run.state for run in ended]
    assert [run.status for run in ended] == [Status.DIVERGED, Status.FINISHED]
    race.pause()
    race.train()
    assert calm.is_running
    assert [run.state for run in ended] == before
    calm.advance(100)
    assert race.standing.over
    race.train()
    assert [run.is_running for run in race.runs] == [True] * 3, "for as many epochs again"


def test_one_that_diverges_leaves_the_others_to_go_on(worker):
    experiment = make_experiment(5, batch_size=10, epochs=30)
    wild = edits.set_training(experiment, learning_rate=1e6)
    worker.open(experiment, data_of(experiment))
    worker.race((("wild", wild), ("calm", experiment)))
    end = wait_for(worker, lambda s: s.status is Status.DIVERGED and not s.racing)
    assert end.run == 2
    assert len(losses_of(worker, 3)) == 30 * -(-len(end.data.train.x) // 10)


def test_it_is_told_how_it_stands_until_something_else_is_done(worker):
    experiment = make_experiment(5, batch_size=10, epochs=20)
    data = data_of(experiment)
    each = len(data.train.x)
    worker.open(experiment, data)
    assert wait_for(worker, lambda s: s.experiment == experiment).standing is None
    wild = edits.set_training(experiment, learning_rate=1e6)
    worker.set_pace(50.0)
    worker.race((*variants(experiment), ("wild", wild)))
    on = wait_for(worker, lambda s: s.standing and s.standing.samples > each).standing
    assert (on.runs, on.running, on.over) == ((2, 3, 4, 5), True, False)
    assert (on.of_epochs, on.of_samples) == (20, 20 * each)
    assert on.epochs == -(-on.samples // each)
    worker.pause()
    still = wait_for(worker, lambda s: s.standing and not s.racing).standing
    assert (still.running, still.over) == (False, False)
    worker.set_pace(None)
    worker.train()
    end = wait_for(worker, lambda s: s.standing and s.standing.over).standing
    assert (end.epochs, end.samples, end.running) == (20, 20 * each, False)
    assert end.diverged == (5,)
    told = {sample.run: sample.step for sample in list(worker.samples) if sample.test_loss}
    assert told[3] == 20 * each, "the last step of one that isn't shown is sampled, too"
    assert told[4] == 20
    worker.reset()
    assert wait_for(worker, lambda s: s.step == 0 and s.run > 5).standing is None


def test_a_run_that_is_deleted_while_it_pauses_takes_no_further_part(worker):
    experiment = make_experiment(5, batch_size=10, epochs=10**6)
    worker.open(experiment, data_of(experiment))
    worker.race(variants(experiment))
    wait_for(worker, lambda s: s.racing and s.step > 5)
    worker.pause()
    wait_for(worker, lambda s: not s.racing)
    worker.forget(3)
    worker.train()
    assert wait_for(worker, lambda s: s.racing).racing == (2, 4)
    worker.pause()
    worker.forget(4)
    alone = wait_for(worker, lambda s: s.aside == ())
    assert alone.standing is None
