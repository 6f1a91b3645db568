"""How much memory a run will take, worked out before any is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.data.memory import check_available
from bpstudio.experiment import build

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment

# the parameters, their gradient, the change, two checkpoints, the older ones during an edit
COPIES = 6
BUFFERS = 4  # a, z, slope, delta


def memory_needed(experiment: Experiment, data: Dataset, dtype: DTypeLike = np.float32) -> int:
    """Return about how many bytes a run takes, the data that is there aside."""
    shape = build.network(experiment, data).shape
    samples = len(data.train.x)
    size = experiment.training.batch_size
    batch = samples if size == "all" else min(size, samples)
    targets = (samples + len(data.test.x)) * data.outputs
    inputs = (samples + 2 * batch) * data.inputs
    numbers = COPIES * shape.size + BUFFERS * sum(shape.widths) * batch + targets + inputs
    return numbers * np.dtype(dtype).itemsize


def check_memory(experiment: Experiment, data: Dataset, dtype: DTypeLike = np.float32) -> None:
    """Refuse what can't be trained for want of memory."""
    parameters = build.network(experiment, data).shape.size
    what = f"{parameters:,} parameters at this batch size"
    check_available(memory_needed(experiment, data, dtype), "network", what)
