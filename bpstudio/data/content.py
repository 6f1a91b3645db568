"""What the rows of a table hold, as numbers, and the samples they become."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

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
    content = Content(text, layout)
    for block in _blocks(iter(rows), content):
        content.add_rows(block)
    return content


def _blocks(rows: Iterator[Row], content: "Content") -> Iterator[list[Row]]:
    """Yield the rows, none of them after the first that is too many."""
    size = max(MIN_BLOCK_ROWS, BLOCK_CELLS // content.width)
    while block := list(islice(rows, min(size, content.room + 1))):
        yield block


class Content:
    """The rows of a table, as numbers: for the name of a category stands its code.

    Parameters
    ----------
    text, layout
        Whose rows these are, and what each column is for.

    Attributes
    ----------
    width
        How many cells a row has.
    columns
        The columns that aren't ignored, by their index.
    samples
        How many rows it holds.
    """

    def __init__(self, text: CsvText, layout: Layout) -> None:
        self.width = len(layout.kinds)
        self.columns = _columns(text, layout)
        self.samples = 0
        self._file, self._target_place = text.file, text.column_place(layout.target)
        self._target = layout.target
        self._features = [index for index in self.columns if index != layout.target]
        # memory that no row is written to is never taken
        most = min(text.most_rows(self.width), MAX_SAMPLES)
        self._x = np.empty((most, len(self._features)))
        self._t = np.empty(most)

    @property
    def room(self) -> int:
        """How many more rows there may be."""
        return MAX_SAMPLES - self.samples

    def add(self, numbers: NDArray[np.float64]) -> None:
        """Take some rows, (rows, width); what stands in ignored columns doesn't matter.

        Raises
        ------
        Refusal
            If there are more than `MAX_SAMPLES` with them.
        """
        if len(numbers) > self.room:
            raise Refusal(self._file, f"has more than {MAX_SAMPLES:,} rows")
        part = slice(self.samples, self.samples + len(numbers))
        self._x[part] = numbers[:, self._features]
        self._t[part] = numbers[:, self._target]
        self.samples = part.stop

    def add_rows(self, block: list[Row]) -> None:
        """Take some rows; ValueError if their length or a cell is wrong, Refusal as for `add`."""
        cells = list(zip(*block, strict=True))
        if len(cells) != self.width:
            raise ValueError("not as long as the header")
        numbers = np.empty((len(block), self.width))
        for index, column in self.columns.items():
            numbers[:, index] = column.read(cells[index])
        self.add(numbers)

    def to_samples(self, skipped: int) -> Samples:
        """Return the samples; `skipped` is how many rows were left out. The content is spent.

        Raises
        ------
        Refusal
            If there are too few rows or classes, or the one-hot features fill the memory.
        """
        self._refuse_too_few(skipped)
        # without a copy; nothing else refers to the array
        self._x.resize((self.samples, len(self._features)), refcheck=False)
        target = self.columns[self._target]
        features = [self.columns[index] for index in self._features]
        return Samples(
            x=self._expanded(features),
            t=target.to_target(self._t[: self.samples].copy()),
            features=tuple(name for column in features for name in column.feature_names()),
            classes=target.categories(),
            target=target.name,
            skipped=skipped,
        )

    def _refuse_too_few(self, skipped: int) -> None:
        if self.samples < MIN_SAMPLES:
            left_out = f"; {skipped:,} were left out" if skipped else ""
            raise Refusal(
                self._file,
                f"needs at least two rows below its header, has {self.samples}{left_out}",
            )
        classes = self.columns[self._target].categories()
        if len(classes) == 1:
            raise Refusal(
                f"{self._file}, {self._target_place}",
                f"holds nothing but '{shortened(classes[0])}': there must be two classes to tell",
            )

    def _expanded(self, features: list[Column]) -> FloatArray:
        """Return the features, (samples, features): categories one-hot."""
        if not any(column.is_category for column in features):
            return self._x
        widths = [len(column.feature_names()) for column in features]
        needed, available = self.samples * sum(widths) * 8, available_memory()
        if available is not None and needed > available:
            raise Refusal(
                self._file,
                f"{self.samples:,} samples of {sum(widths):,} features would need "
                f"{in_words(needed)} of memory; {in_words(available)} can be had",
            )
        x = np.zeros((self.samples, sum(widths)))
        start = 0
        for column, numbers, width in zip(features, self._x.T, widths, strict=True):
            column.fill(x[:, start : start + width], numbers)
            start += width
        return x


def _columns(text: CsvText, layout: Layout) -> dict[int, Column]:
    """Return the columns that aren't ignored, by their index."""
    return {
        index: NumberColumn(name) if kind is Kind.NUMBER else CategoryColumn(name)
        for index, (name, kind) in enumerate(zip(text.header, layout.kinds, strict=True))
        if kind is not Kind.IGNORE
    }
