import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.runtime.loss_curve import LossCurve
from bpstudio.ui.views.buckets import Buckets, buckets


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
