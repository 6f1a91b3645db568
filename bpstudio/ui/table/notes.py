"""What is said of a table: what is wrong and where, what would hurt the learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.data.csv_text import CellRefusal
from bpstudio.ui.numbers import count
from bpstudio.ui.table.words import problem_words, seen, tidy, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bpstudio.data.findings import Finding
    from bpstudio.data.preview import Preview
    from bpstudio.data.report import TableReport
    from bpstudio.refusal import Refusal
    from bpstudio.ui.table.plan import Plan

MOST = 50  # cells that are listed
Place = tuple[int, int]  # the line, from 1, and the column, from 0


@dataclass(frozen=True)
class Note:
    """A sentence of the list; `place` is where to go, `is_fault` whether nothing can be read so."""

    words: str
    is_fault: bool
    place: Place | None = None
    column: str | None = None


def notes_of(shown: Preview, file: str) -> list[Note]:
    """Return what the first rows tell: the table's own fault first, then its cells'."""
    notes = []
    if shown.problem is not None:
        notes.append(note_of(shown.problem, file))
    refused = list(_refused(shown))
    notes += refused[:MOST]
    if len(refused) > MOST:
        notes.append(Note(f"… and {count(len(refused) - MOST)} cells more.", is_fault=True))
    return notes


def note_of(refusal: Refusal, file: str) -> Note:
    """Return what a refusal says, and where it is."""
    place = None
    if isinstance(refusal, CellRefusal):
        place = (refusal.line, refusal.column)
    return Note(problem_words(refusal, file), is_fault=True, place=place)


def advice(findings: Iterable[Finding]) -> list[Note]:
    """Return what would hurt the learning."""
    return [
        Note(told(finding.sentence), is_fault=False, column=next(iter(finding.columns), None))
        for finding in findings
    ]


def ignored_notes(plan: Plan) -> list[Note]:
    """Return which columns were taken for ones to ignore, and why."""
    notes: list[Note] = []
    for place, name in enumerate(plan.names):
        if len(notes) < MOST and (why := plan.why_ignored(place)):
            which = f"‘{seen(name)}’" if name else f"Column {place + 1}"
            words = f"{which} is ignored: it {told(why).replace(chr(39), '’')}."
            notes.append(Note(words, is_fault=False, column=name))
    return notes


def report_notes(report: TableReport | None) -> list[Note]:
    """Return what was left out or filled in, the first places of it to go to."""
    if report is None or not report.is_changed:
        return []
    notes = [Note(f"{tidy(report.sentence())}.", is_fault=False)]
    for skip in report.skips:
        words = f"Left out: {told(skip.place)}: {tidy(skip.reason)}."
        notes.append(Note(words, is_fault=False, place=(skip.line, skip.column)))
    return notes


def _refused(shown: Preview) -> Iterator[Note]:
    for row in shown.rows:
        for mark in row.marks:
            if mark.fate != "refused":
                continue
            names = shown.names
            name = seen(names[mark.column]) if mark.column < len(names) else "beyond the last"
            place = f"Line {count(row.line)}, column {mark.column + 1} ({name})"
            at = (row.line, mark.column)
            yield Note(f"{place}: {tidy(mark.reason)}.", is_fault=True, place=at)
