"""The smoothed loss, and a last loss beyond all others, against plain NumPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.runtime.loss_curve import LossCurve


def of(losses: np.ndarray, parts: int = 1) -> LossCurve:
    curve = LossCurve()
    for part in np.array_split(np.asarray(losses, float), parts):
        curve.extend(part)
    return curve


@settings(max_examples=30)
@given(st.integers(1, 3_000), st.integers(1, 7), st.integers(0, 2**32))
def test_the_smoothed_loss_is_the_mean_of_the_last_tenth(steps: int, parts: int, seed: int) -> None:
    losses = np.random.default_rng(seed).random(steps).astype(np.float32)
    every = np.arange(1, steps + 1)
    expected = [losses[n - -(-n // 10) : n].mean(dtype=float) for n in every]
    np.testing.assert_allclose(of(losses, parts).smoothed(every), expected, rtol=1e-12)


def test_it_is_so_over_the_edges_of_chunks_and_after_going_back() -> None:
    losses = np.random.default_rng(0).random(150_000).astype(np.float32)
    curve = of(losses, 9)
    curve.truncate(140_000)
    steps = np.array([65_536, 65_537, 70_001, 131_072, 139_999, 140_000])
    expected = [losses[n - -(-n // 10) : n].mean(dtype=float) for n in steps]
    np.testing.assert_allclose(curve.smoothed(steps), expected, rtol=1e-12)
    np.testing.assert_array_equal(
        curve.until(70_001).smoothed(steps[:3]), curve.smoothed(steps[:3])
    )


def test_huge_losses_before_leave_small_ones_exact() -> None:
    small = np.full(90, 1e-6, np.float32)
    curve = of(np.concatenate([np.full(10, 1e30), small]))
    assert curve.smoothed(np.array([100]))[0] == np.mean(small[:10], dtype=float)


def test_what_is_not_finite_has_no_smoothed_loss() -> None:
    for last in ([float("inf")], [float("nan")], [float("inf"), -float("inf")]):
        curve = of([1.0] * 30 + last)
        assert curve.smoothed(np.array([30, 31])) == pytest.approx([1.0, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("losses", "blew_up"),
    [
        ([], False),
        ([5.0], False),
        ([2.0, 19.0], False),
        ([2.0, 21.0], True),
        ([2.0, 1.0, float("nan")], True),
        ([float("inf")], True),
        ([0.0, 1.0], False),
        ([1.0] * 5_000 + [11.0], True),
        ([1.0] * 5_000 + [2.0, 11.0], False),
    ],
)
def test_a_last_loss_ten_times_all_before_has_blown_up(losses: list[float], blew_up: bool) -> None:
    curve = of(losses, 3)
    assert curve.blew_up == blew_up
    if losses[1:]:
        shown = curve.envelope(len(losses) - 1)
        lasts, lows, highs, means = (part[-1] for part in shown)
        tail = np.array(losses[int(shown[0][-2]) if len(shown[0]) > 1 else 0 : -1])
        assert (lasts, lows, highs) == (len(losses) - 1, tail.min(), tail.max())
        assert means == pytest.approx(tail.mean())
