"""All parameters of a network: one flat vector, seen layer by layer as W and b.

A layer's block is (fan_out, fan_in + 1): its last column is the bias. The activations that come
in have a row of ones below them, so W z + b is one product, and so is the gradient of both. In
the vector a block lies column by column: so W without its bias is one piece, too, and the product
W^T delta takes half the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from bpstudio.engine.program import Array


@dataclass(frozen=True)
class Shape:
    """The widths of a network's layers: inputs, hidden layers, outputs."""

    widths: tuple[int, ...]

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """The (fan_out, fan_in) of each layer, layer 1 first."""
        return [(out, into) for into, out in pairwise(self.widths)]

    @property
    def size(self) -> int:
        """The number of parameters, biases included."""
        return sum(out * (into + 1) for out, into in self.blocks)


class Parameters:
    """A flat vector (N,) with views of each layer's block in it.

    Parameters
    ----------
    shape
        The widths of the layers.
    flat
        The vector that is viewed, shape (N,), contiguous; zeros of `dtype` where it is left out.

    Attributes
    ----------
    columns
        The blocks as they lie in the vector, transposed: (fan_in + 1, fan_out), contiguous.
    """

    def __init__(
        self, shape: Shape, flat: Array | None = None, dtype: DTypeLike = np.float32
    ) -> None:
        self.shape = shape
        self.flat: Array = np.zeros(shape.size, dtype) if flat is None else flat
        if self.flat.shape != (shape.size,):
            raise ValueError(f"{self.flat.shape} numbers for {shape.size} parameters")
        ends = np.cumsum([out * (into + 1) for out, into in shape.blocks])[:-1]
        self.columns: list[Array] = [
            part.reshape(into + 1, out)
            for part, (out, into) in zip(np.split(self.flat, ends), shape.blocks, strict=True)
        ]

    @property
    def blocks(self) -> list[Array]:
        """W and b of each layer side by side, (fan_out, fan_in + 1); views."""
        return [columns.T for columns in self.columns]

    @property
    def weights(self) -> list[Array]:
        """W of each layer, (fan_out, fan_in); views."""
        return [columns[:-1].T for columns in self.columns]

    @property
    def biases(self) -> list[Array]:
        """The bias b of each layer, (fan_out,); views."""
        return [columns[-1] for columns in self.columns]

    def copy(self) -> Parameters:
        """Return the same numbers in a vector of their own."""
        return Parameters(self.shape, self.flat.copy())
