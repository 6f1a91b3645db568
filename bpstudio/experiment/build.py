"""From the experiment as it is wanted to the things that train: data, parameters, descent.

Random numbers have one generator for each purpose, seeded by purpose and by layer or epoch, so
that no draw changes another: a new layer leaves the others' weights alone, and any epoch's order
can be had again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from bpstudio.data import drawn
from bpstudio.data.added import with_added
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.data.memory import check_available
from bpstudio.data.prepare import prepare
from bpstudio.data.progress import Tell, between, silent
from bpstudio.data.table import read_table
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.descent import Descent
from bpstudio.engine.initializers import INITIALIZERS, no_pause
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.parameters import Parameters, Shape
from bpstudio.engine.passes import Network
from bpstudio.engine.rule import Rule
from bpstudio.engine.schedules import SCHEDULES
from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.fields import shown
from bpstudio.experiment.order import Order, Stretch
from bpstudio.experiment.purpose import Purpose
from bpstudio.experiment.table_path import table_file
from bpstudio.experiment.table_spec import options_of
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import DTypeLike, NDArray

    from bpstudio.data.dataset import Dataset, Samples
    from bpstudio.engine.descent import Checkpoint
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Choice, DataSpec, Experiment, TrainingSpec

TABLE_SHARE = 0.9  # of the time that a table takes goes into its reading, the rest into its split


def load_data(spec: DataSpec, loss: str, folder: Path, tell: Tell = silent) -> Dataset:
    """Read or make the data of `spec`; a table's path is relative to `folder`.

    `tell` gets the share of it that is done, now and then; what it raises ends the reading.

    Raises
    ------
    Refusal
        When there is no such set, or the table can't be used.
    """
    if spec.path is not None:
        options, read = options_of(spec, loss), between(tell, 0.0, TABLE_SHARE)
        file = table_file(spec.path, folder)
        samples = read_table(file, options, read)
        usual, name = True, file.name
    elif spec.name in MADE:
        samples, usual, name = _made(spec), False, spec.name
    elif spec.name == drawn.NAME:
        return with_added(_drawn(spec), spec.added)
    elif spec.name in BUNDLED:
        bundled = BUNDLED[spec.name]
        samples, usual, name = bundled.load(), bundled.standardize, spec.name
    else:
        raise Refusal("data.name", f"{shown(spec.name)} is unknown; there are {_sets()}")
    standardize = usual if spec.standardize is None else spec.standardize
    data = prepare(
        samples,
        name=name,
        test_fraction=spec.test_fraction,
        standardize=standardize,
        seed=spec.seed,
        spend=True,
        tell=between(tell, TABLE_SHARE, 1.0),
    )
    return with_added(data, spec.added)


def check_fit(experiment: Experiment, data: Dataset) -> None:
    """Refuse a loss that doesn't fit the target of the data, and skips between other widths."""
    if data.is_regression and experiment.loss == "cross_entropy":
        reason = f"cross_entropy needs categories, and the target {data.target!r} is a number"
        raise Refusal("loss", f"{reason}; use squared_error")
    if experiment.training.patience and not len(data.test.x):
        reason = "needs test samples to look at, and data.test_fraction leaves none"
        raise Refusal("training.patience", reason)
    _check_skips(experiment, data.inputs)


def _check_skips(experiment: Experiment, inputs: int) -> None:
    arriving = inputs
    for place, layer in enumerate(experiment.hidden):
        if layer.skip and layer.units != arriving:
            reason = (
                f"layer {place + 1} has {layer.units:,} units and {arriving:,} come in; a skip "
                f"adds the two, so give it {arriving:,} units or leave the skip out"
            )
            raise Refusal(f"network.hidden[{place}].skip", reason)
        arriving = layer.units


def _sets() -> str:
    return ", ".join([*MADE, *BUNDLED, drawn.NAME])


def _drawn(spec: DataSpec) -> Dataset:
    return drawn.draw(
        spec.points,
        classes=spec.classes,
        test_fraction=spec.test_fraction,
        standardize=bool(spec.standardize),
        seed=spec.seed,
    )


def _made(spec: DataSpec) -> Samples:
    numbers = spec.samples * (spec.features if spec.name == "noise" else 2)
    check_available(8 * numbers, "data.samples", f"{spec.samples:,} samples")
    rng = np.random.default_rng([spec.seed, Purpose.SAMPLES])
    make = MADE[str(spec.name)].make
    return make(spec.samples, spec.noise, spec.features, spec.classes, rng)


class Ends(Protocol):
    """What a network stands between: data, or whatever tells how wide they are."""

    @property
    def inputs(self) -> int:
        """The number of features."""

    @property
    def outputs(self) -> int:
        """The number of classes, or 1."""


def network(experiment: Experiment, ends: Ends) -> Network:
    """Return the network that `experiment` wants between these ends."""
    hidden = experiment.hidden
    widths = (ends.inputs, *(layer.units for layer in hidden), ends.outputs)
    activations = tuple(ACTIVATIONS[layer.activation] for layer in hidden)
    skips = tuple(layer.skip for layer in hidden)
    return Network(Shape(widths), activations, LOSSES[experiment.loss], skips)


def initial_parameters(
    experiment: Experiment,
    data: Dataset,
    dtype: DTypeLike = np.float32,
    pause: Callable[[], object] = no_pause,
) -> Parameters:
    """Draw the parameters that a run starts from; biases are zero.

    `pause` is called often meanwhile; what it raises ends the drawing.
    """
    parameters = Parameters(network(experiment, data).shape, dtype=dtype)
    layers = [(layer.id, layer.initializer) for layer in experiment.hidden]
    layers.append((OUTPUT, experiment.network.initializer))
    for (number, choice), weights in zip(layers, parameters.weights, strict=True):
        rng = np.random.default_rng([experiment.training.seed, Purpose.WEIGHTS, number])
        initializer = INITIALIZERS[choice.name]
        initializer.fill(weights, rng, initializer.options | options(choice), pause)
    return parameters


def options(choice: Choice) -> dict[str, float]:
    """Return the options that were chosen, by name."""
    return dict(choice.options)


def targets(data: Dataset, t: NDArray[np.generic], dtype: DTypeLike) -> Array:
    """Return the targets (M, K) for `t` (M,): one-hot rows, or the numbers as a column."""
    if data.is_regression:
        return t[:, None].astype(dtype)
    rows = np.zeros((len(t), data.outputs), dtype)
    rows[np.arange(len(t)), t.astype(np.intp)] = 1
    return rows


def order(training: TrainingSpec, samples: int) -> Order:
    """Return the order of so many samples in each epoch."""
    return Order((Stretch(1, training.seed, samples, training.shuffle),))


def rule(training: TrainingSpec) -> Rule:
    """Return how to descend."""
    return Rule(
        optimizer=OPTIMIZERS[training.optimizer.name],
        rate=training.learning_rate,
        options=options(training.optimizer),
        l1=training.l1,
        l2=training.l2,
        schedule=SCHEDULES[training.schedule.name],
        schedule_options=options(training.schedule),
        clip_norm=training.clip_norm,
    )


def descent(
    experiment: Experiment,
    network: Network,
    parameters: Parameters,
    samples: tuple[Array, Array],
    order: Order,
    limit: float,
    origin: Checkpoint | None = None,
) -> Descent:
    """Return the descent that `experiment` wants, from `origin` on (its parameters aside).

    Parameters
    ----------
    samples
        Of the training part: x (M, inputs) and `targets` (M, K), of the parameters' dtype.
    order
        The order of the samples in each epoch.
    limit
        A batch loss over it is a divergence.
    """
    x, t = samples
    size = experiment.training.batch_size
    return Descent(
        network,
        parameters,
        x,
        t,
        batch=len(x) if size == "all" else size,
        rule=rule(experiment.training),
        permutation=order,
        limit=limit,
        place=origin.place if origin else None,
        state=origin.state if origin else None,
    )
