"""What an edit makes of a run: its trainer, with the numbers that outlive it, and its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.descent import Checkpoint, Place
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment import build
from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.carry import carry, write_numbers
from bpstudio.experiment.spec import replace
from bpstudio.experiment.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.order import Order
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Number, Surgery
    from bpstudio.runtime.attic import Removed


def changed_trainer(
    old: Trainer,
    wanted: Experiment,
    data: Dataset,
    order: Order,
    sources: Sequence[tuple[Removed, Surgery]],
    numbers: tuple[Number, ...],
) -> tuple[Trainer, tuple[Number, ...]]:
    """Make the trainer of an edited experiment from numbers there were, the newest last.

    Then `numbers` are written into it; what stood there comes back, too. The last batch is
    remembered where its gradients still are those of the network.
    """
    dtype = old.parameters.flat.dtype
    parameters = initial_parameters(wanted, data, dtype)
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
    replaced = write_numbers(wanted, parameters, numbers)
    limit = old.descent.limit if wanted.loss == old.experiment.loss else None
    place = _within(sources[-1][0].checkpoint.place, len(data.train.x))
    origin = Checkpoint(place, parameters.flat, arrays)
    trainer = Trainer(wanted, data, parameters, order, origin, limit, old)
    if trainer.network == old.network and not numbers:
        trainer.descent.remember(old.descent)
    return trainer, replaced


def _within(place: Place, samples: int) -> Place:
    """Return a place in an epoch of so many samples: where fewer are left, it may be complete."""
    if place.used < samples:
        return place
    return Place(place.step, place.epochs + 1, 0)


def changed_order(
    old: Trainer, wanted: Experiment, data: Dataset, order: Order, seed: int
) -> Order:
    """Return the order of the samples after an edit of the run that had `order`, with its `seed`.

    To shuffle or not acts at the next epoch; more samples or fewer have another order at once.
    """
    training = wanted.training
    if len(data.train.x) != len(old.x):
        return build.order(replace(training, seed=seed), len(data.train.x))
    if training.shuffle == old.experiment.training.shuffle:
        return order
    return order.then(old.descent.place.epochs + 2, training.shuffle)
