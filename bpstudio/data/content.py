"""What the rows of a table hold, column by column, and the samples they become."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bpstudio.data.cells import Kind
from bpstudio.data.columns import CategoryColumn, Column, NumberColumn
from bpstudio.data.csv_text import CsvText, Row, shortened
from bpstudio.data.dataset import FloatArray, Samples
from bpstudio.data.layout import Layout
from bpstudio.data.memory import available_memory, in_words
from bpstudio.refusal import Refusal

MIN_SAMPLES = 2
MAX_SAMPLES = 10**7
BLOCK_CELLS = 2**17  # so many cells are text at a time, or so many rows where they are wide
MIN_BLOCK_ROWS = 64


def read_content(rows: Iterable[Row], text: CsvText, layout: Layout) -> "Content":
    """Take in all rows.

    Raises
    ------
    ValueError
        If the rows differ in length from the header, or a cell is unfit for its column.
    Refusal
        If there are more than `MAX_SAMPLES`.
    """
    columns = _empty_columns(text, layout)
    samples, width = 0, len(layout.kinds)
    for block in _blocks(iter(rows), width):
        samples += len(block)
        if samples > MAX_SAMPLES:
            raise Refusal(text.file, f"has more than {MAX_SAMPLES:,} rows")
        cells = list(zip(*block, strict=True))
        if len(cells) != width:
            raise ValueError("not as long as the header")
        for index, column in columns.items():
            column.add(cells[index])
    target = columns.pop(layout.target)
    return Content(
        text.file, text.column_place(layout.target), samples, tuple(columns.values()), target
    )


def _empty_columns(text: CsvText, layout: Layout) -> dict[int, Column]:
    """Return the columns that aren't ignored, by their index."""
    return {
        index: NumberColumn(name) if kind is Kind.NUMBER else CategoryColumn(name)
        for index, (name, kind) in enumerate(zip(text.header, layout.kinds, strict=True))
        if kind is not Kind.IGNORE
    }


def _blocks(rows: Iterator[Row], width: int) -> Iterator[list[Row]]:
    size = max(MIN_BLOCK_ROWS, BLOCK_CELLS // width)
    while block := list(islice(rows, size)):
        yield block


@dataclass(frozen=True, eq=False)
class Content:
    """The columns of a table with all their cells."""

    file: str
    target_place: str
    samples: int
    features: tuple[Column, ...]
    target: Column

    def to_samples(self, skipped: int) -> Samples:
        """Return the samples; `skipped` is how many rows were left out.

        Raises
        ------
        Refusal
            If there are too few rows or classes, or the one-hot features fill the memory.
        """
        self._refuse_too_few(skipped)
        return Samples(
            x=self._fill_features(),
            t=self.target.values(),
            features=tuple(name for column in self.features for name in column.feature_names()),
            classes=self.target.categories(),
            target=self.target.name,
            skipped=skipped,
        )

    def _refuse_too_few(self, skipped: int) -> None:
        if self.samples < MIN_SAMPLES:
            left_out = f"; {skipped:,} were left out" if skipped else ""
            raise Refusal(
                self.file, f"needs at least two rows below its header, has {self.samples}{left_out}"
            )
        classes = self.target.categories()
        if len(classes) == 1:
            raise Refusal(
                f"{self.file}, {self.target_place}",
                f"holds nothing but '{shortened(classes[0])}': there must be two classes to tell",
            )

    def _fill_features(self) -> FloatArray:
        widths = [len(column.feature_names()) for column in self.features]
        needed, available = self.samples * sum(widths) * 8, available_memory()
        if available is not None and needed > available:
            raise Refusal(
                self.file,
                f"{self.samples:,} samples of {sum(widths):,} features would need "
                f"{in_words(needed)} of memory; {in_words(available)} can be had",
            )
        x = np.zeros((self.samples, sum(widths)))
        start = 0
        for column, width in zip(self.features, widths, strict=True):
            column.fill(x[:, start : start + width])
            start += width
        return x
