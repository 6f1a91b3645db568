"""What kind of file one is: by its name, or by what a JSON file says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.data.source import read_file
from bpstudio.experiment import versions
from bpstudio.experiment.storage import parse_json
from bpstudio.experiment.text_bounds import MAX_BYTES
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

CIRCUIT = versions.CIRCUIT.name
LESSON = versions.LESSON.name
TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")


def format_of(path: Path) -> str:
    """Return the ``"format"`` of a JSON file; empty where it can't be read or says none.

    Whoever reads the file in earnest tells what is wrong with it.
    """
    try:
        plain = parse_json(read_file(path, most=MAX_BYTES))
    except Refusal:
        return ""
    found = plain.get("format") if isinstance(plain, dict) else None
    return found if isinstance(found, str) else ""


def is_table(path: Path) -> bool:
    """Whether the name of a file ends as a table's does."""
    return path.suffix.lower() in TABLE_SUFFIXES
