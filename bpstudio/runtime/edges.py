"""The largest weights or gradients of a layer, and dL/dw of chosen edges, without a copy of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bpstudio.engine.last_batch import LastBatch
    from bpstudio.engine.program import Array
    from bpstudio.runtime.snapshot import Index

PIECE = 2**20  # numbers at a time
SAMPLES = 4_096  # at a time: chosen rows of a large batch are many numbers


def largest(parts: Iterable[Array], most: int) -> tuple[Index, Index]:
    """Return the units and sources of the `most` largest |numbers| of a layer.

    `parts` are pieces of its weights, or of their gradient, transposed: (rows, fan_out) each, one
    below the other; they are looked through one by one. Both arrays are (most,), or shorter where
    there are fewer.
    """
    sizes = np.empty(0)
    units, sources = np.empty(0, np.intp), np.empty(0, np.intp)
    above = 0
    for part in parts:
        size = np.abs(part)
        # what is no larger than all that are kept needn't be sorted
        is_full = len(sizes) == most
        places = np.flatnonzero(size > sizes.min()) if is_full else _largest(size, most)
        rows, columns = np.divmod(places, part.shape[1])
        sizes = np.concatenate([sizes, size[rows, columns]])
        units = np.concatenate([units, columns])
        sources = np.concatenate([sources, rows + above])
        kept = _largest(sizes[:, None], most)
        sizes, units, sources = sizes[kept], units[kept], sources[kept]
        above += len(part)
    return units, sources


def pieces(rows: Array) -> Iterator[Array]:
    """Yield a layer's weights transposed, (fan_in, fan_out), some rows at a time."""
    some = max(PIECE // rows.shape[1], 1)
    for start in range(0, len(rows), some):
        yield rows[start : start + some]


def _largest(sizes: Array, most: int) -> Index:
    """Return the flat places of the `most` largest of `sizes` (rows, columns), or of all of them.

    As many rows as are wanted have a number that is at least the bound, so only what reaches it
    needs sorting: 26 times as fast as sorting all of 784 x 512.
    """
    if sizes.size <= most:
        return np.arange(sizes.size)
    flat = sizes.ravel()
    if len(sizes) > most:
        bound = np.partition(sizes.max(axis=1), -most)[-most]
        if np.isfinite(bound):
            places = np.flatnonzero(flat >= bound)
            return places[np.argpartition(flat[places], -most)[-most:]]
    return np.argpartition(flat, -most)[-most:]


def gradients_at(last: LastBatch, place: int, units: Index, sources: Index) -> Array:
    """Return dL/dw of layer `place`, from 1, from each of `sources` to each of `units`; (edges,).

    Of a layer whose gradient isn't kept, dL/dw_ki = sum over the batch of delta_k z_i.
    """
    if last.gradient is not None:
        kept: Array = last.gradient.columns[place - 1][sources, units]
        return kept / last.unit
    into, delta = last.workspace.incoming(place, last.slot.x), last.delta(place)
    total: Array = np.zeros(len(units), delta.dtype)
    for start in range(0, delta.shape[1], SAMPLES):
        samples = slice(start, start + SAMPLES)
        total += np.einsum("eb,eb->e", delta[units, samples], into[sources, samples])
    return total / last.unit


def bias_gradients(last: LastBatch, place: int) -> Array:
    """Return dL/db of layer `place`, from 1, (units,)."""
    if last.gradient is not None:
        kept: Array = last.gradient.columns[place - 1][-1]
        return kept / last.unit
    total: Array = last.delta(place).sum(axis=1)
    return total / last.unit
