"""What tables are accepted, and what they become."""

import csv
import io
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.data.format import TableOptions
from bpstudio.data.table import read_table
from tests.data.tables import parse, skipped

SMALL = "width,height,colour\n1,2.5,red\n3e1,-4,blue\n.5,+6.,red\n"


def test_a_small_table() -> None:
    samples = parse(SMALL)
    assert samples.x.tolist() == [[1, 2.5], [30, -4], [0.5, 6]]
    assert samples.x.dtype == np.float64
    assert samples.x.flags.c_contiguous
    assert samples.t.tolist() == [1, 0, 1]
    assert samples.t.dtype == np.intp
    assert samples.features == ("width", "height")
    assert samples.classes == ("blue", "red")
    assert samples.target == "colour"
    assert samples.image is None
    assert skipped(samples) == 0
    assert not samples.x.flags.writeable


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("\n", "\r\n"),
        SMALL.replace("\n", "\r"),
        SMALL.rstrip("\n"),
        SMALL.replace("\n", "\n\n"),
        "\n" + SMALL,
        "\ufeff" + SMALL,
        SMALL.replace(",", ";"),
        SMALL.replace(",", "\t"),
        SMALL.replace(",", " , "),
        SMALL.replace("red", '"red"').replace("30", '"30"').replace("width", '"width"'),
        "\n".join('"' + line.replace(",", '", "') + '"' for line in SMALL.splitlines()),
    ],
)
def test_other_ways_to_write_the_same_table(text: str) -> None:
    samples, same = parse(text), parse(SMALL)
    assert samples.x.tobytes() == same.x.tobytes()
    assert samples.t.tobytes() == same.t.tobytes()
    assert (samples.features, samples.classes) == (same.features, same.classes)


def test_quoted_cells_hold_delimiters_quotes_and_line_ends() -> None:
    samples = parse('"a,b","c\nd",t\n1,2,"x,\r\ny"\n3,4,"say ""hi"""\n')
    assert samples.features == ("a,b", "c\nd")
    assert samples.classes == ('say "hi"', "x,\r\ny")


def test_the_delimiter_is_what_splits_the_header_most() -> None:
    assert parse("a;b (x,y);t\n1;2;p\n3;4;q\n").features == ("a", "b (x,y)")


def test_text_is_utf_8() -> None:
    samples = parse("größe,Ωm,種\n1,2,犬\n3,4,猫\n")
    assert samples.features == ("größe", "Ωm")
    assert samples.classes == ("犬", "猫")


def test_any_column_can_be_the_target() -> None:
    samples = parse("t,a\nyes,1\nno,2\n", target="t")
    assert samples.x.tolist() == [[1], [2]]
    assert samples.t.tolist() == [1, 0]
    assert samples.target == "t"


def test_a_numeric_target_keeps_its_numbers() -> None:
    samples = parse("a,t\n1,10\n2,2.5\n", numeric_target=True)
    assert samples.t.tolist() == [10, 2.5]
    assert samples.t.dtype == np.float64
    assert samples.classes == ()


def test_classes_that_are_numbers_are_sorted_as_numbers() -> None:
    assert parse("a,t\n1,10\n2,9\n3,-1.5\n").classes == ("-1.5", "9", "10")
    assert parse("a,t\n1,10\n2,9\n3,x\n").classes == ("10", "9", "x")


def test_classes_and_categories_with_a_decimal_comma_are_sorted_as_numbers() -> None:
    text = "a;k;t\n1;2,5;10,5\n2;10;2,5\n3;2,5;-1\n"
    samples = parse(text, decimal=",", columns={"k": "category"})
    assert samples.classes == ("-1", "2,5", "10,5")
    assert samples.t.tolist() == [2, 1, 0]
    assert samples.features == ("a", "k=2,5", "k=10")
    # with marks of thousands they aren't numbers, whatever they are with a decimal point
    assert parse("a;t\n1;10.5\n2;2.5\n", decimal=",").classes == ("10.5", "2.5")


def test_a_category_is_one_hot_and_an_ignored_column_holds_anything() -> None:
    samples = parse(
        "island,note,mass,t\nDream,,1,a\nBiscoe,what?,2,b\nDream,NaN,3,a\n",
        columns={"island": "category", "note": "ignore", "mass": "number"},
    )
    assert samples.features == ("island=Biscoe", "island=Dream", "mass")
    assert samples.x.tolist() == [[0, 1, 1], [1, 0, 2], [0, 1, 3]]


def test_rows_with_missing_cells_are_left_out_on_request() -> None:
    text = "a,b,t\n1,2,x\n,2,y\n3,nan,y\n3,NA,y\n3,-NaN,y\n4,5,y\n6,7,\n"
    samples = parse(text, missing="drop")
    assert samples.x.tolist() == [[1, 2], [4, 5]]
    assert samples.classes == ("x", "y")
    assert skipped(samples) == 5


def test_bad_rows_are_left_out_on_request() -> None:
    text = b"a,b,t\n1,2,x\n3,y\n1,2,3,4\n1,inf,y\n1_0,2,y\n1,2,\xff\n1,2,y\0\n4,5,y\n"
    samples = parse(text, bad_rows="skip")
    assert samples.x.tolist() == [[1, 2], [4, 5]]
    assert samples.classes == ("x", "y")
    assert skipped(samples) == 6


def test_names_that_are_whole_numbers_are_names() -> None:
    assert parse("0,1,2\n5,6,7\n8,9,1\n").features == ("0", "1")


def test_a_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(SMALL, encoding="utf-8")
    samples = read_table(path, TableOptions())
    assert samples.t.tolist() == [1, 0, 1]


finite = st.floats(allow_nan=False, allow_infinity=False)
# a class may be any text that isn't a sign of a missing cell; spaces around it don't count
label = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20
).filter(lambda text: text.strip() == text and text.lower() not in {"nan", "na"})


@given(
    rows=st.lists(st.tuples(finite, finite, label), min_size=2, max_size=30),
    delimiter=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_what_csv_writes_is_read_back(
    rows: list[tuple[float, float, str]], delimiter: str, line_end: str, encoding: str
) -> None:
    classes = {row[2] for row in rows}
    rows += [(0.0, 0.0, "one"), (0.0, 0.0, "two")]
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_NONNUMERIC
    )
    writer.writerows([("a", "b", "t"), *rows])
    samples = parse(text.getvalue().encode(encoding))
    assert samples.x.tobytes() == np.array([row[:2] for row in rows]).tobytes()
    assert [samples.classes[index] for index in samples.t] == [row[2] for row in rows]
    assert set(samples.classes) == classes | {"one", "two"}


def test_a_large_table_is_read_fast_and_exactly() -> None:
    numbers = np.random.default_rng(0).standard_normal((2048, 784))
    rows = (",".join(map(repr, [*row, index % 10])) for index, row in enumerate(numbers.tolist()))
    header = ",".join(f"pixel{column}" for column in range(784)) + ",digit\n"
    data = (header + "\n".join(rows)).encode()
    start = time.perf_counter()
    samples = parse(data)
    assert time.perf_counter() - start < 5  # a second, on a quiet machine
    assert samples.x.tobytes() == numbers.tobytes()


@pytest.mark.parametrize("quote", ["", '"'])  # both ways of reading
def test_columns_without_a_name_can_be_ignored(quote: str) -> None:
    # as pandas and R number the rows, and as a delimiter at the end of each line leaves it
    text = f"{quote}{quote},a,y,\n{quote}1{quote},2.5,u,\n2,3.5,v,\n"
    samples = parse(text, target="y", columns={"": "ignore"})
    assert samples.features == ("a",)
    assert samples.x[:, 0].tolist() == [2.5, 3.5]
    assert samples.classes == ("u", "v")
