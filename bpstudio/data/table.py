"""Tables: samples from a CSV file of the user's."""

import csv
from pathlib import Path

from bpstudio.data.content import Content, read_content
from bpstudio.data.csv_text import CsvText
from bpstudio.data.dataset import Samples
from bpstudio.data.format import TableOptions
from bpstudio.data.layout import Layout, lay_out
from bpstudio.data.plain import plain_start, read_plain
from bpstudio.data.progress import Tell, between, rising, silent
from bpstudio.data.sound_rows import SoundRows
from bpstudio.data.source import read_file
from bpstudio.refusal import Refusal

MEMORY_PER_BYTE = 2  # the file, perhaps in another encoding; its numbers are counted later


def read_table(path: Path, options: TableOptions, tell: Tell = silent) -> Samples:
    """Read a CSV file: a header of distinct names, then a row a sample.

    Parameters
    ----------
    path
        A regular file.
    options
        What is wanted of it.
    tell
        Gets the share of it that is done; what it raises ends the reading.

    Raises
    ------
    Refusal
        With the line and column of the first fault.
    """
    data = read_file(path, memory_per_byte=MEMORY_PER_BYTE, tell=between(tell, 0, 0.05))
    return parse_table(data, str(path), options, between(tell, 0.05, 1))


def parse_table(data: bytes, file: str, options: TableOptions, tell: Tell = silent) -> Samples:
    """Read the bytes of a CSV file, called `file` in refusals, as `read_table` does."""
    tell = rising(tell)
    text = CsvText(data, file, options.format, between(tell, 0, 0.9))
    del data  # where it was in another encoding, it is of no more use
    fill = options.missing == "fill"
    layout = lay_out(text, options.target, options.numeric_target, options.columns, fill=fill)
    sound = _sound(text, layout, options)
    content = _read_fast(text, layout, sound)
    if content is None:  # go again, slowly, to say where the fault is or to leave it out
        sound = _sound(text, layout, options)
        content = read_content(sound, text, layout)
    return content.to_samples(sound.skipped, sound.skips, between(tell, 0.9, 1))


def _sound(text: CsvText, layout: Layout, options: TableOptions) -> SoundRows:
    drop, skip = options.missing == "drop", options.bad_rows == "skip"
    return SoundRows(text, layout, drop_missing=drop, skip_bad=skip)


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
