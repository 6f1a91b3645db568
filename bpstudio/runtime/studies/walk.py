"""Both passes and the update for one sample or a whole batch, with all numbers that are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.edge_choice import DRAWN_EDGES
from bpstudio.runtime.edges import largest, pieces
from bpstudio.runtime.study import Study
from bpstudio.runtime.walking.names import OF_SAMPLES, Kind, Name, Number
from bpstudio.runtime.walking.numbers import Numbers
from bpstudio.runtime.walking.steps import WalkStep, steps_of
from bpstudio.runtime.walking.sums import Opened, has, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

    Index = NDArray[np.intp]

MOST_WHOLE = 32  # rows or columns of an array that travel whole
FIRST, LAST = 24, 8  # of more than that
MOST_UNITS = 512  # of a layer whose numbers travel


@dataclass(frozen=True, eq=False)
class Excerpt:
    """The part of an array that is shown: some rows and columns, with their places.

    `values` is (rows, columns), of an array that is `shape`.
    """

    shape: tuple[int, int]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    values: Array

    @cached_property
    def row_at(self) -> Mapping[int, int]:
        """Where in `values` each row is."""
        return {row: place for place, row in enumerate(self.rows)}

    @cached_property
    def column_at(self) -> Mapping[int, int]:
        """Where in `values` each column is."""
        return {column: place for place, column in enumerate(self.columns)}

    def at(self, row: int, column: int) -> float | None:
        """Return one of its numbers; None where it isn't part of it."""
        if row not in self.row_at or column not in self.column_at:
            return None
        return float(self.values[self.row_at[row], self.column_at[column]])


@dataclass(frozen=True, eq=False)
class WalkLayer:
    """A layer on the shown sample; arrays are (units,), cut off at `MOST_UNITS`.

    The input, layer 0, has z alone; the output has y for z, and no slope. `edges` are the
    strongest weights that come in, weakest first, (edges, 3): unit, source, weight.
    """

    units: int
    activation: str
    skip: bool
    z: Array
    a: Array | None = None
    b: Array | None = None
    delta: Array | None = None
    slope: Array | None = None
    saturated: NDArray[np.bool_] | None = None
    edges: Array | None = None


@dataclass(frozen=True, eq=False)
class Walked:
    """The passes of one sample, or of the batch that comes next.

    Parameters
    ----------
    steps
        The instructions: forward, backward, update.
    layers
        The input, the hidden layers and the output on the shown sample.
    excerpts
        What is shown of each array.
    samples
        The numbers of the samples in their source, (B,).
    column
        Which of them is shown.
    target
        Its class, or the number to be predicted.
    loss
        L: the mean over the samples.
    parameters
        How many gradients the two passes give.
    is_batch, loss_name, rate
        Whether it is the batch that comes next; the loss; the learning rate.
    opened
        How the number came about that was asked about, if there is such a number.
    """

    steps: tuple[WalkStep, ...]
    layers: tuple[WalkLayer, ...]
    excerpts: Mapping[Name, Excerpt]
    samples: Index
    column: int
    target: float
    loss: float
    parameters: int
    is_batch: bool
    loss_name: str
    rate: float
    opened: Opened | None = None

    @cached_property
    def made_at(self) -> Mapping[Name, int]:
        """The place of the instruction that makes each array; what was there before has none."""
        return {name: k for k, step in enumerate(self.steps) for name in step.made}

    def numbers_of(self, step: WalkStep) -> list[Number]:
        """Return the numbers that an instruction makes, as far as they are shown.

        Of what is of samples, those of the shown one.
        """
        found = []
        for name in step.made:
            excerpt = self.excerpts[name]
            is_of_samples = name.kind in OF_SAMPLES
            columns = (self.column,) if is_of_samples else excerpt.columns
            found += [Number(name, row, column) for row in excerpt.rows for column in columns]
        return found


@dataclass(frozen=True)
class Walk(Study[Walked]):
    """The two passes and the update, in float64, with the parameters as they are.

    Parameters
    ----------
    sample
        The place of a sample in the training part; of the batch, in the batch. A place beyond the
        end is the last.
    is_batch
        Whether it is about the batch that comes next, rather than about a sample alone.
    asked
        A number to be opened into what it came from.
    """

    sample: int = 0
    is_batch: bool = False
    asked: Number | None = None

    def prepare(self, trainer: Trainer) -> Callable[[], Walked]:
        """Return what runs the engine's programs on copies."""
        return lambda: self._walk(trainer)

    def _walk(self, trainer: Trainer) -> Walked:
        upcoming = trainer.descent.upcoming
        among = len(upcoming) if self.is_batch else len(trainer.x)
        chosen = min(max(self.sample, 0), among - 1)
        places = upcoming.copy() if self.is_batch else np.array([chosen])
        column = chosen if self.is_batch else 0
        numbers, part = Numbers(trainer, places), trainer.data.train
        steps = steps_of(numbers)
        return Walked(
            steps=steps,
            layers=_layers(numbers, column),
            excerpts=_excerpts(numbers, steps, column),
            samples=part.index[places],
            column=column,
            target=float(part.t[places[column]]),
            loss=numbers.loss,
            parameters=numbers.network.shape.size,
            is_batch=self.is_batch,
            loss_name=numbers.network.loss.name,
            rate=numbers.rate,
            opened=self._opened(numbers),
        )

    def _opened(self, numbers: Numbers) -> Opened | None:
        if self.asked is None or not has(numbers, self.asked):
            return None
        return opened(numbers, self.asked)


def _excerpts(numbers: Numbers, steps: tuple[WalkStep, ...], column: int) -> dict[Name, Excerpt]:
    names = dict.fromkeys(name for step in steps for name in (*step.made, *step.names))
    return {name: _excerpt(numbers, name, column) for name in names}


def _excerpt(numbers: Numbers, name: Name, column: int) -> Excerpt:
    shape = numbers.shape(name)
    rows = _shown(shape[0], None)
    columns = _shown(shape[1], column if name.kind in OF_SAMPLES else None)
    return Excerpt(shape, rows, columns, numbers.pick(name, rows, columns))


def _shown(count: int, needed: int | None) -> tuple[int, ...]:
    """Return the places that are shown of so many: the first, the last, and the needed one."""
    if count <= MOST_WHOLE:
        return tuple(range(count))
    shown = {*range(FIRST), *range(count - LAST, count)}
    return tuple(sorted(shown if needed is None else {*shown, needed}))


def _layers(numbers: Numbers, column: int) -> tuple[WalkLayer, ...]:
    network, widths = numbers.network, numbers.network.shape.widths

    def of(kind: Kind, layer: int, at: int = column) -> Array:
        return numbers.pick(Name(kind, layer), range(min(widths[layer], MOST_UNITS)), [at])[:, 0]

    made = [WalkLayer(widths[0], "", skip=False, z=of(Kind.Z, 0))]
    for layer in range(1, network.layers + 1):
        is_hidden = layer < network.layers
        slope = saturated = None
        if is_hidden:
            slope, activation = of(Kind.SLOPE, layer), network.activations[layer - 1]
            f = Kind.F if network.has_skip(layer) else Kind.Z
            saturated = activation.is_saturated(of(f, layer))
        made.append(
            WalkLayer(
                units=widths[layer],
                activation=network.activations[layer - 1].name if is_hidden else "",
                skip=network.has_skip(layer),
                z=of(Kind.Z if is_hidden else Kind.Y, layer),
                a=of(Kind.A, layer),
                b=of(Kind.B, layer, 0),
                delta=of(Kind.DELTA, layer),
                slope=slope,
                saturated=saturated,
                edges=_edges(numbers.parameters.weights[layer - 1]),
            )
        )
    return tuple(made)


def _edges(weights: Array) -> Array:
    """Return the strongest weights, weakest first, (edges, 3): unit, source, weight."""
    weights = weights[:MOST_UNITS, :MOST_UNITS]
    units, sources = largest(pieces(weights.T), DRAWN_EDGES)
    found = weights[units, sources]
    order = np.argsort(np.abs(found), kind="stable")
    return np.stack([units[order], sources[order], found[order]], axis=1)
