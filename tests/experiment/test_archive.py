"""Archives: what is written is read, and what isn't ours is refused before it takes memory."""

import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.data import source
from bpstudio.experiment.archive import is_archive, read_archive, write_archive
from bpstudio.experiment.document_file import (
    ARCHIVE_PER_BYTE,
    PARAMETERS,
    RUN,
    STATE,
    read_contents,
    write_document,
)
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.experiment.tensors import pack
from bpstudio.refusal import Refusal

KNOWN = {"a.json": 1_000_000, "b": 4_000_000}


def archive(entries, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **options) as made:
        for name, content in entries:
            made.writestr(name, content)
    return file.getvalue()


def written(entries):
    file = io.BytesIO()
    write_archive(file, entries)
    return file.getvalue()


@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.binary(max_size=300)))
def test_what_is_written_is_read(entries):
    content = written(entries)
    assert read_archive(content, KNOWN) == entries
    assert content == written(entries), "the same bytes whenever it is saved"
    assert is_archive(content) or not entries


def test_others_may_have_packed_it_again():
    content = archive([("b", bytes(range(256)) * 9)], compression=zipfile.ZIP_DEFLATED)
    assert read_archive(content, KNOWN)["b"] == bytes(range(256)) * 9


WHOLE = written({"a.json": b"{}", "b": b"12345678" * 40})


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 7))
def test_half_a_file_is_refused(cut):
    with pytest.raises(Refusal, match="damaged"):
        read_archive(WHOLE[:cut], KNOWN)


@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_changes_nothing_that_counts(place, value):
    changed = bytearray(WHOLE)
    changed[place] = value
    try:
        read = read_archive(bytes(changed), KNOWN)
    except Refusal:
        return
    assert read.items() <= read_archive(WHOLE, KNOWN).items()


def patched(content, signature, offset, value):
    """Return the archive with two bytes of its directory or its end replaced."""
    place = content.index(signature) + offset
    return content[:place] + struct.pack("<H", value) + content[place + 2 :]


HOSTILE = {
    "unknown": (archive([("c", b"x")]), "'c': is no part of a document"),
    "above": (archive([("../a.json", b"x")]), "is no part"),
    "absolute": (archive([("/etc/passwd", b"x")]), "is no part"),
    "folder": (archive([("a.json/", b"")]), "is no part"),
    "locked": (patched(WHOLE, b"PK\x01\x02", 8, 1), "locked"),
    "another method": (patched(WHOLE, b"PK\x01\x02", 10, 99), "packed"),
    "bomb": (archive([("b", bytes(3_000_000))], compression=zipfile.ZIP_DEFLATED), "would have"),
    "too large": (archive([("a.json", bytes(1_000_001))]), "a.json: would have"),
    "a comment": (WHOLE[:-2] + b"\x05\x00hello", "damaged"),
    "many": (archive([(f"entry {k}", b"") for k in range(300)]), "more in it"),
    "not even a zip": (b"PK\x03\x04" + bytes(99), "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_and_takes_no_memory(name):
    content, words = HOSTILE[name]
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match=words):
            read_archive(content, KNOWN)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_an_entry_that_is_there_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        content = archive([("b", b"one"), ("b", b"two")])
    with pytest.raises(Refusal, match="b: is there twice"):
        read_archive(content, KNOWN)


def test_a_million_entries_are_not_looked_through():
    entry = WHOLE[WHOLE.index(b"PK\x01\x02") : WHOLE.index(b"PK\x05\x06")]
    directory = entry * (10**6 // 2)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    content = WHOLE[: WHOLE.index(b"PK\x01\x02")] + directory + end
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match="more in it"):
            read_archive(content, KNOWN)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_an_entry_that_lies_about_its_size_is_never_unpacked_further():
    content = bytearray(archive([("b", bytes(3_000_000))], compression=zipfile.ZIP_DEFLATED))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(signature) + offset
        content[place : place + 4] = struct.pack("<L", 100)
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match="damaged"):
            read_archive(bytes(content), KNOWN)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("start", "words"), [(b"", "too large for an experiment"), (b"PK\x03\x04", "the end")]
)
def test_a_large_file_that_is_none_of_ours_is_not_even_read(tmp_path, start, words):
    path = tmp_path / "large.bps"
    path.write_bytes(start)
    with path.open("r+b") as file:
        file.truncate(2**28)
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match=words):
            read_contents(path)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_document_opens_where_there_is_memory_for_it(tmp_path, monkeypatch):
    path = tmp_path / "large.bps"
    entries = dict.fromkeys((PARAMETERS, STATE, RUN), pack({"a": np.zeros(100_000)}))
    write_document(path, Experiment(data=DataSpec(name="circle")), entries)
    size = path.stat().st_size
    tracemalloc.start()
    read_contents(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < ARCHIVE_PER_BYTE * size + 200_000
    monkeypatch.setattr(source, "available_memory", lambda: 3 * size)
    assert read_contents(path).entries == entries
    monkeypatch.setattr(source, "available_memory", lambda: size)
    with pytest.raises(Refusal, match="of memory to be read"):
        read_contents(path)
