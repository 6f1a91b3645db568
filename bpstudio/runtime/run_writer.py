"""A run's table written to a file, piece by piece, while the training and the window go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.experiment.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.data.progress import Tell
    from bpstudio.runtime.run_table import RunTable


def write_run(table: RunTable, path: Path, tell: Tell) -> Path:
    """Write `table` to `path`, all of it or nothing, and return the path.

    `tell` gets the share of it that is written; what it raises leaves the file as it was.

    Raises
    ------
    Refusal
        When it can't be written.
    """
    written = 0
    with replacing(path) as file:
        for text in table.text():
            file.write(text.encode())
            written += text.count("\n")
            tell(written / (len(table) + 1))
    return path
