"""The tray: samples on their way through the passes, a batch to each of its slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.engine.program import Array, constant

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from bpstudio.engine.passes import Network

WITH_ONES_BYTES = 2**26  # of samples: larger sets aren't copied
WIDE_ROW_BYTES = 2**14  # of a sample: such are gathered one by one, without a copy in between


class Slot(NamedTuple):
    """One batch, as the passes want it; its arrays are views of a tray.

    `x` (inputs + 1, B) has ones in its last row, `t` (K, B) are the targets, and `parts`
    (rows, B) is where the forward pass leaves what the loss is made of.
    """

    x: Array
    t: Array
    parts: Array


class Tray:
    """The samples of one or more batches of one size, and what becomes of their losses.

    Parameters
    ----------
    network
        What they go through.
    batch
        The samples of a slot, B.
    slots
        How many batches it holds.
    dtype
        float32 or float64.
    """

    def __init__(self, network: Network, batch: int, slots: int, dtype: DTypeLike) -> None:
        inputs, outputs = network.shape.widths[0], network.outputs
        rows = network.loss.rows(outputs)
        self.batch, self.slots = batch, slots
        self._loss = network.loss
        self._x = np.ones((slots, batch, inputs + 1), dtype)
        self._t = np.zeros((slots, outputs, batch), dtype)
        self._parts = np.ones((slots, rows, batch), dtype)
        self._place = np.zeros((slots, batch), np.intp)
        self._first = _firsts(slots, rows, batch)
        self._one = _firsts(slots, outputs, batch)  # where the ones stand in t, after a gathering
        self._firsts_in_t = self._one.copy()
        self._share = constant(1 / batch, self._t)

    def slot(self, number: int) -> Slot:
        """Return the views of a slot that the passes are bound to."""
        return Slot(self._x[number].T, self._t[number], self._parts[number])

    def put(self, x: Array, t: Array) -> None:
        """Take over the samples `x` (count * B, inputs) and their targets `t` (count * B, K).

        With softmax, the rows of `t` are one-hot.
        """
        count = len(x) // self.batch
        self._x[:count, :, :-1] = x.reshape(count, self.batch, -1)
        targets = t.reshape(count, self.batch, -1)
        self._t[:count] = targets.transpose(0, 2, 1)
        columns = targets.argmax(axis=2) * self.batch
        self._place[:count] = columns + self._first[:count]
        self._one[:count] = columns + self._firsts_in_t[:count]

    def gather(self, samples: Source, order: NDArray[np.intp]) -> None:
        """Take over the samples at the places `order` (count * B,)."""
        count = len(order) // self.batch
        rows = self._x[:count].reshape(count * self.batch, -1)
        if samples.has_ones:
            samples.x.take(order, 0, rows, "clip")
        elif rows[0].nbytes >= WIDE_ROW_BYTES:
            for row, sample in zip(rows, order, strict=True):
                row[:-1] = samples.x[sample]
        else:
            rows[:, :-1] = samples.x[order]
        if samples.labels is None:
            targets = samples.t[order].reshape(count, self.batch, -1)
            self._t[:count] = targets.transpose(0, 2, 1)
            return
        columns = samples.labels[order].reshape(count, self.batch) * self.batch
        np.add(columns, self._first[:count], self._place[:count])
        flat, one = self._t.reshape(-1), self._one[:count]
        flat[one] = 0
        np.add(columns, self._firsts_in_t[:count], one)
        flat[one] = 1

    def losses(self, count: int) -> Array:
        """Return the mean loss of the batches in the first `count` slots, (count,)."""
        # A sum for each row, whatever their number: a product's bits depend on its shape.
        losses: Array = np.add.reduce(self.per_sample(count), axis=1) * self._share
        return losses

    def per_sample(self, count: int = 1) -> Array:
        """Return the losses of the samples in the first `count` slots, (count, B)."""
        return self._loss.per_sample(self._parts[:count], self._place[:count])


class Source:
    """The training samples, made ready to be gathered into trays.

    Parameters
    ----------
    x, t
        All samples, (M, inputs), and their targets, (M, K).
    one_hot
        Whether the rows of `t` are one-hot.

    Attributes
    ----------
    x
        With a column of ones, (M, inputs + 1), where `has_ones`: then a gathering is one call.
    labels
        The class of each sample, (M,); None where the targets are numbers.
    """

    def __init__(self, x: Array, t: Array, one_hot: bool) -> None:
        self.has_ones = x.nbytes <= WITH_ONES_BYTES
        self.x = np.concatenate([x, np.ones((len(x), 1), x.dtype)], 1) if self.has_ones else x
        self.t = t
        self.labels = t.argmax(axis=1) if one_hot else None


def _firsts(slots: int, rows: int, batch: int) -> NDArray[np.intp]:
    """Return where the first row of each slot lies in a flat array (slots, rows, B), (slots, B)."""
    starts: NDArray[np.intp] = np.arange(slots)[:, None] * (rows * batch) + np.arange(batch)
    return starts
