"""The rows of a table one by one: a fault is refused with its place, or its row left out."""

from collections.abc import Iterable, Iterator

from bpstudio.data.cells import Fault, find_fault
from bpstudio.data.csv_text import CsvText, Row
from bpstudio.data.layout import Layout
from bpstudio.refusal import Refusal


class SoundRows:
    """Iterates over the rows without a fault; `skipped` counts the others.

    The first fault in a row decides: a missing cell is for `drop_missing`, everything else
    (a wrong number of cells, what isn't a number, what isn't text) for `skip_bad`. Iterating
    raises a Refusal at a fault that isn't to be left out.
    """

    def __init__(
        self, text: CsvText, layout: Layout, *, drop_missing: bool, skip_bad: bool
    ) -> None:
        self._text = text
        self._kinds = layout.kinds
        self._drop_missing = drop_missing
        self._skip_bad = skip_bad
        self.skipped = 0

    def __iter__(self) -> Iterator[Row]:
        return self.among(self._text.numbered_rows())

    def among(self, numbered: Iterable[tuple[int, Row]]) -> Iterator[Row]:
        """Yield those of some rows, each with its line, that have no fault."""
        for line, row in numbered:
            found = self._first_fault(row)
            if found is None:
                yield row
                continue
            column, fault = found
            if not (self._drop_missing if fault.is_missing else self._skip_bad):
                raise Refusal(self._text.place(line, column, row), fault.reason)
            self.skipped += 1

    def _first_fault(self, row: Row) -> tuple[int, Fault] | None:
        width = len(self._kinds)
        if len(row) != width:
            reason = f"the row has {_cells(len(row))}, the header {_cells(width)}"
            return min(len(row), width), Fault(reason)
        for column, (cell, kind) in enumerate(zip(row, self._kinds, strict=True)):
            if fault := find_fault(cell, kind):
                return column, fault
        return None


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
