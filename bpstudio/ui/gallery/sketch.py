"""A data set reduced to what a thumbnail can show: some points in the unit square, or images."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import DataSpec
from bpstudio.resources import resource

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment

    Floats = NDArray[np.floating]

POINTS = 140
SIDE = 4  # images in a row, and rows of them


@dataclass(frozen=True, eq=False)
class Points:
    """Samples as points: `at` (points, 2) in the unit square, y upwards; `kind` their class.

    Where the target is a number, y is the target and all are of kind 0.
    """

    at: Floats
    kind: NDArray[np.intp]
    is_regression: bool = False


@dataclass(frozen=True, eq=False)
class Sketch:
    """What is drawn of a data set, `points` or a `mosaic`, and the width of its two ends."""

    drawn: Points | NDArray[np.uint8]
    inputs: int
    outputs: int


def sketch(experiment: Experiment) -> Sketch:
    """Return the sketch of an experiment's data; examples on the same data share it.

    Raises
    ------
    Refusal
        When the data can't be had.
    """
    return _sketch(msgspec.json.encode(experiment.data), experiment.loss)


@lru_cache(64)
def _sketch(data: bytes, loss: str) -> Sketch:
    spec = msgspec.json.decode(data, type=DataSpec)  # it has a dict in it, and so no hash
    dataset = load_data(spec, loss, resource("experiments"))
    drawn = points(dataset) if dataset.image is None else mosaic(dataset)
    return Sketch(drawn, dataset.inputs, dataset.outputs)


def points(dataset: Dataset) -> Points:
    """Return the samples of a data set as points.

    Two features are the plane itself. Of more, the two principal components are shown; for a
    numeric target the feature that goes with it most, and the target.
    """
    x, t = dataset.train.x, dataset.train.t
    chosen = np.linspace(0, len(x) - 1, min(POINTS, len(x))).astype(np.intp)
    if dataset.is_regression:
        curve = np.column_stack((_telling_feature(x, t), t)).astype(np.float64)
        return Points(_in_unit_square(curve)[chosen], np.zeros(len(chosen), np.intp), True)
    is_plane = x.shape[1] == 2
    plane = x if is_plane else _principal_plane(x)
    return Points(_in_unit_square(plane, is_plane)[chosen], t[chosen].astype(np.intp))


def mosaic(dataset: Dataset) -> NDArray[np.uint8]:
    """Return the first images of the training part side by side, brightness from 0 to 255.

    A pixel of nothing stands between them.
    """
    assert dataset.image is not None
    height, width = dataset.image
    images = dataset.train.x[: SIDE * SIDE].reshape(-1, height, width)
    brightest = max(float(images.max(initial=0.0)), 1e-12)
    canvas = np.zeros((SIDE * (height + 1) - 1, SIDE * (width + 1) - 1), np.uint8)
    for number, image in enumerate(images):
        top, left = (number // SIDE) * (height + 1), (number % SIDE) * (width + 1)
        shades = np.clip(255 * image / brightest, 0, 255)
        canvas[top : top + height, left : left + width] = shades
    return canvas


def _principal_plane(x: Floats) -> Floats:
    centred = x - x.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    plane = centred @ directions[:2].T
    # data of a single feature have no second direction
    return plane if plane.shape[1] == 2 else np.column_stack((plane, np.zeros(len(plane))))


def _telling_feature(x: Floats, t: NDArray[np.number]) -> Floats:
    """Return the feature (samples,) whose correlation with the target is the largest."""
    centred = x - x.mean(axis=0)
    spread = np.linalg.norm(centred, axis=0)
    correlation = np.abs((t - t.mean()) @ centred) / np.where(spread > 0, spread, np.inf)
    return np.asarray(x[:, int(correlation.argmax())])


def _in_unit_square(plane: Floats, alike: bool = False) -> Floats:
    """Return (samples, 2) moved into the unit square; `alike` keeps a circle round."""
    low, high = plane.min(axis=0), plane.max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    if alike:
        spread = np.full(2, spread.max())
    return np.asarray((plane - (low + high) / 2) / spread + 0.5)
