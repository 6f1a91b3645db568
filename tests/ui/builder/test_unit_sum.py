"""The sum behind a logit: what is written adds up, digit by digit."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.ui.builder.incoming import Incoming
from bpstudio.ui.builder.unit_sum import MOST_TERMS, adding_up, sum_rows


def read(words):
    return Decimal(words.replace("−", "-"))


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=9))
def test_what_is_written_adds_up_and_is_true_to_the_last_decimal(parts):
    *written, total = map(read, adding_up(parts))
    assert sum(written) == total
    unit = Decimal(10) ** total.as_tuple().exponent
    for part, number in zip(parts, written, strict=True):
        assert abs(Decimal(part) - number) < unit * Decimal("1.0001")
    assert abs(sum(map(Decimal, parts)) - total) <= unit * Decimal("0.501")


def test_by_hand():
    # 0.5 * 2 + -0.25 * 3 + 0.1 = 0.35
    incoming = Incoming(np.array([2.0, 3.0]), "input", ("x1", "x2"))
    assert sum_rows(np.array([0.5, -0.25]), incoming, 0.1) == [
        ("x1: 0.5000 × 2.000", "+1.000"),
        ("x2: −0.2500 × 3.000", "−0.750"),
        ("bias b", "+0.100"),
        ("= a", "0.350"),
    ]


@pytest.mark.parametrize("sources", [MOST_TERMS, MOST_TERMS + 1, MOST_TERMS + 2, 64])
def test_the_largest_terms_are_told_and_the_rest_together(sources):
    rng = np.random.default_rng(sources)
    w, z = rng.normal(size=sources), rng.normal(size=sources)
    rows = sum_rows(w, Incoming(z, "layer 1"), 0.25)
    assert float(read(rows[-1][1])) == pytest.approx(w @ z + 0.25, abs=1e-3)
    told = sources if sources <= MOST_TERMS + 1 else MOST_TERMS
    has_rest = sources > told
    assert len(rows) == told + has_rest + 2
    assert rows[0][0].startswith(f"layer 1, unit {np.abs(w * z).argmax() + 1}: ")
    assert any("others" in name for name, _ in rows) is has_rest
    assert sum(read(words) for _, words in rows[:-1]) == read(rows[-1][1])


def test_nothing_is_told_of_what_is_no_number_or_does_not_fit():
    assert sum_rows(np.array([np.nan]), Incoming(np.ones(1), "input"), 0.0) == []
    assert sum_rows(np.ones(2), Incoming(np.ones(3), "input"), 0.0) == []
    assert sum_rows(np.ones(1), Incoming(np.ones(1), "input"), float("inf")) == []
