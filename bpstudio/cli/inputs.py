"""The file that a command is given, and how it is refused."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.cli.terminal import NAME
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpstudio.experiment.document_file import Contents


@contextmanager
def naming(file: str) -> Iterator[None]:
    """Put the file, as it was given, before what is refused."""
    if not file:
        raise Refusal("''", "is no name of a file")
    try:
        yield
    except Refusal as refusal:
        raise Refusal(file, str(refusal)) from None
    except MemoryError:
        raise Refusal(file, "there isn't enough memory for it") from None


def contents_of(file: str, seed: int | None = None) -> Contents:
    """Return what can be trained in a file, with another training seed if there is to be one."""
    from bpstudio.experiment.document_file import Contents, read_contents
    from bpstudio.experiment.edits import set_training
    from bpstudio.experiment.file_format import CIRCUIT, LESSON, format_of

    try:
        contents = read_contents(Path(file))
    except Refusal:
        what = {CIRCUIT: "a circuit", LESSON: "a lesson"}.get(format_of(Path(file)))
        if what is not None:
            reason = f"is {what}, which has nothing to train; open it with {NAME} FILE"
            raise Refusal("", reason) from None
        raise
    if seed is None:
        return contents
    if contents.has_run:
        raise Refusal("--seed", "is for a run that begins; this one goes on with the seed it has")
    return Contents(set_training(contents.experiment, seed=seed), contents.entries)
