"""How much a run in a document may be: what is written is cut to it, what is more is refused."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from bpstudio.experiment.schema import to_plain
from bpstudio.runtime.run_file import plain_segment

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.history import History

MOST_STATE = 2 * 2**20  # bytes of text: a few for each edit
MOST_ORDER = 2**20  # bytes of text: some for each edit that takes the samples in another order
ROOM = 2 * 2**20  # bytes of text for 4,096 checkpoints, and for all points of the first stretch
MOST_RUN = 8 * 2**20 + ROOM  # bytes of text, where the experiment is a short one
MOST_BY_HAND = 128 * 2**20  # bytes of the data of all stretches, but for what the run has now


def most_run_text(experiment: Experiment) -> int:
    """Return how many bytes of text a run may have: each of its stretches has an experiment."""
    return MOST_RUN + 2 * len(msgspec.json.encode(to_plain(experiment)))


def data_bytes(data: Dataset) -> int:
    """Return how many bytes the samples of a data set have."""
    return sum(array.nbytes for array in data.arrays)


def surplus(history: History, experiment: Experiment, data: Dataset, folder: Path) -> int:
    """Return how many of the oldest stretches are too much for a file that lies in `folder`.

    The `experiment` and its `data` are those of the run now; the newest stretch is never too much.
    """
    stretches = list(pairwise((None, *history.segments)))
    left, left_by_hand = most_run_text(experiment) - ROOM, MOST_BY_HAND
    known = {id(data)}
    for place in reversed(range(len(stretches))):
        before, segment = stretches[place]
        assert segment is not None
        left -= len(msgspec.json.encode(plain_segment(segment, before, folder)))
        if id(segment.data) not in known:
            known.add(id(segment.data))
            left_by_hand -= data_bytes(segment.data)
        if min(left, left_by_hand) < 0:
            return min(place + 1, len(stretches) - 1)
    return 0
