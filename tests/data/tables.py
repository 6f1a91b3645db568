"""Short ways to read a table in the tests."""

from collections.abc import Mapping

from bpstudio.data.dataset import Samples
from bpstudio.data.format import Format, TableOptions
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
