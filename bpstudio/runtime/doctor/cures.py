"""The doctor's edits, each a pure function of an experiment."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice, Experiment, replace
from bpstudio.runtime.doctor.finding import Cure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PATIENCE = 20  # epochs
ADAM_RATES = 0.001, 0.01  # the least and the largest that suit Adam; its authors' is the least


def activate_all(name: str) -> Cure:
    """Give all hidden layers an activation, with the initializer that suits it."""
    initializer = Choice(ACTIVATIONS[name].initializer)

    def apply(experiment: Experiment) -> Experiment:
        for layer in experiment.hidden:
            experiment = edits.set_activation(experiment, layer.id, name)
            experiment = edits.set_initializer(experiment, layer.id, initializer)
        return experiment

    words = f"{ACTIVATIONS[name].words} and {INITIALIZERS[initializer.name].label}, all layers"
    return Cure(f"Use {words}", apply, ACTIVATIONS[name].label, acts_at_reset=True)


def suitable_initializers() -> Cure:
    """Draw all first weights as suits each layer's activation."""

    def apply(experiment: Experiment) -> Experiment:
        for layer in experiment.hidden:
            suits = Choice(ACTIVATIONS[layer.activation].initializer)
            experiment = edits.set_initializer(experiment, layer.id, suits)
        return edits.set_initializer(experiment, edits.OUTPUT, Choice("glorot_uniform"))

    words = "Draw the first weights as suits each activation"
    return Cure(words, apply, "other weights", acts_at_reset=True)


def change_rate(factor: float, experiment: Experiment) -> Cure:
    """Multiply the learning rate."""
    return _set_rate(experiment.training.learning_rate * factor)


def _set_rate(rate: float) -> Cure:
    rate = float(f"{rate:.3g}")
    words = f"Set the learning rate to {rate:g}"
    return Cure(words, _training(learning_rate=rate), f"rate {rate:g}")


def shuffle() -> Cure:
    """Take the samples in a new order in each epoch."""
    return Cure("Shuffle the samples", _training(shuffle=True), "shuffled")


def use_adam(experiment: Experiment) -> Cure:
    """Descend with Adam, at a rate that suits it; where that is so, at another that does."""
    least, largest = ADAM_RATES
    now = experiment.training.learning_rate
    rate = min(max(now, least), largest)
    if experiment.training.optimizer.name == "adam":
        if rate == now:
            rate = least if now * now > least * largest else largest  # what is farther away
        return _set_rate(rate)

    def apply(experiment: Experiment) -> Experiment:
        return _training(learning_rate=rate)(edits.set_optimizer(experiment, Choice("adam")))

    return Cure(f"Use Adam at a rate of {rate:g}", apply, "Adam")


def stop_early() -> Cure:
    """End the run where the test loss no longer gets better, and keep the best weights."""
    words = f"Stop when the test loss hasn’t been better for {PATIENCE} epochs"
    return Cure(words, _training(patience=PATIENCE), "stops early")


def standardize() -> Cure:
    """Bring all features to one scale."""
    return Cure("Standardise the data", _data(standardize=True), keeps_data=False)


def leave_out(columns: tuple[str, ...], features: Sequence[bool]) -> Cure:
    """Leave columns of a table out, and what samples added by hand have in these `features`."""
    kept = [not is_left_out for is_left_out in features]

    def apply(experiment: Experiment) -> Experiment:
        data = experiment.data
        kinds = {**data.columns, **dict.fromkeys(columns, "ignore")}
        added = tuple(tuple(compress(row, [*kept, True])) for row in data.added)
        return edits.set_data(experiment, replace(data, columns=kinds, added=added))

    named = f"“{columns[0]}”" if len(columns) == 1 else f"{len(columns)} columns"
    return Cure(f"Leave {named} out", apply, keeps_data=False)


def _training(**fields: object) -> Callable[[Experiment], Experiment]:
    return lambda experiment: edits.set_training(experiment, **fields)


def _data(**fields: object) -> Callable[[Experiment], Experiment]:
    return lambda experiment: edits.set_data(experiment, replace(experiment.data, **fields))
