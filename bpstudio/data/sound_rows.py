"""The rows of a table one by one: a fault is refused with its place, or its row left out."""

from collections.abc import Iterable, Iterator

from bpstudio.data.cells import Fault, find_fault
from bpstudio.data.csv_text import CsvText, Row
from bpstudio.data.layout import Layout
from bpstudio.data.report import SHOWN_SKIPS, Skip


class SoundRows:
    """Iterates over the rows without a fault; `skipped` counts the others, `skips` has the first.

    The first fault in a row decides: a missing cell is for `drop_missing`, everything else
    (a wrong number of cells, what isn't a number, what isn't text) for `skip_bad`. Iterating
    raises a Refusal at a fault that isn't to be left out. Where missing cells are to be filled,
    only that of a target is a fault; its row is left out. Whoever leaves out others counts them.
    """

    def __init__(
        self, text: CsvText, layout: Layout, *, drop_missing: bool, skip_bad: bool
    ) -> None:
        self._text = text
        self._layout = layout
        self.drops_missing = drop_missing
        self._skip_bad = skip_bad
        self.skipped = 0
        self.skips: list[Skip] = []

    def __iter__(self) -> Iterator[Row]:
        return self.among(self._text.numbered_rows())

    def among(self, numbered: Iterable[tuple[int, Row]]) -> Iterator[Row]:
        """Yield those of some rows, each with its line, that have no fault."""
        for line, row in numbered:
            faults = faults_of(row, self._layout)
            found = next((f for f in faults if not is_filled(*f, self._layout)), None)
            if found is None:
                yield row
            else:
                self._leave_out(line, row, *found)

    def _leave_out(self, line: int, row: Row, column: int, fault: Fault) -> None:
        drop = self.drops_missing or self._layout.rules.fill
        if not (drop if fault.is_missing else self._skip_bad):
            raise self._text.refusal(line, column, fault.reason, row)
        self.skipped += 1
        if len(self.skips) < SHOWN_SKIPS:
            refusal = self._text.refusal(line, column, fault.reason, row)
            place = refusal.place.removeprefix(f"{self._text.file}, ")
            self.skips.append(Skip(refusal.line, column, place, fault.reason))


def faults_of(row: Row, layout: Layout) -> Iterator[tuple[int, Fault]]:
    """Yield the faults of a row, each with its column; of one of another length only that."""
    width, rules = len(layout.kinds), layout.rules
    if len(row) != width:
        first = "header" if layout.header else "first row"
        reason = f"the row has {_cells(len(row))}, the {first} {_cells(width)}"
        yield min(len(row), width), Fault(reason)
        return
    for column, (cell, kind) in enumerate(zip(row, layout.kinds, strict=True)):
        if fault := find_fault(cell, kind, rules):
            yield column, fault


def is_filled(column: int, fault: Fault, layout: Layout) -> bool:
    """Whether a missing cell is to be filled, and so is no fault."""
    return fault.is_missing and layout.rules.fill and column != layout.target


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
