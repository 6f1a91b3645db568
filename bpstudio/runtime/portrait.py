"""All about one unit: its weights, their gradients and last changes, its logit on the probe set."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.runtime.edges import bias_gradients, gradients_at
from bpstudio.runtime.snapshot import UnitPortrait

if TYPE_CHECKING:
    from bpstudio.engine.diagnostics import GradientSizes
    from bpstudio.engine.last_batch import LastBatch
    from bpstudio.engine.passes import Workspace
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer


class Asked(NamedTuple):
    """Which unit: the id of its layer (0: the output), and its place in it."""

    layer: int
    unit: int


class Listener:
    """Takes down a unit's logit on the samples of an evaluator, whose visitor it is.

    Parameters
    ----------
    place
        Of the layer, from 1.
    unit
        Its place in it.
    """

    def __init__(self, place: int, unit: int) -> None:
        self._place, self._unit = place, unit
        self._parts: list[Array] = []

    def __call__(self, workspace: Workspace) -> None:
        """Take down the batch that `workspace` holds."""
        self._parts.append(workspace.a[self._place - 1][self._unit].copy())

    @property
    def a(self) -> Array:
        """The logit on each sample so far, (samples,)."""
        return np.concatenate(self._parts)


def portrait(trainer: Trainer, asked: Asked, place: int, heard: Listener) -> UnitPortrait:
    """Return the portrait of the unit `asked` of the layer at `place`, from 1.

    `heard` has listened to the probe set.
    """
    block, last = trainer.parameters.blocks[place - 1], trainer.descent.last
    sources = np.arange(block.shape[1] - 1)
    gradients = gradients_at(last, place, np.full_like(sources, asked.unit), sources)
    bias_gradient = float(bias_gradients(last, place)[asked.unit])
    changes, bias_change = _changes(last, place, asked.unit, gradients, bias_gradient)
    return UnitPortrait(
        layer=asked.layer,
        unit=asked.unit,
        weights=block[asked.unit, :-1].copy(),
        gradients=gradients,
        changes=changes,
        bias=float(block[asked.unit, -1]),
        bias_gradient=bias_gradient,
        bias_change=bias_change,
        probe_a=heard.a,
        probe_places=trainer.probe_places,
    )


def _changes(
    last: LastBatch, place: int, unit: int, gradients: Array, bias_gradient: float
) -> tuple[Array | None, float | None]:
    """Return what the last update added to each weight and to the bias."""
    if not last.is_updated:
        return None, None
    if last.change is None:  # the update took off the gradient, times the rate
        return -last.unit * gradients, -last.unit * bias_gradient
    taken = last.change.columns[place - 1][:, unit]
    return -taken[:-1], -float(taken[-1])


def by_unit(last: LastBatch, place: int, sizes: GradientSizes) -> Array:
    """Return of the layer at `place`, from 1, what `UnitRow` says, (3, units).

    `sizes` are those of its gradient.
    """
    is_hidden = place < last.layers
    units = len(last.delta(place))
    slope: Array = np.full(units, np.nan)
    if is_hidden:
        slope = last.workspace.slope[place - 1].mean(axis=1)
    delta = np.abs(last.delta(place)).sum(axis=1)  # the loss owns the 1/B
    return np.stack([slope, delta / last.unit, sizes.of_units])
