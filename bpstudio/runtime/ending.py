"""How a run ends: finished, stopped by a rule, or diverged. From one state to the next.

Its trainer is taken back where the parameters of an earlier step are those to be kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.runtime.divergence import divergence
from bpstudio.runtime.snapshot import Mark, Status
from bpstudio.runtime.stopping import StoppedBy

if TYPE_CHECKING:
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.run_state import RunState


def finished(
    state: RunState, trainer: Trainer, stopped_by: StoppedBy, message: str = ""
) -> RunState:
    """End here, as finished or, when the last update was one too many, diverged."""
    return taken_back_if_unsound(state.with_status(Status.FINISHED, message, stopped_by), trainer)


def taken_back_if_unsound(state: RunState, trainer: Trainer) -> RunState:
    """Undo the last update if it diverged, which no further batch would show."""
    step = trainer.descent.place.step
    if step <= state.edited_at or trainer.is_sound:
        return state
    loss = trainer.probe.evaluate()[0]
    trainer.descent.rewind(step - 1)
    return diverged(state, trainer, step, loss)


def diverged(state: RunState, trainer: Trainer, step: int, loss: float) -> RunState:
    """Say what is known of a divergence that showed at `step`; up to there it can be looked at."""
    found = divergence(trainer, step, loss)
    state = state.with_status(Status.DIVERGED, found.message, StoppedBy.DIVERGENCE, found.culprit)
    return replace(state, loss=loss, newest=step)


def stopped_by_rules(state: RunState, trainer: Trainer) -> RunState:
    """End the run if a rule says so at the end of an epoch, just after its last update."""
    has_ended_epoch = state.stop.steps > 0 and not trainer.descent.place.used
    if not has_ended_epoch or state.status not in (Status.RUNNING, Status.PAUSED):
        return state
    known, stopped_by, message = state.stop.end_epoch(trainer)
    state = replace(state, stop=known)
    if not stopped_by:
        return state
    if stopped_by is StoppedBy.PATIENCE and known.best is not None:
        trainer.descent.restore(known.best)
        kept = Mark(trainer.descent.place.step, f"parameters kept, epoch {trainer.epoch}")
        state = replace(state, loss=known.best_batch_loss, kept=kept)
    return finished(state, trainer, stopped_by, message)
