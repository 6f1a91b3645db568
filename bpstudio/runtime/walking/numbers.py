"""Both passes and an update of their own, in float64: every number that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.diagnostics import gradients_of_z
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.passes import Workspace
from bpstudio.engine.program import calls_of, run
from bpstudio.engine.tray import Tray
from bpstudio.runtime.walking.names import Kind, Name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

    Index = NDArray[np.intp]


class Numbers:
    """The engine's programs, run once on some samples with a trainer's parameters as they are.

    Nothing of the trainer is touched: parameters and the optimizer's state are copies.

    Parameters
    ----------
    trainer
        Whose network it is.
    samples
        Their places in the training part, (B,).

    Attributes
    ----------
    forward, backward
        The engine's programs.
    rate
        The learning rate of the update.
    """

    def __init__(self, trainer: Trainer, samples: Index) -> None:
        network, shape = trainer.network, trainer.network.shape
        self.network, self.rule = network, trainer.descent.rule
        self.samples = samples
        self.rate = self.rule.rate_at(trainer.descent.place.epochs)
        self.parameters = Parameters(shape, trainer.parameters.flat.astype(np.float64))
        self.gradient = Parameters(shape, dtype=np.float64)
        tray = Tray(network, len(samples), 1, np.float64)
        tray.put(trainer.x[samples], trainer.t[samples])
        self._slot = tray.slot(0)
        self._work = Workspace(network, self.parameters, len(samples), self.gradient)
        self.forward = self._work.forward(self._slot)
        self.backward = self._work.backward(self._slot)
        run(calls_of(self.forward))
        run(calls_of(self.backward))
        self.losses: Array = tray.per_sample()
        self.loss = float(tray.losses(1)[0])
        self._dz = list(gradients_of_z(self._work))[::-1]
        self._new, self._change = self._updated(trainer)

    @property
    def batch(self) -> int:
        """The number of samples, B."""
        return len(self.samples)

    def _updated(self, trainer: Trainer) -> tuple[Parameters | None, Parameters | None]:
        """Return the parameters after an update, and what it took off.

        Nothing where the update is the rate times the gradient: then it is worked out of what is
        asked for alone, as a large network has too many.
        """
        if self.rule.is_plain:
            return None, None
        new = self.parameters.copy()
        change = Parameters(new.shape, dtype=np.float64)
        state = {name: array.astype(np.float64) for name, array in trainer.descent.state.items()}
        rate = np.array(self.rate)
        run(self.rule.update_calls(new, self.gradient, change, state, rate))
        return new, change

    def shape(self, name: Name) -> tuple[int, int]:
        """Return the rows and columns of an array."""
        kind, layer = name
        widths = self.network.shape.widths
        if kind is Kind.LOSS:
            return 1, 1
        if kind is Kind.LOSSES:
            return 1, self.batch
        if kind in (Kind.W, Kind.DW, Kind.CHANGE_W, Kind.NEW_W):
            return widths[layer], widths[layer - 1]
        if kind in (Kind.B, Kind.DB, Kind.CHANGE_B, Kind.NEW_B):
            return widths[layer], 1
        return widths[layer], self.batch

    def pick(self, name: Name, rows: Sequence[int], columns: Sequence[int]) -> Array:
        """Return the numbers of an array in these rows and columns, (rows, columns); a copy."""
        places = np.ix_(np.asarray(rows, np.intp), np.asarray(columns, np.intp))
        kind, layer = name
        plain = {Kind.NEW_W: (Kind.W, Kind.DW), Kind.NEW_B: (Kind.B, Kind.DB)}
        taken = {Kind.CHANGE_W: Kind.DW, Kind.CHANGE_B: Kind.DB}
        if self._new is None and kind in plain:
            old, gradient = (self.pick(Name(of, layer), rows, columns) for of in plain[kind])
            return old - self.rate * gradient
        if self._change is None and kind in taken:
            return self.rate * self.pick(Name(taken[kind], layer), rows, columns)
        found: Array = self._array(kind, layer)[places]
        return found

    def number(self, name: Name, row: int, column: int) -> float:
        """Return one number."""
        return float(self.pick(name, [row], [column])[0, 0])

    def _array(self, kind: Kind, layer: int) -> Array:
        work, place = self._work, layer - 1
        match kind:
            case Kind.Z:
                return self._slot.x[:-1] if layer == 0 else work.z[place]
            case Kind.LOSS:
                return np.array([[self.loss]])
            case Kind.LOSSES:
                return self.losses
            case Kind.A:
                return work.a[place]
            case Kind.F:
                return work.f[place]
            case Kind.SLOPE:
                return work.slope[place]
            case Kind.DELTA:
                return work.delta[place]
            case Kind.Y:
                return work.y
            case Kind.T:
                return self._slot.t
            case Kind.DZ:
                return self._dz[place]
            case Kind.PULLED:
                return self.parameters.weights[layer].T @ work.delta[layer]
        return self._parameters(kind, layer)

    def _parameters(self, kind: Kind, layer: int) -> Array:
        """Return weights, biases or what belongs to them of a layer, (fan_out, fan_in or 1)."""
        of = {Kind.DW: self.gradient, Kind.DB: self.gradient}
        of |= {Kind.NEW_W: self._new or self.parameters, Kind.NEW_B: self._new or self.parameters}
        if self._change is not None:
            of |= {Kind.CHANGE_W: self._change, Kind.CHANGE_B: self._change}
        block = of.get(kind, self.parameters).blocks[layer - 1]
        is_bias = kind in (Kind.B, Kind.DB, Kind.NEW_B, Kind.CHANGE_B)
        return block[:, -1:] if is_bias else block[:, :-1]
