"""Experiments as files: read, write, refuse. Nothing read from a file is executed."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from bpstudio.data.source import read_file
from bpstudio.experiment.schema import from_plain, shown, to_plain
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.experiment.spec import Experiment

MAX_BYTES = 16 * 2**20


def read_experiment(path: Path) -> Experiment:
    """Read the experiment of a JSON file.

    Raises
    ------
    Refusal
        When the file can't be read, isn't JSON, or doesn't describe an experiment; the place is
        within the file.
    """
    try:
        text = read_file(path, most=MAX_BYTES)
    except Refusal as refusal:  # its place is the file, which whoever shows this names anyway
        raise Refusal("", refusal.reason) from None
    return parse_experiment(text)


def parse_experiment(text: bytes) -> Experiment:
    """Return the experiment that the bytes of a JSON text describe."""
    try:
        plain = json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise Refusal(f"byte {error.start + 1}", "isn't UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise Refusal(f"line {error.lineno}, column {error.colno}", _words(error)) from None
    except RecursionError:
        raise Refusal("", "is nested too deeply for an experiment") from None
    except ValueError as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal("", "has a number of too many digits") from None
    return from_plain(plain)


def experiment_text(experiment: Experiment) -> str:
    """Return the JSON text of an experiment, as it stands in a file."""
    return json.dumps(to_plain(experiment), indent=2, ensure_ascii=False) + "\n"


def write_experiment(experiment: Experiment, path: Path) -> None:
    """Write an experiment as JSON: the old file or the new one, never half of one.

    Raises
    ------
    Refusal
        When the file can't be written; an older one at `path` is as it was.
    """
    write_atomically(path, experiment_text(experiment).encode())


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside `path`, bring it to the disk, and put it in the place of `path`."""
    try:
        target = path.resolve()  # a link stays one, and what it points to is written
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unwritable(error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except OSError as error:
        os.unlink(name)
        raise _unwritable(error) from None


def _mode(target: Path) -> int:
    """Return the permissions that `target` has, or that a new file of this user's gets."""
    try:
        return target.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _unwritable(error: Exception) -> Refusal:
    reason = getattr(error, "strerror", None) or str(error)
    return Refusal("", f"can't be written: {reason.lower()}; what was there before is unchanged")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise Refusal(shown(counts.most_common(1)[0][0])[1:-1], "stands twice in one object")
    return found


def _refuse_constant(name: str) -> float:
    raise Refusal("", f"{name} isn't a number that can be used")


def _words(error: json.JSONDecodeError) -> str:
    if not error.doc.strip():
        return "the file is empty; an experiment begins with {"
    return f"isn't JSON: {error.msg[0].lower()}{error.msg[1:]}"
