"""A saved run taken out of a document's arrays; whatever doesn't fit is refused with its place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bpstudio.engine.descent import Checkpoint
from bpstudio.runtime.history_reading import taken_history
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.run_bounds import MOST_STATE
from bpstudio.runtime.run_file import PlainState, PlainStop
from bpstudio.runtime.run_parts import PartsReader, number_or, taken_plain
from bpstudio.runtime.run_state import RunState
from bpstudio.runtime.saved_run import SavedRun
from bpstudio.runtime.snapshot import Mark
from bpstudio.runtime.stopping import StopState
from bpstudio.runtime.track_file import taken_clock

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.tensors import Tensors


def taken_run(
    state: Tensors,
    run: Tensors,
    experiment: Experiment,
    data: Dataset,
    parameters: Array,
    folder: Path,
) -> SavedRun:
    """Take a run out of the arrays of a document.

    Parameters
    ----------
    state, run
        What `run_file` has made of it.
    experiment, data, parameters
        What the document says besides; the parameters are flat.
    folder
        Where the file lies, and from where tables are looked for.

    Raises
    ------
    Refusal
        With the place of what is missing, unknown or doesn't fit.
    """
    plain = taken_plain(state, PlainState, MOST_STATE)
    reader = PartsReader(state, experiment, data, parameters.dtype)
    return SavedRun(
        experiment=experiment,
        data=data,
        now=Checkpoint(reader.place(plain.place), parameters, reader.optimizer("optimizer")),
        earlier=reader.earlier(plain.earlier, plain.place),
        state=_state(reader, plain),
        limit=number_or(plain.limit, math.inf),
        clock=taken_clock(run),
        history=taken_history(run, folder, reader),
    )


def _state(reader: PartsReader, plain: PlainState) -> RunState:
    return RunState(
        order=reader.order(plain.order),
        seed=plain.seed,
        edited_at=plain.edited_at,
        newest=plain.newest,
        loss=number_or(plain.loss, math.nan),
        goal=plain.goal,
        status=plain.status,
        message=plain.message,
        culprit=None if plain.culprit is None else Asked(*plain.culprit),
        epoch_lengths=tuple(plain.epoch_lengths),
        kept=None if plain.kept is None else Mark(*plain.kept),
        stop=_stop(reader, plain.stop),
    )


def _stop(reader: PartsReader, plain: PlainStop) -> StopState:
    return StopState(
        total=number_or(plain.total, math.nan),
        steps=plain.steps,
        is_partial=plain.is_partial,
        last_loss=number_or(plain.last_loss, math.nan),
        best_batch_loss=number_or(plain.best_batch_loss, math.nan),
        best_loss=number_or(plain.best_loss, math.inf),
        best_epoch=plain.best_epoch,
        best=None if plain.best is None else reader.checkpoint("best", plain.best),
    )
