"""What differs between two experiments, in a few words for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bpstudio.engine.activations import ACTIVATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bpstudio.experiment.spec import Choice, DataSpec, Experiment, LayerSpec

    Setting = float | str | bool | tuple[str, ...] | Choice

ARROW = "→"
DATA = {  # fields of the data, and what they are called
    "target": "target",
    "missing": "missing cells",
    "missing_values": "what is missing",
    "bad_rows": "faulty rows",
    "encoding": "encoding",
    "delimiter": "delimiter",
    "decimal": "decimal mark",
    "header": "header",
    "samples": "samples",
    "noise": "noise",
    "features": "features",
    "classes": "classes",
    "test_fraction": "test part",
    "standardize": "standardised",
    "seed": "seed of the data",
}
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
SIGNS = {"\t": "tab", ",": "comma", ";": "semicolon", ".": "point"}
USUAL = {"standardize": "as usual", "target": "last column"}  # what leaving a field out means


def differences(before: Experiment, after: Experiment) -> list[str]:
    """Return what differs, a phrase each, such as ``"rate 0.15 → 0.1"``, ``"layer 2 added"``.

    Layers are told apart by their ids and called by their places in `after`, those that are gone
    by their places in `before`. Nothing differs: an empty list.
    """
    found = [*_of_data(before.data, after.data)]
    if before.loss != after.loss:
        found.append(f"loss {_change(before.loss, after.loss)}")
    found += _of_layers(before, after)
    if before.network.initializer != after.network.initializer:
        old, new = before.network.initializer, after.network.initializer
        found.append(f"output: initializer {_change(old, new)}")
    for field, name in TRAINING.items():
        old, new = getattr(before.training, field), getattr(after.training, field)
        if old != new:
            found.append(f"{name} {_change(old, new)}")
    return found


def _of_data(before: DataSpec, after: DataSpec) -> Iterator[str]:
    is_other = (before.name, before.path) != (after.name, after.path)
    if is_other:
        yield f"data {_source(before, after)} {ARROW} {_source(after, before)}"
    for field, name in DATA.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            usual = USUAL.get(field, "")
            yield f"{name} {_change(usual if old is None else old, usual if new is None else new)}"
    yield from _of_columns(before.columns, after.columns)
    if not is_other:  # samples added by hand belong to the set
        yield from _of_points(before, after)
        yield from _of_added(before, after)


def _source(data: DataSpec, other: DataSpec) -> str:
    """Return what a set is called; a table by its file, with its folder where that differs."""
    if data.path is None:
        return data.name or "none"
    is_alike = other.path is not None and _file(data.path) == _file(other.path)
    return data.path if is_alike else _file(data.path)


def _file(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2] or path


def _of_columns(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, "as usual"), after.get(name, "as usual")
        if old != new:
            yield f"column {name} {old} {ARROW} {new}"


def _of_points(before: DataSpec, after: DataSpec) -> Iterator[str]:
    if before.points == after.points:
        return
    had, have = Counter(before.points), Counter(after.points)
    painted, erased = (have - had).total(), (had - have).total()
    if painted and painted == erased:
        yield f"{_points(painted)} moved"
    elif painted:
        yield f"{_points(painted)} painted"
    if erased and painted != erased:
        yield f"{_points(erased)} erased"
    if not (painted or erased):
        yield "points in another order"


def _points(number: int) -> str:
    return "1 point" if number == 1 else f"{number:,} points"


def _of_added(before: DataSpec, after: DataSpec) -> Iterator[str]:
    if before.added == after.added:
        return
    more = len(after.added) - len(before.added)
    many = abs(more) or len(after.added)
    samples = "sample" if many == 1 else "samples"
    if more:
        yield f"{many:,} {samples} {'added' if more > 0 else 'taken back'}"
    else:
        yield f"other {samples} added ({many:,})"


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
            yield f"{name}: {what}{_change(old, new)}"


def _change(old: Setting, new: Setting) -> str:
    """Return both values, with as many figures as it takes to tell them apart."""
    words = [_value(old), _value(new)]
    if words[0] == words[1]:
        words = [_value(old, exact=True), _value(new, exact=True)]
    return f" {ARROW} ".join(words)


def _value(value: Setting, exact: bool = False) -> str:
    """Return a setting as it is read: ``"0.1"``, ``"on"``, ``"momentum (0.9)"``."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value}" if exact or isinstance(value, int) else f"{value:.12g}"
    if isinstance(value, tuple):
        return ", ".join(value) or "as usual"
    if isinstance(value, str):
        return value if exact else SIGNS.get(value, _words(value))
    if not value.options:
        return _words(value.name)
    told = [
        f"{name} {_value(number, exact)}" if exact or len(value.options) > 1 else _value(number)
        for name, number in value.options
    ]
    return f"{_words(value.name)} ({', '.join(told)})"


def _words(name: str) -> str:
    return ACTIVATIONS[name].words if name in ACTIVATIONS else name.replace("_", " ")
