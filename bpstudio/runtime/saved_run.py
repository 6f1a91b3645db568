"""All that a run needs to go on, bit for bit, when its document is opened again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import network
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.history import History
from bpstudio.runtime.run import Run

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.clock import Clock
    from bpstudio.runtime.run_state import RunState


@dataclass(frozen=True, kw_only=True)
class SavedRun:
    """A run between two steps; its arrays are copies that nobody changes.

    Parameters
    ----------
    number
        Of the run, while it is there; in a file it has none.
    experiment, data
        What it trains, and on what.
    now
        Its parameters, the optimizer's state and the place in the data.
    earlier
        A checkpoint from not long before, to which it goes back if the last update was one too
        many; None where there is none.
    limit
        A batch loss over it is a divergence.
    clock, history
        What had passed at its steps; the checkpoints, with a beginning for each edit.
    state
        What it knew besides; it is not running.
    """

    number: int = 0
    experiment: Experiment
    data: Dataset
    now: Checkpoint
    earlier: Checkpoint | None
    limit: float
    clock: Clock
    history: History
    state: RunState


def saved(run: Run) -> SavedRun:
    """Return a run as it is between two steps; it goes on, and what is returned stays."""
    descent, history = run.trainer.descent, run.history
    return SavedRun(
        number=run.number,
        experiment=run.trainer.experiment,
        data=run.trainer.data,
        now=descent.checkpoint(),
        earlier=descent.earlier,
        limit=descent.limit,
        clock=run.clock.until(run.newest),
        history=History() if history is None else history.copy(),
        state=run.state.at_rest(),
    )


def restored(saved: SavedRun, number: int, budget: int) -> Run:
    """Return the run `number` that goes on from what was saved, bit for bit.

    Its checkpoints may have `budget` bytes.
    """
    experiment, data = saved.experiment, saved.data
    parameters = Parameters(network(experiment, data).shape, saved.now.parameters.copy())
    state = {name: array.copy() for name, array in saved.now.state.items()}
    origin = replace(saved.now, parameters=parameters.flat, state=state)
    trainer = Trainer(experiment, data, parameters, saved.state.order, origin, saved.limit)
    if saved.earlier is not None:
        trainer.descent.recall(saved.earlier)
    history = saved.history.copy()
    history.limit(budget)
    clock = saved.clock.until(saved.state.newest)
    return Run.resumed(trainer, saved.state, number, history, clock)
