"""What the doctor knows of a run at one step, as one frozen value: the rules measure nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.experiment.spec import Experiment

    Array = NDArray[np.floating]


@dataclass(frozen=True, kw_only=True, eq=False)
class LayerChart:
    """One layer; the output has id 0, and no gain, slope or saturation.

    Parameters
    ----------
    delta
        ||dL/da||, the L2 norm over units and samples of the probe.
    gain, slope
        Why it is so large or small beside the next layer's, as in `Attribution`; NaN where there is
        no such thing.
    update_ratio
        ||change of W|| / ||W||, the median over the last looks; NaN before an update.
    saturation
        Share of the units' samples that are saturated, mean over the probe set.
    saturated_since
        From which step on more than half have been; None where they are not. 0: from the start.
    dead
        Share of the units that let nothing through on the whole probe set.
    twins
        Whether all units have the same weights in and out, so that all learn the same.
    """

    id: int
    name: str
    activation: str
    units: int
    delta: float
    gain: float = np.nan
    slope: float = np.nan
    update_ratio: float = np.nan
    saturation: float = 0.0
    saturated_since: int | None = None
    dead: float = 0.0
    twins: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class DataChart:
    """The training part as the network gets it.

    Parameters
    ----------
    names
        Of the features.
    columns
        The column of a table that each feature is of; its own name where there is no table.
    mean, spread
        Mean and standard deviation of each feature, (features,).
    is_image
        Whether the features are pixels.
    is_regression
        Whether the target is a number.
    is_table
        Whether columns can be left out, and samples standardised.
    one_sided
        Share of the batches of the next epoch in which all samples are of one class.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    mean: Array
    spread: Array
    is_image: bool = False
    is_regression: bool = False
    is_table: bool = False
    one_sided: float = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Chart:
    """A run at one step.

    Parameters
    ----------
    epochs
        How many are completed.
    loss, start_loss
        On the probe set, penalties aside: now, and before the first update.
    guess_loss
        Of always guessing the class shares, or the mean.
    linear_loss
        What a network without hidden layers gets on the probe set; None where that isn't known yet.
    course
        The mean batch loss in even stretches of the run, those that are whole, (stretches,).
    swing
        By how much the newest batch losses, those of the last 256 steps at most, jump from one
        step to the next, as a share of themselves: the median |difference| / the median loss.
    tests
        Test loss at the looks so far, (looks,), NaN where there is no test part.
    trains
        Loss on the probe set at the same looks, (looks,).
    layers
        From layer 1 to the output.
    has_diverged
        Whether it has stopped because its loss grew beyond all bounds.
    watched_since
        The step of the first look; what there was before isn't known.
    """

    experiment: Experiment
    step: int
    epochs: int
    loss: float
    start_loss: float
    guess_loss: float
    course: Array
    swing: float
    tests: Array
    trains: Array
    layers: tuple[LayerChart, ...]
    data: DataChart
    linear_loss: float | None = None
    has_diverged: bool = False
    watched_since: int = 0

    @property
    def hidden(self) -> tuple[LayerChart, ...]:
        """The hidden layers."""
        return self.layers[:-1]

    @property
    def progress(self) -> float:
        """How far the mean batch loss of the last third of the run is below that of the second.

        In shares of the guess's loss.
        """
        third = len(self.course) // 3
        if not third or not self.guess_loss:
            return 0.0
        then, now = self.course[-2 * third : -third].mean(), self.course[-third:].mean()
        return float((then - now) / self.guess_loss)

    @property
    def is_poor(self) -> bool:
        """Whether it does little better than guessing."""
        return not self.loss < 0.7 * self.guess_loss

    @property
    def stays_poor(self) -> bool:
        """Whether it did so at the look before, too: any run has a bad step now and then."""
        return self.is_poor and not any(self.trains[-2:] < 0.7 * self.guess_loss)

    @property
    def is_stuck(self) -> bool:
        """Whether it does little better than guessing, and isn't getting better either."""
        return self.is_poor and self.progress < 0.05
