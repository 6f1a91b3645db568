"""The losses of all steps on their way out of the training thread: in blocks, none is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class LossBlock:
    """The batch losses of consecutive steps of a run, the first of them `first` (from 1)."""

    run: int
    first: int
    losses: Array


def joined(blocks: Iterable[LossBlock]) -> Iterator[LossBlock]:
    """Yield the same losses, in the same order, in as few blocks as they make."""
    row: list[LossBlock] = []
    for block in blocks:
        if row and (block.run, block.first) != (row[-1].run, row[-1].first + len(row[-1].losses)):
            yield _in_one(row)
            row = []
        row.append(block)
    if row:
        yield _in_one(row)


def _in_one(row: list[LossBlock]) -> LossBlock:
    losses = np.concatenate([block.losses for block in row])
    return LossBlock(row[0].run, row[0].first, losses)
