"""Relative errors by layer, as pictures of a bounded size: a cell a parameter where there is room.

In a large layer neighbours share a cell, which tells the largest error among them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Shape

    Array = NDArray[np.float64]
    Index = NDArray[np.intp]

MOST_CELLS = 2**15  # of all layers together
NOTHING, LEFT_OUT = -2.0, -1.0  # in place of an error


class Checked(NamedTuple):
    """Parameters that were checked: their places, both gradients, errors, which were left out.

    All are (checked,).
    """

    places: Index
    exact: Array
    numeric: Array
    errors: Array
    left_out: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class LayerCells:
    """One layer: rows stand for its `units`, columns for its inputs, the bias last.

    There are `units` x `inputs` parameters, the bias among the inputs. All arrays are (rows,
    columns). `worst` is the place of the parameter with the largest error in a cell, `exact` and
    `numeric` are its gradients; `error` is NaN where nothing was compared. `checked` and
    `left_out` count parameters.
    """

    units: int
    inputs: int
    first: int  # the place of the layer's first parameter
    error: Array
    worst: Index
    exact: Array
    numeric: Array
    checked: Index
    left_out: Index

    def parameter(self, place: int) -> tuple[int, int]:
        """Return unit and input of the parameter at a place of the flat vector."""
        source, unit = divmod(place - self.first, self.units)
        return unit, source

    def sizes(self) -> Index:
        """Return how many parameters share each cell, (rows, columns)."""
        rows, columns = self.error.shape
        high = np.bincount(np.arange(self.units) * rows // self.units, minlength=rows)
        wide = np.bincount(np.arange(self.inputs) * columns // self.inputs, minlength=columns)
        return np.outer(high, wide)


class CellTally:
    """Takes checked parameters in and keeps the worst of each cell.

    Parameters
    ----------
    shape
        Of the network.
    checked
        How many parameters will be taken in: of a sample about every cell is to get some.
    """

    def __init__(self, shape: Shape, checked: int) -> None:
        sizes = [out * (into + 1) for out, into in shape.blocks]
        cells = MOST_CELLS if checked == shape.size else min(checked // 2, MOST_CELLS)
        self._firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
        most = max(cells // len(sizes), 1) if shape.size > cells else cells
        self._layers = [
            _empty(units, into + 1, first, most)
            for (units, into), first in zip(shape.blocks, self._firsts.tolist(), strict=True)
        ]

    def add(self, checked: Checked) -> None:
        """Take in parameters that have just been checked."""
        layers = np.searchsorted(self._firsts, checked.places, "right") - 1
        for number in np.unique(layers).tolist():
            mine = layers == number
            _add(self._layers[number], Checked(*(part[mine] for part in checked)))

    def layers(self) -> tuple[LayerCells, ...]:
        """Return how things stand, layer 1 first: copies."""
        return tuple(
            replace(
                layer,
                error=np.where(layer.error < 0, np.nan, layer.error),
                worst=layer.worst.copy(),
                exact=layer.exact.copy(),
                numeric=layer.numeric.copy(),
                checked=layer.checked.copy(),
                left_out=layer.left_out.copy(),
            )
            for layer in self._layers
        )


def _empty(units: int, inputs: int, first: int, most: int) -> LayerCells:
    rows, columns = units, inputs
    while rows * columns > most:
        if rows >= columns:
            rows = -(-rows // 2)
        else:
            columns = -(-columns // 2)
    counts = np.zeros((2, rows, columns), np.intp)
    unknown = np.full((2, rows, columns), np.nan)
    nothing = np.full((rows, columns), NOTHING)
    worst = np.full((rows, columns), -1, np.intp)
    return LayerCells(units, inputs, first, nothing, worst, *unknown, *counts)


def _add(layer: LayerCells, checked: Checked) -> None:
    rows, columns = layer.error.shape
    source, unit = np.divmod(checked.places - layer.first, layer.units)
    cell = unit * rows // layer.units * columns + source * columns // layer.inputs
    layer.checked.ravel()[:] += np.bincount(cell, minlength=rows * columns)
    layer.left_out.ravel()[:] += np.bincount(cell[checked.left_out], minlength=rows * columns)
    errors = np.where(np.isfinite(checked.errors), checked.errors, np.inf)
    errors = np.where(checked.left_out, LEFT_OUT, errors)
    order = np.argsort(errors, kind="stable")  # of those in one cell the last is the worst
    order = order[errors[order] > layer.error.ravel()[cell[order]]]
    at = cell[order]
    for kept, new in (
        (layer.error, errors),
        (layer.worst, checked.places),
        (layer.exact, checked.exact),
        (layer.numeric, checked.numeric),
    ):
        kept.ravel()[at] = new[order]
