"""The made sets: shapes and formulas against the geometry, repeatability, memory."""

import tracemalloc

import numpy as np
import pytest
from sklearn.datasets import make_moons
from sklearn.linear_model import LogisticRegression

from bpstudio.data.dataset import Samples
from bpstudio.data.made import MADE

PLANE = [name for name in MADE if name != "noise"]


def made(name: str, samples: int = 400, noise: float = 0.0, seed: int = 0) -> Samples:
    return MADE[name].make(samples, noise, 2, 2, np.random.default_rng(seed))


def test_the_sets_are_those_that_files_name() -> None:
    assert list(MADE) == ["circle", "xor", "gauss", "spiral", "moons", "noise"]
    assert all(name == entry.name for name, entry in MADE.items())


@pytest.mark.parametrize("name", PLANE)
@pytest.mark.parametrize("samples", [1, 2, 7, 400])
def test_a_plane_set_is_two_balanced_classes(name: str, samples: int) -> None:
    drawn = made(name, samples)
    assert drawn.x.shape == (samples, 2)
    assert drawn.x.dtype == np.float64
    assert drawn.x.flags.c_contiguous
    assert drawn.t.dtype == np.intp
    assert drawn.features == ("x1", "x2")
    assert drawn.classes == ("0", "1")
    zeros, ones = np.bincount(drawn.t, minlength=2)
    assert abs(zeros - ones) <= 1


@pytest.mark.parametrize("name", PLANE)
def test_a_plane_set_fits_the_picture(name: str) -> None:
    x = made(name, 2000).x
    assert np.mean(np.abs(x) <= 1.5) > 0.99
    assert np.abs(x).max() > 0.9


@pytest.mark.parametrize("name", list(MADE))
def test_the_same_seed_gives_the_same_bits(name: str) -> None:
    first, again, other = (made(name, noise=0.1, seed=seed) for seed in (3, 3, 4))
    assert first.x.tobytes() == again.x.tobytes()
    assert first.t.tobytes() == again.t.tobytes()
    assert first.x.tobytes() != other.x.tobytes()


@pytest.mark.parametrize("name", PLANE)
def test_noise_is_the_deviation_of_what_is_added(name: str) -> None:
    still, noisy = made(name, 4000), made(name, 4000, noise=0.2)
    np.testing.assert_array_equal(still.t, noisy.t)
    assert (noisy.x - still.x).std() == pytest.approx(0.2, rel=0.05)


def test_circle_is_a_disc_within_a_ring() -> None:
    drawn = made("circle")
    radius = np.hypot(*drawn.x.T)
    assert radius[drawn.t == 0].max() <= 0.5
    assert radius[drawn.t == 1].min() >= 0.8


def test_xor_is_the_exclusive_or_of_the_signs() -> None:
    drawn = made("xor")
    np.testing.assert_array_equal((drawn.x[:, 0] > 0) ^ (drawn.x[:, 1] > 0), drawn.t == 1)


def test_gauss_can_be_told_by_a_line_and_xor_and_circle_cannot() -> None:
    def score(name: str) -> float:
        drawn = made(name)
        return LogisticRegression().fit(drawn.x, drawn.t).score(drawn.x, drawn.t)

    assert score("gauss") > 0.98
    assert score("xor") < 0.7
    assert score("circle") < 0.7


def test_spiral_arms_are_half_a_turn_apart() -> None:
    drawn = made("spiral")
    radius, angle = np.hypot(*drawn.x.T), np.arctan2(drawn.x[:, 1], drawn.x[:, 0])
    arm = (radius - 0.1) / 1.2 * 3.5 * np.pi + drawn.t * np.pi
    np.testing.assert_allclose(np.cos(angle - arm), 1, atol=1e-9)


def test_moons_lie_on_scikit_learns() -> None:
    drawn = made("moons")
    peer, peer_t = make_moons(4001, noise=None, random_state=0)
    peer = peer - (0.5, 0.25)  # ours is centred
    for label in (0, 1):
        points = drawn.x[drawn.t == label]
        distance = np.hypot(*(points[:, None] - peer[peer_t == label]).T).min(axis=0)
        assert distance.max() < np.pi / 2000


def test_noise_is_standard_normal_with_every_class() -> None:
    drawn = MADE["noise"].make(500, 0.1, 40, 300, np.random.default_rng(0))
    assert drawn.x.shape == (500, 40)
    assert drawn.x.dtype == np.float32
    assert drawn.x.mean() == pytest.approx(0, abs=0.03)
    assert drawn.x.std() == pytest.approx(1, abs=0.03)
    assert len(drawn.features) == 40
    assert len(drawn.classes) == 300
    assert np.unique(drawn.t).size == 300


def test_noise_classes_are_drawn_uniformly() -> None:
    drawn = MADE["noise"].make(30_000, 0.1, 1, 10, np.random.default_rng(0))
    assert np.abs(np.bincount(drawn.t) - 3000).max() < 5 * np.sqrt(3000)


def test_noise_with_more_classes_than_samples_repeats_none() -> None:
    drawn = MADE["noise"].make(5, 0.1, 3, 100, np.random.default_rng(0))
    assert np.unique(drawn.t).size == 5


def test_noise_takes_little_more_memory_than_its_array() -> None:
    rng = np.random.default_rng(0)
    tracemalloc.start()
    drawn = MADE["noise"].make(100, 0.1, 150_528, 10, rng)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.25 * drawn.x.nbytes
