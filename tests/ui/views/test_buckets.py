import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.runtime.loss_curve import LossCurve
from bpstudio.ui.views.buckets import Buckets, buckets, close_up


def of(losses: np.ndarray) -> Buckets:
    curve = LossCurve()
    curve.extend(losses)
    return buckets(curve.envelope())


@given(st.integers(1, 5_000), st.integers(1, 400), st.integers(0, 2**32))
def test_merged_buckets_are_true_to_the_losses(steps: int, most: int, seed: int) -> None:
    losses = np.random.default_rng(seed).random(steps).astype(np.float32)
    merged = of(losses).merged(most, (0, steps))
    assert len(merged.last) <= max(most, 1)
    for first, last, low, high, mean in zip(*merged, strict=True):
        part = losses[int(first) - 1 : int(last)]
        assert (low, high) == (part.min(), part.max())
        np.testing.assert_allclose(mean, part.mean(dtype=float), rtol=1e-9)


def test_an_incomplete_last_bucket_is_left_out() -> None:
    merged = of(np.array([4.0, 2.0, 1.0, 3.0, 9.0])).merged(3, (0, 5))
    assert merged.last.tolist() == [2, 4]
    assert merged.mean.tolist() == [3, 2]
    assert merged.at(4) == 1
    assert merged.at(5) is None


def test_a_closer_look_has_finer_buckets() -> None:
    fine = of(np.arange(1024.0))
    assert fine.merged(64, (0, 1024)).steps[0] == 16
    assert fine.merged(64, (500, 560)).steps[0] == 1


def test_no_losses_no_buckets() -> None:
    assert len(of(np.empty(0)).merged(10, (0, 1)).last) == 0


@given(st.integers(1, 5_000), st.integers(1, 64), st.floats(0, 1), st.floats(0, 1))
def test_a_close_up_is_true_to_every_step(steps: int, most: int, a: float, b: float) -> None:
    losses = np.random.default_rng(steps).random(steps).astype(np.float32)
    curve = LossCurve()
    curve.extend(losses)
    visible = (min(a, b) * steps, max(a, b) * steps)
    close = close_up(curve, visible, most, 3)
    for first, last, low, high, mean in zip(*close, strict=True):
        part = losses[int(first) - 1 : int(last)]
        assert (low, high) == (part.min(), part.max())
        np.testing.assert_allclose(mean, part.mean(dtype=float), rtol=1e-6)
    width = close.steps[0]
    assert width < 2 * max((visible[1] - visible[0]) / most, 1)
    assert (close.steps == width).all()
    assert (close.first[1:] == close.last[:-1] + 1).all()
    if len(close.first) > 1:  # in sight there is no gap, but for an incomplete last bucket
        assert close.first[0] <= max(visible[0], 1)
        assert close.last[-1] > min(visible[1] - width, steps - width)


def test_a_close_up_over_the_edge_of_a_chunk() -> None:
    curve = LossCurve()
    curve.extend(np.arange(1.0, 140_001))
    close = close_up(curve, (65_530, 65_545), 100, 2)
    assert close.first.tolist() == close.mean.tolist() == list(range(65_528, 65_549))
    assert close.are_single
    assert curve.between(131_000, 131_200).tolist() == list(range(131_000, 131_201))
    assert curve.between(139_999, 10**6).tolist() == [139_999, 140_000]
    assert not len(curve.between(140_001, 140_002))
    assert close_up(curve, (139_990, 140_000), 100, 2, 139_995).last[-1] == 139_995
