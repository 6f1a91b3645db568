"""How much memory a run will take, worked out before any is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.data.memory import check_available
from bpstudio.engine.evaluation import CHUNK_BYTES, MAX_CHUNK
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.experiment import build
from bpstudio.experiment.probe import probe_size

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.parameters import Shape
    from bpstudio.experiment.spec import Experiment, TrainingSpec

COPIES = 4  # the parameters, two checkpoints, the older ones during an edit
PENALTY_COPIES = 5  # the penalised gradient, the mask of the weights, scratch, two factors
STATE_COPIES = 4  # of what an optimizer keeps: that, two checkpoints, the older one
BUFFERS = 4  # a, z, slope, delta


def memory_needed(experiment: Experiment, data: Dataset, dtype: DTypeLike = np.float32) -> int:
    """Return about how many bytes a run takes, the data that is there aside."""
    shape = build.network(experiment, data).shape
    samples = len(data.train.x)
    size = experiment.training.batch_size
    batch = samples if size == "all" else min(size, samples)
    targets = (samples + len(data.test.x)) * data.outputs
    inputs = (samples + 2 * batch) * data.inputs
    buffers = BUFFERS * sum(shape.widths) * batch
    numbers = _copies(experiment.training, shape) * shape.size + buffers + targets + inputs
    probe = min(samples, probe_size(shape))
    numbers += probe * (data.inputs + data.outputs) + _evaluated(shape, probe)
    numbers += _evaluated(shape, len(data.test.x))
    return numbers * np.dtype(dtype).itemsize


def _copies(training: TrainingSpec, shape: Shape) -> int:
    """Return how many vectors as long as the parameters a run has."""
    rule, state = build.rule(training), len(OPTIMIZERS[training.optimizer.name].state)
    gradients = 1 if rule.is_plain else 2  # with what an update takes off
    if rule.goes_in_panels(shape.size):
        gradients = 0
    penalties = PENALTY_COPIES if training.l1 or training.l2 else int(training.clip_norm > 0)
    best = 1 + state if training.patience else 0
    return COPIES + gradients + penalties + STATE_COPIES * state + best


def _evaluated(shape: Shape, samples: int) -> int:
    """Return how many numbers an evaluator keeps: a and z of a chunk and a shorter last one."""
    chunks = min(samples, 2 * MAX_CHUNK)
    most = 2 * CHUNK_BYTES // 4
    return 2 * sum(min(units * chunks, most) for units in shape.widths)


def check_memory(experiment: Experiment, data: Dataset, dtype: DTypeLike = np.float32) -> None:
    """Refuse what can't be trained for want of memory."""
    parameters = build.network(experiment, data).shape.size
    what = f"{parameters:,} parameters at this batch size"
    check_available(memory_needed(experiment, data, dtype), "network", what)
