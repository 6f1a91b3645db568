"""In which order the samples are taken in each epoch: a value, so that a file can hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.experiment.purpose import Purpose

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Stretch(NamedTuple):
    """From the epoch `first` on, samples are taken as drawn with `seed`, or else as they come."""

    first: int
    seed: int
    samples: int
    shuffle: bool


@dataclass(frozen=True)
class Order:
    """The order of the samples as a function of the epoch, from 1.

    Parameters
    ----------
    stretches
        What holds from which epoch on, in the order of these epochs; the first holds from 1.
    """

    stretches: tuple[Stretch, ...]

    def __call__(self, epoch: int) -> NDArray[np.intp]:
        """Return the places of the samples, (samples,), in their order."""
        held = self.at(epoch)
        if not held.shuffle:
            return np.arange(held.samples)
        rng = np.random.default_rng([held.seed, Purpose.ORDER, epoch])
        return rng.permutation(held.samples)

    def at(self, epoch: int) -> Stretch:
        """Return what holds in an epoch."""
        begun = (stretch for stretch in reversed(self.stretches) if stretch.first <= epoch)
        return next(begun, self.stretches[0])

    def then(self, epoch: int, shuffle: bool) -> Order:
        """Return this order up to an epoch, from which on samples are shuffled, or not."""
        before = tuple(stretch for stretch in self.stretches if stretch.first < epoch)
        held = self.at(epoch)
        return Order((*before, held._replace(first=epoch, shuffle=shuffle)))
