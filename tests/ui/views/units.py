"""Fabricated units for the view of one: portraits, data, and snapshots with both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.data.dataset import Dataset, Part
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.runtime.snapshot import SampleSnapshot, UnitPortrait
from tests.ui.views import runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot

Numbers = "Sequence[float] | np.ndarray"


def portrait(
    weights: Numbers, probe_a: Numbers, layer: int = 1, unit: int = 0, *, updated: bool = True
) -> UnitPortrait:
    """A unit whose gradients are a tenth of its weights, and whose changes minus a hundredth."""
    weights = np.asarray(weights, np.float32)
    return UnitPortrait(
        layer=layer,
        unit=unit,
        weights=weights,
        gradients=weights / 10,
        changes=-weights / 100 if updated else None,
        bias=0.5,
        bias_gradient=0.05,
        bias_change=-0.005 if updated else None,
        probe_a=np.asarray(probe_a, np.float32),
        probe_places=np.arange(len(probe_a)),
    )


def dataset(
    features: int,
    samples: int,
    image: tuple[int, int] | None = None,
    classes: tuple[str, ...] = ("0", "1", "2"),
) -> Dataset:
    """Sample number 10 + k is of class k mod 3; with no `classes` its target is 100 + k."""
    numbers = np.arange(samples)
    x = np.linspace(0, 1, samples)[:, np.newaxis] * np.ones(features)
    t = numbers % max(len(classes), 1) if classes else numbers.astype(float)
    empty = Part(x=x[:0].copy(), t=t[:0].copy(), index=numbers[:0].copy())
    return Dataset(
        name="fabricated",
        train=Part(x=x, t=t, index=numbers + 10),
        test=empty,
        features=tuple(f"feature {k}" for k in range(features)),
        classes=classes,
        target="target",
        image=image,
        offset=np.zeros(features),
        scale=np.ones(features),
        target_offset=100.0,
        target_scale=1.0,
    )


def layer(
    activation: str = "sigmoid",
    a: Numbers = (0.5, 0.0, 0.0),
    saturation: Numbers = (0.25, 0.0, 0.0),
    number: int = 1,
    dead: Sequence[bool] = (False, False, False),
) -> LayerSnapshot:
    """A hidden layer with the logits `a` on the shown sample, slopes as they really are."""
    a = np.asarray(a, float)
    made = runs.layer(number, saturation, activation=activation)
    slope = np.ones_like(a)
    if activation in ACTIVATIONS:
        slope = ACTIVATIONS[activation].slope_at(ACTIVATIONS[activation].curve(a))
    by_unit = np.stack([np.full(len(a), 0.2), np.full(len(a), 0.01), np.full(len(a), 0.001)])
    return replace(made, a=a, slope=slope, dead=np.array(dead), by_unit=by_unit)


def shown(
    unit: UnitPortrait, data: Dataset | None, *layers: LayerSnapshot, step: int = 9
) -> Snapshot:
    """A snapshot that tells about `unit`, and shows the second sample, or the only one."""
    sample = None
    if data is not None:
        train, position = data.train, min(1, len(data.train.t) - 1)
        sample = SampleSnapshot(
            position=position,
            number=int(train.index[position]),
            x=train.x[position],
            y=np.zeros(3),
            target=float(train.t[position]),
            loss=1.0,
        )
    made = runs.snapshot(step, *(layers or (layer(),)), runs.output())
    return replace(made, unit=unit, data=data, sample=sample)


def pixels(step: int = 9) -> Snapshot:
    """A sigmoid unit that looks at an image of 2 x 3 pixels, with five samples to excite it."""
    unit = portrait([1.0, -2.0, 0.0, 0.5, -0.5, 2.0], [0.5, 4.0, -4.0, 2.0, 1.0])
    return shown(unit, dataset(6, 5, (2, 3)), step=step)
