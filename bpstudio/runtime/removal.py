"""What an edit took away from a run, as one state: also of an edit that came in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.engine.descent import Checkpoint
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment import build
from bpstudio.experiment.carry import carry
from bpstudio.experiment.spec import replace
from bpstudio.experiment.surgery import NO_SURGERY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery


@dataclass(frozen=True)
class Removed:
    """What an edit took away from: the experiment before it with its numbers, and what it `left`.

    Of an edit in parts: the widest layers and the narrowest.
    """

    experiment: Experiment
    checkpoint: Checkpoint
    left: Experiment


def carried(
    wanted: Experiment,
    parameters: Parameters,
    sources: Sequence[tuple[Removed, Surgery]],
    data: Dataset,
) -> dict[str, Array]:
    """Write what survives of the sources, the last one above all, into `parameters`.

    Return what the optimizer of the experiment that is `wanted` keeps of them.
    """
    optimizer = OPTIMIZERS[wanted.training.optimizer.name]
    arrays = optimizer.fresh_state(parameters.flat)
    state = {name: Parameters(parameters.shape, arrays[name]) for name in optimizer.state}
    for source, surgery in sources:
        kept, had = source.checkpoint, source.experiment
        shape = build.network(had, data).shape
        carry(wanted, parameters, had, Parameters(shape, kept.parameters), surgery)
        for name in state.keys() & kept.state.keys():
            carry(wanted, state[name], had, Parameters(shape, kept.state[name]), surgery)
        for name in optimizer.counters.keys() & kept.state.keys():
            arrays[name] = kept.state[name]
    return arrays


def joined(first: Removed, later: Removed, data: Dataset) -> Removed:
    """Return what two parts of an edit took away, of the same layers, as one.

    What the first had taken away already, and was there again, is as it was then.
    """
    survived = _seen_as(first.left, (later,), data)
    widest = _with_units(later.experiment, first.experiment, max)
    whole = _seen_as(widest, (later, first, survived), data)
    return Removed(whole.experiment, whole.checkpoint, _with_units(later.left, first.left, min))


def _seen_as(experiment: Experiment, sources: Sequence[Removed], data: Dataset) -> Removed:
    """Return what an experiment has of these, the last one above all."""
    newest = sources[0].checkpoint
    shape = build.network(experiment, data).shape
    parameters = Parameters(shape, dtype=newest.parameters.dtype)
    arrays = carried(experiment, parameters, [(one, NO_SURGERY) for one in sources], data)
    return Removed(experiment, Checkpoint(newest.place, parameters.flat, arrays), experiment)


def _with_units(
    one: Experiment, other: Experiment, choose: Callable[[int, int], int]
) -> Experiment:
    """Return it with that many units in each layer; skips, which might not fit then, aside."""
    pairs = zip(one.hidden, other.hidden, strict=True)
    hidden = tuple(
        replace(mine, units=choose(mine.units, its.units), skip=False) for mine, its in pairs
    )
    return replace(one, network=replace(one.network, hidden=hidden))
