"""What an edit makes of a run: its trainer, with the numbers that outlive it, and its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bpstudio.engine.descent import Checkpoint, Place
from bpstudio.engine.initializers import no_pause
from bpstudio.experiment import build
from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.carry import survives, write_numbers
from bpstudio.experiment.spec import replace
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.removal import Removed, carried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.order import Order
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Number, Surgery
    from bpstudio.runtime.attic import Attic

HUGE = 2**22  # parameters: fewer are there before one could change one's mind


class Change(NamedTuple):
    """An edit as a run is told of it.

    Parameters
    ----------
    experiment, data
        As they are after it.
    edit
        Its number, negative when it is undone; 0 for one that can't be.
    surgery
        What happens to the parameters there were.
    check
        Is called while it is prepared; may raise to say that nobody wants it any more.
    """

    experiment: Experiment
    data: Dataset
    edit: int = 0
    surgery: Surgery = NO_SURGERY
    check: Callable[[], object] = no_pause


def is_huge(experiment: Experiment, data: Dataset) -> bool:
    """Whether the network takes so long to prepare that it had better be dropped if unwanted."""
    return build.network(experiment, data).shape.size > HUGE


def can_be_left_out(had: Experiment, wanted: Experiment, data: Dataset) -> bool:
    """Whether a huge network may be dropped where another edit comes, and nothing is lost by it.

    So it is where layers only get wider, and nothing else changes that outlives a further edit.
    What that one draws anew is drawn for its own network then.
    """
    if len(had.hidden) != len(wanted.hidden) or not is_huge(wanted, data):
        return False
    both = list(zip(had.hidden, wanted.hidden, strict=True))
    if any(old.id != new.id or old.units > new.units for old, new in both):
        return False
    rate = had.training.learning_rate
    as_before = replace(
        wanted,
        network=replace(
            wanted.network,
            hidden=tuple(replace(new, units=old.units, skip=old.skip) for old, new in both),
        ),
        training=replace(wanted.training, learning_rate=rate),
    )
    return as_before == had


def changed_trainer(old: Trainer, change: Change, order: Order, attic: Attic) -> Trainer:
    """Make the trainer of an edited experiment from numbers there were.

    The `attic` has what comes back with the edit, and gets what would come back with its
    negative. The change's check is called meanwhile where nothing is lost by it: what it raises
    ends it.
    """
    wanted, edit = change.experiment, change.edit
    had = Removed(old.experiment, old.descent.checkpoint(), wanted)
    # an edit in parts may bring back what its part before took away: a number is turned to and fro
    kept = [known for known in map(attic.removed, (-edit, edit)) if known is not None]
    sources = [(known, NO_SURGERY) for known in kept]
    numbers = (*change.surgery.numbers, *attic.replaced(edit))
    is_plain = not (change.surgery or sources or numbers)
    if not (is_plain and can_be_left_out(had.experiment, wanted, change.data)):
        change = change._replace(check=no_pause)
    trainer, replaced = _made_of([*sources, (had, change.surgery)], numbers, old, change, order)
    attic.forget(edit)
    if edit and not survives(had.experiment, wanted, change.surgery):
        attic.keep(-edit, had, change.data)
    if edit > 0 and replaced:
        attic.keep_numbers(-edit, replaced)
    return trainer


def _made_of(
    sources: Sequence[tuple[Removed, Surgery]],
    numbers: tuple[Number, ...],
    old: Trainer,
    change: Change,
    order: Order,
) -> tuple[Trainer, tuple[Number, ...]]:
    """Make a trainer from numbers there were, the newest last.

    Then `numbers` are written into it; what stood there comes back, too. The last batch is
    remembered where its gradients still are those of the network.
    """
    wanted, data, check = change.experiment, change.data, change.check
    dtype = old.parameters.flat.dtype
    parameters = initial_parameters(wanted, data, dtype, check)
    arrays = carried(wanted, parameters, sources, data)
    replaced = write_numbers(wanted, parameters, numbers)
    limit = old.descent.limit if wanted.loss == old.experiment.loss else None
    place = _within(sources[-1][0].checkpoint.place, len(data.train.x))
    origin = Checkpoint(place, parameters.flat, arrays)
    check()
    trainer = Trainer(wanted, data, parameters, order, origin, limit, old)
    check()
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
