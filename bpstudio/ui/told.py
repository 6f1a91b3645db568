"""What is told of a snapshot while some of its numbers are covered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.cover import Kind
from bpstudio.ui.numbers import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from bpstudio.runtime.snapshot import (
        Edges,
        LayerSnapshot,
        SampleSnapshot,
        Snapshot,
        UnitPortrait,
    )
    from bpstudio.ui.cover import Array, Cover

OUTPUT = 0  # the id of its layer


def unit_key(layer: int, unit: int) -> Hashable:
    """Return what names the numbers of a unit, by its layer's id and its place."""
    return "unit", layer, unit


def edge_key(layer: int, unit: int, source: int) -> Hashable:
    """Return what names the numbers of a weight."""
    return "edge", layer, unit, source


class Telling:
    """What is told of the newest snapshot; made once for all who show it."""

    def __init__(self, cover: Cover) -> None:
        self._cover = cover
        self._known: tuple[Snapshot, int, Snapshot] | None = None

    def told(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot as it may be told now."""
        known, cover = self._known, self._cover
        if known is None or known[0] is not snapshot or known[1] != cover.version:
            cover.begin(_identity(snapshot))
            masked = told(snapshot, cover)
            self._known = known = (snapshot, cover.version, masked)
        return known[2]


def told(snapshot: Snapshot, cover: Cover) -> Snapshot:
    """Return a snapshot whose covered numbers are hidden; the same one where none is."""
    if not cover.kinds:
        return snapshot
    sample = snapshot.sample
    return replace(
        snapshot,
        layers=tuple(_layer(layer, cover) for layer in snapshot.layers),
        sample=None if sample is None else _sample(sample, cover),
        unit=None if snapshot.unit is None else _portrait(snapshot.unit, cover),
    )


def _identity(snapshot: Snapshot) -> object:
    """Return what the numbers are of: these are told until there is something else."""
    sample = snapshot.sample
    return snapshot.run, snapshot.step, None if sample is None else sample.position


def _layer(layer: LayerSnapshot, cover: Cover) -> LayerSnapshot:
    keys = [unit_key(layer.id, unit) for unit in range(len(layer.a))]
    values, gradients = Kind.VALUES, Kind.GRADIENTS
    is_hidden = np.array([cover.hides(values, key) for key in keys], bool)
    has_gradients = gradients in cover.kinds
    inner = keys if len(layer.slope) else []  # the output's units have no slope
    return replace(
        layer,
        a=cover.told(values, keys, layer.a),
        z=cover.told(values, keys, layer.z),
        slope=cover.told(values, inner, layer.slope),
        saturated=layer.saturated & ~is_hidden[: len(layer.saturated)],
        delta=cover.told(gradients, keys, layer.delta),
        batch_delta=cover.told(gradients, keys, layer.batch_delta),
        bias_gradients=_maybe(gradients, keys, layer.bias_gradients, cover),
        gradient_norm=HIDDEN if has_gradients else layer.gradient_norm,
        gradient_mean=HIDDEN if has_gradients else layer.gradient_mean,
        update_ratio=HIDDEN if Kind.UPDATES in cover.kinds else layer.update_ratio,
        biases=cover.told(Kind.WEIGHTS, keys, layer.biases),
        weights=_weights(layer, cover),
        strongest=_edges(layer.id, layer.strongest, cover),
        steepest=None if layer.steepest is None else _edges(layer.id, layer.steepest, cover),
    )


def _maybe(
    kind: Kind, keys: Sequence[Hashable], numbers: Array | None, cover: Cover
) -> Array | None:
    return None if numbers is None else cover.told(kind, keys, numbers)


def _weights(layer: LayerSnapshot, cover: Cover) -> Array | None:
    """Hide the whole matrix but for the weights that were told."""
    weights = layer.weights
    if weights is None or Kind.WEIGHTS not in cover.kinds:
        return weights
    made = np.full(weights.shape, HIDDEN, weights.dtype)
    for unit in range(weights.shape[0]):
        for source in range(weights.shape[1]):
            if not cover.hides(Kind.WEIGHTS, edge_key(layer.id, unit, source)):
                made[unit, source] = weights[unit, source]
    return made


def _edges(layer: int, edges: Edges, cover: Cover) -> Edges:
    places = zip(edges.unit.tolist(), edges.source.tolist(), strict=True)
    keys = [edge_key(layer, *place) for place in places]
    return replace(
        edges,
        weight=cover.told(Kind.WEIGHTS, keys, edges.weight),
        gradient=_maybe(Kind.GRADIENTS, keys, edges.gradient, cover),
    )


def _sample(sample: SampleSnapshot, cover: Cover) -> SampleSnapshot:
    """Hide y, and with that of the target the loss that is made of it."""
    keys = [unit_key(OUTPUT, unit) for unit in range(len(sample.y))]
    target = int(sample.target) if len(keys) > 1 else 0
    return replace(
        sample,
        y=cover.told(Kind.VALUES, keys, sample.y),
        loss=cover.told_of(Kind.VALUES, unit_key(OUTPUT, target), sample.loss),
    )


def _portrait(unit: UnitPortrait, cover: Cover) -> UnitPortrait:
    keys = [edge_key(unit.layer, unit.unit, source) for source in range(len(unit.weights))]
    own = unit_key(unit.layer, unit.unit)
    change = unit.bias_change
    return replace(
        unit,
        weights=cover.told(Kind.WEIGHTS, keys, unit.weights),
        gradients=cover.told(Kind.GRADIENTS, keys, unit.gradients),
        changes=_maybe(Kind.UPDATES, keys, unit.changes, cover),
        bias=cover.told_of(Kind.WEIGHTS, own, unit.bias),
        bias_gradient=cover.told_of(Kind.GRADIENTS, own, unit.bias_gradient),
        bias_change=None if change is None else cover.told_of(Kind.UPDATES, own, change),
    )
