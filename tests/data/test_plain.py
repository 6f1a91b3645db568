"""The fast reading of plain tables: whatever the bytes, the outcome is that of the exact one."""

import csv
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bpstudio.data import content, gaps, plain
from bpstudio.data.columns import Codes
from bpstudio.data.content import read_content
from bpstudio.data.csv_text import CsvText, Row
from bpstudio.data.dataset import Samples
from bpstudio.data.format import Format
from bpstudio.data.layout import Layout, lay_out
from bpstudio.data.plain import plain_start, read_plain
from bpstudio.data.sound_rows import SoundRows
from bpstudio.refusal import Refusal
from tests.data.odd_tables import COLUMNS, HEADER, ODD_CELLS, broken_tables, number, sound_tables
from tests.data.tables import parse, skipped

RNG = np.random.default_rng(0)


@contextmanager
def limits(chunk: int, cell: int, samples: int = 10**7, told: int = 20) -> Iterator[None]:
    """Read in chunks of so many bytes, and at most so many characters a cell and samples.

    Rows that lack a cell are left out at once when so many have been told.
    """
    before = csv.field_size_limit(cell)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "CHUNK_BYTES", chunk)
        patch.setattr(content, "MAX_SAMPLES", samples)
        patch.setattr(gaps, "SHOWN_SKIPS", told)
        yield
    csv.field_size_limit(before)


class Unasked(SoundRows):
    """Fails the test where rows are looked at one by one."""

    def among(self, numbered: object) -> Iterator[Row]:
        raise AssertionError("these rows were not read at once")


def read_at_once(text: CsvText, layout: Layout, start: int) -> content.Content:
    sound = Unasked(text, layout, drop_missing=False, skip_bad=False)
    return read_plain(text, layout, start, sound)


def parse_exactly(
    data: bytes,
    *,
    target: str | None = None,
    numeric_target: bool = False,
    columns: Mapping[str, str] | None = None,
    missing: str = "refuse",
    bad_rows: str = "refuse",
    **written: object,
) -> Samples:
    """Do what `parse` does, row by row and cell by cell."""
    text = CsvText(data, "mine.csv", Format(**written))
    layout = lay_out(text, target, numeric_target, columns or {}, fill=missing == "fill")
    rows = SoundRows(text, layout, drop_missing=missing == "drop", skip_bad=bad_rows == "skip")
    return read_content(rows, text, layout).to_samples(rows.skipped, rows.skips)


def all_of(samples: Samples) -> tuple[object, ...]:
    """Return all that is in samples, to the last bit."""
    arrays = [(a.shape, a.dtype, a.flags.c_contiguous, a.tobytes()) for a in (samples.x, samples.t)]
    told = (skipped(samples), samples.gaps, samples.report)
    return (*arrays, samples.features, samples.classes, samples.target, *told)


def outcome(read: Callable[..., Samples], data: bytes, **options: object) -> tuple[object, ...]:
    """Return all that a reading gives, or its refusal."""
    try:
        return all_of(read(data, **options))
    except Refusal as refused:
        return refused.place, refused.reason


every_option = st.fixed_dictionaries(
    {
        "target": st.sampled_from([None, None, "b", "a"]),
        "numeric_target": st.booleans(),
        "columns": st.sampled_from([COLUMNS, COLUMNS, {}, {"note": "category", "kind": "ignore"}]),
        "missing": st.sampled_from(["refuse", "refuse", "drop", "fill"]),
        "bad_rows": st.sampled_from(["refuse", "refuse", "skip"]),
        "decimal": st.sampled_from([".", ".", ","]),
        "missing_values": st.sampled_from([(), (), ("NA", "1", "x", "1.5", "1,5")]),
        "header": st.sampled_from([True, True, False]),
    }
)


@st.composite
def tables_with_gaps(draw: st.DrawFn) -> bytes:
    """Draw a sound table and take a cell away in every row or so."""
    lines = draw(sound_tables()).decode().split("\n")
    delimiter = max(",;\t", key=lines[0].count)
    gap = st.sampled_from(["", " ", "NA", " NA", "nan", " NaN ", "1", "x", "-0", "-nan"])
    for place in range(1, len(lines)):
        cells = lines[place].split(delimiter)
        cells[draw(st.integers(0, len(cells) - 1))] = draw(gap)
        lines[place] = delimiter.join(cells)
    return "\n".join(lines).encode()


@given(
    data=tables_with_gaps(),
    options=st.fixed_dictionaries(
        {
            "target": st.sampled_from([None, "b", "a"]),
            "numeric_target": st.booleans(),
            "columns": st.sampled_from([{**COLUMNS, "t": "category"}, COLUMNS]),
            "missing": st.sampled_from(["drop", "fill"]),
            "missing_values": st.sampled_from([(), ("NA", "1", "x"), ("-0", "y")]),
        }
    ),
    chunk=st.sampled_from([1, 30, 2**20]),
)
@example(
    data=b"a,kind,note,b,t\n,x,,1,p\n1,-nan,,2,q\n2,NA,,3,p\n",
    options={"missing": "drop", "columns": COLUMNS},
    chunk=2**20,
)
@example(
    data=b"a,kind,note,b,t\n,x,,1,p\n1,-nan,,2,q\n2,y,,3,p\n",
    options={"missing": "drop", "columns": COLUMNS},
    chunk=2**20,
)
@settings(max_examples=100)
def test_gaps_have_the_outcome_of_the_exact_reading(
    data: bytes, options: dict[str, object], chunk: int
) -> None:
    with limits(chunk, 131_072, told=0):
        fast, exact = outcome(parse, data, **options), outcome(parse_exactly, data, **options)
    if isinstance(fast[0], str):  # a refusal
        assert fast == exact
    else:  # but for the first rows that are told of
        assert fast[:-1] == exact[:-1]
        assert (fast[-1].rows, fast[-1].skipped) == (exact[-1].rows, exact[-1].skipped)


def test_rows_that_lack_a_cell_are_left_out_at_once_when_enough_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plain, "CHUNK_BYTES", 200)
    exactly = []
    known = plain._add_exactly
    monkeypatch.setattr(plain, "_add_exactly", lambda *a: (exactly.append(1), known(*a)))
    text = "a,b,t\n" + "1,2,NA\n3,4,y\n,3,y\n4,NA,x\n5,nan ,y\n" * 500
    samples = parse(text, missing="drop")
    assert (samples.x.tolist(), skipped(samples)) == ([[1, 2], [3, 4]] * 500, 1500)
    assert samples.classes == ("NA", "y")
    assert len(exactly) < 4
    assert len(parse(text, missing="fill").t) == 2500
    assert len(exactly) < 4


@given(
    data=st.one_of(broken_tables(), broken_tables(), sound_tables()),
    options=every_option,
    chunk=st.sampled_from([1, 30, 2**20]),
    cell=st.sampled_from([131_072, 131_072, 50]),
    samples=st.sampled_from([10**7, 10**7, 4]),
)
@settings(max_examples=400)
def test_any_table_has_the_outcome_of_the_exact_reading(
    data: bytes, options: dict[str, object], chunk: int, cell: int, samples: int
) -> None:
    with limits(chunk, cell, samples):
        assert outcome(parse, data, **options) == outcome(parse_exactly, data, **options)


@pytest.mark.parametrize("cell", ODD_CELLS, ids=ascii)
def test_an_odd_cell_has_the_outcome_of_the_exact_reading(cell: str) -> None:
    for place in range(len(HEADER)):
        row = ["1", "x", "z", "2", "p"]
        row[place] = cell
        lines = [HEADER, ["3", "y", "", "4", "q"], row, ["5", "y", "", "6", "q"]]
        data = "\n".join(map(",".join, lines)).encode()
        for target in ("b", "t"):
            columns = {**COLUMNS, "t": "category"} if target == "b" else COLUMNS
            options = {"target": target, "numeric_target": target == "b", "columns": columns}
            with limits(2**20, 50):
                assert outcome(parse, data, **options) == outcome(parse_exactly, data, **options)


@pytest.mark.parametrize("rows", ["1,x 2,y 3,x 4,y z,y", "1,x 2,y z,x 3,x 4,y", "1,x 2,y 3,x z,x"])
@pytest.mark.parametrize("bad_rows", ["refuse", "skip"])
def test_what_comes_first_is_refused(rows: str, bad_rows: str) -> None:
    data = "\n".join(["a,t", *rows.split()]).encode()
    with limits(2**20, 131_072, samples=3):
        exactly = outcome(parse_exactly, data, bad_rows=bad_rows)
        assert outcome(parse, data, bad_rows=bad_rows) == exactly


@given(data=sound_tables(), numeric_target=st.booleans(), chunk=st.sampled_from([1, 30, 2**20]))
def test_sound_plain_tables_are_read_fast(data: bytes, numeric_target: bool, chunk: int) -> None:
    target = "b" if numeric_target else "t"
    columns = {**COLUMNS, "t": "category"} if numeric_target else COLUMNS
    text = CsvText(data, "mine.csv")
    start = plain_start(text)
    assert start is not None
    exactly = outcome(
        parse_exactly, data, target=target, numeric_target=numeric_target, columns=columns
    )
    with limits(chunk, 131_072):
        read = read_at_once(text, lay_out(text, target, numeric_target, columns), start)
    assert outcome(lambda _: read.to_samples(0), data) == exactly  # one class only is refused


@given(number)
def test_a_number_is_what_float_makes_of_it(cell: str) -> None:
    data = f"a,t\n{cell},x\n{cell},y\n".encode()
    start = plain_start(text := CsvText(data, "mine.csv"))
    assert start is not None
    read = read_at_once(text, lay_out(text, None, False, {}), start)
    assert read.to_samples(0).x.tobytes() == np.array([float(cell)] * 2).tobytes()


@pytest.mark.parametrize(
    "text",
    [
        'a,t\n1,"x"\n2,y\n',
        "a,t\n1,é\n2,y\n",
        "a,t\r1,x\r2,y\r",
        "a,t\n1,x\r\r\n2,y\n",
        "a,t\n1,x\n2,y\0\n",
        "a,t",
    ],
)
def test_other_tables_are_not_plain(text: str) -> None:
    assert plain_start(CsvText(text.encode(), "mine.csv")) is None


@pytest.mark.parametrize(
    "header", ["a,t", "é,t", "\ufeffa,t", '"a","t"', '"a\nb","\r\n\nt"', "\n\r\na,t", '"a\n",t']
)
def test_any_header_may_stand_above_plain_rows(header: str) -> None:
    data = f"{header}\n1,x\r\n2,y".encode()
    start = plain_start(CsvText(data, "mine.csv"))
    assert start is not None
    assert data[start:] == b"1,x\r\n2,y"


def test_ctrl_c_is_no_bad_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Codes, "__missing__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        parse("a,t\n1,x\n2,y\n")


def test_reading_takes_little_more_than_the_file_and_its_numbers() -> None:
    lines = [",".join(f"{value:.10g}" for value in row) for row in RNG.standard_normal((5_000, 60))]
    header = ",".join([*(f"x{place}" for place in range(60)), "t"])
    data = "\n".join([header, *(f"{line},{i % 3}" for i, line in enumerate(lines))]).encode()
    tracemalloc.start()
    samples = parse(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    chunks = 8 * plain.CHUNK_BYTES  # as bytes, as text, as lines, as numbers
    assert peak < samples.x.nbytes + samples.t.nbytes + chunks
