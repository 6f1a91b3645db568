"""Between the experiment and plain JSON values: what a file says, checked field by field."""

from __future__ import annotations

import math
import re
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
    from collections.abc import Iterator, Mapping

    from bpstudio.experiment.versions import Format

MAX_PATH = 4_096  # characters: what systems take

# written only where they differ from the default, so that most files stay as short as the example
SELDOM = {LayerSpec: ("skip",), TrainingSpec: ("schedule", "clip_norm", "stop_loss", "patience")}

Plain = dict[str, Any]

# msgspec's sentence, and ours; {0} is what it expected
_SENTENCES = (
    (r"Expected `int` >= (.*)", "must be a whole number of at least {0}"),
    (r"Expected `int` <= (.*)", "must be a whole number of at most {0}"),
    (r"Expected `float` >= (.*)", "must be a number of at least {0}"),
    (r"Expected `float` <= (.*)", "must be a number of at most {0}"),
    (r"Expected `float` < (.*)", "must be a number under {0}"),
    (r"Expected `array` of length <= (.*)", "must be a list of at most {0}"),
    (r"Expected `int \| str`, got .*", 'must be a whole number or "all"'),
    (r"Expected `int`, got .*", "must be a whole number"),
    (r"Expected `float`, got .*", "must be a number"),
    (r"Expected `float \| str`, got .*", "must be a number or the name of a class"),
    (r"Expected `bool`, got .*", "must be true or false"),
    (r"Expected `bool \| null`, got .*", "must be true or false"),
    (r"Expected `str(?: \| null)?`, got .*", "must be a text"),
    (r"Expected `object`, got .*", "must be an object, {{...}}"),
    (r"Expected `array(?: \| null)?`, got .*", "must be a list, [...]"),
    (r"Expected `array` of length (\d+), got .*", "must be a list of {0}"),
    (r"Expected `int \| null`, got .*", "must be a whole number or null"),
    (r"Expected `float \| null`, got .*", "must be a number"),
    (r"Expected `str` of length <= (.*)", "must have at most {0} characters"),
    (r"Expected `str` of length >= 1", "is empty"),
    (r"Expected `array` of length >= (.*)", "must be a list of at least {0}"),
    (r"Expected `object` of length <= (.*)", "must be an object of at most {0} fields"),
    (r"Expected `float` > (.*)", "must be a number over {0}"),
    (r"Expected `str \| object(?: \| null)?`, got .*", "must be a text or an object, {{...}}"),
    (r"Expected `object \| null`, got .*", "must be an object, {{...}}"),
    (
        r"Expected `(?:bool \| float \| str|str \| bool \| float).*",
        "must be a number, a text, true or false",
    ),
    (r"Number out of range", "is too large a number"),
)
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
    if not isinstance(plain, dict):
        raise Refusal("", "must be a JSON object, {...}, that describes an experiment")
    fields = _without_header(plain)
    _check_columns(fields.get("data"))
    _replace_choices(fields)
    try:
        experiment = msgspec.convert(fields, Experiment, strict=True)
    except msgspec.ValidationError as error:
        raise refusal_for(str(error), fields) from None
    except UnicodeEncodeError as error:
        raise Refusal(shown_key(error.object), "holds half a character, a lone surrogate") from None
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


def _without_header(plain: Plain) -> Plain:
    fields = without_header(plain, EXPERIMENT)
    for key in fields:
        if key not in Experiment.__struct_fields__:
            raise Refusal(shown_key(key), "is unknown")
    return fields


def without_header(plain: Plain, format_: Format) -> Plain:
    """Return the fields of the newest version without the header, which is checked."""
    version = checked_version(plain, format_)
    fields = {key: value for key, value in plain.items() if key not in format_.header}
    return format_.upgraded(fields, version)


def checked_version(plain: Plain, format_: Format) -> int:
    """Return the version that a text is of; what isn't of the format, or is newer, is refused."""
    for key in ("format", "version"):
        if key not in plain:
            raise Refusal(key, "is missing")
    if plain["format"] != format_.name:
        raise Refusal("format", f'must be "{format_.name}", not {shown(plain["format"])}')
    version = plain["version"]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Refusal("version", f"must be a whole number from 1, not {shown(version)}")
    if version > format_.newest:
        reason = f"is {shown(version)}, and this bpstudio reads up to version {format_.newest}"
        raise Refusal("version", reason)
    return version


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
    known, below = registry[name].options, registry[name].below
    for option, number in given.items():
        if option not in known:
            allowed = ", ".join(known) or "none"
            place = f"{where}.{shown_key(option)}"
            raise Refusal(place, f"is unknown; options of {name}: {allowed}")
        _check_option(f"{where}.{option}", number, below.get(option, math.inf))
    chosen = {option: float(number) for option, number in given.items()}
    parent[key] = Choice(name, tuple(sorted(chosen.items())))


def _check_option(where: str, number: Any, below: float) -> None:
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if not (is_number and 0 <= number <= MAX_NUMBER):
        raise Refusal(where, f"must be a number from 0 to {MAX_NUMBER:g}, not {shown(number)}")
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


def refusal_for(message: str, fields: Plain, names: Mapping[str, str] = _NAMES) -> Refusal:
    """Turn msgspec's message into a place and a sentence.

    `names` says by the name of a field which names it takes.
    """
    text, _, path = message.rpartition(" - at `$.")  # the last one: before it may stand anything
    text, place = (text, path.strip("`")) if text else (message, "")
    inner = f"{place}." if place else ""
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", text, re.DOTALL):
        return Refusal(inner + shown_key(unknown[1]), "is unknown")
    if missing := re.fullmatch(r"Object missing required field `(.*)`", text):
        return Refusal(inner + missing[1], "is missing")
    if text.startswith("Invalid enum value"):
        field = place.rpartition(".")[2].partition("[")[0]
        return Refusal(place, names[field] + _not(place, fields))
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, text):
            return Refusal(place, sentence.format(*found.groups()) + _not(place, fields))
    return Refusal(place, text)


def _not(place: str, fields: Plain) -> str:
    """Return ", not VALUE" for the value at `place`, nothing where it is no single value."""
    value: Any = fields
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", place):
        try:
            value = value[key or int(index)]
        except (KeyError, IndexError, TypeError):
            return ""
    return "" if isinstance(value, dict | list) else f", not {shown(value)}"


def shown(value: object) -> str:
    """Return a JSON value as it may stand in a sentence: short, printable, one line."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**20:
        return "a number of more than 20 digits"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _shortened(ascii(value))


def is_text(text: str) -> bool:
    """Whether `text` is made of whole characters, and of bytes that are none as names may be."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def shown_key(key: str) -> str:
    """Return the name of a field as it may stand in a place: short, printable, one line."""
    return _shortened(ascii(key)[1:-1])


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:36] + " ..."
