"""What a user can do to an experiment: pure functions from one value to the next.

Layers are named by their stable id; 0 is the output. An edit that can't be made raises `Refusal`.
"""

import math
from collections.abc import Sequence
from typing import Any

from bpstudio.data import drawn
from bpstudio.data.drawn import MAX_POINTS
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.schedules import SCHEDULES
from bpstudio.experiment.ids import fresh_id
from bpstudio.experiment.spec import (
    MAX_ADDED,
    MAX_LAYERS,
    MAX_NUMBER,
    MAX_UNITS,
    Choice,
    DataSpec,
    Experiment,
    LayerSpec,
    Point,
    replace,
)
from bpstudio.experiment.surgery import Number, Surgery
from bpstudio.experiment.text_bounds import check_room
from bpstudio.refusal import Refusal

OUTPUT = 0  # the id of the output layer


def with_ids(experiment: Experiment) -> Experiment:
    """Give an id to each layer that has none: its place from 1, or the next free number."""
    taken = {layer.id for layer in experiment.hidden} - {0}
    layers = []
    for place, layer in enumerate(experiment.hidden, start=1):
        number = layer.id or (place if place not in taken else fresh_id(taken))
        taken.add(number)
        layers.append(replace(layer, id=number))
    return _with_layers(experiment, layers)


def add_layer(
    experiment: Experiment, place: int, activation: str, units: int | None = None
) -> Experiment:
    """Insert a hidden layer that becomes the layer at `place` (0: right after the input).

    Without `units` it is as wide as its neighbour; a layer before an output counts as 8.
    """
    layers = list(experiment.hidden)
    if len(layers) >= MAX_LAYERS:
        raise Refusal("network.hidden", f"has {MAX_LAYERS} layers already, the most there can be")
    place = min(max(place, 0), len(layers))
    if units is None:
        units = units_beside([layer.units for layer in layers], place)
    _check_units(f"network.hidden[{place}].units", units)
    _known("activation", activation, ACTIVATIONS)
    number = fresh_id({layer.id for layer in layers})
    initializer = Choice(ACTIVATIONS[activation].initializer)
    made = LayerSpec(units=units, activation=activation, initializer=initializer, id=number)
    return _with_layers(experiment, [*layers[:place], made, *layers[place:]])


def units_beside(widths: Sequence[int], place: int) -> int:
    """Return how wide a layer becomes that is inserted at `place` of hidden layers so wide."""
    return widths[min(place, len(widths) - 1)] if widths else LayerSpec().units


def remove_layers(experiment: Experiment, ids: tuple[int, ...]) -> Experiment:
    """Remove the hidden layers of these ids."""
    for number in ids:
        _place(experiment, number)
    return _with_layers(experiment, [layer for layer in experiment.hidden if layer.id not in ids])


def move_layers(experiment: Experiment, ids: tuple[int, ...], place: int) -> Experiment:
    """Move hidden layers together, so that the first of them becomes the one at `place`."""
    for number in ids:
        _place(experiment, number)
    moved = [layer for layer in experiment.hidden if layer.id in ids]
    rest = [layer for layer in experiment.hidden if layer.id not in ids]
    place = min(max(place, 0), len(rest))
    return _with_layers(experiment, [*rest[:place], *moved, *rest[place:]])


def insert_layers(experiment: Experiment, place: int, layers: Sequence[LayerSpec]) -> Experiment:
    """Insert layers as these, with ids of their own; the first becomes the one at `place`."""
    present = list(experiment.hidden)
    total = len(present) + len(layers)
    if total > MAX_LAYERS:
        reason = f"would have {total:,} layers, and {MAX_LAYERS:,} are the most there can be"
        raise Refusal("network.hidden", reason)
    taken = {layer.id for layer in present}
    made = []
    for layer in layers:
        made.append(replace(layer, id=fresh_id(taken)))
        taken.add(made[-1].id)
    place = min(max(place, 0), len(present))
    return _with_layers(experiment, [*present[:place], *made, *present[place:]])


def set_units(experiment: Experiment, number: int, units: int) -> Experiment:
    """Give a hidden layer another number of units."""
    _check_units(f"network.hidden[{_place(experiment, number)}].units", units)
    return _with_layer(experiment, number, units=units)


def remove_units(
    experiment: Experiment, number: int, units: tuple[int, ...]
) -> tuple[Experiment, Surgery]:
    """Remove these units, by their places, from a hidden layer; the others close ranks."""
    at = _place(experiment, number)
    kept = tuple(unit for unit in range(experiment.hidden[at].units) if unit not in units)
    if not kept:
        where = f"network.hidden[{at}].units"
        raise Refusal(where, "a layer needs a unit; remove the layer instead")
    return set_units(experiment, number, len(kept)), Surgery({number: kept})


def write_number(
    experiment: Experiment, number: int, unit: int, source: int | None, value: float
) -> Surgery:
    """Write a value into a weight by hand, or with no `source` into a bias.

    The experiment stays as it is. Where the weight comes from is for the caller to get right:
    only the data know how many inputs there are.
    """
    if not math.isfinite(value):
        raise Refusal("network", f"a parameter must be a number, not {value}")
    if abs(value) > MAX_NUMBER:
        raise Refusal("network", f"a parameter must be at most {MAX_NUMBER:g} in size")
    if number != OUTPUT:
        units = experiment.hidden[_place(experiment, number)].units
        if not 0 <= unit < units:
            raise Refusal("network", f"the layer has no unit {unit + 1}")
    return Surgery(numbers=(Number(number, unit, source, value),))


def set_activation(experiment: Experiment, number: int, activation: str) -> Experiment:
    """Give a hidden layer another activation; its weights stay."""
    _known("activation", activation, ACTIVATIONS)
    return _with_layer(experiment, number, activation=activation)


def set_skip(experiment: Experiment, number: int, skip: bool) -> Experiment:
    """Let a hidden layer add what comes in to what goes out, or no longer."""
    return _with_layer(experiment, number, skip=skip)


def set_initializer(experiment: Experiment, number: int, initializer: Choice) -> Experiment:
    """Choose how a layer's first weights are drawn; it acts at the next reset."""
    _known("initializer", initializer.name, INITIALIZERS)
    if number == OUTPUT:
        network = replace(experiment.network, initializer=initializer)
        return replace(experiment, network=network)
    return _with_layer(experiment, number, initializer=initializer)


def set_data(experiment: Experiment, data: DataSpec) -> Experiment:
    """Train on other data."""
    return replace(experiment, data=data)


def add_sample(experiment: Experiment, row: tuple[float | str, ...]) -> Experiment:
    """Add a sample to train on: its features and its target, in their own units.

    In a drawing it is one more point.
    """
    if experiment.data.name == drawn.NAME:
        return set_points(experiment, (*experiment.data.points, drawn.point(row)))
    added = experiment.data.added
    if len(added) >= MAX_ADDED:
        raise Refusal("data.added", f"has {MAX_ADDED:,} samples already, the most there can be")
    more = set_data(experiment, replace(experiment.data, added=(*added, row)))
    check_room(more, "data.added")
    return more


def set_points(
    experiment: Experiment, points: tuple[Point, ...], *, afresh: bool = False
) -> Experiment:
    """Train on these points of the plane, a drawing.

    Another set gives way to it, its share to test on aside. A drawing keeps its classes, also
    those that have no point any more, unless it is begun `afresh`.
    """
    if len(points) > MAX_POINTS:
        reason = f"would have {len(points):,} points, and {MAX_POINTS:,} are the most there can be"
        raise Refusal("data.points", reason)
    had = experiment.data
    if had.name != drawn.NAME:
        had = DataSpec(name=drawn.NAME, test_fraction=had.test_fraction)
    classes = 2 if afresh else had.classes
    classes = max([classes, *(point[2] for point in points)])
    return set_data(experiment, replace(had, points=points, classes=classes))


def set_loss(experiment: Experiment, loss: str) -> Experiment:
    """Descend on another loss."""
    _known("loss", loss, LOSSES)
    return replace(experiment, loss=loss)


def set_optimizer(experiment: Experiment, optimizer: Choice) -> Experiment:
    """Descend with another optimizer."""
    _known("optimizer", optimizer.name, OPTIMIZERS)
    return set_training(experiment, optimizer=optimizer)


def set_schedule(experiment: Experiment, schedule: Choice) -> Experiment:
    """Let the learning rate follow another schedule."""
    _known("schedule", schedule.name, SCHEDULES)
    return set_training(experiment, schedule=schedule)


def set_training(experiment: Experiment, **fields: Any) -> Experiment:
    """Set fields of the training, such as ``learning_rate=0.5`` or ``batch_size="all"``."""
    return replace(experiment, training=replace(experiment.training, **fields))


def _known(kind: str, name: str, registry: dict[str, Any]) -> None:
    if name not in registry:
        raise Refusal(kind, f"{name!r} is unknown; there are {', '.join(registry)}")


def _place(experiment: Experiment, number: int) -> int:
    for place, layer in enumerate(experiment.hidden):
        if layer.id == number:
            return place
    raise Refusal("network.hidden", f"has no layer of id {number}")


def _check_units(where: str, units: int) -> None:
    if not 1 <= units <= MAX_UNITS:
        raise Refusal(where, f"must be 1 to {MAX_UNITS:,}")


def _with_layers(experiment: Experiment, layers: list[LayerSpec]) -> Experiment:
    return replace(experiment, network=replace(experiment.network, hidden=tuple(layers)))


def _with_layer(experiment: Experiment, number: int, **fields: Any) -> Experiment:
    layers = list(experiment.hidden)
    place = _place(experiment, number)
    layers[place] = replace(layers[place], **fields)
    return _with_layers(experiment, layers)
