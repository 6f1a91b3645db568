"""Loss and accuracy over many samples, a forward pass at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.passes import Network, Workspace
from bpstudio.engine.program import Array, calls_of, run
from bpstudio.engine.tray import Tray

if TYPE_CHECKING:
    from bpstudio.engine.parameters import Parameters

MAX_CHUNK = 1_024  # samples a forward pass
CHUNK_BYTES = 2**24  # of its widest layer: bounds the memory, whatever the set

Visit = Callable[[Workspace], None]


class Evaluator:
    """Evaluates a network on one fixed set of samples, with buffers that it keeps.

    Parameters
    ----------
    network, parameters
        As for a workspace: later changes of the numbers are seen.
    x
        Samples, (M, inputs).
    t
        Targets, (M, K): one-hot rows, or numbers.
    """

    def __init__(self, network: Network, parameters: Parameters, x: Array, t: Array) -> None:
        dtype = parameters.flat.dtype
        self._x, self._t = x, t
        self._per_sample = np.empty(len(x), dtype)
        width = max(network.shape.widths) + 1
        chunk = max(min(MAX_CHUNK, CHUNK_BYTES // (dtype.itemsize * width), len(x)), 1)
        self._chunks = [_Chunk(network, parameters, chunk)] if len(x) >= chunk else []
        if len(x) % chunk:
            self._chunks.append(_Chunk(network, parameters, len(x) % chunk))

    def evaluate(self, visit: Visit | None = None) -> tuple[float, float]:
        """Return the mean loss and the share of samples whose largest output is the target's.

        Both are NaN for a set of no samples; the share is meaningless for a numeric target.
        `visit` is shown the workspace after the forward pass of each chunk of the set.
        """
        samples, right, start = len(self._x), 0, 0
        if not samples:
            return float("nan"), float("nan")
        while start < samples:
            chunk = self._chunks[0] if samples - start >= self._chunks[0].size else self._chunks[-1]
            part = slice(start, start + chunk.size)
            right += chunk.evaluate(self._x[part], self._t[part], self._per_sample[part])
            start = part.stop
            if visit is not None:
                visit(chunk.workspace)
        return float(self._per_sample.mean(dtype=np.float64)), right / samples


class _Chunk:
    """A forward pass for `size` samples, with its buffers."""

    def __init__(self, network: Network, parameters: Parameters, size: int) -> None:
        dtype = parameters.flat.dtype
        self.size = size
        self.workspace = Workspace(network, parameters, size)
        self._tray = Tray(network, size, 1, dtype)
        self._calls = calls_of(self.workspace.forward(self._tray.slot(0)))

    def evaluate(self, x: Array, t: Array, per_sample: Array) -> int:
        """Write the loss of each sample and return how many the largest output gets right."""
        self._tray.put(x, t)
        run(self._calls)
        per_sample[:] = self._tray.per_sample()[0]
        return int((self.workspace.y.argmax(axis=0) == t.argmax(axis=1)).sum())
