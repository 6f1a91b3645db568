"""All that a run needs to go on, bit for bit, when its document is opened again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import network
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.history import History
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.stopping import StopRules

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.experiment.order import Order
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.clock import Clock
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.snapshot import Mark
    from bpstudio.runtime.stopping import StopState


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
    order, seed
        The order of the samples, and the seed that it was begun with.
    limit
        A batch loss over it is a divergence.
    loss
        The last batch loss; NaN where it isn't known.
    goal
        The epochs after which it is finished.
    edited_at, newest
        The step of the last edit of the network, and the newest step that can be looked at.
    status, message, culprit
        As the run had them; it is not running.
    epoch_lengths
        From which step on an epoch had how many steps.
    kept
        Where a stop rule has gone back to.
    stop
        What the stop rules know.
    clock, history
        What had passed at its steps; the checkpoints, with a beginning for each edit.
    """

    number: int = 0
    experiment: Experiment
    data: Dataset
    now: Checkpoint
    earlier: Checkpoint | None
    order: Order
    seed: int
    limit: float
    loss: float
    goal: int
    edited_at: int
    newest: int
    status: Status
    message: str
    culprit: Asked | None
    epoch_lengths: tuple[tuple[int, int], ...]
    kept: Mark | None
    stop: StopState
    clock: Clock
    history: History


def saved(run: Run) -> SavedRun:
    """Return a run as it is between two steps; it goes on, and what is returned stays."""
    trainer, history = run.trainer, run.history
    resting = run.status in (Status.RUNNING, Status.FAILED)
    return SavedRun(
        number=run.number,
        experiment=trainer.experiment,
        data=trainer.data,
        now=trainer.descent.checkpoint(),
        earlier=trainer.descent.earlier,
        order=run._order,
        seed=run._seed,
        limit=trainer.descent.limit,
        loss=run.loss,
        goal=run._goal,
        edited_at=run._edited_at,
        newest=run.newest,
        status=Status.PAUSED if resting else run.status,
        message="" if resting else run.message,
        culprit=None if resting else run.culprit,
        epoch_lengths=run._epoch_lengths,
        kept=run._kept,
        stop=run._stop_rules.state,
        clock=run.clock.until(run.newest),
        history=History() if history is None else history.copy(),
    )


def restored(saved: SavedRun, number: int, budget: int) -> Run:
    """Return the run `number` that goes on from what was saved, bit for bit.

    Its checkpoints may have `budget` bytes.
    """
    experiment, data = saved.experiment, saved.data
    parameters = Parameters(network(experiment, data).shape, saved.now.parameters.copy())
    state = {name: array.copy() for name, array in saved.now.state.items()}
    origin = replace(saved.now, parameters=parameters.flat, state=state)
    trainer = Trainer(experiment, data, parameters, saved.order, origin, saved.limit)
    if saved.earlier is not None:
        trainer.descent.recall(saved.earlier)
    history = saved.history.copy()
    history.shrink(budget)
    run = Run.__new__(Run)
    run._begin(trainer, saved.order, number, history)
    run._seed, run._goal, run._edited_at = saved.seed, saved.goal, saved.edited_at
    run._epoch_lengths, run._kept = saved.epoch_lengths, saved.kept
    run._stop_rules = StopRules(experiment.training, saved.stop)
    run._set_status(saved.status, saved.message)
    run.culprit, run.newest = saved.culprit, saved.newest
    run.loss, run.clock = saved.loss, saved.clock.until(saved.newest)
    return run
