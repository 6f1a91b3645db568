"""The pace, with a clock of our own."""

import pytest

from bpstudio.runtime.pace import BACKLOG, EPOCH, SLICE, Pace


def simulate(pace, seconds, step_time=1e-5, left=10**9):
    """Run a thread that has nothing else to do; return the number of updates."""
    now, made = 0.0, 0
    pace.restart(now)
    while now < seconds:
        due = pace.due(now, left)
        if due:
            pace.made(due, due * step_time, ends_epoch=False)
            now, made = now + due * step_time, made + due
        else:
            now += pace.wait(now)
    return made


@pytest.mark.parametrize("rate", [1, 3, 30, 100, 10_000])
def test_keeps_its_rate(rate):
    pace = Pace(rate)
    assert simulate(pace, 20.0) == pytest.approx(20 * rate, rel=0.01, abs=1)


def test_first_update_is_due_at_once():
    pace = Pace()
    pace.set(1.0, now=5.0)
    assert pace.due(5.0, 10) == 1
    pace.made(1, 1e-4, ends_epoch=False)
    assert pace.due(5.5, 10) == 0
    assert pace.wait(5.5) == pytest.approx(0.5)
    assert pace.due(6.0, 10) == 1


def test_a_late_thread_does_not_catch_up_with_more_than_the_backlog():
    pace = Pace(100.0)
    pace.restart(0.0)
    pace.step_time = 1e-6
    assert pace.due(60.0, 10**9) == round(100 * BACKLOG)


def test_full_pace_fills_a_slice():
    pace = Pace(None, step_time=SLICE / 40)
    assert pace.due(0.0, 10) == 40
    assert pace.wait(0.0) == 0
    assert Pace(None, step_time=10.0).due(0.0, 10) == 1


def test_updates_beside_the_screen_say_nothing_of_how_long_they_take():
    pace = Pace(100.0, step_time=0.001)
    pace.restart(0.0)
    before = pace.step_time
    pace.made(1, None, ends_epoch=False)
    assert pace.step_time == before
    assert pace.due(0.0, 10) == 0  # but they have been made


def test_another_network_begins_with_a_single_step():
    pace = Pace(None, step_time=1e-6)
    pace.restart(0.0)
    assert pace.due(0.0, 10**9) == 1


def test_an_epoch_waits_for_the_refresh():
    pace = Pace(EPOCH, step_time=SLICE / 8)
    assert pace.due(0.0, 20) == 8
    assert pace.due(0.0, 4) == 4
    pace.made(4, 0.001, ends_epoch=True)
    assert pace.due(0.0, 20) == 0
    assert pace.wait(0.0) > 0
    pace.refreshed()
    assert pace.due(0.0, 20) > 0
