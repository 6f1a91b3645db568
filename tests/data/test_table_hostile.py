"""Any bytes give samples or a refusal, and the fast reading accepts what the exact one does."""

import csv
import re
import string

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bpstudio.data.cells import Kind, find_fault, read_numbers
from bpstudio.data.columns import CategoryColumn
from bpstudio.data.content import read_content
from bpstudio.data.csv_text import CsvText
from bpstudio.data.dataset import Samples
from bpstudio.data.layout import Layout, lay_out
from bpstudio.data.sound_rows import SoundRows
from bpstudio.refusal import Refusal
from tests.data.tables import parse, skipped

number_like = st.text(string.digits + "+-.eE_ \t\x0b\x1c\u00a0\u0663naifxNAIF\0,", max_size=8)
cell = st.one_of(
    number_like,
    st.floats().map(repr),
    st.integers().map(str),
    st.sampled_from(["", " ", "nan", "NA", "inf", "1e400", "1_0", '"1"', "infinity", "0x1p3"]),
)
table_text = st.lists(
    st.one_of(
        st.lists(cell, min_size=2, max_size=4).map(",".join),
        st.tuples(st.floats(-9, 9), st.sampled_from("xy")).map(lambda row: f"{row[0]},{row[1]}"),
    ),
    max_size=8,
).map(lambda rows: "\n".join(["a,t", *rows]).encode())
any_bytes = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=60).map(lambda tail: b"a,t\n1,x\n2,y\n" + tail),
    st.text('a1,;"\n\r\t \0é\ufeff', max_size=60).map(str.encode),
    table_text,
)


def refusal_message(data: bytes, **options: object) -> str | None:
    try:
        parse(data, **options)
    except Refusal as refused:
        return str(refused)
    return None


@given(
    data=any_bytes,
    numeric_target=st.booleans(),
    missing=st.sampled_from(["refuse", "drop"]),
    bad_rows=st.sampled_from(["refuse", "skip"]),
)
def test_any_bytes_give_samples_or_a_refusal(
    data: bytes, numeric_target: bool, missing: str, bad_rows: str
) -> None:
    options = {"numeric_target": numeric_target, "missing": missing, "bad_rows": bad_rows}
    message = refusal_message(data, **options)
    if message is not None:
        assert message.isprintable()
        assert len(message) < 400
        return
    samples = parse(data, **options)
    assert np.isfinite(samples.x).all()
    assert samples.x.shape == (len(samples.t), len(samples.features))
    assert len(samples.t) >= 2
    assert skipped(samples) == 0 or "drop" in missing or "skip" in bad_rows


@given(cell)
@example("1\x00")
@example("\x1c1\x0b")
@example("+.5e-3")
def test_a_cell_has_a_fault_where_it_is_not_a_number(text: str) -> None:
    try:
        number = read_numbers([text])
    except ValueError:
        assert find_fault(text, Kind.NUMBER) is not None
    else:
        assert find_fault(text, Kind.NUMBER) is None
        assert number.tolist() == [float(text)]


@given(st.lists(cell, max_size=6))
def test_a_cell_has_a_fault_where_it_is_not_a_label(cells: list[str]) -> None:
    # a NUL byte is found in the whole text before cells are looked at
    readable = [text for text in cells if "\0" not in text]
    column = CategoryColumn("a")
    try:
        codes = column.read(readable)
    except ValueError:
        assert any(find_fault(text, Kind.CATEGORY) for text in readable)
    else:
        assert not any(find_fault(text, Kind.CATEGORY) for text in readable)
        names = [column.categories()[index] for index in column.to_target(codes)]
        assert names == [text.strip() for text in readable]


def fast(text: CsvText, layout: Layout) -> Samples | None:
    try:
        content = read_content(text.rows(), text, layout)
    except (ValueError, csv.Error):
        return None
    return content.to_samples(0)


def exact(text: CsvText, layout: Layout) -> Samples | None:
    rows = SoundRows(text, layout, drop_missing=False, skip_bad=False)
    try:
        content = read_content(rows, text, layout)
    except Refusal:
        return None
    return content.to_samples(rows.skipped)


@given(data=table_text, numeric_target=st.booleans())
@example(data=b"a,t\n1,2\n3,4\n", numeric_target=True)
@example(data=b'a,t\r\n"1", 2\r\r\n\n3 ,"4"', numeric_target=True)
def test_both_readings_accept_the_same_and_give_the_same_bits(
    data: bytes, numeric_target: bool
) -> None:
    text = CsvText(data, "mine.csv")
    layout = lay_out(text, None, numeric_target, {})
    try:
        first = fast(text, layout)
    except Refusal as refused:  # too little in it: that is found after reading
        with pytest.raises(Refusal, match=re.escape(str(refused))):
            exact(text, layout)
        return
    second = exact(text, layout)
    assert (first is None) == (second is None)
    if first and second:
        assert first.x.tobytes() == second.x.tobytes()
        assert first.t.tobytes() == second.t.tobytes()
        assert first.classes == second.classes
