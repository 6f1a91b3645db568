"""Between the experiment and plain JSON values: what a file says, checked field by field."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec

from bpstudio.data import drawn
from bpstudio.data.cells import Kind
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.schedules import SCHEDULES
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.fields import converted, described, is_text, shown, shown_key
from bpstudio.experiment.spec import (
    MAX_NUMBER,
    TABLE_FIELDS,
    Choice,
    DataSpec,
    Experiment,
    LayerSpec,
    TrainingSpec,
)
from bpstudio.experiment.versions import EXPERIMENT
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.experiment.versions import Plain

MAX_PATH = 4_096  # characters: what systems take

# written only where they differ from the default, so that most files stay as short as the example
SELDOM = {LayerSpec: ("skip",), TrainingSpec: ("schedule", "clip_norm", "stop_loss", "patience")}

_NAMES = {
    "batch_size": 'must be a whole number or "all"',
    "missing": 'must be "refuse", "drop" or "fill"',
    "encoding": 'must be "auto", "utf-8", "utf-16" or "cp1252"',
    "delimiter": 'must be "auto", ",", ";" or "\\t"',
    "decimal": 'must be "." or ","',
    "bad_rows": 'must be "refuse" or "skip"',
}


def from_plain(plain: object) -> Experiment:
    """Return the experiment that the JSON value `plain` describes, its layers with ids.

    Raises
    ------
    Refusal
        With the place of what is missing, unknown, of the wrong kind or out of range.
    """
    fields = described(plain, EXPERIMENT, "an experiment")
    _check_fields(fields)
    _check_columns(fields.get("data"))
    _replace_choices(fields)
    experiment = converted(fields, Experiment, _NAMES)
    _check_names(experiment)
    _check_data(experiment.data)
    _check_ids(experiment)
    return with_ids(experiment)


def validate(experiment: Experiment) -> None:
    """Refuse a value that no file could hold: a number out of range, an unknown name."""
    from_plain(to_plain(experiment))


def to_plain(experiment: Experiment) -> Plain:
    """Return the JSON value of `experiment`, with format and version first."""
    plain = msgspec.to_builtins(experiment)
    for rows in ("added", "points"):
        if rows in plain["data"]:
            plain["data"][rows] = [list(row) for row in plain["data"][rows]]
    if texts := plain["data"].get("missing_values"):
        plain["data"]["missing_values"] = list(texts)
    plain["network"]["hidden"] = list(plain["network"]["hidden"])
    for place, layer in enumerate(plain["network"]["hidden"]):
        _omit_seldom(layer, experiment.hidden[place])
        layer["initializer"] = _plain_choice(experiment.hidden[place].initializer)
        if layer["id"] in (0, place + 1):  # what a reader would give it anyway
            del layer["id"]
    plain["network"]["initializer"] = _plain_choice(experiment.network.initializer)
    for field in ("optimizer", "schedule"):
        plain["training"][field] = _plain_choice(getattr(experiment.training, field))
    _omit_seldom(plain["training"], experiment.training)
    return {**EXPERIMENT.header, **plain}


def _omit_seldom(fields: Plain, spec: LayerSpec | TrainingSpec) -> None:
    blank = type(spec)()
    for field in SELDOM[type(spec)]:
        if getattr(spec, field) == getattr(blank, field):
            del fields[field]


def _check_fields(fields: Plain) -> None:
    for key in fields:
        if key not in Experiment.__struct_fields__:
            raise Refusal(shown_key(key), "is unknown")


def _check_columns(data: object) -> None:
    # msgspec doesn't say which column it is
    columns = data.get("columns") if isinstance(data, dict) else None
    if isinstance(columns, dict):
        for column, kind in columns.items():
            if kind not in list(Kind):
                reason = f'must be "number", "category" or "ignore", not {shown(kind)}'
                raise Refusal(f"data.columns.{shown_key(column)}", reason)


def _replace_choices(fields: Plain) -> None:
    """Put `Choice` values where a file has a name, or an object with a name and options."""
    network, training = fields.get("network"), fields.get("training")
    if isinstance(network, dict):
        network = fields["network"] = dict(network)
        _replace_choice(network, "network.initializer", INITIALIZERS)
        hidden = network.get("hidden")
        if isinstance(hidden, list):
            network["hidden"] = [dict(v) if isinstance(v, dict) else v for v in hidden]
            for place, layer in enumerate(network["hidden"]):
                if isinstance(layer, dict):
                    where = f"network.hidden[{place}].initializer"
                    _replace_choice(layer, where, INITIALIZERS)
    if isinstance(training, dict):
        fields["training"] = dict(training)
        _replace_choice(fields["training"], "training.optimizer", OPTIMIZERS)
        _replace_choice(fields["training"], "training.schedule", SCHEDULES)


def _replace_choice(parent: Plain, where: str, registry: dict[str, Any]) -> None:
    key = where.rpartition(".")[2]
    if key not in parent:
        return
    value = parent[key]
    given = dict(value) if isinstance(value, dict) else {"name": value}
    if "name" not in given:
        raise Refusal(f"{where}.name", "is missing")
    name = given.pop("name")
    if not isinstance(name, str):
        raise Refusal(where, f"must be a name, not {shown(name)}")
    _check_known(where, name, registry)
    chosen = registry[name]
    known, below, at_least = chosen.options, chosen.below, chosen.at_least
    for option, number in given.items():
        if option not in known:
            allowed = ", ".join(known) or "none"
            place = f"{where}.{shown_key(option)}"
            raise Refusal(place, f"is unknown; options of {name}: {allowed}")
        bounds = at_least.get(option, 0.0), below.get(option, math.inf)
        _check_option(f"{where}.{option}", number, *bounds)
    options = {option: float(number) for option, number in given.items()}
    parent[key] = Choice(name, tuple(sorted(options.items())))


def _check_option(where: str, number: Any, least: float, below: float) -> None:
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if not (is_number and least <= number <= MAX_NUMBER):
        words = f"from {least:g} to {MAX_NUMBER:g}"
        raise Refusal(where, f"must be a number {words}, not {shown(number)}")
    if number >= below:
        raise Refusal(where, f"must be a number under {below:g}, not {shown(number)}")


def _plain_choice(choice: Choice) -> object:
    return {"name": choice.name, **dict(choice.options)} if choice.options else choice.name


def _check_names(experiment: Experiment) -> None:
    _check_known("loss", experiment.loss, LOSSES)
    for place, layer in enumerate(experiment.hidden):
        _check_known(f"network.hidden[{place}].activation", layer.activation, ACTIVATIONS)


def _check_known(where: str, name: str, registry: dict[str, Any]) -> None:
    if name not in registry:
        raise Refusal(where, f"{shown(name)} is unknown; there are {', '.join(registry)}")


def _check_data(data: DataSpec) -> None:
    if (data.name is None) == (data.path is None):
        raise Refusal("data", 'needs either a "name" or a "path", and not both')
    for where, text in (
        ("data.target", data.target or ""),
        *((f"data.columns.{shown_key(column)}", column) for column in data.columns),
        *_added_texts(data),
        *((f"data.missing_values[{at}]", text) for at, text in enumerate(data.missing_values)),
    ):
        if not is_text(text):
            raise Refusal(where, "holds half a character, a lone surrogate")
    if data.points and data.name != drawn.NAME:
        raise Refusal("data.points", f'is for drawn data, "name": "{drawn.NAME}"')
    if data.path is not None and not 1 <= len(data.path) <= MAX_PATH:
        raise Refusal("data.path", f"must have 1 to {MAX_PATH:,} characters")
    if data.name is not None:
        blank = DataSpec()
        for field in TABLE_FIELDS:
            if getattr(data, field) != getattr(blank, field):
                raise Refusal(f"data.{field}", 'is for tables, which have a "path"')


def _added_texts(data: DataSpec) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(data.added):
        for place, value in enumerate(row):
            if isinstance(value, str):
                yield f"data.added[{number}][{place}]", value


def _check_ids(experiment: Experiment) -> None:
    seen: set[int] = set()
    for place, layer in enumerate(experiment.hidden):
        if layer.id and layer.id in seen:
            raise Refusal(f"network.hidden[{place}].id", f"{layer.id} is another layer's already")
        seen.add(layer.id)
