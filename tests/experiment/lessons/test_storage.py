"""Lessons as files: what is read, and what is refused, with the place."""

import copy
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.experiment.lessons.lesson import PAGES, VIEWS, Equation, Lesson, Page, View
from bpstudio.experiment.lessons.storage import MAX_BYTES, parse_lesson, read_lesson
from bpstudio.refusal import Refusal

HEADER = {"format": "bpstudio lesson", "version": 1}
PREDICT = {"question": "What is it?", "answer": 0.5, "hint": "Look."}
DO = {
    "task": "Change x.",
    "until": [{"what": "value", "of": "x", "is": 4}],
    "solution": {"numbers": {"x": 4}},
    "hint": "Drag it.",
}


def lesson():
    """A lesson that is sound; a copy of its own for each caller."""
    steps = [
        {
            "text": "Two numbers are added.",
            "equation": "z = x + y",
            "show": {"circuit": "rule_1_add", "page": "Circuit", "cover": ["x"]},
            "predict": dict(PREDICT, measured={"what": "gradient", "of": "x"}),
        },
        {
            "text": "They can be changed.",
            "choose": {"question": "Which?", "choices": ["a", "b"], "answer": "b", "hint": "No."},
        },
        {"text": "Do it.", "do": copy.deepcopy(DO)},
    ]
    return {**HEADER, "title": "Add", "text": ["So.", {"tex": "z = x + y"}], "steps": steps}


def parsed(plain) -> Lesson:
    return parse_lesson(json.dumps(plain).encode())


def test_a_sound_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(lesson()))
    found = read_lesson(path)
    assert found.title == "Add"
    assert found.text == ("So.", Equation("z = x + y"))
    assert [type(step.asked).__name__ for step in found.steps] == ["Predict", "Choose", "Do"]
    assert found.steps[2].asked.until[0].is_ == 4


def test_the_names_that_are_told_are_those_that_are_taken() -> None:
    assert Page.__args__ == PAGES
    assert View.__args__ == VIEWS


def put(place, value):
    """Return what puts a value at a place of a lesson; None takes away what is there."""

    def change(plain):
        *before, last = place
        for key in before:
            plain = plain[key]
        if value is None:
            del plain[last]
        else:
            plain[last] = value

    return change


SHOW, CHOOSE = ("steps", 0, "show"), ("steps", 1, "choose")
UNTIL = ("steps", 2, "do", "until", 0)
NOTHING = 'says nothing: it needs "is", "at_least"'
BROKEN = [
    (("title",), None, "title: is missing"),
    (("title",), 3, "title: must be a text, not 3"),
    (("title",), "", "title: is empty, not ''"),
    (("title",), "x" * 61, "title: must have at most 60 characters"),
    (("author",), "me", "author: is unknown"),
    (("version",), 2, "version: is 2, and this bpstudio reads up to version 1"),
    (("version",), "1", "version: must be a whole number from 1, not '1'"),
    (("format",), "bpstudio", "format: must be \"bpstudio lesson\", not 'bpstudio'"),
    (("text", 0), 3, "text[0]: must be a text or an object"),
    (("text", 1), {"tex": "x", "size": 1}, "text[1].size: is unknown"),
    (("steps",), [], "steps: must be a list of at least 1"),
    (("steps",), {}, "steps: must be a list, [...]"),
    (("steps", 0, "text"), None, "steps[0].text: is missing"),
    (("steps", 0, "predict"), None, 'steps[0]: needs exactly one of "predict", "choose" and "do"'),
    (("steps", 1, "predict"), PREDICT, "steps[1]: needs exactly one of"),
    (("steps", 0, "show"), None, 'steps[2].do: needs a "show", here or in a step before'),
    ((*SHOW, "page"), "Nope", "steps[0].show.page: must be Network, Circuit, Check or Draw"),
    ((*SHOW, "views"), ["x"], "steps[0].show.views[0]: must be loss, gradient"),
    ((*SHOW, "pace"), "fast", 'steps[0].show.pace: must be a number of updates a second, "full"'),
    ((*SHOW, "pace"), 0, "steps[0].show.pace: must be a number over 0"),
    ((*SHOW, "step"), 10**9, "steps[0].show.step: must be a whole number of at most 200000"),
    ((*SHOW, "step"), -1, "steps[0].show.step: must be a whole number of at least 0"),
    ((*SHOW, "circuit"), 3, "steps[0].show.circuit: must be a text or an object"),
    ((*SHOW, "unit"), 1, 'steps[0].show.unit: needs a "layer"'),
    ((*SHOW, "open"), [1, 1], 'steps[0].show.open: needs "passes"'),
    ((*SHOW, "race"), [{"name": "a"}], "steps[0].show.race: needs two at least"),
    ((*SHOW, "race"), [{"name": "a"}, {"name": "a"}], "steps[0].show.race: has a name twice"),
    (("steps", 0, "show"), {"step": 3, "look_back": 4}, "steps[0].show.look_back: is after step 3"),
    (
        ("steps", 0, "show"),
        {"race": [{"name": "a"}, {"name": "b"}], "look_back": 0},
        "steps[0].show.look_back: can’t be had of a race that sets off",
    ),
    (
        (*SHOW, "race"),
        [{"name": "a", "experiment": "xor"}, {"name": "b"}],
        "steps[0].show.race[0]: is the experiment itself",
    ),
    ((*SHOW, "run"), "rm -rf", "steps[0].show.run: is unknown"),
    (("title",), "a\u202eb", "title: has a character in it that can’t be shown, U+202E"),
    (("title",), "a\nb", "title: has a character in it that can’t be shown, U+000A"),
    (("title",), "\ud800", "title: has a character in it that can’t be shown, U+D800"),
    (("title",), " \t", "title: is empty"),
    (("text", 1, "tex"), "x\0", "text[1].tex: has a character in it that can’t be shown, U+0000"),
    ((*SHOW, "button"), "\x1b[2J", "steps[0].show.button: has a character in it that can’t"),
    ((*SHOW, "cover"), ["\u2066x"], "steps[0].show.cover[0]: has a character in it that can’t"),
    (("steps", 0, "predict", "answer"), "one", "steps[0].predict.answer: must be a number"),
    (("steps", 0, "predict", "answer"), 1e31, "steps[0].predict.answer: must be a number of at"),
    (("steps", 0, "predict", "hint"), None, "steps[0].predict.hint: is missing"),
    (
        ("steps", 0, "predict", "measured"),
        {"what": "x"},
        "steps[0].predict.measured.what: 'x' is unknown; there are field, layers",
    ),
    ((*CHOOSE, "answer"), "c", "steps[1].choose.answer: 'c' is none of the choices"),
    ((*CHOOSE, "choices"), ["b"], "steps[1].choose.choices: must be a list of at least 2"),
    ((*CHOOSE, "choices"), ["b", "b"], "steps[1].choose.choices: has a choice twice"),
    ((*CHOOSE, "hints"), {"c": "no"}, "steps[1].choose.hints.c: is none of the choices"),
    ((*UNTIL, "is"), None, f"steps[2].do.until[0]: {NOTHING}"),
    ((*UNTIL, "is"), [4], "steps[2].do.until[0].is: must be a number, a text, true or false"),
    ((*UNTIL, "of"), "", "steps[2].do.until[0].of: must name a gate of the circuit, not ''"),
    (UNTIL, {"what": "step", "of": "x", "is": 1}, "steps[2].do.until[0].of: stays empty for step"),
    (
        UNTIL,
        {"what": "saturation", "of": "hidden 1", "above": 0},
        'steps[2].do.until[0].of: must be "layer 1", "layer 2", … or "output", not \'hidden 1\'',
    ),
    (
        UNTIL,
        {"what": "step", "rises": True, "falls": True},
        "steps[2].do.until[0]: can’t rise and fall",
    ),
    (("steps", 2, "do", "until"), [], "steps[2].do.until: must be a list of at least 1"),
    (("steps", 2, "do", "solution"), None, "steps[2].do.solution: is missing"),
]


@pytest.mark.parametrize(("place", "value", "words"), BROKEN, ids=[one[2] for one in BROKEN])
def test_what_is_broken_is_refused_with_its_place(place, value, words: str) -> None:
    plain = lesson()
    put(place, value)(plain)
    with pytest.raises(Refusal) as refusal:
        parsed(plain)
    assert str(refusal.value).startswith(words)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "line 1, column 1: the file is empty"),
        (b"[]", "must be a JSON object"),
        (b"{", "line 1, column 2: isn't JSON"),
        (b"\xff", "byte 1: isn't UTF-8 text"),
        (b"{}", "format: is missing"),
        (b"[" * 100_000, "is nested too deeply"),
        (b" " * (MAX_BYTES + 1), "has over 1 MiB"),
    ],
)
def test_what_is_no_lesson_is_refused(text: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_lesson(text)
    assert words in str(refusal.value)


def test_text_in_lines_and_in_any_letters_is_read() -> None:
    words = "Two\nlines, ∂L/∂x, שלום, \U0001f469\u200d\U0001f52c"
    found = parsed({**lesson(), "text": [words]})
    assert found.text == (words,)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such file"):
        read_lesson(tmp_path / "gone.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda some: (
        st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3)
    ),
    max_leaves=6,
)


def places(plain, before=()):
    """Yield all places in a JSON value."""
    keys = (
        plain if isinstance(plain, dict) else range(len(plain)) if isinstance(plain, list) else ()
    )
    for key in keys:
        yield (*before, key)
        yield from places(plain[key], (*before, key))


@given(st.sampled_from(sorted(places(lesson()), key=str)), JSON)
def test_whatever_stands_anywhere_is_read_or_refused(place, value) -> None:
    plain = lesson()
    put(place, value)(plain)
    try:
        found = parsed(plain)
    except Refusal as refusal:
        words = str(refusal)
        found = None
    if found is None:
        assert words.isprintable()
    else:
        assert msgspec.convert(msgspec.to_builtins(found), Lesson) == found
