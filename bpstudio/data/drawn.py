"""Drawn data: points of the plane that a user has painted, each of one of a few classes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from bpstudio.data.dataset import Samples
from bpstudio.data.prepare import prepare
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset, FloatArray, IndexArray

NAME, LABEL = "drawn", "Drawn"
MAX_POINTS = 10_000
MAX_CLASSES = 9  # a key of the keyboard each
FARTHEST = 1e6  # of a coordinate
DIGITS = 4  # of a coordinate, behind the point: less than a pixel's worth
EMPTY = "is empty: a drawing needs a point at least; paint some"

Point = tuple[float, float, int]  # x1, x2 and the class, from 1


def class_names(classes: int) -> tuple[str, ...]:
    """Return what so many classes are called: by the keys that choose them."""
    return tuple(str(number) for number in range(1, classes + 1))


def draw(
    points: Sequence[Point], *, classes: int, test_fraction: float, standardize: bool, seed: int
) -> Dataset:
    """Return the data set of these points.

    It has `classes` classes, and more where points are of a higher one. Which part a point is in
    depends on the point and the seed alone, so that painting and erasing leaves all others where
    they are; the test part's share is right to within what chance does.

    Raises
    ------
    Refusal
        If there is no point, or there would be too many classes.
    """
    if not points:
        raise Refusal("data.points", EMPTY)
    if classes > MAX_CLASSES:
        reason = f"must be 2 to {MAX_CLASSES} for drawn data, not {classes:,}"
        raise Refusal("data.classes", reason)
    columns = np.array(points, dtype=np.float64)
    x, t = np.ascontiguousarray(columns[:, :2]), columns[:, 2].astype(np.intp) - 1
    classes = max(classes, int(t.max()) + 1)
    is_test = in_test_part(x, t, test_fraction, seed)
    names = class_names(classes)
    samples = Samples(x=x, t=t, features=("x1", "x2"), classes=names, target="class")
    return prepare(
        samples,
        name=NAME,
        test_fraction=test_fraction,
        standardize=standardize,
        seed=seed,
        parts=(np.flatnonzero(~is_test), np.flatnonzero(is_test)),
        is_drawn=True,
    )


def in_test_part(
    x: FloatArray, t: IndexArray, test_fraction: float, seed: int
) -> NDArray[np.bool_]:
    """Return which points (points, 2) of classes (points,) are to be tested on, (points,).

    Of each class one point at least is trained on.
    """
    lot = lots(x, t, seed)
    is_test = lot < test_fraction
    for number in np.unique(t):
        own = np.flatnonzero(t == number)
        if is_test[own].all():
            is_test[own] = lot[own] < lot[own].max()
    return is_test


def lots(x: FloatArray, t: IndexArray, seed: int) -> NDArray[np.float64]:
    """Return a number from 0 to 1 for each point, (points,), as if drawn at random.

    The bits of the seed and of the point are stirred by splitmix64's finisher.
    """
    lot = np.full(len(t), seed, np.uint64)
    places = np.ascontiguousarray(x + 0.0, np.float64).view(np.uint64)  # -0 is 0
    for part in (places[:, 0], places[:, 1], t.astype(np.uint64)):
        lot = _stirred(lot + np.uint64(0x9E3779B97F4A7C15) ^ part)
    return (lot >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _stirred(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return splitmix64's mix (Steele, Lea, Flood 2014): each bit depends on all others."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def point(row: Sequence[float | str]) -> Point:
    """Return a sample, its two features and the name of its class, as a point."""
    x, y, name = row
    return float(x), float(y), int(name)


def jittered(
    points: Sequence[Point], noise: float, seed: int, number: int | None = None
) -> tuple[Point, ...]:
    """Return the points, each moved by normal noise of this standard deviation.

    With a `number`, only those of that class are moved. The same points and seed are moved the
    same; what is moved again is moved otherwise.
    """
    columns = np.array(points, dtype=np.float64).reshape(-1, 3)
    rng = np.random.default_rng([seed, crc32(columns.tobytes())])
    noises = noise * rng.standard_normal((len(columns), 2))
    if number is not None:
        noises[columns[:, 2] != number] = 0
    return with_places(points, columns[:, :2] + noises)


def with_places(points: Sequence[Point], places: FloatArray) -> tuple[Point, ...]:
    """Return the points at other places (points, 2), of which no more digits are kept than seen."""
    kept = np.clip(places, -FARTHEST, FARTHEST).round(DIGITS) + 0.0  # -0 is 0
    both = zip(kept.tolist(), points, strict=True)
    return tuple((x, y, point[2]) for (x, y), point in both)


def points_of(data: Dataset) -> tuple[Point, ...]:
    """Return the samples of a set in the plane as points, in their own units and their order.

    Raises
    ------
    Refusal
        If the set has other features than two, more classes or more samples than can be drawn.
    """
    reason = ""
    if data.inputs != 2 or data.is_regression:
        reason = "only a set of two features and of classes can be drawn on"
    elif len(data.classes) > MAX_CLASSES:
        reason = f"has {len(data.classes):,} classes; a drawing has at most {MAX_CLASSES}"
    total = len(data.train.t) + len(data.test.t)
    if not reason and total > MAX_POINTS:
        reason = f"has {total:,} samples; a drawing has at most {MAX_POINTS:,}"
    if reason:
        raise Refusal("data", reason)
    order = np.argsort(np.concatenate((data.train.index, data.test.index)), kind="stable")
    x = (np.concatenate((data.train.x, data.test.x)) * data.scale + data.offset)[order]
    t = np.concatenate((data.train.t, data.test.t))[order].astype(np.intp) + 1
    return with_places([(0.0, 0.0, number) for number in t.tolist()], x)
