"""From samples to a data set: the split into two parts, and standardisation."""

from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bpstudio.data.csv_text import shortened
from bpstudio.data.dataset import Dataset, FloatArray, IndexArray, Part, Samples, TargetArray
from bpstudio.data.filling import fill_gap
from bpstudio.data.progress import Tell, between, silent
from bpstudio.data.standardize import Scaling, fit_scaling, identity_scaling, row_blocks
from bpstudio.refusal import Refusal

SPLIT = 1001  # the purpose of the generator that splits


def prepare(
    samples: Samples,
    *,
    name: str,
    test_fraction: float,
    standardize: bool,
    seed: int,
    spend: bool = False,
    tell: Tell = silent,
    parts: tuple[IndexArray, IndexArray] | None = None,
    is_drawn: bool = False,
) -> Dataset:
    """Split `samples` at random; fill and standardise both parts by what the training part says.

    Within a part samples keep the order of their source. One sample of each class is kept to
    train on, if there are enough; of the others every class has its share in the test part, to
    within a sample. So a large class among many small ones has somewhat more than its share there.

    Parameters
    ----------
    samples, name
        What to split, and what the user calls it.
    test_fraction, seed
        The share of the samples, rounded, for the test part; the same seed draws the same.
    standardize
        Whether to give each feature, and a numeric target, mean 0 and standard deviation 1.
    spend
        Whether `samples` are of no use afterwards: their features are then sorted into the parts
        and scaled where they are. Otherwise they are left as they are.
    tell
        Gets the share of it that is done; what it raises ends it.
    parts
        The rows to train and those to test on, ascending, where they aren't drawn at random.
    is_drawn
        Whether they are points that a user paints.

    Raises
    ------
    Refusal
        If no sample is left to train on, a feature's numbers can't be standardised, or there is
        nothing to fill with.
    """
    rows = parts or _split(samples, round(test_fraction * len(samples.t)), seed)
    tell(0.2)
    must_move = bool(rows[1].size or standardize or samples.gaps)
    x = _features(samples, rows, between(tell, 0.2, 0.5), must_move=must_move, spend=spend)
    t = samples.t[rows[0]], samples.t[rows[1]]
    fills = tuple(fill_gap(gap, *x) for gap in samples.gaps)
    tell(0.6)
    scaling, target_scaling = _scale(samples, x, t, standardize, between(tell, 0.6, 1))
    return Dataset(
        name=name,
        train=Part(x=x[0], t=t[0], index=rows[0]),
        test=Part(x=x[1], t=t[1], index=rows[1]),
        features=samples.features,
        classes=samples.classes,
        target=samples.target,
        image=samples.image,
        offset=scaling.offset,
        scale=scaling.scale,
        target_offset=float(target_scaling.offset[0]),
        target_scale=float(target_scaling.scale[0]),
        report=samples.report and replace(samples.report, filled=fills),
        is_drawn=is_drawn,
    )


def _features(
    samples: Samples,
    rows: tuple[IndexArray, IndexArray],
    tell: Tell,
    *,
    must_move: bool,
    spend: bool,
) -> tuple[FloatArray, FloatArray]:
    """Return the features of both parts: copies, where they must move or will be changed."""
    if must_move:
        return _parts(samples.x, *rows, tell, spend=spend)
    return samples.x, samples.x[:0]  # read-only, so it needs no copy, however large


def _scale(
    samples: Samples,
    x: tuple[FloatArray, FloatArray],
    t: tuple[TargetArray, TargetArray],
    standardize: bool,
    tell: Tell,
) -> tuple[Scaling, Scaling]:
    """Standardise features and numeric targets in place, if so wished; return what was done."""
    if not standardize:
        return identity_scaling(x[0].shape[1]), identity_scaling(1)
    scaling = _standardize(*x, samples.features, tell)
    if samples.classes:
        return scaling, identity_scaling(1)
    columns = _column(t[0]), _column(t[1])
    return scaling, _standardize(*columns, (samples.target,), tell=silent)


def _split(samples: Samples, tests: int, seed: int) -> tuple[IndexArray, IndexArray]:
    """Return the rows of the training part and those of the test part, ascending."""
    total = len(samples.t)
    if tests >= total:
        raise Refusal(
            "data.test_fraction", f"leaves none of the {total:,} samples to train on; make it less"
        )
    is_test = np.zeros(total, dtype=np.bool_)
    is_test[_test_rows(samples, tests, np.random.default_rng([seed, SPLIT]))] = True
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def _test_rows(samples: Samples, tests: int, rng: Generator) -> IndexArray:
    """Draw the rows to test on: evenly spaced ones of a random order that goes class by class."""
    order = rng.permutation(len(samples.t))
    choice = order.size
    if samples.classes:
        order = order[np.argsort(samples.t[order], kind="stable")]
        # one sample of each class goes to the end, where it is drawn only if all others are
        counts = np.bincount(samples.t)
        first = (np.cumsum(counts) - counts)[counts > 0]
        order = np.concatenate((np.delete(order, first), order[first]))
        choice = max(order.size - first.size, tests)
    return order[np.arange(tests) * choice // max(tests, 1)]


def _parts(
    x: FloatArray, train_rows: IndexArray, test_rows: IndexArray, tell: Tell, *, spend: bool
) -> tuple[FloatArray, FloatArray]:
    """Return both parts of `x`, which can be written to.

    With `spend` the rows of the training part come to the front of `x` and those of the test part
    behind; nothing but the test part is copied meanwhile.
    """
    if not spend:
        return x[train_rows], x[test_rows]
    x.flags.writeable = True
    test = x[test_rows]
    for block in row_blocks(train_rows.size, x.shape[1]):
        x[block] = x[train_rows[block]]  # each row comes from its place or further back
        tell(block.stop / train_rows.size)
    x[train_rows.size :] = test
    parts = x[: train_rows.size], x[train_rows.size :]
    x.flags.writeable = False
    return parts


def _column(t: TargetArray) -> NDArray[np.float64]:
    """See numeric targets (samples,) as a feature (samples, 1)."""
    return t.astype(np.float64, copy=False)[:, np.newaxis]


def _standardize(
    train: FloatArray, test: FloatArray, names: tuple[str, ...], tell: Tell
) -> Scaling:
    """Fit to `train` and apply to both, in place."""
    scaling = fit_scaling(train, between(tell, 0, 0.5))
    for part in (train, test):
        strange = ~np.isfinite(scaling.scale)
        for block in row_blocks(*part.shape):
            scaling.apply(part[block])
            strange |= ~np.isfinite(part[block]).all(axis=0)
            tell(0.5 + 0.5 * block.stop / len(part))
        if strange.any():
            name = shortened(names[int(np.argmax(strange))])
            reason = f"the numbers of '{name}' are too large or too far apart to be standardised"
            raise Refusal("data.standardize", reason)
    return scaling
