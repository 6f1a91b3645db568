"""Experiments that differ in one thing alone, to be trained side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice, Experiment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from bpstudio.engine.activations import Activation
    from bpstudio.engine.initializers import Initializer
    from bpstudio.engine.optimizers import Optimizer

Value: TypeAlias = "int | float | str"
Variant = tuple[str, Experiment]
USUAL_BATCH = 32  # where the experiment's own is one of the two extremes


@dataclass(frozen=True)
class Dimension:
    """Something that experiments can differ in.

    Parameters
    ----------
    label
        What it is called.
    values
        What is proposed for an experiment, by what it is called; its own is among them.
    apply
        Returns the experiment with one of the values.
    own
        Returns the experiment's value; None where its layers differ.
    """

    label: str
    values: Callable[[Experiment], Mapping[str, Value]]
    apply: Callable[[Experiment, Value], Experiment]
    own: Callable[[Experiment], Value | None]


def variants(experiment: Experiment, dimension: Dimension, names: Iterable[str]) -> list[Variant]:
    """Return the named variants, the experiment's own first, each with its name.

    What gives the same experiment again is left out. An experiment whose layers differ in the
    thing is called "as it is".
    """
    values = dimension.values(experiment)
    own = dimension.own(experiment)
    called = next((name for name, value in values.items() if value == own), "as it is")
    found: list[Variant] = [(called, experiment)]
    for name in names:
        made = dimension.apply(experiment, values[name])
        if made not in [known for _, known in found]:
            found.append((name, made))
    return found


def _batches(experiment: Experiment) -> dict[str, Value]:
    own = experiment.training.batch_size
    between = own if isinstance(own, int) and own > 1 else USUAL_BATCH
    return {"SGD": 1, f"B-SGD {between}": between, "GD": "all"}


def _rates(experiment: Experiment) -> dict[str, Value]:
    own = experiment.training.learning_rate or 0.1
    rates = [own * factor for factor in (0.01, 0.1, 0.3, 1, 3, 10)]
    return {f"rate {rate:.3g}": own if rate == own else float(f"{rate:.3g}") for rate in rates}


def _for_each_layer(
    experiment: Experiment, change: Callable[[Experiment, int], Experiment]
) -> Experiment:
    for layer in experiment.hidden:
        experiment = change(experiment, layer.id)
    return experiment


def _activate(experiment: Experiment, name: Value) -> Experiment:
    return _for_each_layer(experiment, lambda e, n: edits.set_activation(e, n, str(name)))


def _initialize(experiment: Experiment, name: Value) -> Experiment:
    choice = Choice(str(name))
    changed = _for_each_layer(experiment, lambda e, n: edits.set_initializer(e, n, choice))
    return edits.set_initializer(changed, edits.OUTPUT, choice)


def _common(values: Iterable[str]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _labels(registry: Mapping[str, Activation | Initializer | Optimizer]) -> dict[str, Value]:
    return {known.label: name for name, known in registry.items()}


DIMENSIONS = {
    "batch": Dimension(
        "batch size",
        _batches,
        lambda e, size: edits.set_training(e, batch_size=size),
        lambda e: e.training.batch_size,
    ),
    "optimizer": Dimension(
        "optimizer",
        lambda _: _labels(OPTIMIZERS),
        lambda e, name: edits.set_optimizer(e, Choice(str(name))),
        lambda e: None if e.training.optimizer.options else e.training.optimizer.name,
    ),
    "rate": Dimension(
        "learning rate",
        _rates,
        lambda e, rate: edits.set_training(e, learning_rate=rate),
        lambda e: e.training.learning_rate,
    ),
    "activation": Dimension(
        "activation of all layers",
        lambda _: _labels(ACTIVATIONS),
        _activate,
        lambda e: _common(layer.activation for layer in e.hidden),
    ),
    "initializer": Dimension(
        "initializer of all layers",
        lambda _: _labels(INITIALIZERS),
        _initialize,
        lambda e: (
            None
            if any(c.options for c in _initializers(e))
            else _common(c.name for c in _initializers(e))
        ),
    ),
}


def _initializers(experiment: Experiment) -> list[Choice]:
    return [*(layer.initializer for layer in experiment.hidden), experiment.network.initializer]
