"""Tables: samples from a CSV file of the user's."""

import csv
from collections.abc import Mapping
from pathlib import Path

from bpstudio.data.content import Content, read_content
from bpstudio.data.csv_text import CsvText
from bpstudio.data.dataset import Samples
from bpstudio.data.layout import Layout, lay_out
from bpstudio.data.plain import plain_start, read_plain
from bpstudio.data.sound_rows import SoundRows
from bpstudio.data.source import read_file
from bpstudio.refusal import Refusal


def read_table(
    path: Path,
    *,
    target: str | None,
    numeric_target: bool,
    columns: Mapping[str, str],
    missing: str,
    bad_rows: str,
) -> Samples:
    """Read a CSV file: a header of distinct names, then a row a sample.

    Parameters
    ----------
    path
        A regular file.
    target
        Name of the column to learn; None is the last one.
    numeric_target
        Whether the target is a finite number. Otherwise it holds classes, which are sorted,
        numerically where all are numbers.
    columns
        What the features hold where it isn't finite numbers: ``"category"`` becomes one feature
        a category (one-hot), ``"ignore"`` none.
    missing
        ``"drop"`` leaves out rows with an empty, NaN or NA cell, ``"refuse"`` doesn't.
    bad_rows
        ``"skip"`` leaves out rows with other faults, ``"refuse"`` doesn't.

    Raises
    ------
    Refusal
        With the line and column of the first fault.
    """
    return parse_table(
        read_file(path),
        str(path),
        target=target,
        numeric_target=numeric_target,
        columns=columns,
        missing=missing,
        bad_rows=bad_rows,
    )


def parse_table(
    data: bytes,
    file: str,
    *,
    target: str | None,
    numeric_target: bool,
    columns: Mapping[str, str],
    missing: str,
    bad_rows: str,
) -> Samples:
    """Read the bytes of a CSV file, called `file` in refusals, as `read_table` does."""
    text = CsvText(data, file)
    layout = lay_out(text, target, numeric_target, columns)
    drop, skip = missing == "drop", bad_rows == "skip"
    sound = SoundRows(text, layout, drop_missing=drop, skip_bad=skip)
    content = _read_fast(text, layout, sound)
    if content is None:  # go again, slowly, to say where the fault is or to leave it out
        sound = SoundRows(text, layout, drop_missing=drop, skip_bad=skip)
        content = read_content(sound, text, layout)
    return content.to_samples(sound.skipped)


def _read_fast(text: CsvText, layout: Layout, sound: SoundRows) -> Content | None:
    """Return what is in a table; None if it has a fault whose place is still to be found."""
    start = plain_start(text)
    try:
        if start is None:
            return read_content(text.rows(), text, layout)
        return read_plain(text, layout, start, sound)
    except Refusal:
        raise
    except (ValueError, csv.Error):
        return None
