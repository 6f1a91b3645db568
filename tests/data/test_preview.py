"""The preview tells what the reading will do: the same rows, the same faults at the same places."""

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bpstudio.data import column_summary
from bpstudio.data import preview as preview_module
from bpstudio.data.cells import Kind
from bpstudio.data.column_summary import ColumnSummary
from bpstudio.data.csv_text import CellRefusal
from bpstudio.data.format import Format, TableOptions
from bpstudio.data.head import Head
from bpstudio.data.preview import Preview, preview
from bpstudio.refusal import Refusal
from tests.data.odd_tables import COLUMNS, broken_tables, sound_tables
from tests.data.tables import faulty, parse, skipped


def look(
    text: str | bytes, *, size: int | None = None, rows: int = 100, **options: object
) -> Preview:
    data = text.encode() if isinstance(text, str) else text
    written = {key: options.pop(key) for key in list(options) if key in Format.__annotations__}
    head = Head(data, len(data) if size is None else size, "mine.csv")
    return preview(head, TableOptions(format=Format(**written), **options), rows)


def test_faults_are_marked_at_their_cells() -> None:
    text = "a,k,t\n1,u,x\n,v,y\nz,,y\n4,u\n5,w,x\n"
    found = look(text, columns={"k": "category"}, missing="drop", bad_rows="refuse")
    assert found.names == ("a", "k", "t")
    assert [row.fate for row in found.rows] == ["kept", "left out", "refused", "refused", "kept"]
    marks = [(row.line, m.column, m.is_missing, m.fate) for row in found.rows for m in row.marks]
    assert marks == [
        (3, 0, True, "left out"),
        (4, 0, False, "refused"),
        (4, 1, True, "left out"),
        (5, 2, False, "refused"),
    ]
    assert found.rows[3].cells == ("4", "u")
    assert (found.seen, faulty(found), found.is_whole) == (5, 3, True)
    assert found.skips == "1 of the 5 rows will be left out"
    assert found.problem is None
    assert found.refused is not None
    assert (found.refused.line, found.refused.column) == (4, 0)
    assert found.refused.place == "mine.csv, line 4, column 1 (a)"


def test_cells_that_will_be_filled_are_marked() -> None:
    found = look("a,t\n1,x\n,y\n3,\n", missing="fill")
    assert [row.fate for row in found.rows] == ["kept", "kept", "left out"]
    assert [m.fate for row in found.rows for m in row.marks] == ["filled", "left out"]
    assert faulty(found) == 1


def test_what_is_told_of_a_column() -> None:
    rows = [f"{i / 4},{'u' if i % 3 else 'v'},note {i},{i % 2}" for i in range(12)]
    text = "\n".join(["a,k,n,t", *rows, ",,,1", "z,u,,0"])
    found = look(text, columns={"k": "category", "n": "ignore"}, missing="drop", bad_rows="skip")
    number, category, ignored, target = found.columns
    # 0, 0.25, ..., 2.75: the mean is 11 / 8
    assert (number.minimum, number.maximum, number.mean) == (0, 2.75, 1.375)
    assert (number.missing, number.faults, number.distinct) == (1, 1, 12)
    assert number.sentence() == "0 to 2.75, mean 1.375, 1 missing, 1 unfit"
    assert category.common == (("u", 9), ("v", 4))
    assert category.sentence() == "2 categories: ‘u’ 9, ‘v’ 4, 1 missing"
    assert ignored.kind is Kind.IGNORE
    assert target.is_target
    assert target.sentence() == "2 classes: ‘0’ 7, ‘1’ 7"


def test_a_column_is_looked_at_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(name: str, *rest: Any) -> ColumnSummary:
        asked.append(name)
        return summary(name, *rest)

    summary = column_summary._summary
    monkeypatch.setattr(column_summary, "_summary", noted)
    names = [f"f{place}" for place in range(500)]
    found = look(f"{','.join(names)}\n" + f"{','.join('1' * 500)}\n" * 3)
    assert asked == []
    assert found.columns[7].mean == 1
    assert asked == ["f7"]


@pytest.mark.parametrize(
    ("text", "options", "place"),
    [
        ("", {}, "mine.csv"),
        ("a,,t\n1,2,3\n", {}, "mine.csv, line 1, column 2 ()"),
        ("a,a\n1,2\n", {}, "mine.csv, line 1, column 2 (a)"),
        ("a,t\n1,2\n", {"target": "b"}, "data.target"),
        ("a,t\n1,2\n", {"columns": {"b": "ignore"}}, "data.columns.b"),
        ("a,t\n1,2\n", {"encoding": "utf-16"}, "data.encoding"),
        ('a,t\n1,2\n3,"x\n4,y\n', {}, "mine.csv, line 3"),
    ],
)
def test_what_is_wrong_with_all_of_it(text: str, options: dict[str, object], place: str) -> None:
    problem = look(text, **options).problem
    assert problem is not None
    assert problem.place == place


def test_rows_are_shown_although_something_is_wrong_with_all_of_them() -> None:
    found = look("a,t\n1,2\n3\n", target="b")
    assert [row.cells for row in found.rows] == [("1", "2"), ("3",)]


def test_the_end_of_a_beginning_is_no_fault() -> None:
    text = 'a,t\n1,x\n2,"y\n'
    assert look(text).problem is not None
    found = look(text, size=10**6)
    assert found.problem is None
    assert not found.is_whole
    assert len(found.rows) == 1
    far = 'a,t\n1,x\n2,"y\n' + "3,z\n" * 50_000  # a quote that isn't closed for long
    problem = look(far, size=10**6).problem
    assert isinstance(problem, CellRefusal)
    assert problem.line == 3
    for encoding in ("utf-16", "utf-8"):
        cut = "a,t\n1,é\n2,犬\n".encode(encoding)[:-1]
        found = look(cut, size=10**6, encoding="auto")
        assert [row.cells for row in found.rows] == [("1", "é")]
        assert faulty(found) == 0


def test_not_more_is_looked_at_than_takes_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_module, "LOOKED_AT", 100)
    found = look("a,t\n" + "1,x\n" * 10_000, rows=7)
    assert (len(found.rows), found.seen, found.is_whole) == (7, 51, False)
    assert look("a,t\n" + "z" * 5_000 + ",x\n").rows[0].cells[0] == "z" * 200


options_of_all_kinds = st.fixed_dictionaries(
    {
        "target": st.sampled_from([None, None, "b"]),
        "numeric_target": st.booleans(),
        "columns": st.sampled_from([COLUMNS, {}]),
        "missing": st.sampled_from(["refuse", "drop", "fill"]),
        "bad_rows": st.sampled_from(["refuse", "skip"]),
        "missing_values": st.sampled_from([(), ("NA", "1", "x")]),
        "decimal": st.sampled_from([".", ","]),
        "header": st.booleans(),
    }
)


@given(data=st.one_of(broken_tables(), sound_tables()), options=options_of_all_kinds)
@example(data=b'a,t\n1,x\n2,"y', options={"target": None, "header": False})
@settings(max_examples=100)
def test_it_tells_what_the_reading_does(data: bytes, options: dict[str, object]) -> None:
    found = look(data, **options)
    refused = samples = None
    try:
        samples = parse(data, **options)
    except Refusal as refusal:
        refused = refusal
    if refused:
        both = [one for one in (found.problem, found.refused) if one is not None]
        told = min(both, key=lambda one: getattr(one, "line", 0), default=None)  # the first
        too_little = re.search(
            "at least two rows|nothing but|no cell in the training", str(refused)
        )
        assert too_little or (told and told.place == refused.place)
        assert too_little or (told and told.reason == refused.reason)
    elif samples:
        assert found.problem is None
        assert found.refused is None
        assert sum(row.fate == "kept" for row in found.rows) == len(samples.t)
        assert faulty(found) == skipped(samples)
