"""What a command writes: files that can be written, and over nothing that is read."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bpstudio.experiment.storage import check_writable
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

    from bpstudio.experiment.spec import Experiment


def check_kept(file: Path, experiment: Experiment, outputs: dict[str, str | None]) -> None:
    """Refuse outputs, by their options, that would be written over the experiment or its table."""
    inputs = {"FILE itself": file}
    if experiment.data.path is not None:
        inputs["FILE's table"] = file.parent / experiment.data.path
    for option, output in outputs.items():
        for what, path in inputs.items():
            if output is not None and _are_same(output, path):
                raise Refusal(f"{option} {output}", f"would be written over {what}")


def _are_same(one: str, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one of them isn't there
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
