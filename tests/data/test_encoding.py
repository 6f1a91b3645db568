"""Encodings, against Python's own."""

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpstudio.data import encoding
from bpstudio.data.encoding import find_encoding, to_utf_8
from bpstudio.refusal import Refusal
from tests.data.tables import parse

TABLE = "größe;“Ω”;t\r\n1;2;犬\r\n3;4;猫\r\n"
WESTERN = "größe;€;t\r\n1;2;“ä”\r\n3;4;é\r\n"

texts = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (TABLE, "utf-8", "utf-8"),
        (TABLE, "utf-8-sig", "utf-8"),
        (TABLE, "utf-16", "utf-16"),
        (TABLE, "utf-16-le", "utf-16"),
        (TABLE, "utf-16-be", "utf-16"),
        (WESTERN, "cp1252", "cp1252"),
        ("a,t\n1,x\n", "ascii", "utf-8"),
        ("", "ascii", "utf-8"),
    ],
)
def test_an_encoding_is_found(text: str, written: str, found: str) -> None:
    data = text.encode(written)
    assert find_encoding(data) == found
    assert to_utf_8(data, found).decode("utf-8-sig") == text


@pytest.mark.parametrize("mark", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("named", ["auto", "utf-16"])
def test_a_table_in_utf_16_is_the_same_table(mark: str, named: str) -> None:
    samples, same = parse(TABLE.encode(mark), encoding=named), parse(TABLE)
    assert samples.x.tolist() == same.x.tolist() == [[1, 2], [3, 4]]
    assert (samples.features, samples.classes) == (("größe", "“Ω”"), ("犬", "猫"))
    assert (same.features, same.classes) == (("größe", "“Ω”"), ("犬", "猫"))


@pytest.mark.parametrize("named", ["auto", "cp1252"])
def test_a_table_in_cp1252(named: str) -> None:
    samples = parse(WESTERN.encode("cp1252"), encoding=named)
    assert samples.features == ("größe", "€")
    assert samples.classes == ("é", "“ä”")


def test_a_byte_order_mark_is_no_part_of_a_table_without_header() -> None:
    samples = parse("1,x\n2,y\n".encode("utf-8-sig"), header=False)
    assert samples.x.tolist() == [[1], [2]]


@pytest.mark.parametrize(
    ("data", "named", "place", "reason"),
    [
        (b"a,t\n1,\x81\n", "cp1252", "mine.csv, line 2, column 2 (t)", "are not cp1252 text"),
        (b"a,t\n1,\x81\n", "auto", "mine.csv, line 2, column 2 (t)", "are not cp1252 text"),
        ("a,t\n1,\ud800\n", "utf-16", "mine.csv, line 2, column 2 (t)", "are not UTF-16 text"),
        ("a,t\n1,\0\n", "utf-16", "mine.csv, line 2, column 2 (t)", "holds a NUL byte"),
        (b"a,t\n1,x\n", "utf-16", "data.encoding", "doesn't look like UTF-16 text"),
        (b"\xff\xfea\0,\0t", "utf-16", "data.encoding", "odd number of bytes"),
        ("a,t\n".encode("utf-32"), "auto", "data.encoding", "UTF-32"),
        ("a,t\n".encode("utf-32"), "utf-8", "data.encoding", "UTF-32"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes | str, named: str, place: str, reason: str) -> None:
    if isinstance(data, str):
        data = data.encode("utf-16", "surrogatepass")
    with pytest.raises(Refusal) as refused:
        parse(data, encoding=named)
    assert refused.value.place == place
    assert reason in refused.value.reason


@given(text=texts, written=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
def test_pieces_change_no_character(text: str, written: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "PIECE_BYTES", 3)
        mark = "" if written == "utf-8" else "\ufeff"
        data = (mark + text).encode(written)
        assume(not data.startswith(codecs.BOM_UTF32_LE))  # the mark of another, with a NUL after it
        assert to_utf_8(data, written[:6].rstrip("-")) == text.encode()


@given(st.binary(max_size=200))
def test_a_text_that_is_found_to_be_utf_8_is(data: bytes) -> None:
    if find_encoding(data) == "utf-8":
        data.decode("utf-8")


@given(text=texts, end=st.integers(0, 200))
def test_a_beginning_may_end_within_a_character(text: str, end: int) -> None:
    assert find_encoding(("a,é\n" + text).encode()[: max(5, end)], is_whole=False) == "utf-8"


@given(st.binary(max_size=64))
def test_cp1252_is_pythons_where_it_is_any(data: bytes) -> None:
    recoded = to_utf_8(b"x" + data, "cp1252")
    try:
        text = (b"x" + data).decode("cp1252")
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            recoded.decode("utf-8")
    else:
        assert recoded.decode("utf-8") == text
