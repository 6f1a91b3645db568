"""Experiments as files: read, write, refuse. Nothing read from a file is executed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from bpstudio.data.source import read_file
from bpstudio.experiment.atomic import write_atomically
from bpstudio.experiment.fields import converted, described
from bpstudio.experiment.schema import from_plain, to_plain
from bpstudio.experiment.text_bounds import MAX_BYTES, MAX_COMMAS, MAX_WIDE_BYTES
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.versions import Format

S = TypeVar("S", bound=msgspec.Struct)

MAX_NAMES = 100_000  # in an object
MAX_NAME = 2**18  # characters of a name: a table's columns have up to half as many
NO_POINTS = (
    '\n    "points": []'  # as it stands in the text of an experiment: in no string are line breaks
)
MAX_DIGITS = 400  # of a whole number: what is longer takes long to read, and is out of all range


@dataclass(frozen=True)
class Unusable:
    """Stands for a value that JSON allows and no field takes, until its place is known."""

    words: str

    def __repr__(self) -> str:
        return self.words


def read_experiment(path: Path) -> Experiment:
    """Read the experiment of a JSON file.

    Raises
    ------
    Refusal
        When the file can't be read, isn't JSON, or doesn't describe an experiment; the place is
        within the file.
    """
    return parse_experiment(read_text(path, MAX_BYTES))


def read_text(path: Path, most: int) -> bytes:
    """Return the bytes of a file of `most` at most; see `read_file`.

    What is refused has no place: that is the file, which whoever shows this names anyway.
    """
    try:
        return read_file(path, most=most)
    except Refusal as refusal:
        raise Refusal("", refusal.reason) from None


def parse_experiment(text: bytes) -> Experiment:
    """Return the experiment that the bytes of a JSON text describe."""
    return from_plain(parse_json(text))


def parse_struct(
    text: bytes,
    format_: Format,
    kind: type[S],
    what: str,
    *,
    most: int | None = None,
    names: Mapping[str, str] | None = None,
) -> S:
    """Return the struct that the bytes of a JSON text with a header describe.

    Parameters
    ----------
    what
        What they should describe, in words: ``"a circuit"``.
    most
        How many bytes they may be; whole MiB.
    names
        See `converted`.

    Raises
    ------
    Refusal
        With the place within the text.
    """
    if most is not None and len(text) > most:
        raise Refusal("", f"has over {most // 2**20} MiB, more than {what} can have")
    return converted(described(parse_json(text), format_, what), kind, names)


def parse_json(text: bytes) -> object:
    """Return the value of a JSON text, `Unusable` where it holds what no field takes.

    Raises
    ------
    Refusal
        When it isn't JSON, or none that can be read.
    """
    _check_extent(text)
    try:
        value: object = json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_whole_number,
            parse_constant=Unusable,
        )
    except UnicodeDecodeError as error:
        raise Refusal(f"byte {error.start + 1}", "isn't UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise Refusal(f"line {error.lineno}, column {error.colno}", _words(error)) from None
    except RecursionError:
        raise Refusal("", "is nested too deeply") from None
    return value


def _check_extent(text: bytes) -> None:
    """Refuse what would take far more memory than it has bytes."""
    if len(text) > MAX_WIDE_BYTES and not text.isascii():
        reason = f"has over {MAX_WIDE_BYTES // 2**20} MiB, with other than ASCII characters in it"
        raise Refusal("", reason)
    if text.count(b",") > MAX_COMMAS:
        raise Refusal("", "has far more values in it than an experiment or a circuit can have")


def experiment_text(experiment: Experiment) -> str:
    """Return the JSON text of an experiment, as it stands in a file."""
    plain = to_plain(experiment)
    points = plain["data"].get("points")
    if points:
        plain["data"]["points"] = []
    text = json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    if points:  # a point a line: a line a number would be five times as many
        text = text.replace(NO_POINTS, _with_points(points), 1)
    # the name of a file may hold bytes that aren't UTF-8, as lone surrogates
    return text.encode("utf-8", "backslashreplace").decode()


def _with_points(points: list[list[float]]) -> str:
    rows = ",\n      ".join(json.dumps(row) for row in points)
    return NO_POINTS.replace("[]", f"[\n      {rows}\n    ]")


def write_experiment(experiment: Experiment, path: Path) -> bytes:
    """Write an experiment as JSON: the old file or the new one, never half of one.

    Returns the digest of what was written.

    Raises
    ------
    Refusal
        When the file can't be written; an older one at `path` is as it was.
    """
    return write_atomically(path, experiment_text(experiment).encode())


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Unusable:
    if len(pairs) > MAX_NAMES:
        return Unusable(f"an object of {len(pairs):,} names")
    found: dict[str, Any] = {}
    for key, value in pairs:
        key = key[:MAX_NAME]  # it is unknown then, too
        found[key] = Unusable("several values") if key in found else value
    return found


def _whole_number(digits: str) -> int | Unusable:
    if len(digits) > MAX_DIGITS:
        return Unusable(f"one of {len(digits):,} digits")
    return int(digits)


def _words(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "the file is empty; an experiment begins with {"
    reason = error.msg.removesuffix(" at")
    return f"isn't JSON: {reason[0].lower()}{reason[1:]}"
