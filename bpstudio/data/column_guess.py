"""What a column of a table seems to hold, from some of its cells."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bpstudio.data.cells import MISSING_NUMBERS, STAND_INS, Kind
from bpstudio.data.format import Decimal

POINT_NUMBER = re.compile(r"[+-]?([0-9]+(,[0-9]{3})+|[0-9]*)\.[0-9]+([eE][+-]?[0-9]+)?")
COMMA_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]{3})+|[0-9]*),[0-9]+([eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+")
_NUMBER = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?")

TARGETS = frozenset("target class label labels y species outcome diagnosis".split())
_ID = re.compile(r"(?:.*[ _-])?(?:id|uuid|index|nr|no|number|row)", re.IGNORECASE)

SHARE = 0.9  # of the cells are numbers: the others are faults
FEW = 6  # rows don't tell whether each has another text
MAX_CATEGORIES = 50  # of which some may be there once only
MAX_CLASSES = 10  # of a target that is written in whole numbers


@dataclass(frozen=True)
class ColumnGuess:
    """What a column seems to hold; `reason` says why it had better be ignored.

    `numeric_target` tells whether, as a target, it would rather be numbers than classes.
    """

    name: str
    kind: Kind
    reason: str = ""
    numeric_target: bool = False


def is_number_like(cell: str) -> bool:
    """Whether a cell is a number with some decimal mark."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def is_number(cell: str, decimal: Decimal) -> bool:
    """Whether a cell is a number with this decimal mark."""
    other = "," if decimal == "." else "."
    return is_number_like(cell) and other not in cell


def kind_of(name: str, cells: Sequence[str], decimal: Decimal) -> ColumnGuess:
    """Return what a column seems to hold, its target aside."""
    guess = _held(name, cells, decimal)
    if name or guess.kind is Kind.IGNORE:
        return guess
    return ColumnGuess(name, Kind.IGNORE, "has no name")  # it can't be anything else


def _held(name: str, cells: Sequence[str], decimal: Decimal) -> ColumnGuess:
    texts = [text for cell in cells if (text := cell.strip()) not in MISSING_NUMBERS]
    if cells and not texts:
        return ColumnGuess(name, Kind.IGNORE, "has no cells that aren't empty")
    others = [text for text in texts if text not in STAND_INS]
    if sum(is_number(text, decimal) for text in others) >= SHARE * len(others):
        return _number(name, others)
    return _texts(name, texts)


def _number(name: str, texts: Sequence[str]) -> ColumnGuess:
    is_whole = len(texts) >= FEW and all(text.isdecimal() and len(text) < 16 for text in texts)
    if is_whole and len(set(texts)) == len(texts):
        numbers = list(map(int, texts))
        counts = numbers[0] in (0, 1) and numbers == list(
            range(numbers[0], numbers[0] + len(texts))
        )
        if _ID.fullmatch(name) or (counts and not name):
            return ColumnGuess(name, Kind.IGNORE, "numbers the rows")
    return ColumnGuess(name, Kind.NUMBER)


def _texts(name: str, texts: Sequence[str]) -> ColumnGuess:
    distinct, total = len(set(texts)), len(texts)
    if distinct == 1 and total >= FEW:
        return ColumnGuess(name, Kind.IGNORE, "has the same text in each row")
    if total >= FEW and distinct == total:
        return ColumnGuess(name, Kind.IGNORE, "has another text in each row")
    if (total > 2 * FEW and 2 * distinct > total) or distinct > max(MAX_CATEGORIES, total // 10):
        reason = f"has {distinct:,} different texts in {total:,} rows"
        return ColumnGuess(name, Kind.IGNORE, reason)
    return ColumnGuess(name, Kind.CATEGORY)


def target_of(columns: list[ColumnGuess]) -> int | None:
    """Return which column seems to be the target: the last one, or one that is named so.

    Its guess becomes one without a reason to ignore it; so does that of the only feature.
    """
    if not columns:
        return None
    usable = [place for place, column in enumerate(columns) if column.kind is not Kind.IGNORE]
    named = [place for place in usable if columns[place].name.lower() in TARGETS]
    last = len(columns) - 1
    target = last if last in named or not usable else (named or usable)[-1]
    if columns[target].kind is Kind.IGNORE:
        columns[target] = replace(columns[target], kind=Kind.CATEGORY, reason="")
    if usable in ([], [target]):  # there must be a feature: a row's number may be one
        for place, column in enumerate(columns):
            if place != target and column.name and column.reason == "numbers the rows":
                columns[place] = ColumnGuess(column.name, Kind.NUMBER)
    return target


def has_classes(column: ColumnGuess, cells: Sequence[str], decimal: Decimal) -> bool:
    """Whether a target seems to hold classes: texts, or a few whole numbers again and again."""
    if column.kind is not Kind.NUMBER:
        return True
    counts = Counter(text for cell in cells if is_number(text := cell.strip(), decimal))
    is_whole = all(text.lstrip("+-").isdecimal() for text in counts)
    return is_whole and len(counts) <= min(MAX_CLASSES, max(2, sum(counts.values()) // 3))


def missing_texts(
    columns: Sequence[ColumnGuess], cells: Sequence[Sequence[str]], decimal: Decimal
) -> tuple[str, ...]:
    """Return the texts that seem to stand for missing numbers."""
    found = {
        text
        for column, texts in zip(columns, cells, strict=True)
        if column.kind is Kind.NUMBER
        for cell in texts
        if (text := cell.strip()) in STAND_INS
    }
    return tuple(sorted(found))
