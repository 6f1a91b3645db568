"""What each column of a table is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpstudio.data.cells import USUAL, CellRules, Kind, find_fault, read_numbers, rules_of
from bpstudio.data.csv_text import CsvText, shortened
from bpstudio.refusal import Refusal

SHOWN_NAMES = 8
NAMELESS = "has no name in the header"


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

    With `fill`, missing cells of features are to be filled. The name ``""`` is that of all columns
    without one, as others write for the numbers of the rows: they can only be ignored.

    Raises
    ------
    Refusal
        If the header isn't one, a name isn't in it, the target is given a kind, or no feature
        is left.
    """
    rules = rules_of(text.format, fill=fill)
    if text.format.header:
        _check_header(text, rules, spare_nameless=columns.get("") == Kind.IGNORE)
    index = len(text.header) - 1 if target is None else _find(text, target, "data.target")
    if not text.header[index]:
        raise text.refusal(text.header_line, index, NAMELESS)
    kinds = [Kind.NUMBER] * len(text.header)
    for name, word in columns.items():
        place = f"data.columns.{shortened(name)}"
        column = _find(text, name, place)
        if column == index:
            raise Refusal(place, "is the target: what it holds follows from the loss")
        kind = _kind(word, place)
        for chosen in [column] if name else _nameless(text):
            kinds[chosen] = kind
    if kinds.count(Kind.IGNORE) == len(kinds) - 1:
        raise Refusal(text.file, "needs at least one feature: a column beside the target")
    kinds[index] = Kind.NUMBER if numeric_target else Kind.CATEGORY
    return Layout(tuple(kinds), index, rules, text.format.header)


def _nameless(text: CsvText) -> list[int]:
    return [column for column, name in enumerate(text.header) if not name]


def _check_header(text: CsvText, rules: CellRules, *, spare_nameless: bool) -> None:
    """Refuse what are no distinct names; columns without one may be there where they're ignored."""
    seen: dict[str, int] = {}
    for column, name in enumerate(text.header):
        if spare_nameless and not name:
            continue
        fault = find_fault(name, Kind.IGNORE, rules)
        reason = fault.reason if fault else None
        if not name:
            reason = NAMELESS
        elif name in seen:
            reason = f"has the same name as column {seen[name] + 1}"
        if reason:
            raise text.refusal(text.header_line, column, reason)
        seen[name] = column
    if _looks_like_data(tuple(seen)):
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
