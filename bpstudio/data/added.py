"""Samples that a user has added to a data set by hand: they are the last of its training part."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.csv_text import shortened
from bpstudio.data.dataset import Dataset, FloatArray, Part, TargetArray
from bpstudio.refusal import Refusal

MAX_FEATURES = 16  # nobody writes more numbers for one sample by hand
MAX_TRAINED = 100_000  # samples: each addition copies them
PLACE = "data.added"

Row = Sequence[float | str]  # features and target, in their own units; a class by its name


def with_added(data: Dataset, rows: Sequence[Row]) -> Dataset:
    """Return `data` with exactly these samples added to its training part.

    What was added before goes. The split and what standardisation subtracts and divides by stay
    as they are; the test part is the very same.

    Raises
    ------
    Refusal
        With the place of a row that doesn't fit the data.
    """
    if len(rows) == data.added == 0:
        return data
    kept = len(data.train.t) - data.added
    if rows:
        _check_size(data, kept)
    features, targets = _numbers(data, rows)
    train = data.train
    first = kept + len(data.test.t)  # numbers go on where those of the source end
    part = Part(
        x=np.concatenate((train.x[:kept], features.astype(train.x.dtype))),
        t=_joined(train.t[:kept], targets),
        index=np.concatenate((train.index[:kept], np.arange(first, first + len(rows)))),
    )
    return replace(data, train=part, added=len(rows))


def _joined(before: TargetArray, targets: NDArray[np.float64]) -> TargetArray:
    if before.dtype == np.float64:
        return np.concatenate((before.astype(np.float64, copy=False), targets))
    return np.concatenate((before.astype(np.intp, copy=False), targets.astype(np.intp)))


def have_one_source(one: Dataset, other: Dataset) -> bool:
    """Whether two data sets are the same, but perhaps for what was added or drawn by hand.

    What is drawn may be any points, as long as the classes are as many and a number means the same.
    """
    if one.is_drawn and other.is_drawn:
        same = (one.classes, one.offset.tolist(), one.scale.tolist())
        return same == (other.classes, other.offset.tolist(), other.scale.tolist())
    return one.test is other.test


def _check_size(data: Dataset, samples: int) -> None:
    if data.inputs > MAX_FEATURES:
        reason = f"is for data of up to {MAX_FEATURES} features; {data.name} has {data.inputs:,}"
        raise Refusal(PLACE, reason)
    if samples > MAX_TRAINED:
        reason = f"is for data of up to {MAX_TRAINED:,} training samples; {data.name} has "
        raise Refusal(PLACE, f"{reason}{samples:,}")


def _numbers(data: Dataset, rows: Sequence[Row]) -> tuple[FloatArray, NDArray[np.float64]]:
    """Return features (rows, inputs), scaled as the others are, and targets (rows,)."""
    classes = {name: place for place, name in enumerate(data.classes)}
    x = np.empty((len(rows), data.inputs))
    t = np.empty(len(rows))
    for number, row in enumerate(rows):
        place = f"{PLACE}[{number}]"
        if len(row) != data.inputs + 1:
            wanted = f"{data.inputs} {'feature' if data.inputs == 1 else 'features'} and the target"
            raise Refusal(place, f"must have {data.inputs + 1} entries, {wanted}, not {len(row)}")
        x[number] = [_number(f"{place}[{at}]", value) for at, value in enumerate(row[:-1])]
        target = f"{place}[{data.inputs}]"
        if data.is_regression:
            t[number] = (_number(target, row[-1]) - data.target_offset) / data.target_scale
        else:
            t[number] = _class(target, row[-1], classes)
    with np.errstate(over="ignore"):
        x = (x - data.offset) / data.scale
    if not (np.isfinite(x).all() and np.isfinite(t).all()):
        raise Refusal(PLACE, "has numbers that are too large to be standardised")
    return x, t


def _number(place: str, value: float | str) -> float:
    if isinstance(value, str) or not math.isfinite(value):
        shown = repr(shortened(value)) if isinstance(value, str) else value
        raise Refusal(place, f"must be a number, not {shown}")
    return value


def _class(place: str, value: float | str, classes: dict[str, int]) -> int:
    """Return the place of the class that `value` names; 1 and 1.0 name the class "1"."""
    name = value if isinstance(value, str) else f"{value:.15g}"
    if name not in classes:
        known = ", ".join(list(classes)[:8]) + (", ..." if len(classes) > 8 else "")
        raise Refusal(place, f"there is no class {shortened(name)!r}; there are {known}")
    return classes[name]
