import numpy as np
import pytest

from bpstudio.ui.builder.scale import DecadeScale, bounds, value_shares


def test_bounds_come_from_the_activation():
    assert bounds("sigmoid") == (0, 1)
    assert bounds("tanh") == (-1, 1)
    assert bounds("relu") == (0, np.inf)
    assert bounds("identity") == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("activation", "z", "shares"),
    [
        ("sigmoid", [0, 0.25, 1], [0, 0.25, 1]),
        ("tanh", [-1, 0, 1], [0, 0.5, 1]),
        ("relu", [0, 2, 4], [0, 0.5, 1]),
        ("identity", [-4, 0, 2], [0, 0.5, 0.75]),
        ("relu", [0, 0], [0, 0]),
        ("relu", [np.nan, 1], [0, 1]),
    ],
)
def test_value_shares(activation, z, shares):
    assert value_shares(np.array(z, float), activation).tolist() == shares


def test_decades_widen_at_once_and_narrow_late():
    scale = DecadeScale()
    scale.fit([np.array([0.5]), np.array([1e-9, 0])])
    assert (scale.low, scale.high) == (-10, 0)
    scale.fit([np.array([2e-8])])
    assert scale.low == -10, "one empty decade is no reason to jump"
    scale.fit([np.array([0.5])])
    assert scale.low == -4


def test_delta_shares_are_logarithmic():
    shares = DecadeScale().shares(np.array([0, 1e-9, 1e-4, 1e-2, 1, 50, np.nan]))
    assert shares == pytest.approx([0, 0, 0, 0.5, 1, 1, 0])


def test_decades_stay_finite_when_training_diverges():
    scale = DecadeScale()
    scale.fit([np.array([np.inf]), np.array([np.nan]), np.array([0.0])])
    assert (scale.low, scale.high) == (-4, 0)
