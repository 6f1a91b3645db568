"""What differs between two experiments, in a few words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.spec import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.experiment.spec import Choice, Experiment, LayerSpec

ARROW = "→"
TRAINING = {  # fields of the training, and what they are called
    "learning_rate": "rate",
    "batch_size": "batch",
    "optimizer": "optimizer",
    "l1": "l1",
    "l2": "l2",
    "schedule": "schedule",
    "clip_norm": "clipping",
    "stop_loss": "stop below",
    "patience": "patience",
    "shuffle": "shuffle",
    "seed": "seed",
    "epochs": "epochs",
}
LAYER = {"units": "units", "activation": "activation", "initializer": "initializer", "skip": "skip"}


def differences(before: Experiment, after: Experiment) -> list[str]:
    """Return what differs, a phrase each, such as ``"rate 0.15 → 0.1"``, ``"layer 2 added"``.

    Layers are told apart by their ids and called by their places in `after`, those that are gone
    by their places in `before`. Nothing differs: an empty list.
    """
    found = [*_of_data(before, after)]
    if before.loss != after.loss:
        found.append(f"loss {_words(before.loss)} {ARROW} {_words(after.loss)}")
    found += _of_layers(before, after)
    if before.network.initializer != after.network.initializer:
        old, new = before.network.initializer, after.network.initializer
        found.append(f"output: initializer {_value(old)} {ARROW} {_value(new)}")
    for field, name in TRAINING.items():
        old, new = getattr(before.training, field), getattr(after.training, field)
        if old != new:
            found.append(f"{name} {_value(old)} {ARROW} {_value(new)}")
    return found


def _of_data(before: Experiment, after: Experiment) -> Iterator[str]:
    if before.data == after.data:
        return
    more = len(after.data.added) - len(before.data.added)
    if more and replace(before.data, added=()) == replace(after.data, added=()):
        samples = "sample" if abs(more) == 1 else "samples"
        yield f"{abs(more):,} {samples} {'added' if more > 0 else 'taken back'}"
        return
    old, new = (data.name or data.path or "" for data in (before.data, after.data))
    yield f"data {old} {ARROW} {new}" if old != new else f"another choice of {new}"


def _of_layers(before: Experiment, after: Experiment) -> Iterator[str]:
    known = {layer.id: layer for layer in before.hidden}
    kept = {layer.id for layer in after.hidden}
    for place, layer in enumerate(before.hidden, start=1):
        if layer.id not in kept:
            yield f"layer {place} removed"
    for place, layer in enumerate(after.hidden, start=1):
        if layer.id not in known:
            yield f"layer {place} added: {_words(layer.activation)} · {layer.units}"
        else:
            yield from _of_layer(f"layer {place}", known[layer.id], layer)
    order = [layer.id for layer in before.hidden if layer.id in kept]
    if order != [layer.id for layer in after.hidden if layer.id in known]:
        yield "layers moved"


def _of_layer(name: str, before: LayerSpec, after: LayerSpec) -> Iterator[str]:
    for field, words in LAYER.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            what = "" if field == "activation" else f"{words} "
            yield f"{name}: {what}{_value(old)} {ARROW} {_value(new)}"


def _value(value: float | str | bool | Choice) -> str:
    """Return a setting as it is read: ``"0.1"``, ``"on"``, ``"momentum (0.9)"``."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value}" if isinstance(value, int) else f"{value:.12g}"
    if isinstance(value, str):
        return _words(value)
    options = ", ".join(_value(number) for _, number in value.options)
    return f"{_words(value.name)} ({options})" if options else _words(value.name)


def _words(name: str) -> str:
    return ACTIVATIONS[name].words if name in ACTIVATIONS else name.replace("_", " ")
