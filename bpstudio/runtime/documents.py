"""What a document's file holds beside the experiment: parameters, a run and its record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from bpstudio.data.added import with_added
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import network
from bpstudio.experiment.document_file import PARAMETERS, RUN, STATE
from bpstudio.experiment.parameters_file import fill_parameters, parameters_bytes
from bpstudio.experiment.tensors import pack
from bpstudio.refusal import Refusal
from bpstudio.runtime.record_file import record_arrays, taken_record
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_bounds import MOST_STATE, most_run_text, surplus
from bpstudio.runtime.run_file import history_arrays, state_arrays
from bpstudio.runtime.run_parts import check_version
from bpstudio.runtime.run_reading import taken_run
from bpstudio.runtime.saved_run import restored

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import DTypeLike, NDArray

    from bpstudio.data.dataset import Dataset, Part
    from bpstudio.experiment.document_file import Contents
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.history import History
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.saved_run import SavedRun

CHECKPOINTS = 32 * 2**20  # bytes of them in a file, at most
MOST_CHECKPOINTS = 4_096  # each is up to four arrays, and a file of more than that is refused
ROWS = 4_096  # of the data at a time: a copy of all may be large
DATA = "data"  # the array with what tells the data from others
OTHER_DATA = (
    "The run that was saved can’t be gone on with on other data: "
    "a new one begins with the weights that it had learned."
)


@dataclass(frozen=True)
class Learned:
    """What a file has beside its experiment, taken out and found sound.

    A run begins with the `parameters` unless it was `saved`; then it has a `record`. `notice` says
    what is not as it was when the file was written, if anything.
    """

    parameters: Parameters
    saved: SavedRun | None = None
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
    saved = _within(CHECKPOINTS, saved, folder)
    shape = network(saved.experiment, saved.data).shape
    run = history_arrays(saved, folder) | record_arrays(record.until(saved.state.newest))
    return {
        PARAMETERS: parameters_bytes(Parameters(shape, saved.now.parameters)),
        STATE: pack(state_arrays(saved) | {DATA: digest(saved.data)}),
        RUN: pack(run),
    }


def _within(budget: int, saved: SavedRun, folder: Path) -> SavedRun:
    """Return the run with so many bytes of checkpoints: from just before now, then of all of it.

    Of thousands of edits, the stretches between the oldest are left out where they are too much.
    """
    earlier, history = saved.earlier, saved.history.copy()
    if earlier is not None and earlier.nbytes > budget:
        earlier = None
    history.shrink(budget - (0 if earlier is None else earlier.nbytes), MOST_CHECKPOINTS)
    if len(history.segments) > MOST_CHECKPOINTS:  # thousands of edits: a file has not so many
        history.forget_unreachable()
    history.forget(surplus(history, saved.experiment, saved.data, folder))
    return replace(saved, earlier=earlier, history=history)


def learned(
    contents: Contents,
    experiment: Experiment,
    data: Dataset,
    folder: Path,
    dtype: DTypeLike = np.float32,
) -> Learned:
    """Return what a file that has parameters has beside its experiment.

    Parameters
    ----------
    experiment, data
        The file's, the path of a table as it is used here.
    folder
        Where the file lies.
    dtype
        Of the parameters.

    Raises
    ------
    Refusal
        With the place in the file of what is damaged.
    """
    try:
        return _learned(contents, experiment, data, folder, dtype)
    except MemoryError:
        raise Refusal("", "needs more memory than can be had") from None


def _learned(
    contents: Contents, experiment: Experiment, data: Dataset, folder: Path, dtype: DTypeLike
) -> Learned:
    parameters = Parameters(network(experiment, data).shape, dtype=dtype)
    fill_parameters(parameters, contents.tensors(PARAMETERS))
    if not contents.has_run:
        return Learned(parameters)
    state, run = contents.tensors(STATE), contents.tensors(RUN)
    for tensors, most in ((state, MOST_STATE), (run, most_run_text(experiment))):
        check_version(tensors, most)
    if (state.exactly(DATA, (32,), "U8") != digest(data)).any():
        return Learned(parameters, notice=OTHER_DATA)
    saved = taken_run(state, run, experiment, data, parameters.flat, folder)
    record = taken_record(run, saved.clock.until(saved.state.newest))
    for tensors in (state, run):
        tensors.refuse_others(reason="is no part of a run")
    return Learned(parameters, saved, record)


def learned_by(saved: SavedRun, record: Record) -> Learned:
    """Return what a document has that goes on with a run."""
    shape = network(saved.experiment, saved.data).shape
    return Learned(Parameters(shape, saved.now.parameters.copy()), saved, record.frozen())


def begun(
    learned: Learned,
    experiment: Experiment,
    data: Dataset,
    number: int = 1,
    history: History | None = None,
) -> Run:
    """Return the run `number` of a document: as it was saved, or a new one.

    The `history` says how much there may be of it.
    """
    parameters = learned.parameters
    if learned.saved is None:
        return Run(experiment, data, number, parameters.flat.dtype, parameters, history)
    return restored(learned.saved, number, 0 if history is None else history.budget)


def digest(data: Dataset) -> NDArray[np.uint8]:
    """Return what tells the samples of a source from others, (32,); those added by hand aside.

    As exact as float32 is: the last bits of a cosine depend on the machine. It is worked out once
    for a training part: of a large table it takes long.
    """
    if (known := _digests.get(data.train)) is None:
        known = _digests[data.train] = _digest(data)
    return known


_digests: WeakKeyDictionary[Part, NDArray[np.uint8]] = WeakKeyDictionary()


def _digest(data: Dataset) -> NDArray[np.uint8]:
    source = with_added(data, ())
    found = hashlib.sha256()
    for part in (source.train, source.test):
        for array in (part.x, part.t, part.index):
            found.update(f"{array.dtype.kind}{array.shape}".encode())
            kind = np.float32 if array.dtype.kind == "f" else np.int64
            for first in range(0, len(array), ROWS):
                found.update(np.ascontiguousarray(array[first : first + ROWS], kind).data)
    found.update(repr(data.classes).encode())
    return np.frombuffer(found.digest(), np.uint8)
