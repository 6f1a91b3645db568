"""What the rows of a table hold, as numbers, and the samples they become."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.cells import Kind
from bpstudio.data.columns import CategoryColumn, Column, NumberColumn
from bpstudio.data.csv_text import CsvText, Row, shortened
from bpstudio.data.dataset import FloatArray, Gap, Samples
from bpstudio.data.filling import nothing_to_fill_with
from bpstudio.data.layout import Layout
from bpstudio.data.memory import available_memory, in_words
from bpstudio.data.progress import Tell, silent
from bpstudio.data.report import Skip, TableReport
from bpstudio.refusal import Refusal

MIN_SAMPLES = 2
MAX_SAMPLES = 10**7
MAX_CATEGORIES = 10**6
BLOCK_CELLS = 2**17  # so many cells are text at a time, or so many rows where they are wide
MIN_BLOCK_ROWS = 64
EXPANDED_ROWS = 2**13  # become one-hot at a time: most of their features stay in the cache


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
        self._below = "below its header" if layout.header else "of cells"
        self._fills = layout.rules.fill
        self._any_finite = not layout.rules.missing_values  # will do, in a column of numbers
        self._missing = np.zeros(len(self._features), dtype=np.bool_)
        self._column_place = text.column_place
        # memory that no row is written to is never taken
        most = min(text.most_rows(self.width), MAX_SAMPLES)
        self._refuse_too_large(most)
        self._x = np.empty((most, len(self._features)))
        self._t = np.empty(most)

    def _refuse_too_large(self, most: int) -> None:
        used = len(self._features) + 1
        needed, available = most * used * 8, available_memory()
        if available is not None and needed > available:
            raise Refusal(
                self._file,
                f"its up to {most:,} rows of {used:,} columns would need {in_words(needed)} "
                f"of memory; {in_words(available)} can be had",
            )

    @property
    def room(self) -> int:
        """How many more rows there may be."""
        return MAX_SAMPLES - self.samples

    def add(self, numbers: NDArray[np.float64]) -> None:
        """Take some rows, (rows, width); what stands in ignored columns doesn't matter.

        Raises
        ------
        Refusal
            If there are more than `MAX_SAMPLES` with them, or too many categories for the memory.
        """
        if len(numbers) > self.room:
            raise Refusal(self._file, f"has more than {MAX_SAMPLES:,} rows")
        part = slice(self.samples, self.samples + len(numbers))
        self._x[part] = numbers[:, self._features]
        self._t[part] = numbers[:, self._target]
        self.samples = part.stop
        if self._fills:
            self._missing |= np.isnan(self._x[part]).any(axis=0)
        self._check_categories()

    def check(self, numbers: NDArray[np.float64], *, keep: bool = False) -> None:
        """Look at some rows, (rows, width); ValueError if a number is unfit.

        What is to be filled becomes NaN, and with `keep` whatever is missing.
        """
        if self._any_finite and np.isfinite(numbers).all():
            return
        for index, column in self.columns.items():
            column.check(numbers[:, index], keep=keep)

    def add_rows(self, block: list[Row]) -> None:
        """Take some rows; ValueError if their length or a cell is wrong, Refusal as for `add`."""
        cells = list(zip(*block, strict=True))
        if len(cells) != self.width:
            raise ValueError("not as long as the header")
        numbers = np.empty((len(block), self.width))
        for index, column in self.columns.items():
            numbers[:, index] = column.read(cells[index])
        self.add(numbers)

    def to_samples(self, skipped: int, skips: Iterable[Skip] = (), tell: Tell = silent) -> Samples:
        """Return the samples; `skipped` rows were left out. The content is spent.

        Raises
        ------
        Refusal
            If there are too few rows or classes.
        """
        self._refuse_too_few(skipped)
        # without a copy; nothing else refers to the array
        self._x.resize((self.samples, len(self._features)), refcheck=False)
        target = self.columns[self._target]
        features = [self.columns[index] for index in self._features]
        return Samples(
            x=self._expanded(features, tell),
            t=target.to_target(self._t[: self.samples].copy()),
            features=tuple(name for column in features for name in column.feature_names()),
            classes=target.categories(),
            target=target.name,
            gaps=self._gaps(features),
            report=TableReport(self.samples, skipped, tuple(skips)),
        )

    def _refuse_too_few(self, skipped: int) -> None:
        if self.samples < MIN_SAMPLES:
            left_out = f"; {skipped:,} were left out" if skipped else ""
            raise Refusal(
                self._file,
                f"needs at least two rows {self._below}, has {self.samples}{left_out}",
            )
        classes = self.columns[self._target].categories()
        if len(classes) == 1:
            raise Refusal(
                f"{self._file}, {self._target_place}",
                f"holds nothing but '{shortened(classes[0])}': there must be two classes to tell",
            )

    def _gaps(self, features: list[Column]) -> tuple[Gap, ...]:
        """Return where cells are missing, which are to be filled."""
        gaps, start = [], 0
        for place, column in enumerate(features):
            width = len(column.feature_names())
            if not width:
                raise nothing_to_fill_with(column.name)
            if self._missing[place]:
                gaps.append(Gap(column.name, start, start + width, column.categories()))
            start += width
        return tuple(gaps)

    def _expanded(self, features: list[Column], tell: Tell) -> FloatArray:
        """Return the features, (samples, features): categories one-hot."""
        if not any(column.is_category for column in features):
            return self._x
        widths = [len(column.feature_names()) for column in features]
        ends = np.cumsum(widths).tolist()
        x = np.zeros((self.samples, ends[-1]))
        for start in range(0, self.samples, EXPANDED_ROWS):
            rows = slice(start, start + EXPANDED_ROWS)
            for place, column in enumerate(features):
                part = x[rows, ends[place] - widths[place] : ends[place]]
                column.fill(part, self._x[rows, place])
            tell(start / self.samples)
        return x

    def _check_categories(self) -> None:
        """Refuse what one-hot features will be too much for, once that is sure."""
        counts = [self.columns[index].count() for index in self._features]
        if sum(counts) == len(counts):
            return
        if (most := max(counts)) > MAX_CATEGORIES:
            place = self._column_place(self._features[counts.index(most)])
            raise Refusal(f"{self._file}, {place}", f"has more than {MAX_CATEGORIES:,} categories")
        needed, available = self.samples * sum(counts) * 8, available_memory()
        if available is not None and needed > available:
            raise Refusal(
                self._file,
                f"{self.samples:,} samples of {sum(counts):,} features would need "
                f"{in_words(needed)} of memory; {in_words(available)} can be had",
            )


def _columns(text: CsvText, layout: Layout) -> dict[int, Column]:
    """Return the columns that aren't ignored, by their index."""
    return {
        index: (NumberColumn if kind is Kind.NUMBER else CategoryColumn)(
            name, replace(layout.rules, fill=layout.rules.fill and index != layout.target)
        )
        for index, (name, kind) in enumerate(zip(text.header, layout.kinds, strict=True))
        if kind is not Kind.IGNORE
    }
