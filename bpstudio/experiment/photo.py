"""The chapter's network at the scale of a photo: 224 x 224 pixels of three colours to 100 units."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Shape
from bpstudio.experiment.build import load_data
from bpstudio.experiment.memory import COPIES
from bpstudio.experiment.spec import DataSpec, Experiment, TrainingSpec

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset

INPUTS, UNITS = 224 * 224 * 3, 100
PHOTO = Shape((INPUTS, UNITS))
WEIGHTS = INPUTS * UNITS  # 15,052,800
PRINTED_WEIGHTS = 15_082_800  # what the chapter prints, a misprint
BATCH = 32
SAMPLES = 128
RATE = 2e-5  # the inputs are 150,528 numbers of about 1: ten times as much learns all in a blink
EPOCHS = 100


def photo_experiment() -> Experiment:
    """Return the experiment that trains it on images of noise; there is nothing but them to learn.

    All samples are trained on. The loss is softmax cross-entropy over its 100 units.
    """
    return Experiment(
        data=DataSpec(
            name="noise", samples=SAMPLES, features=PHOTO.widths[0], classes=UNITS, test_fraction=0
        ),
        training=TrainingSpec(batch_size=BATCH, learning_rate=RATE, epochs=EPOCHS),
    )


def photo_data() -> Dataset:
    """Draw the images of noise."""
    experiment = photo_experiment()
    return load_data(experiment.data, experiment.loss, Path())


def photo_memory() -> int:
    """Return about how many bytes the images and a run on them take."""
    images = SAMPLES * PHOTO.widths[0]
    return (2 * images + (COPIES + 1) * PHOTO.size) * np.dtype(np.float32).itemsize
