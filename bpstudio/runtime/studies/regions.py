"""What the network says everywhere in the plane of two inputs, or along a single one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.studies.contour import zero_lines
from bpstudio.runtime.studies.predictor import Predictor
from bpstudio.runtime.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

SIDE, LEAST_SIDE = 96, 24  # points of the grid
POINTS = 256  # along a single input
PRODUCTS = 2**28  # multiplications that a look may take, about
MOST_TOLD = 12  # classes of which every y is told, and the boundary


@dataclass(frozen=True, eq=False)
class Regions:
    """The answer on a grid of points; `xs` (columns,) and `ys` (rows,) in the inputs' own units.

    Attributes
    ----------
    xs, ys
        Where the points are; `ys` is empty for a single input: then there is one row.
    y
        The outputs, (K, rows, columns); for many classes the largest alone, (1, rows, columns). A
        numeric target is in its own units.
    winner
        Which output is the largest, (rows, columns).
    boundary
        The lines between regions as strokes (column, row, column, row) in points, (strokes, 4).
    """

    xs: Array
    ys: Array
    y: Array
    winner: NDArray[np.intp]
    boundary: NDArray[np.float32]


@dataclass(frozen=True)
class RegionsStudy(Study[Regions | None]):
    """Asks for the regions within `x` and `y`, (low, high) each in the inputs' own units.

    The answer is None for data of another number of inputs; with no `y`, one input is meant.
    """

    x: tuple[float, float]
    y: tuple[float, float] | None = None

    def prepare(self, trainer: Trainer) -> Callable[[], Regions | None]:
        """Return what evaluates the grid."""
        data = trainer.data
        if data.inputs != (1 if self.y is None else 2):
            return lambda: None
        xs, ys = self._points(trainer.network.shape.size)
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)[:, : data.inputs]
        predictor = Predictor(trainer, (grid - data.offset) / data.scale)
        shape = (len(ys), len(xs))

        def answer() -> Regions:
            y = predictor.outputs().T.reshape(-1, *shape).copy()
            if data.is_regression:
                y = y * data.target_scale + data.target_offset
            return _regions(xs, ys if self.y is not None else ys[:0], y, data.is_regression)

        return answer

    def _points(self, parameters: int) -> tuple[Array, Array]:
        """Return where the grid's points are: fewer for a huge network."""
        if self.y is None:
            points = min(max(PRODUCTS // parameters, LEAST_SIDE), POINTS)
            return np.linspace(*self.x, points), np.zeros(1)
        side = min(max(int((PRODUCTS / parameters) ** 0.5), LEAST_SIDE), SIDE)
        return np.linspace(*self.x, side), np.linspace(*self.y, side)


def _regions(xs: Array, ys: Array, y: Array, is_regression: bool) -> Regions:
    if is_regression:
        winner = np.zeros(y.shape[1:], np.intp)
        return Regions(xs, ys, y, winner, np.empty((0, 4), np.float32))
    winner = y.argmax(axis=0)
    if len(y) > MOST_TOLD:
        return Regions(xs, ys, y.max(axis=0)[None], winner, np.empty((0, 4), np.float32))
    return Regions(xs, ys, y, winner, _boundary(y) if len(ys) else np.empty((0, 4), np.float32))


def _boundary(y: Array) -> NDArray[np.float32]:
    """Return where two outputs are the largest, both."""
    if len(y) == 2:
        return zero_lines(y[0] - y[1])
    strokes = []
    for k in range(1, len(y)):  # a line between two classes belongs to one that isn't the first
        others = np.delete(y, k, axis=0).max(axis=0)
        strokes.append(zero_lines(y[k] - others))
    return np.concatenate(strokes)
