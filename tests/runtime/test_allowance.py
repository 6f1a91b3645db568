"""Some at once, then a share of the time: worked out by hand."""

import pytest

from bpstudio.runtime.allowance import Allowance


def test_what_is_there_at_first_may_be_spent_at_once() -> None:
    allowance = Allowance(0.5, at_once=0.75)
    for _ in range(4):
        assert allowance.has_any(5.0)
        allowance.spend(0.25)
    # 0.75 - 4 * 0.25 = -0.25, which half of 0.5 s makes up for
    assert not allowance.has_any(5.0)
    assert not allowance.has_any(5.25)
    assert allowance.has_any(5.5)


def test_in_the_long_run_it_is_the_share() -> None:
    allowance, spent = Allowance(0.03, at_once=0.3), 0.0
    for tick in range(100_000):  # 100 s
        if allowance.has_any(tick / 1_000):
            allowance.spend(0.004)
            spent += 0.004
    assert spent == pytest.approx(0.3 + 0.03 * 100, abs=0.005)


def test_no_more_is_saved_up_than_there_was_at_first() -> None:
    allowance = Allowance(0.5, at_once=1.0)
    assert allowance.has_any(0.0)
    assert allowance.has_any(1_000.0)
    allowance.spend(1.5)
    assert not allowance.has_any(1_000.9)
    assert allowance.has_any(1_001.1)
