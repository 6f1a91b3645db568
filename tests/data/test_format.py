"""Tables written in other ways: decimal commas, no header, a delimiter that is told."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.data.report import Skip
from bpstudio.refusal import Refusal
from tests.data.tables import parse, skipped


@pytest.mark.parametrize("quote", ["", '"'])  # both ways of reading
def test_decimal_commas(quote: str) -> None:
    text = f"a;k;t\n1,5;p.q,r;x\n-,25e1;s;{quote}y{quote}\n 3 ;s;x\n"
    samples = parse(text, decimal=",", columns={"k": "category"})
    assert samples.x[:, 0].tolist() == [1.5, -2.5, 3]
    assert samples.features == ("a", "k=p.q,r", "k=s")


@pytest.mark.parametrize(
    ("cell", "decimal", "is_sound"),
    [
        ("1.234,5", ",", False),
        ("1.234", ",", False),
        ("1,234.5", ".", False),
        ("1,5", ".", False),
        ("1 234", ".", False),
        ("1'234", ".", False),
        ("1,5", ",", True),
        ("1.5", ".", True),
    ],
)
def test_marks_of_thousands_are_refused_in_words(cell: str, decimal: str, is_sound: bool) -> None:
    text = f"a;t\n1;x\n{cell};y\n"
    for written in (text, text.replace("x", '"x"')):
        if is_sound:
            assert parse(written, decimal=decimal).x[1, 0] == 1.5
            continue
        with pytest.raises(Refusal) as refused:
            parse(written, decimal=decimal)
        assert refused.value.place == "mine.csv, line 3, column 1 (a)"
        assert f"'{cell}' is not a number; " in refused.value.reason
        example = (
            "1234,5, with a decimal comma" if decimal == "," else "1234.5, with a decimal point"
        )
        assert f"this column takes numbers like {example} and no mark" in refused.value.reason


def test_a_comma_may_be_both_where_cells_are_quoted() -> None:
    text = '"a","b","t"\n"1,5","2","x"\n"3,5","4","y"\n'
    for delimiter in ("auto", ","):
        samples = parse(text, decimal=",", delimiter=delimiter)
        assert samples.x.tolist() == [[1.5, 2], [3.5, 4]]


def test_a_decimal_comma_is_not_taken_for_the_delimiter() -> None:
    samples = parse("1,5;2,5;x\n3,5;4,5;y\n", decimal=",", header=False)
    assert samples.x.tolist() == [[1.5, 2.5], [3.5, 4.5]]


def test_a_delimiter_that_is_told_is_the_delimiter() -> None:
    samples = parse("a,b;t\n1;x\n2;y\n", delimiter=";")
    assert samples.features == ("a,b",)
    with pytest.raises(Refusal) as refused:
        parse("a;t\n1;x\n2;y\n", delimiter=",")
    assert "at least one feature" in refused.value.reason


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_table_without_header(quote: str) -> None:
    text = f"1,2.5,red\n3,4,{quote}blue{quote}\n"
    samples = parse(text, header=False)
    assert samples.features == ("column 1", "column 2")
    assert samples.target == "column 3"
    assert samples.x.tolist() == [[1, 2.5], [3, 4]]
    first = parse(text, header=False, target="column 1", columns={"column 3": "category"})
    assert first.features == ("column 2", "column 3=blue", "column 3=red")


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("1,x\nz,y\n", "mine.csv, line 2, column 1", "'z' is not a number"),
        ("\n\nz,y\n", "mine.csv, line 3, column 1", "'z' is not a number"),
        ("1,x\n2\n", "mine.csv, line 2, column 2", "the row has 1 cell, the first row 2 cells"),
        ("1,x\n", "mine.csv", "at least two rows"),
        ("", "mine.csv", "is empty"),
    ],
)
def test_faults_without_a_header(text: str, place: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text, header=False)
    assert refused.value.place == place
    assert reason in refused.value.reason


def test_the_first_rows_that_are_left_out_are_told() -> None:
    rows = [f"{i},x\n{i},y\n" for i in range(3)]
    text = "a,t\n" + "z,x\n".join(rows) + '"q\nr",y\n,y\n1\n'
    samples = parse(text, missing="drop", bad_rows="skip")
    report = samples.report
    assert report is not None
    assert (report.rows, report.skipped, skipped(samples)) == (6, 5, 5)
    not_a_number = (
        "'z' is not a number; a column of categories, or one to ignore, is named as such under "
        '"columns"'
    )
    assert report.skips[:2] == (
        Skip(4, 0, "line 4, column 1 (a)", not_a_number),
        Skip(7, 0, "line 7, column 1 (a)", not_a_number),
    )
    assert [(skip.line, skip.column) for skip in report.skips[2:]] == [(10, 0), (12, 0), (13, 1)]
    assert report.sentence().startswith("6 rows; 5 left out, the first at line 4, column 1 (a)")


def test_only_the_first_ones_are_kept() -> None:
    samples = parse("a,t\n" + "z,x\n" * 100 + "1,x\n2,y\n", bad_rows="skip")
    assert samples.report is not None
    assert len(samples.report.skips) == 20
    assert skipped(samples) == 100


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    rows=st.lists(st.tuples(finite, finite), min_size=2, max_size=30),
    delimiter=st.sampled_from(";\t,"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    header=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_what_csv_writes_with_decimal_commas_is_read_back(
    rows: list[tuple[float, float]], delimiter: str, quoting: int, header: bool, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting)
    if header:
        writer.writerow(["ä", "b"])
    writer.writerows([[repr(value).replace(".", ",") for value in row] for row in rows])
    samples = parse(
        text.getvalue().encode(encoding),
        numeric_target=True,
        decimal=",",
        delimiter=delimiter,
        header=header,
        encoding=encoding,
    )
    assert samples.x.tobytes() == np.array([row[:1] for row in rows]).tobytes()
    assert samples.t.tobytes() == np.array([row[1] for row in rows]).tobytes()
