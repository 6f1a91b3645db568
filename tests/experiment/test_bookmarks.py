"""Bookmarks in a document's file: written, read, refused with their place."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.experiment.bookmarks import (
    LONGEST,
    MAX_BYTES,
    MAX_PLACE,
    MAX_SELECTED,
    MAX_STEP,
    MOST,
    Bookmark,
    bookmarks_text,
    parse_bookmarks,
)
from bpstudio.experiment.document_file import read_contents, write_document
from bpstudio.experiment.spec import MAX_SEED
from bpstudio.experiment.text_bounds import MAX_WIDE_BYTES
from bpstudio.refusal import Refusal

DOCUMENT = Path(__file__).parents[1] / "fixtures" / "document-1.bps"
MARKS = (
    Bookmark(name="ζ before it saturates", page="Network", step=540, layers=(1, 0), unit=(1, 3)),
    Bookmark(name="a gate", page="Circuit", panel="Values", gates=3),
    Bookmark(name="a", page="Network", step=0, instruction=6, sample=12),
)

names = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=LONGEST)
marks = st.lists(
    st.builds(
        Bookmark,
        name=names,
        page=st.sampled_from(("Network", "Circuit", "Check")),
        step=st.integers(0, 10**15),
        layers=st.lists(st.integers(0, 50), max_size=5).map(tuple),
        instruction=st.none() | st.integers(0, 99),
    ),
    max_size=9,
).map(tuple)


@settings(max_examples=25)
@given(marks)
def test_what_is_written_is_read(some):
    assert parse_bookmarks(bookmarks_text(some)) == some


def test_they_are_in_the_document_beside_all_else(tmp_path):
    contents = read_contents(DOCUMENT)
    assert contents.bookmarks == ()
    path = tmp_path / "marked.bps"
    write_document(path, contents.experiment, contents.entries, MARKS)
    again = read_contents(path)
    assert again.bookmarks == MARKS
    assert dict(again.entries) == dict(contents.entries)
    write_document(path, again.experiment, again.entries)
    assert path.read_bytes() == DOCUMENT.read_bytes()  # without them it has the bytes of before


def text(**fields) -> bytes:
    mark = {"name": "a", "page": "Network", **fields}
    header = {"format": "bpstudio-bookmarks", "version": 1}
    return json.dumps({**header, "bookmarks": [mark]}).encode()


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (text(mood="good"), "bookmarks[0].mood", ""),
        (text(step=-1), "bookmarks[0].step", "at least 0"),
        (text(step=1.5), "bookmarks[0].step", "whole number"),
        (text(step=10**16), "bookmarks[0].step", "at most"),
        (text(name=""), "bookmarks[0].name", "is empty"),
        (text(name="x" * 61), "bookmarks[0].name", "at most 60 characters"),
        (text(name="a\nb"), "bookmarks[0].name", "can’t be shown"),
        (text(name="a\u202eb"), "bookmarks[0].name", "can’t be shown"),
        (text(layers=[0] * 1002), "bookmarks[0].layers", "at most 1001"),
        (text(unit=[1]), "bookmarks[0].unit", "list of 2"),
        (text(instruction="x"), "bookmarks[0].instruction", "whole number"),
        (text().replace(b'"version": 1', b'"version": 2'), "version", "is 2"),
        (text().replace(b"bookmarks", b"circuit"), "format", ""),
        (b"[]", "", "JSON object"),
        (b"{", "line 1, column 2", "isn't JSON"),
        (b'{"format": "bpstudio-bookmarks", "version": 1}', "bookmarks", "missing"),
    ],
)
def test_what_is_hostile_is_refused_with_its_place(tmp_path, content, place, words):
    path = tmp_path / "odd.bps"
    contents = read_contents(DOCUMENT)
    write_document(path, contents.experiment, contents.entries)
    with ZipFile(path, "a") as archive:
        archive.writestr("bookmarks.json", content)
    with pytest.raises(Refusal) as caught:
        read_contents(path)
    assert caught.value.place == f"bookmarks.json: {place}".rstrip(": ")
    assert words in caught.value.reason


def test_far_too_many_are_refused_before_they_are_unpacked(tmp_path):
    path = tmp_path / "odd.bps"
    contents = read_contents(DOCUMENT)
    write_document(path, contents.experiment, contents.entries)
    with ZipFile(path, "a") as archive:
        archive.writestr("bookmarks.json", b" " * (MAX_BYTES + 1))
    with pytest.raises(Refusal, match="unpacked"):
        read_contents(path)
    with pytest.raises(Refusal, match="at most 100"):
        parse_bookmarks(bookmarks_text(MARKS * 40))


def test_the_most_and_longest_can_be_opened_again(tmp_path):
    """All that can be said in a document's bookmarks, each as long as it can be."""
    widest = "\U0001f600" * LONGEST  # of 4 bytes each
    mark = Bookmark(
        name=widest,
        page=widest,
        panel=widest,
        step=MAX_STEP,
        layers=tuple(MAX_SEED - at for at in range(MAX_SELECTED)),
        unit=(MAX_SEED, MAX_PLACE),
        sample=10**7,
        instruction=MAX_PLACE,
        gates=MAX_PLACE,
    )
    contents = read_contents(DOCUMENT)
    path = tmp_path / "marked.bps"
    write_document(path, contents.experiment, contents.entries, (mark,) * MOST)
    assert read_contents(path).bookmarks == (mark,) * MOST
    assert MAX_SELECTED == 1001  # 1,000 hidden layers and the output
    assert MAX_BYTES < MAX_WIDE_BYTES  # or those of the reader would be what counts
