"""A table as the content of a CSV file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bpstudio.ui.views.table import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def csv_content(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the table as CSV: UTF-8, commas, a point in numbers, which have all their digits."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([exact(text) for text in row] for row in rows)
    return file.getvalue().encode()
