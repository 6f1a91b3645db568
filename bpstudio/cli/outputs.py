"""What a command writes: files that can be written, and over nothing that is read."""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bpstudio.experiment.atomic import check_writable
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

    from bpstudio.experiment.spec import Experiment


def check_kept(
    file: Path,
    experiment: Experiment | None,
    outputs: dict[str, str | None],
    inputs: dict[str, str | None] | None = None,
) -> None:
    """Refuse outputs, by their options, that would be written over what is read, or over another.

    What is read are the experiment, its table, and `inputs`, by their options. A circuit is no
    `experiment`.
    """
    kept = {"FILE itself": file}
    if experiment is not None and experiment.data.path is not None:
        kept["FILE's table"] = file.parent / experiment.data.path
    kept |= {option: Path(given) for option, given in (inputs or {}).items() if given is not None}
    for option, output in outputs.items():
        if output is None:
            continue
        if not output:
            raise Refusal(f"{option} ''", "is no name of a file")
        for what, path in kept.items():
            if _are_same(Path(output), path):
                raise Refusal(f"{option} {output}", f"would be written over {what}")
        kept[f"what {option} writes"] = Path(output)


def _are_same(one: Path, other: Path) -> bool:
    try:
        return (one.exists() and one.samefile(other)) or one.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):  # one of them isn't there, or can't be
        return False


def writable(file: str) -> Path:
    """Return the path of a file that is to be written, refused before any work is lost."""
    try:
        check_writable(Path(file))
    except Refusal as refusal:
        raise Refusal(file, refusal.reason) from None
    return Path(file)


@contextmanager
def opened(file: str) -> Iterator[TextIO]:
    """Open a text for writing; where that fails, now or later, it is refused by its name."""
    try:
        raw = _NamedFile(file, "w")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal(file, f"can't be written: {reason}") from None
    with io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", newline="\n") as text:
        yield text


class _NamedFile(io.FileIO):
    """A file whose faults in writing say which file it is."""

    def write(self, data: ReadableBuffer) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise Refusal(str(self.name), f"can't be written: {error.strerror}") from None
