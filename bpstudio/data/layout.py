"""What each column of a table is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpstudio.data.cells import USUAL, CellRules, Kind, find_fault, read_numbers, rules_of
from bpstudio.data.csv_text import CsvText, shortened
from bpstudio.refusal import Refusal

SHOWN_NAMES = 8


@dataclass(frozen=True)
class Layout:
    """The kind of every column, which is the target, how cells are read, if there is a header."""

    kinds: tuple[Kind, ...]
    target: int
    rules: CellRules = USUAL
    header: bool = True


def lay_out(
    text: CsvText,
    target: str | None,
    numeric_target: bool,
    columns: Mapping[str, str],
    *,
    fill: bool = False,
) -> Layout:
    """Decide what each column is: a target that is None is the last one, features are numbers.

    With `fill`, missing cells of features are to be filled.

    Raises
    ------
    Refusal
        If the header isn't one, a name isn't in it, the target is given a kind, or no feature
        is left.
    """
    rules = rules_of(text.format, fill=fill)
    if text.format.header:
        _check_header(text, rules)
    index = len(text.header) - 1 if target is None else _find(text, target, "data.target")
    kinds = [Kind.NUMBER] * len(text.header)
    for name, word in columns.items():
        place = f"data.columns.{shortened(name)}"
        column = _find(text, name, place)
        if column == index:
            raise Refusal(place, "is the target: what it holds follows from the loss")
        kinds[column] = _kind(word, place)
    if kinds.count(Kind.IGNORE) == len(kinds) - 1:
        raise Refusal(text.file, "needs at least one feature: a column beside the target")
    kinds[index] = Kind.NUMBER if numeric_target else Kind.CATEGORY
    return Layout(tuple(kinds), index, rules, text.format.header)


def _check_header(text: CsvText, rules: CellRules) -> None:
    seen: dict[str, int] = {}
    for column, name in enumerate(text.header):
        fault = find_fault(name, Kind.IGNORE, rules)
        reason = fault.reason if fault else None
        if not name:
            reason = "has no name in the header"
        elif name in seen:
            reason = f"has the same name as column {seen[name] + 1}"
        if reason:
            raise text.refusal(text.header_line, column, reason)
        seen[name] = column
    if _looks_like_data(text.header):
        raise Refusal(
            f"{text.file}, line {text.header_line}",
            'holds numbers where the names of the columns should be; "header": false says so',
        )


def _looks_like_data(header: tuple[str, ...]) -> bool:
    """Tell a row of measurements from names that are numbers themselves, such as 0, 1, 2."""
    try:
        read_numbers(header)
    except ValueError:
        return False
    return not all(name.isdigit() for name in header)


def _find(text: CsvText, name: str, place: str) -> int:
    if name in text.header:
        return text.header.index(name)
    known = ", ".join(map(shortened, text.header[:SHOWN_NAMES]))
    more = ", …" if len(text.header) > SHOWN_NAMES else ""
    raise Refusal(place, f"{text.file} has no column '{shortened(name)}'; it has {known}{more}")


def _kind(word: str, place: str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise Refusal(place, f"'{shortened(word)}' is not one of {', '.join(Kind)}") from None
