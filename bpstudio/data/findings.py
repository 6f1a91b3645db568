"""What about a data set would hurt learning, in plain sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.cells import STAND_INS
from bpstudio.data.csv_text import shortened
from bpstudio.data.dataset import Dataset, FloatArray
from bpstudio.data.standardize import constant_features, feature_blocks

FAR_APART = 1_000  # times
RARE = 0.01  # share of the training samples
MANY = 0.3  # share of the cells of a column, or of the rows
SAME = 1 - 1e-9  # a correlation
LOOKED_AT = 20_000  # samples, where it needn't be all
SHOWN_NAMES = 4
STOOD_IN = STAND_INS | {"NA"}  # which among numbers is missing anyway


@dataclass(frozen=True)
class Finding:
    """Something that would hurt learning: its kind, the columns it is about, and a sentence."""

    kind: str
    columns: tuple[str, ...]
    sentence: str


def find(data: Dataset) -> tuple[Finding, ...]:
    """Return what the training part has that would hurt learning, the worst first."""
    x = _some(data.train.x)
    if not x.size:
        return ()
    constant = _constant(data, x)
    return (
        *_copies(data, x, constant),
        *_scales(data, x, constant),
        *_rare_classes(data),
        *_missing(data),
        *_stand_ins(data),
        *_constant_columns(data, constant),
    )


def _some(x: FloatArray) -> FloatArray:
    """Return at most `LOOKED_AT` samples, evenly spaced."""
    return x[:: max(1, -(-len(x) // LOOKED_AT))]


def _constant(data: Dataset, x: FloatArray) -> NDArray[np.bool_]:
    """Return whether each feature has one value only, (features,)."""
    constant, train = constant_features(x), data.train.x
    for place in np.flatnonzero(constant):
        constant[place] = constant_features(train[:, place : place + 1]).item()
    return constant


def _constant_columns(data: Dataset, constant: NDArray[np.bool_]) -> list[Finding]:
    names = _chosen(data.features, constant)
    if not names:
        return []
    if len(names) == 1:
        told = "has the same value in every training sample: there is nothing to learn from it."
    else:
        told = "have one value each in all training samples: there is nothing to learn from them."
    return [Finding("constant", names, f"{_listed(names)} {told}")]


def _scales(data: Dataset, x: FloatArray, constant: NDArray[np.bool_]) -> list[Finding]:
    """Find features that spread much farther than others, where they aren't standardised."""
    is_standardized = bool((data.scale != 1).any() or (data.offset != 0).any())
    if is_standardized or (~constant).sum() < 2:
        return []
    with np.errstate(over="ignore", invalid="ignore"):
        spread = np.concatenate(
            [x[:, block].astype(np.float64).std(axis=0) for block in feature_blocks(x)]
        )
        spread[constant | (spread == 0) | ~np.isfinite(spread)] = np.nan
    if np.isnan(spread).all():
        return []
    wide, narrow = int(np.nanargmax(spread)), int(np.nanargmin(spread))
    times = spread[wide] / spread[narrow]
    if not times >= FAR_APART:
        return []
    names = (data.features[wide], data.features[narrow])
    told = (
        f"{_quoted(names[0])} spreads {_times(times)} times as far as {_quoted(names[1])}: "
        "without standardisation the gradient follows the one and hardly sees the other."
    )
    return [Finding("scales", names, told)]


def _rare_classes(data: Dataset) -> list[Finding]:
    if data.is_regression:
        return []
    total = len(data.train.t)
    counts = np.bincount(data.train.t.astype(np.intp), minlength=len(data.classes))
    rare = np.flatnonzero(counts <= RARE * total)
    if not rare.size:
        return []
    if rare.size == 1:
        name, count = data.classes[int(rare[0])], int(counts[rare[0]])
        told = (
            f"Class {_quoted(name)} is {count:,} of {total:,} training samples "
            f"({100 * count / total:.2g} %): it hardly counts in the loss."
        )
    else:
        names = _listed([data.classes[place] for place in rare.tolist()])
        told = (
            f"Classes {names} are at most 1 % of the {total:,} training samples each: "
            "they hardly count in the loss."
        )
    return [Finding("rare class", (data.target,), told)]


def _missing(data: Dataset) -> list[Finding]:
    """Find columns of which much was filled, and tables of which much was left out."""
    report = data.report
    if report is None:
        return []
    found = []
    for fill in report.filled:
        if fill.cells > MANY * report.rows:
            share = f"{100 * fill.cells / report.rows:.0f} %"
            value = shortened(fill.value)
            told = f"{_quoted(fill.column)} lacked {share} of its cells; they are all {value} now."
            found.append(Finding("missing", (fill.column,), told))
    total = report.rows + report.skipped
    if report.skipped > MANY * total:
        share = f"{100 * report.skipped / total:.0f} %"
        told = f"{share} of the rows were left out: what is left may be another kind of sample."
        found.append(Finding("missing", (), told))
    return found


def _stand_ins(data: Dataset) -> list[Finding]:
    """Find categories and classes of a table that look like missing cells."""
    if data.report is None:
        return []
    features = (name.rpartition("=") for name in data.features)
    pairs = [(column, name) for column, sign, name in features if sign and name in STOOD_IN]
    pairs += [(data.target, name) for name in data.classes if name in STOOD_IN]
    return [
        Finding(
            "missing",
            (column,),
            f"{_quoted(column)} has a category {_quoted(name)}: if it stands for a missing cell, "
            "it can be named as such.",
        )
        for column, name in pairs
    ]


def _copies(data: Dataset, x: FloatArray, constant: NDArray[np.bool_]) -> list[Finding]:
    """Find features that are the target over again, or count the rows: a line through both fits."""
    wanted = _some_targets(data)
    same = np.zeros((x.shape[1], wanted.shape[1]), dtype=np.bool_)
    for block in feature_blocks(x):
        same[block] = np.abs(_correlation(x[:, block].astype(np.float64), wanted)) > SAME
    same[constant] = False
    is_target = np.asarray(same[:, 1:].any(axis=1))
    copies = _chosen(data.features, is_target)
    ids = _chosen(data.features, same[:, 0] & ~is_target)
    found = []
    if copies and len(x) > 2:
        is_or_are = "is" if len(copies) == 1 else "are"
        told = f"{_listed(copies)} {is_or_are} the target {_quoted(data.target)} over again: "
        told += "the network will learn nothing but to copy it."
        found.append(Finding("copy of the target", copies, told))
    if ids and len(x) > 2 and data.report is not None:
        told = "only counts the rows" if len(ids) == 1 else "only count the rows"
        told = f"{_listed(ids)} {told}: what is learned from it won't hold for others."
        found.append(Finding("like an id", ids, told))
    return found


def _some_targets(data: Dataset) -> NDArray[np.float64]:
    """Return what features are compared with, (samples, 1 + targets): first, the row's number."""
    step = max(1, -(-len(data.train.x) // LOOKED_AT))
    t, index = data.train.t[::step], data.train.index[::step].astype(np.float64)
    columns = [index, t.astype(np.float64)]
    if 2 < len(data.classes) <= 16:
        columns += [(t == place).astype(np.float64) for place in range(len(data.classes))]
    return np.stack(columns, axis=1)


def _correlation(x: FloatArray, t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Pearson's correlation of each feature with each target; 0 where one is constant."""
    with np.errstate(all="ignore"):
        x, t = x - x.mean(axis=0), t - t.mean(axis=0)
        scale = np.sqrt((x**2).sum(axis=0))[:, None] * np.sqrt((t**2).sum(axis=0))
        found: NDArray[np.float64] = x.T @ t / scale
    return np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0)


def _chosen(names: Sequence[str], chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(names[place] for place in np.flatnonzero(chosen).tolist())


def _listed(names: Sequence[str]) -> str:
    shown = [_quoted(name) for name in names[:SHOWN_NAMES]]
    if more := len(names) - len(shown):
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _quoted(name: str) -> str:
    return f"‘{shortened(name)}’"


def _times(times: float) -> str:
    return f"{float(f'{times:.2g}'):,.0f}" if times < 1e6 else f"{times:.0e}"
