"""Missing cells are filled: with the mean, or the most common category, of the training part."""

import numpy as np

from bpstudio.data.csv_text import shortened
from bpstudio.data.dataset import FloatArray, Gap
from bpstudio.data.report import Fill
from bpstudio.refusal import Refusal


def fill_gap(gap: Gap, train: FloatArray, test: FloatArray) -> Fill:
    """Fill a column in both parts, (samples, features) each, in place, and say with what.

    Of several categories that are equally common it is the first in their order.

    Raises
    ------
    Refusal
        If the training part has no cell of it, or only numbers too large for a mean.
    """
    columns = slice(gap.start, gap.stop)
    known = train[~np.isnan(train[:, gap.start]), columns]
    if not known.size:
        raise nothing_to_fill_with(gap.column)
    value, words = _category(gap, known) if gap.categories else _mean(gap, known)
    cells = 0
    for part in (train, test):
        missing = np.flatnonzero(np.isnan(part[:, gap.start]))
        part[missing, columns] = value
        cells += missing.size
    return Fill(gap.column, cells, words)


def nothing_to_fill_with(column: str) -> Refusal:
    """Return the refusal of a column all of whose cells are missing."""
    return Refusal(
        "data.missing",
        f"'{shortened(column)}' has no cell in the training part to fill the others by; "
        "ignore the column",
    )


def _mean(gap: Gap, known: FloatArray) -> tuple[FloatArray, str]:
    with np.errstate(over="ignore", invalid="ignore"):
        mean = known.mean(axis=0, dtype=np.float64)
    if not np.isfinite(mean).all():
        reason = f"the numbers of '{shortened(gap.column)}' are too large to have a mean"
        raise Refusal("data.missing", reason)
    return mean, f"{mean[0]:.4g}"


def _category(gap: Gap, known: FloatArray) -> tuple[FloatArray, str]:
    place = int(known.sum(axis=0).argmax())
    value = np.zeros(len(gap.categories))
    value[place] = 1
    return value, gap.categories[place]
