"""Where a quantity that is known on a grid is zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

# The two triangles of a cell, as (row, column) of their corners.
TRIANGLES = (((0, 0), (0, 1), (1, 1)), ((0, 0), (1, 0), (1, 1)))


def zero_lines(values: Array) -> NDArray[np.float32]:
    """Return the strokes along which `values`, (rows, columns), change their sign.

    Each is (column, row, column, row), in cells, (strokes, 4). Within a triangle of three
    neighbours the values are taken to be linear, so that a stroke is straight and its ends are
    exact on the triangle's sides. What isn't finite has no stroke beside it.
    """
    found = [_of_triangles(values, corners) for corners in TRIANGLES]
    strokes: NDArray[np.float32] = np.concatenate(found).astype(np.float32)
    return strokes


def _of_triangles(values: Array, corners: tuple[tuple[int, int], ...]) -> Array:
    rows, columns = values.shape
    at = np.stack([values[r : rows - 1 + r, c : columns - 1 + c] for r, c in corners])
    positive = at > 0
    crossed = (positive.any(axis=0) & ~positive.all(axis=0)) & np.isfinite(at).all(axis=0)
    cells = np.argwhere(crossed)
    if not len(cells):
        return np.empty((0, 4))
    at = at[:, crossed].astype(np.float64)
    positive = at > 0
    # the corner whose sign is unlike the two others'
    alone = np.where(positive[0] == positive[1], 2, np.where(positive[0] == positive[2], 1, 0))
    number = np.arange(len(cells))
    places = cells[None] + np.array(corners)[:, None]  # (3, strokes, 2): row, column
    ends = []
    for other in ((alone + 1) % 3, (alone + 2) % 3):
        start, end = at[alone, number], at[other, number]
        share = start / (start - end)
        place = places[alone, number]
        ends.append(place + share[:, None] * (places[other, number] - place))
    return np.concatenate([ends[0][:, ::-1], ends[1][:, ::-1]], axis=1)
