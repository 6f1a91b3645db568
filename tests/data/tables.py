"""Short ways to read a table in the tests."""

from collections.abc import Mapping

from bpstudio.data.dataset import Samples
from bpstudio.data.format import Format, TableOptions
from bpstudio.data.preview import Preview
from bpstudio.data.table import parse_table


def parse(
    text: str | bytes,
    *,
    target: str | None = None,
    numeric_target: bool = False,
    columns: Mapping[str, str] | None = None,
    missing: str = "refuse",
    bad_rows: str = "refuse",
    **written: object,
) -> Samples:
    """Parse the text of mine.csv, which is `written` so."""
    return parse_table(
        text.encode() if isinstance(text, str) else text,
        "mine.csv",
        TableOptions(
            format=Format(**written),
            target=target,
            numeric_target=numeric_target,
            columns=columns or {},
            missing=missing,
            bad_rows=bad_rows,
        ),
    )


def skipped(samples: Samples) -> int:
    """Return how many rows of a table were left out."""
    assert samples.report is not None
    return samples.report.skipped


def faulty(found: Preview) -> int:
    """Return how many of the rows that are shown are refused or left out."""
    return sum(row.fate != "kept" for row in found.rows)
