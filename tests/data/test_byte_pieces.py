"""Looking at bytes piece by piece gives what Python's own methods give at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.data import byte_pieces
from bpstudio.data.byte_pieces import ByteReader, count, has_long_line, pieces
from bpstudio.data.progress import silent

some_bytes = st.text("\r\n,a", max_size=40).map(str.encode)


@given(data=some_bytes, what=st.sampled_from([b"\r", b"\n", b"\r\n"]), size=st.integers(1, 9))
def test_counting(data: bytes, what: bytes, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_pieces, "PIECE_BYTES", size)
        assert count(data, what) == data.count(what)
        assert b"".join(pieces(data, silent)) == data


@given(data=some_bytes, most=st.integers(2, 12))
def test_lines_that_are_too_long(data: bytes, most: int) -> None:
    longest = max(map(len, data.replace(b"\r", b"\n").split(b"\n")))
    found = has_long_line(data, most)
    if longest >= most + most // 2:
        assert found
    if longest < most // 2:
        assert not found


@given(data=st.binary(max_size=50), size=st.integers(1, 9))
def test_reading(data: bytes, size: int) -> None:
    shares: list[float] = []
    reader = ByteReader(data, shares.append)
    assert b"".join(iter(lambda: reader.read(size), b"")) == data
    assert shares == sorted(shares)
    assert shares[-1] == (1 if data else 0)
