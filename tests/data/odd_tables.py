"""Texts of tables, sound ones and broken ones, drawn for tests."""

import re

from hypothesis import strategies as st

HEADER = ("a", "kind", "note", "b", "t")
COLUMNS = {"kind": "category", "note": "ignore"}

digits = st.integers(0, 10**20).map(str)
number = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.floats(-1e6, 1e6).map("{:.10g}".format),
    st.integers(-(10**25), 10**25).map(str),
    st.builds("{}{}.{}e{}".format, st.sampled_from("+- "), digits, digits, st.integers(-40, 40)),
    st.sampled_from(["5.", ".5", "+1E+05", "-0", " 1 ", "007", "4.9e-324", "1e-999", "9" * 25]),
)
name = st.sampled_from(["x", "y", " x", "y ", "x y", "1", "1.0", "10", "9", "'", "#1", "%", "NAN."])
ODD_CELLS = """
nan -nan NA NaN inf -Infinity 1e999 1_000 0x1p3 0x10 1d5 1j 1f 1,2 1;2 --1 e5 . + 1e (1) nan(1) \\
"1" "x" "x x"y "" "x""y" " '1' # ٣ １ é \ufeff1 − True None
""".split()
ODD_SPACES = "\0 \t \x0b \x0c \x1c \x1f \x7f \x85 \u00a0 \u2028 \x1b".split(" ")
ODD_CELLS += ["", " ", "1 2", '"x\ny"', '"x\r\ny"', "1" * 60, " " * 60 + "1", "z" * 60]
ODD_CELLS += [f"1{space}" for space in ODD_SPACES] + [f"{space}1" for space in ODD_SPACES]
ODD_CELLS += [f"{space}x" for space in ODD_SPACES]
oddity = st.one_of(
    st.sampled_from(ODD_CELLS),
    st.text("0123456789+-.eE_ \t\x0b\x1c\u00a0\u0663naifxNAIF\0,;\"'", max_size=8),
)
line_end = st.sampled_from(
    ["\n", "\r\n", "\r", "\n\n", "\n \n", "\r\r\n", "\n\r", "\x0b", "\u2028"]
)
broken_bytes = st.sampled_from([b"\xff", b"\0", b'"', b"\r", b"\n", b",", b"\xed\xa0\x80", b" "])


@st.composite
def sound_tables(draw: st.DrawFn) -> bytes:
    """Draw the text of a table without a fault."""
    row = st.tuples(number, name, name, number, st.sampled_from(["p", "q", " p", "3", "20"]))
    rows = draw(st.lists(row, min_size=2, max_size=12))
    delimiter, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n"]))
    lines = [delimiter.join(cells) for cells in [HEADER, *rows]]
    return (end.join(lines) + draw(st.sampled_from(["", end]))).encode()


@st.composite
def broken_tables(draw: st.DrawFn) -> bytes:
    """Draw a sound table and break it in one to three places."""
    data = draw(sound_tables())
    for _ in range(draw(st.integers(1, 3))):
        data = draw(st.sampled_from([odd_cell, odd_byte, odd_line, odd_end, cut]))(draw, data)
    return data


def odd_cell(draw: st.DrawFn, data: bytes) -> bytes:
    parts = re.split(rb"([,;\t\r\n]+)", data)
    place = draw(st.integers(0, len(parts) // 2)) * 2
    parts[place] = draw(st.one_of(oddity, number)).encode()
    return b"".join(parts)


def odd_byte(draw: st.DrawFn, data: bytes) -> bytes:
    place = draw(st.integers(0, len(data)))
    return data[:place] + draw(broken_bytes) + data[place:]


def odd_line(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    cells = draw(st.lists(st.one_of(number, oddity), max_size=7))
    lines.insert(draw(st.integers(0, len(lines))), ",".join(cells).encode())
    return b"\n".join(lines)


def odd_end(draw: st.DrawFn, data: bytes) -> bytes:
    return data.replace(b"\n", draw(line_end).encode(), draw(st.sampled_from([1, 2, -1])))


def cut(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: draw(st.integers(0, len(data)))]
