"""Names that come from a user's file, as they are shown."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bpstudio.ui.given_names import MOST, shown


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("setosa", "setosa"),
        ("two words", "two words"),
        ("two\nlines", "two↵lines"),
        ("tab\there", "tab⇥here"),
        ("\u200b", "U+200B"),
        ("\u00a0", "U+00A0"),
        ("a\u202eb", "ab"),  # would turn what follows round
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("שלום", "\u2068שלום\u2069"),
        ("<b>&", "<b>&"),
    ],
)
def test_a_name_is_one_line_that_can_be_seen(name: str, words: str) -> None:
    assert shown(name) == words


def test_a_long_name_keeps_both_ends() -> None:
    words = shown("first" + "x" * 500 + "last")
    assert len(words) <= MOST + 1
    assert words.startswith("first")
    assert words.endswith("last")


@given(st.text(min_size=1))
@example("\x00")
@example("\ud800")
@settings(max_examples=100)
def test_every_name_is_seen(name: str) -> None:
    words = shown(name)
    assert words.strip()
    assert len(words) <= MOST + 3
    seen = [letter for letter in words if unicodedata.category(letter)[0] not in "CZ"]
    assert seen, repr(words)
