"""What the view of what has been learned is about: data, predictions, the shown sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.studies.predictions import PredictionsStudy
from bpstudio.ui.drawable import drawable
from bpstudio.ui.names import target_words
from bpstudio.ui.numbers import count, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset, Part
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.predictions import PartName, Predictions

STUDIES: dict[PartName, PredictionsStudy] = {
    "training": PredictionsStudy("training"),
    "test": PredictionsStudy("test"),
}


@dataclass(frozen=True, eq=False)
class Learned:
    """One step's answers; `shown` is the place of the shown sample in the training part."""

    data: Dataset
    snapshot: Snapshot
    shown: int | None

    def predictions(self, part: PartName) -> Predictions | None:
        """Return what the network says of a part, if that has been found out."""
        found = self.snapshot.answer(STUDIES[part])
        return found if found is not None and found.of == len(self.part(part).t) else None

    def part(self, part: PartName) -> Part:
        """Return the samples of a part."""
        return part_of(self.data, part)


def learned_of(snapshot: Snapshot) -> Learned | None:
    """Return the subject of a snapshot, None where there is nothing yet."""
    if snapshot.data is None or not snapshot.layers:
        return None
    sample = snapshot.sample
    return Learned(snapshot.data, snapshot, None if sample is None else sample.position)


def part_of(data: Dataset, part: PartName) -> Part:
    """Return the samples of a part of `data`."""
    return data.train if part == "training" else data.test


def target_range(data: Dataset, *, added: bool = True) -> tuple[float, float]:
    """Return the least and the largest numeric target, in its own units.

    If not `added`, those of samples added by hand are left out.
    """
    train = data.train.t if added else data.train.t[: len(data.train.t) - data.added]
    t = np.concatenate([train, data.test.t]) * data.target_scale + data.target_offset
    return float(t.min()), float(t.max())


def own_features(data: Dataset, part: Part) -> NDArray[np.float64]:
    """Return the features of a part in their own units, (samples, inputs)."""
    x: NDArray[np.float64] = part.x * data.scale + data.offset
    return x


def wrong(found: Predictions) -> NDArray[np.intp]:
    """Return which of the predictions are wrong, the least sure of the truth first."""
    missed = np.flatnonzero(found.predicted != found.target)
    truth = drawable(found.truth[missed], nan=-1.0)
    return missed[np.argsort(truth, kind="stable")]


def accuracy_words(found: Predictions, part: PartName) -> str:
    """Return how many are right: ``"94.1 % of 540 test samples right"``."""
    many = len(found.predicted)
    if not many:
        return f"no {part} samples"
    right = float((found.predicted == found.target).mean())
    some = f"{count(many)} of {count(found.of)}" if many < found.of else count(many)
    return f"{percent(right)} of {some} {part} samples right"


def sample_title(data: Dataset, part: PartName, position: int) -> str:
    """Return what a sample is: ``"sample 126, test: a 3"``."""
    of = part_of(data, part)
    words = target_words(data, float(of.t[position]))
    words = f"t = {words}" if data.is_regression else words
    by_hand = part == "training" and position >= len(of.t) - data.added
    where = "added" if by_hand else part
    return f"sample {of.index[position]}, {where}: {words}"
