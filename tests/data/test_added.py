"""Samples added by hand: where they go, in whose units, and what is refused."""

import numpy as np
import pytest

from bpstudio.data.added import MAX_TRAINED, have_one_source, with_added
from bpstudio.data.dataset import Samples
from bpstudio.data.prepare import prepare
from bpstudio.refusal import Refusal


def data(classes=("cat", "dog"), features=2, samples=10, **options):
    rng = np.random.default_rng(0)
    x = rng.normal(5, 3, (samples, features))
    t = np.arange(samples) % len(classes) if classes else rng.normal(100, 20, samples)
    names = tuple(f"x{k}" for k in range(features))
    made = Samples(x=x, t=t, features=names, classes=classes, target="t")
    asked = {"name": "made", "test_fraction": 0.3, "standardize": True, "seed": 0}
    return prepare(made, **(asked | options))


def test_they_are_the_last_to_train_on_and_scaled_as_the_others_are():
    base = data()
    more = with_added(base, [(8.0, 2.0, "dog"), (5.0, 5.0, "cat")])
    assert (len(more.train.t), more.added) == (9, 2)
    np.testing.assert_array_equal(more.train.x[:7], base.train.x)
    own = more.train.x[7:] * base.scale + base.offset
    np.testing.assert_allclose(own, [[8, 2], [5, 5]])
    assert more.train.t[7:].tolist() == [1, 0]
    assert more.train.index[7:].tolist() == [10, 11], "numbers go on after the source's"
    assert more.test is base.test
    np.testing.assert_array_equal(more.scale, base.scale)
    assert not more.train.x.flags.writeable


def test_a_numeric_target_is_scaled_too():
    base = data(classes=(), features=1)
    more = with_added(base, [(8.0, 117.0)])
    assert more.train.t[-1] * base.target_scale + base.target_offset == pytest.approx(117)


def test_rows_take_the_place_of_those_added_before():
    base = data()
    two = with_added(base, [(8.0, 2.0, "dog"), (5.0, 5.0, "cat")])
    one = with_added(two, [(1.0, 1.0, "cat")])
    assert (len(one.train.t), one.added) == (8, 1)
    none = with_added(one, [])
    assert none.added == 0
    np.testing.assert_array_equal(none.train.x, base.train.x)
    np.testing.assert_array_equal(none.train.index, base.train.index)
    assert with_added(base, []) is base
    assert have_one_source(one, base)
    assert not have_one_source(one, data())


def test_a_class_can_be_named_by_its_number():
    base = data(classes=("0", "1"))
    more = with_added(base, [(0.0, 0.0, 1), (0.0, 0.0, 1.0), (0.0, 0.0, "1")])
    assert more.train.t[-3:].tolist() == [1, 1, 1]
    codes = data(classes=("1000000", "1234567"))
    more = with_added(codes, [(0.0, 0.0, 1_234_567), (0.0, 0.0, 1e6)])
    assert more.train.t[-2:].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([(1.0, "cat")], "[0]", "must have 3 entries, 2 features and the target, not 2"),
        ([(1.0, 2.0, "cat"), ()], "[1]", "must have 3 entries"),
        ([(1.0, 2.0, "cow")], "[0][2]", "there is no class 'cow'; there are cat, dog"),
        ([(1.0, 2.0, 7.0)], "[0][2]", "there is no class '7'"),
        ([("x", 2.0, "cat")], "[0][0]", "must be a number, not 'x'"),
        ([(1.0, float("nan"), "cat")], "[0][1]", "must be a number, not nan"),
        ([(1.0, float("inf"), "cat")], "[0][1]", "must be a number, not inf"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(rows, place, words):
    with pytest.raises(Refusal) as refused:
        with_added(data(), rows)
    assert refused.value.place == f"data.added{place}"
    assert words in refused.value.reason


def test_a_class_is_no_numeric_target():
    with pytest.raises(Refusal, match="must be a number, not 'cat'"):
        with_added(data(classes=()), [(1.0, 2.0, "cat")])


def test_they_are_for_small_data():
    with pytest.raises(Refusal, match="up to 16 features; made has 17"):
        with_added(data(features=17), [(*[1.0] * 17, "cat")])
    with pytest.raises(Refusal, match="100,000 training samples"):
        with_added(data(features=1, samples=2 * MAX_TRAINED), [(1.0, "cat")])
