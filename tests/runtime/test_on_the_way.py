"""What is asked for on the way to a step of the past is done once it is there; nothing waits."""

import pytest

from bpstudio.runtime.conductor import Conductor
from bpstudio.runtime.past import Past
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.turnstile import Turnstile
from tests.runtime.experiments import data_of, make_experiment

FAR, NEAR = 300, 250


@pytest.fixture
def on_the_way(monkeypatch):
    """A conductor on its way to a step; each time that it goes on it comes one step nearer."""
    approach = Past.approach

    def one_step(past, _seconds):
        target, past.target = past.target, min(past.step + 1, past.target)
        approach(past, 60.0)
        past.target = target

    monkeypatch.setattr(Past, "approach", one_step)
    experiment = make_experiment(4, batch_size=10)
    made = Conductor(Turnstile())
    made.open(experiment, data_of(experiment))
    for _ in range(FAR):
        made.step()
    made.travel(NEAR)
    made.go_on()
    assert made._machine.is_under_way
    return made


def arrive(conductor):
    while conductor._machine.is_under_way:
        conductor.go_on()


def test_a_branch_is_made_there_and_other_commands_are_heard_meanwhile(on_the_way):
    on_the_way.branch()
    assert on_the_way._run.number == 1
    on_the_way.lookout.show_sample(3)
    assert on_the_way.lookout.sample == 3
    arrive(on_the_way)
    run = on_the_way._run
    assert (run.number, run.step_made, run.status) == (2, NEAR, Status.PAUSED)


def test_training_sets_off_there_and_a_pause_leaves_the_branch(on_the_way):
    on_the_way.train()
    on_the_way.pause()
    arrive(on_the_way)
    run = on_the_way._run
    assert (run.number, run.step_made, run.status) == (2, NEAR, Status.PAUSED)


def test_training_goes_on_from_there(on_the_way):
    on_the_way.train()
    arrive(on_the_way)
    assert (on_the_way._run.number, on_the_way._run.is_running) == (2, True)


@pytest.mark.parametrize("leave", [Conductor.come_back, Conductor.reset])
def test_whoever_turns_back_has_nothing_done_there(on_the_way, leave):
    on_the_way.train()
    leave(on_the_way)
    number = on_the_way._run.number
    for _ in range(3):
        on_the_way.go_on()
    assert not on_the_way._run.is_running
    assert on_the_way._run.number == number


def test_the_way_gives_way_to_the_screen(on_the_way):
    entered = []
    turnstile = on_the_way._turnstile
    wait = turnstile.wait
    turnstile.wait = lambda: (entered.append(on_the_way._machine.past.step), wait())
    arrive(on_the_way)
    assert len(entered) >= 3
