"""What tables are refused, each with its exact place."""

import pytest

from bpstudio.data import content
from bpstudio.refusal import Refusal
from tests.data.tables import parse

LONG = "z" * 100


def refusal(text: str | bytes, **options: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        parse(text, **options)
    return refused.value


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        # cells
        ("a,width,t\n1,2,x\n1,,y\n", "line 3, column 2 (width)", "is empty"),
        ("a,width,t\n1,2,x\n1, ,y\n", "line 3, column 2 (width)", "is empty"),
        ("a,t\nnan,x\n1,y\n", "line 2, column 1 (a)", "is missing ('nan')"),
        ("a,t\n-nan,x\n1,y\n", "line 2, column 1 (a)", "is missing ('-nan')"),
        ("a,t\n1,x\nNA,y\n", "line 3, column 1 (a)", "is missing ('NA')"),
        ("a,t\n1,x\n1,NaN\n", "line 3, column 2 (t)", "is missing ('NaN')"),
        ("a,t\ninf,x\n1,y\n", "line 2, column 1 (a)", "'inf' is not a finite number"),
        ("a,t\n1,x\n-Infinity,y\n", "line 3, column 1 (a)", "'-Infinity' is not a finite"),
        ("a,t\n1,x\n1e999,y\n", "line 3, column 1 (a)", "'1e999' is not a finite number"),
        ("a,t\n1_000,x\n1,y\n", "line 2, column 1 (a)", "'1_000' is not a number"),
        ("a,t\n0x10,x\n1,y\n", "line 2, column 1 (a)", "'0x10' is not a number"),
        ("a,t\n٣,x\n1,y\n", "line 2, column 1 (a)", "'٣' is not a number"),
        ("a;t\n1,5;x\n1;y\n", "line 2, column 1 (a)", "'1,5' is not a number"),
        (f"a,t\n{LONG},x\n1,y\n", "line 2, column 1 (a)", f"'{'z' * 39}…' is not a number"),
        ("a,t\n\x1b[2J,x\n1,y\n", "line 2, column 1 (a)", r"'\x1b[2J' is not a number"),
        # rows
        ("a,b,t\n1,2,x\n1,2\n", "line 3, column 3 (t)", "the row has 2 cells, the header 3 cells"),
        ("a,b,t\n1,2,x,4\n", "line 2, column 4", "the row has 4 cells, the header 3 cells"),
        ("a,b,t\n1,2,x\n \n", "line 3, column 2 (b)", "the row has 1 cell, the header 3 cells"),
        # lines are those of the file: blank ones and those within quotes count
        ("a,t\n\n\n1,x\n\nz,y\n", "line 6, column 1 (a)", "'z' is not a number"),
        ('a,t\n1,"x\n\r\ny"\nz,y\n', "line 5, column 1 (a)", "'z' is not a number"),
        ("a,t\r1,x\rz,y\r", "line 3, column 1 (a)", "'z' is not a number"),
        ("\ufeffa,t\nz,x\n", "line 2, column 1 (a)", "'z' is not a number"),
        # bytes
        (b"a,t\n1,x\n1,y\0z\n", "line 3, column 2 (t)", r"'y\x00z' holds a NUL byte"),
        (b"a,t\n1,caf\xe9\n", "line 2, column 2 (t)", r"'caf\xe9' holds bytes that are not UTF-8"),
        (b"a,t\n1,\xed\xa0\x80\n", "line 2, column 2 (t)", "bytes that are not UTF-8"),
        (b"\xff\xfea\0,\0t\0", "line 1, column 1", "bytes that are not UTF-8"),
        # header
        ("a,,t\n1,2,x\n", "line 1, column 2 ()", "has no name"),
        (",a,t,\n1,2,x,\n", "line 1, column 1 ()", "has no name"),
        ("a,\n1,x\n", "line 1, column 2 ()", "has no name"),
        ("a,b,a\n1,2,x\n", "line 1, column 3 (a)", "has the same name as column 1"),
        ("\n\na, a\n1,2\n", "line 3, column 2 (a)", "has the same name as column 1"),
        (f"{LONG},{LONG},t\n", f"line 1, column 2 ({'z' * 39}…)", "has the same name as column 1"),
        ("5.1,3.5,0\n4.9,3.0,0\n", "line 1", "holds numbers where the names"),
        ("," * 1_000_001, "line 1", "has more than 1,000,001 columns"),
        ("a,t\n1,x\n" + "," * 1_000_001, "line 3", "has more than 1,000,001 columns"),
        # quotes
        ('a,t\n1,x\n1,"y\n2,z\n', "line 3", "a quoted cell is never closed"),
        ('a,t\n1,"x"y\n', "line 2", "a quoted cell is never closed or is followed by text"),
        ('a,"t\n1,x\n', "line 1", "a quoted cell is never closed"),
        (f"a,t\n1,{'x' * 200_000}\n", "line 2", "longer than 131,072 characters"),
    ],
)
def test_a_fault_is_refused_with_its_line_and_column(
    text: str | bytes, place: str, reason: str
) -> None:
    refused = refusal(text)
    assert refused.place.startswith(f"mine.csv, {place}")
    assert reason in refused.reason
    assert str(refused).isprintable()


@pytest.mark.parametrize(
    ("text", "options", "place", "reason"),
    [
        (",a,t\n1,2,x\n", {"": "category"}, "line 1, column 1 ()", "has no name"),
        (",a,t\n1,2,x\n", {"": "number"}, "line 1, column 1 ()", "has no name"),
        ("a,b,\n1,2,x\n", {"": "ignore"}, "line 1, column 3 ()", "has no name"),  # the target
        (",5.1,3.5\n1,4.9,3.0\n", {"": "ignore"}, "line 1", "holds numbers where the names"),
        (",a,,a\n1,2,3,x\n", {"": "ignore"}, "line 1, column 4 (a)", "same name as column 2"),
    ],
)
def test_a_column_without_a_name_can_only_be_ignored(
    text: str, options: dict[str, str], place: str, reason: str
) -> None:
    refused = refusal(text, columns=options)
    assert refused.place.startswith(f"mine.csv, {place}")
    assert reason in refused.reason


def test_a_cell_after_a_quoted_line_end_is_in_its_own_line() -> None:
    refused = refusal('t,"a\nb"\n"x\r\ny",z\n', target="t")
    assert refused.place == r"mine.csv, line 4, column 2 (a\nb)"


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("", "mine.csv", "is empty"),
        ("\n\r\n", "mine.csv", "is empty"),
        ("\ufeff", "mine.csv", "is empty"),
        (b"\xef", "mine.csv", "is empty"),
        ("\n" * 2_000_000, "mine.csv", "begins with blank lines"),
        ("1" * 40_000_000, "mine.csv", "has a line of more than 33.6 MB"),
        ("a,t\n", "mine.csv", "needs at least two rows below its header, has 0"),
        ("a,t\n1,x\n", "mine.csv", "needs at least two rows below its header, has 1"),
        ("t\nx\ny\n", "mine.csv", "needs at least one feature"),
        ("a,t\n1,x\n2,x\n", "mine.csv, column 2 (t)", "holds nothing but 'x'"),
    ],
)
def test_a_table_with_too_little_is_refused(text: str | bytes, place: str, reason: str) -> None:
    refused = refusal(text)
    assert refused.place == place
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("options", "place", "reason"),
    [
        ({"target": "c"}, "data.target", "mine.csv has no column 'c'; it has a, b, t"),
        ({"columns": {"c": "category"}}, "data.columns.c", "no column 'c'; it has a, b, t"),
        ({"columns": {"": "ignore"}}, "data.columns.", "no column ''; it has a, b, t"),
        ({"columns": {"a": "colour"}}, "data.columns.a", "not one of number, category, ignore"),
        ({"columns": {"t": "category"}}, "data.columns.t", "is the target"),
        ({"columns": {"a": "ignore", "b": "ignore"}}, "mine.csv", "at least one feature"),
    ],
)
def test_what_is_asked_of_a_table_must_fit_it(
    options: dict[str, object], place: str, reason: str
) -> None:
    refused = refusal("a,b,t\n1,2,x\n3,4,y\n", **options)
    assert refused.place == place
    assert reason in refused.reason


def test_a_numeric_target_must_be_a_number() -> None:
    assert refusal("a,t\n1,2\n3,x\n", numeric_target=True).place == "mine.csv, line 3, column 2 (t)"


def test_leaving_out_one_kind_of_fault_still_refuses_the_other() -> None:
    text = "a,t\n1,x\n,y\nz,y\n2,y\n"
    assert refusal(text, missing="drop").place == "mine.csv, line 4, column 1 (a)"
    assert refusal(text, bad_rows="skip").place == "mine.csv, line 3, column 1 (a)"


def test_what_was_left_out_is_told_when_too_little_is_left() -> None:
    assert "has 1; 2 were left out" in refusal("a,t\n1,x\n,y\n,y\n", missing="drop").reason


def test_an_unclosed_quote_is_not_a_row_to_skip() -> None:
    assert refusal('a,t\n1,x\n2,"y\n3,x\n', bad_rows="skip").place == "mine.csv, line 3"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_SAMPLES", 3)
    assert "more than 3 rows" in refusal("a,t\n" + "1,x\n2,y\n" * 2).reason


def test_one_hot_features_that_fill_the_memory_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "available_memory", lambda: 100_000)
    text = "name,t\n" + "".join(f"n{row},{row % 2}\n" for row in range(200))
    reason = refusal(text, columns={"name": "category"}).reason
    assert reason == ("200 samples of 200 features would need 320 kB of memory; 100 kB can be had")
