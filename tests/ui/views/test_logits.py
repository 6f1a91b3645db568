"""How logits are counted, and where an activation is saturated."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.views.logits import bins, finite, logit_axis, reach, saturated_zones
from bpstudio.ui.views.scale import Scale

# z(1 - z) = 0.025 where z = (1 + sqrt 0.9) / 2, and a = log(z / (1 - z)); 1 - z^2 = 0.1
SIGMOID_EDGE = 2 * math.atanh(math.sqrt(0.9))
TANH_EDGE = math.atanh(math.sqrt(0.9))


@pytest.mark.parametrize(("name", "edge"), [("sigmoid", SIGMOID_EDGE), ("tanh", TANH_EDGE)])
def test_a_curve_that_flattens_is_saturated_at_both_sides(name: str, edge: float) -> None:
    below, above = saturated_zones(ACTIVATIONS[name], Scale(-8, 8), 1_601)
    assert (below.low, above.high) == (-8, 8)
    assert below.high == pytest.approx(-edge, abs=0.011)
    assert above.low == pytest.approx(edge, abs=0.011)
    assert reach(name)[1] == pytest.approx(1.25 * edge, abs=0.02)


def test_relu_is_saturated_below_zero_and_identity_never() -> None:
    (zone,) = saturated_zones(ACTIVATIONS["relu"], Scale(-2, 2), 401)
    assert (zone.low, zone.high) == (-2, 0)
    for name in ("identity", "leaky_relu"):
        assert saturated_zones(ACTIVATIONS[name], Scale(-2, 2), 401) == []


numbers = st.floats(-(2.0**99), 2.0**99, width=32) | st.sampled_from(
    [math.nan, math.inf, -math.inf]
)


@given(
    a=st.lists(numbers, min_size=1, max_size=50),
    name=st.sampled_from([*ACTIVATIONS, None]),
    most=st.integers(1, 60),
)
def test_every_finite_logit_is_counted_once(a: list[float], name: str | None, most: int) -> None:
    logits = np.array(a, np.float32)
    scale = logit_axis(logits, ACTIVATIONS[name] if name else None, math.nan)
    counts = bins(logits, scale, most)
    assert scale.low < scale.high
    assert counts.sum() == len(finite(logits)) == sum(map(math.isfinite, a))


def test_bins_are_counted_as_one_does_by_hand() -> None:
    scale = logit_axis(np.array([0.1, 3.9]), None, math.nan)
    assert (scale.low, scale.high) == (0.0, 4.0)
    assert bins(np.array([0.0, 0.4, 0.5, 3.9, 4.0]), scale, 8).tolist() == [2, 1, *5 * [0], 2]


def test_the_axis_keeps_still_while_logits_move_a_little() -> None:
    sigmoid = ACTIVATIONS["sigmoid"]
    axes = {logit_axis(np.array([-1.0, k / 10]), sigmoid, 0.0) for k in range(40)}
    assert len(axes) == 1
    (axis,) = axes
    assert axis.low <= -SIGMOID_EDGE
    assert axis.high >= SIGMOID_EDGE


def test_equal_logits_have_an_axis_too() -> None:
    scale = logit_axis(np.full(9, -3.0), ACTIVATIONS["relu"], -3.0)
    assert scale.low <= -3
    assert scale.high >= 1
    assert bins(np.full(9, -3.0), scale, 20).max() == 9
    assert logit_axis(np.zeros(3), None, 0.0) == Scale(-1, 1)
