"""What a document's file holds beside the experiment: parameters, a run and its record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.data.added import with_added
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import network
from bpstudio.experiment.document_file import PARAMETERS, RUN, STATE
from bpstudio.experiment.parameters_file import fill_parameters, parameters_bytes
from bpstudio.experiment.tensors import pack
from bpstudio.runtime.record_file import record_arrays, taken_record
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_file import history_arrays, state_arrays
from bpstudio.runtime.run_reading import taken_run
from bpstudio.runtime.saved_run import restored

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import DTypeLike

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.document_file import Contents
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.history import History
    from bpstudio.runtime.recorder import Record
    from bpstudio.runtime.saved_run import SavedRun

CHECKPOINTS = 32 * 2**20  # bytes of them in a file, at most
DATA = "data"  # the array with what tells the data from others
OTHER_DATA = (
    "The data have changed since this was saved, so its run can’t be gone on with: "
    "a new one begins with the weights that were learned"
)


@dataclass(frozen=True)
class Resumed:
    """A run taken out of a file; its `record` is None where it is a new one.

    `notice` says what is not as it was saved, if anything.
    """

    run: Run
    record: Record | None = None
    notice: str = ""


def document_entries(saved: SavedRun, record: Record, folder: Path) -> dict[str, bytes]:
    """Return what goes into a file beside the experiment.

    Parameters
    ----------
    saved, record
        The run, and its record up to there or further.
    folder
        Where the file will lie: tables in it are named as seen from there.
    """
    history = saved.history.copy()
    history.shrink(CHECKPOINTS)
    saved = replace(saved, history=history)
    shape = network(saved.experiment, saved.data).shape
    run = history_arrays(saved, folder) | record_arrays(record.until(saved.newest))
    return {
        PARAMETERS: parameters_bytes(Parameters(shape, saved.now.parameters)),
        STATE: pack(state_arrays(saved) | {DATA: digest(saved.data)}),
        RUN: pack(run),
    }


def resume(
    contents: Contents,
    experiment: Experiment,
    data: Dataset,
    folder: Path,
    *,
    number: int = 1,
    dtype: DTypeLike = np.float32,
    history: History | None = None,
) -> Resumed:
    """Return the run of a file that has parameters.

    Parameters
    ----------
    experiment, data
        The file's, the path of a table as it is used here.
    folder
        Where the file lies.
    number, dtype, history
        As for a `Run`; the history tells how much there may be.

    Raises
    ------
    Refusal
        With the place in the file of what is damaged.
    """
    parameters = Parameters(network(experiment, data).shape, dtype=dtype)
    fill_parameters(parameters, contents.tensors(PARAMETERS))
    if not contents.has_run:
        return Resumed(Run(experiment, data, number, dtype, parameters, history))
    state, run = contents.tensors(STATE), contents.tensors(RUN)
    is_same = (state.exactly(DATA, (32,), "U8") == digest(data)).all()
    if not is_same:
        return Resumed(Run(experiment, data, number, dtype, parameters, history), None, OTHER_DATA)
    saved = taken_run(state, run, experiment, data, parameters.flat, folder)
    record = taken_record(run, number, saved.clock.until(saved.newest))
    record.experiment = experiment
    for tensors in (state, run):
        tensors.refuse_others(reason="is no part of a run")
    budget = 0 if history is None else history.budget
    return Resumed(restored(saved, number, budget), record)


def digest(data: Dataset) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return what tells the samples of a source from others, (32,); those added by hand aside."""
    source = with_added(data, ())
    found = hashlib.sha256()
    for part in (source.train, source.test):
        for array in (part.x, part.t, part.index):
            found.update(f"{array.dtype.str}{array.shape}".encode())
            found.update(np.ascontiguousarray(array).data)
    found.update(repr(data.classes).encode())
    return np.frombuffer(found.digest(), np.uint8)
