"""Drawn data: what points become, which part they are in, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.data.added import have_one_source
from bpstudio.data.drawn import (
    FARTHEST,
    MAX_CLASSES,
    MAX_POINTS,
    draw,
    jittered,
    point,
    points_of,
)
from bpstudio.data.made import MADE
from bpstudio.data.prepare import prepare
from bpstudio.refusal import Refusal

coordinates = st.floats(-FARTHEST, FARTHEST)
drawings = st.lists(
    st.tuples(coordinates, coordinates, st.integers(1, MAX_CLASSES)), min_size=1, max_size=30
)


def drawn(points, **options):
    asked = {"classes": 2, "test_fraction": 0.3, "standardize": False, "seed": 0}
    return draw(points, **(asked | options))


def many(number, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (number, 2)).round(3).tolist()
    return [(x1, x2, int(t)) for (x1, x2), t in zip(x, rng.integers(1, 4, number), strict=True)]


def members(data, part):
    return {(*x, int(t) + 1) for x, t in zip(part.x.tolist(), part.t.tolist(), strict=True)}


def test_points_are_samples_of_two_features_in_their_order():
    data = drawn([(0.5, -1.0, 2), (0.25, 0.0, 1)], test_fraction=0.0)
    assert data.train.x.tolist() == [[0.5, -1.0], [0.25, 0.0]]
    assert data.train.t.tolist() == [1, 0]
    assert (data.features, data.classes) == (("x1", "x2"), ("1", "2"))
    assert data.name == "drawn"
    assert data.is_drawn
    assert not data.train.x.flags.writeable


def test_there_are_two_classes_before_the_second_is_painted_and_more_where_they_are():
    assert drawn([(0.0, 0.0, 1)]).outputs == 2
    assert drawn([(0.0, 0.0, 4)]).classes == ("1", "2", "3", "4")
    assert drawn([(0.0, 0.0, 1)], classes=3).outputs == 3


@settings(max_examples=30)
@given(drawings, st.integers(0, 2**63 - 1), st.floats(0, 1, exclude_max=True))
def test_each_point_is_in_one_part_and_no_class_is_tested_alone(points, seed, fraction):
    data = drawn(points, seed=seed, test_fraction=fraction)
    assert sorted([*data.train.index, *data.test.index]) == list(range(len(points)))
    assert set(data.train.t) == {number - 1 for *_, number in points}
    if not fraction:
        assert not len(data.test.t)
    for part in (data.train, data.test):
        assert (np.diff(part.index) > 0).all()
        assert part.x.tolist() == [list(points[row][:2]) for row in part.index]


@settings(max_examples=30)
@given(drawings, drawings)
def test_painting_and_erasing_leave_the_others_in_their_part(points, more):
    few, all_of_them = drawn(points), drawn(points + more)
    assert members(few, few.test) <= members(all_of_them, all_of_them.test)
    # a class that has only points for the test keeps one to train on, until there is another
    moved = members(few, few.train) - members(all_of_them, all_of_them.train)
    assert len({number for *_, number in moved}) == len(moved)


def test_the_test_part_has_its_share_as_far_as_chance_goes_whatever_the_seed():
    # 2,000 points, each with a chance of 0.3: sigma = sqrt(2000 * 0.3 * 0.7) = 20.5
    points = many(2_000)
    parts = [drawn(points, seed=seed).test for seed in range(5)]
    assert all(abs(len(part.t) - 600) < 4 * 20.5 for part in parts)
    # two seeds have 0.3 * 0.3 of the points in common: 180, sigma 12.8
    both = np.intersect1d(parts[0].index, parts[1].index)
    assert abs(len(both) - 180) < 4 * 12.8
    again = drawn(points, seed=3)
    np.testing.assert_array_equal(again.test.index, parts[3].index)


def test_neighbouring_points_are_split_as_any_others():
    row = [(k / 1_000, 0.0, 1) for k in range(2_000)]
    assert abs(len(drawn(row).test.t) - 600) < 4 * 20.5
    assert abs(len(drawn([(y, x, t) for x, y, t in row]).test.t) - 600) < 4 * 20.5


def test_two_drawings_are_of_one_source_while_a_number_means_the_same():
    one, other = drawn(many(20)), drawn(many(30, seed=1))
    assert have_one_source(one, other)
    assert not have_one_source(one, drawn(many(20), classes=4)), "the network has more outputs"
    assert not have_one_source(one, drawn(many(20), standardize=True))
    made = MADE["circle"].make(20, 0.1, 2, 2, np.random.default_rng(0))
    circle = prepare(made, name="circle", test_fraction=0.3, standardize=False, seed=0)
    assert not have_one_source(one, circle)


def test_standardised_the_training_part_has_mean_0_and_deviation_1():
    data = drawn(many(200), standardize=True)
    np.testing.assert_allclose(data.train.x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(data.train.x.std(axis=0), 1)


@pytest.mark.parametrize(
    ("points", "classes", "place", "words"),
    [
        ([], 2, "data.points", "is empty: a drawing needs a point"),
        ([(0.0, 0.0, 1)], 10, "data.classes", "must be 2 to 9 for drawn data, not 10"),
    ],
)
def test_what_can_not_be_drawn_is_refused(points, classes, place, words):
    with pytest.raises(Refusal) as refused:
        drawn(points, classes=classes)
    assert refused.value.place == place
    assert words in refused.value.reason


def test_noise_moves_each_point_as_its_seed_says():
    points = many(2_000)
    moved = jittered(points, 0.1, seed=7)
    assert moved == jittered(points, 0.1, seed=7) != jittered(points, 0.1, seed=8)
    assert [t for *_, t in moved] == [t for *_, t in points]
    by = np.array(moved)[:, :2] - np.array(points)[:, :2]
    # the deviation of 4,000 numbers is right to within 0.1 / sqrt(2 * 4000) = 0.0011
    assert by.std() == pytest.approx(0.1, abs=4 * 0.0011)
    assert jittered([(FARTHEST, 0.0, 1)], 1e6, seed=0)[0][0] <= FARTHEST
    assert jittered([], 0.1, seed=0) == ()


def test_the_samples_of_a_set_in_the_plane_become_points_in_their_order():
    made = MADE["moons"].make(50, 0.1, 2, 2, np.random.default_rng(0))
    x, t = made.x.copy(), made.t.copy()
    for standardize in (False, True):
        data = prepare(made, name="moons", test_fraction=0.3, standardize=standardize, seed=0)
        points = points_of(data)
        np.testing.assert_allclose([one[:2] for one in points], x, atol=1e-4)
        assert [one[2] - 1 for one in points] == t.tolist()


@pytest.mark.parametrize(
    ("features", "classes", "samples", "words"),
    [
        (3, 2, 10, "two features"),
        (2, 10, 20, "has 10 classes; a drawing has at most 9"),
        (2, 2, MAX_POINTS + 1, "has 10,001 samples; a drawing has at most 10,000"),
    ],
)
def test_a_set_that_is_no_drawing_is_refused(features, classes, samples, words):
    made = MADE["noise"].make(samples, 0.1, features, classes, np.random.default_rng(0))
    data = prepare(made, name="noise", test_fraction=0.3, standardize=False, seed=0)
    with pytest.raises(Refusal, match=words):
        points_of(data)


def test_a_sample_that_is_clicked_is_a_point():
    assert point((0.5, -1.0, "3")) == (0.5, -1.0, 3)
