"""Samples that make learning hard: their scales, their columns, their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.doctor import cures
from bpstudio.runtime.doctor.finding import Finding

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.chart import Chart

APART = 1_000  # times: scales that differ by so much
LARGE = 100.0  # a feature that large drives every unit into its flat part
ONE_SIDED = 0.5  # of the batches
EFFICIENT = "LeCun, Bottou, Orr, Müller (1998), Efficient BackProp, 4.3 Normalizing the inputs"
BOTTOU = "Bottou (2012), Stochastic gradient descent tricks: shuffle the examples"


def unscaled_inputs(chart: Chart) -> Finding | None:
    """Say so where features are large, or of scales a thousandfold apart, and stay so."""
    data = chart.data
    if chart.experiment.data.standardize or data.is_image or not chart.is_poor:
        return None
    sizes = np.hypot(data.mean, data.spread)
    moving = sizes[data.spread > 0]
    if not len(moving):
        return None
    least, most = float(moving.min()), float(moving.max())
    if most < LARGE and most < APART * least:
        return None
    largest, smallest = data.names[int(np.argmax(sizes))], _smallest(data.names, sizes, least)
    return Finding(
        "unscaled inputs",
        "The features are of very different sizes: the largest drowns the others.",
        f"“{largest}” is about {most:.3g}, “{smallest}” about {least:.3g}",
        EFFICIENT,
        cures.standardize(),
    )


def _smallest(names: tuple[str, ...], sizes: np.ndarray, least: float) -> str:
    return names[int(np.argmin(np.abs(sizes - least)))]


def constant_columns(chart: Chart) -> Finding | None:
    """Say so where columns of a table are the same in every sample: they teach nothing.

    A column of categories is where all its features are.
    """
    data = chart.data
    if not data.is_table:
        return None
    moving = {name for name, spread in zip(data.columns, data.spread, strict=True) if spread}
    still = tuple(dict.fromkeys(name for name in data.columns if name not in moving))
    if not still or not moving:  # one column at least must be left
        return None
    named = ", ".join(f"“{name}”" for name in still[:3])
    more = f" and {len(still) - 3} more" if len(still) > 3 else ""
    return Finding(
        "constant columns",
        f"{'A column is' if len(still) == 1 else 'Some columns are'} the same in every sample: "
        "nothing can be learned from that.",
        f"{named}{more}",
        EFFICIENT,
        cures.leave_out(still, [name in still for name in data.columns]),
    )


def one_class_a_batch(chart: Chart) -> Finding | None:
    """Say so where samples come class by class, so that each batch pulls towards its own."""
    if chart.experiment.training.shuffle or chart.data.one_sided < ONE_SIDED:
        return None
    return Finding(
        "one class a batch",
        "The samples come class by class: each batch pulls towards its own.",
        f"{chart.data.one_sided:.0%} of the batches have samples of one class alone",
        BOTTOU,
        cures.shuffle(),
    )
