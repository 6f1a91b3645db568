"""What is guessed of a table, against files made by hand, the csv module, and what was written."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.data.cells import Kind
from bpstudio.data.detect import Guess, detect
from bpstudio.data.head import Head
from tests.data.odd_tables import broken_tables
from tests.data.test_table_hostile import any_bytes

N, C, X = Kind.NUMBER, Kind.CATEGORY, Kind.IGNORE


def guess(text: str | bytes, size: int | None = None) -> Guess:
    data = text.encode() if isinstance(text, str) else text
    return detect(Head(data, len(data) if size is None else size, "mine.csv"))


def kinds(found: Guess) -> list[Kind]:
    return [column.kind for column in found.columns]


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal", "header"),
    [
        ("a,b,t\n1,2.5,x\n3,4,y\n", ",", ".", True),
        ("a;b;t\n1;2.5;x\n3;4;y\n", ";", ".", True),
        ("a\tb\tt\n1\t2.5\tx\n3\t4\ty\n", "\t", ".", True),
        ("a;b;t\n1,5;2,5;x\n3,25;4;y\n", ";", ",", True),
        ("1,5;2,5\n3,25;4\n", ";", ",", False),
        ("a\tb\n1,5\t2,5\n", "\t", ",", True),
        ("1,2,x\n3,4,y\n", ",", ".", False),
        ('"a","b"\n"1,5","2,5"\n"3,5","4,5"\n', ",", ",", True),
        ("a;b\n1.234,5;2\n2.345,5;1\n", ";", ",", True),  # marks of thousands, refused later
        ('a;b\n"1,234.5";2\n"2,345.5";1\n', ";", ".", True),
        ("a;b\n1,234;2,345\n5,678;6,789\n", ";", ",", True),
        ('a,b\n"1,234",2\n"5,678",6\n', ",", ".", True),
        ("name,note\nBob,likes a; b\nEve,x; y; z\n", ",", ".", True),
        ("name;note\nBob;one, two\nEve;x, y, z\n", ";", ".", True),
        ("year,2019,2020\nx,1.5,2\ny,2.5,3\n", ",", ".", False),  # can't be told
        ("0,1,2\n5.5,6,7\n", ",", ".", True),
        ("colour,shape\nred,round\nblue,square\nred,square\n", ",", ".", True),
        ("red,round\nblue,square\nred,square\nblue,round\n", ",", ".", False),
        ("a,t\n", ",", ".", True),
        ("", ",", ".", True),
        ("one column\n1\n2\n", ",", ".", True),
    ],
)
def test_how_a_table_is_written(text: str, delimiter: str, decimal: str, header: bool) -> None:
    found = guess(text).format
    assert (found.delimiter, found.decimal, found.header) == (delimiter, decimal, header)


def test_kinds_of_columns() -> None:
    rows = [
        f"{i},{i / 7:.3f},{'red blue'.split()[i % 2]},note {i},2020-01-{i:02},{i % 3},{'AB'[i % 2]}"
        for i in range(1, 29)
    ]
    found = guess("\n".join(["id,width,colour,note,day,rank,kind", *rows]))
    assert kinds(found) == [X, N, C, X, X, N, C]
    assert (found.target, found.numeric_target) == ("kind", False)
    reasons = {column.name: column.reason for column in found.columns if column.reason}
    assert reasons == {
        "id": "numbers the rows",
        "note": "has another text in each row",
        "day": "has another text in each row",
    }


@pytest.mark.parametrize(
    ("header", "row", "reasons"),
    [
        (",a,b,y", "{i},{i}.5,{k},{c}", ["numbers the rows"]),
        (",a,b,y", "{n},{i}.5,{k},{c}", ["has no name"]),  # rows in another order
        (",a,b,y", "{c},{i}.5,{k},{c}", ["has no name"]),
        ("a,b,y,", "{i}.5,{k},{c},", ["has no cells that aren't empty"]),
        (",a,b,y,", "{i},{i}.5,{k},{c},", ["numbers the rows", "has no cells that aren't empty"]),
    ],
)
def test_columns_without_a_name_are_ignored(header: str, row: str, reasons: list[str]) -> None:
    rows = [row.format(i=i, n=i * 7 % 20, k=i % 3, c="uv"[i % 2]) for i in range(20)]
    found = guess("\n".join([header, *rows]))
    assert [column.reason for column in found.columns if not column.name] == reasons
    assert all(column.kind is X for column in found.columns if not column.name)
    assert found.target == "y"


def test_a_few_wrong_cells_leave_a_column_of_numbers() -> None:
    cells = [str(i / 2) for i in range(40)] + ["n.a", "oops", "", "?"]
    found = guess("\n".join(["a,t", *(f"{cell},{i % 2}" for i, cell in enumerate(cells))]))
    assert kinds(found)[0] is N
    assert found.format.missing_values == ("?",)


def test_texts_and_empty_columns() -> None:
    rows = [f"{i},{'same'},,{'ab'[i % 2]}" for i in range(20)]
    found = guess("\n".join(["x,one,none,t", *rows]))
    assert kinds(found) == [N, X, X, C]
    assert found.columns[1].reason == "has the same text in each row"
    assert found.columns[2].reason == "has no cells that aren't empty"


@pytest.mark.parametrize(
    ("text", "target", "numeric"),
    [
        ("a,b\n1,x\n2,y\n", "b", False),
        ("species,a\nx,1.5\ny,2.5\n", "species", False),
        ("Target,a\n0.5,1\n0.25,2\n", "Target", True),
        ("a,b\n" + "".join(f"{i / 9},{i % 3}\n" for i in range(30)), "b", False),
        ("a,b\n" + "".join(f"{i % 3},{i / 9}\n" for i in range(30)), "b", True),
        ("a,b\n" + "".join(f"{i % 3},{i * 7}\n" for i in range(30)), "b", True),
        (
            "a,kind,note\n" + "".join(f"{i / 9},{'xy'[i % 2]},n{i}\n" for i in range(30)),
            "kind",
            False,
        ),
        ("a,class\n" + "".join(f"{i / 9},n{i}\n" for i in range(30)), "a", True),
        ("", None, False),
    ],
)
def test_what_is_to_be_learned(text: str, target: str | None, numeric: bool) -> None:
    found = guess(text)
    assert (found.target, found.numeric_target) == (target, numeric)


def test_the_encoding_of_a_beginning_in_ascii_is_left_to_the_rest() -> None:
    assert guess("a,t\n1,x\n").format.encoding == "utf-8"
    assert guess("a,t\n1,x\n", size=10**9).format.encoding == "auto"
    assert guess("a,t\n1,é\n".encode("cp1252"), size=10**9).format.encoding == "cp1252"
    assert guess("a,t\n1,é\n".encode()[:-2], size=10**9).format.encoding == "utf-8"
    assert guess("a,t\n1,é\n".encode("utf-16")[:-1], size=10**9).format.encoding == "utf-16"


@pytest.mark.parametrize("pad", ["", "0"])  # an odd and an even number of bytes
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_whole_table_is_looked_at_to_its_last_byte(pad: str, encoding: str) -> None:
    rows = [f"{'uv'[i % 2]},{i * 0.5},{i + 1}" for i in range(10)]
    text = "\n".join(["y,é,id", *rows, f"u,7{pad}.5,11"])  # ends without a line end, 1 is there
    found = guess(text.encode(encoding))
    assert [column.reason for column in found.columns] == ["", "", "numbers the rows"]


def test_half_a_line_at_the_end_of_a_beginning_doesnt_count() -> None:
    text = "a;b;t\n1;2;x\n3;4;y\n5,6,7,8,9,1"
    assert guess(text, size=10**6).format.delimiter == ";"
    assert guess("a;b;c", size=10**6).columns == ()


def test_columns_of_a_table_without_header_have_numbers() -> None:
    assert [column.name for column in guess("1,2,x\n3,4,y\n").columns] == [
        "column 1",
        "column 2",
        "column 3",
    ]


names = st.text("abcdefgh", min_size=1, max_size=6)
numbers = st.floats(-1e6, 1e6).filter(lambda value: value != int(value))


@given(
    header=st.lists(names, min_size=2, max_size=6, unique=True),
    rows=st.lists(st.lists(numbers, min_size=6, max_size=6), min_size=3, max_size=20),
    delimiter=st.sampled_from(",;\t"),
    decimal=st.sampled_from(".,"),
    has_header=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_what_csv_writes_is_recognised(
    header: list[str],
    rows: list[list[float]],
    delimiter: str,
    decimal: str,
    has_header: bool,
    encoding: str,
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    if has_header:
        writer.writerow(header)
    cells = [[f"{v:.3f}".replace(".", decimal) for v in row[: len(header)]] for row in rows]
    writer.writerows(cells)
    found = guess(text.getvalue().encode(encoding))
    assert (found.format.delimiter, found.format.decimal) == (delimiter, decimal)
    assert found.format.header == has_header
    assert found.format.encoding == encoding[:6].rstrip("-")
    assert set(kinds(found)) == {N}
    if decimal == "." and delimiter != "\t":  # the peer knows no decimal commas
        assert csv.Sniffer().sniff(text.getvalue(), ",;\t").delimiter == delimiter


@given(st.one_of(any_bytes, broken_tables()), st.booleans())
def test_nothing_is_refused(data: bytes, is_whole: bool) -> None:
    found = guess(data, None if is_whole else 10**9)
    assert found.target is None or found.target in [column.name for column in found.columns]
