"""The lessons that are shipped, and their guide for writers."""

import json
import logging
import re
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from bpstudio.experiment.lessons.checking import check_lesson
from bpstudio.experiment.lessons.facts import FACTS
from bpstudio.experiment.lessons.folding import folded
from bpstudio.experiment.lessons.lesson import PAGES, VIEWS, State
from bpstudio.experiment.lessons.shipped import read_sections, shipped_lessons
from bpstudio.experiment.lessons.storage import parse_lesson
from bpstudio.resources import resource
from bpstudio.runtime.walking.finding import check_passes
from bpstudio.ui.tex.checking import can_be_set
from tests.experiment.lessons.test_storage import lesson

PLACED = [placed for section in shipped_lessons() for placed in section.lessons]
GUIDE = resource("lessons", "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("placed", PLACED, ids=[placed.name for placed in PLACED])
def test_a_shipped_lesson_works(placed) -> None:
    check_lesson(placed.lesson, placed.folder, can_be_set, check_passes)


@pytest.mark.parametrize("placed", PLACED, ids=[placed.name for placed in PLACED])
def test_a_shipped_lesson_works_from_each_step_on(placed) -> None:
    """As for a reader who turns to that step, and only there presses its button."""
    steps = placed.lesson.steps
    for number, step in enumerate(steps, start=1):
        shows = [one.show for one in steps[:number] if one.show]
        begun = changed(step, show=folded(shows) if shows else None)
        alone = changed(placed.lesson, steps=(begun,))
        check_lesson(alone, placed.folder, can_be_set, check_passes)


def test_every_file_is_in_the_list_once() -> None:
    files = {file.stem for file in resource("lessons").glob("*.json")}
    names = [placed.name for placed in PLACED]
    assert sorted(names) == sorted(files)


def test_the_guide_tells_of_all_that_there_is() -> None:
    for name in (*FACTS, *PAGES, *VIEWS, *State.__struct_fields__):
        assert f"`{name}`" in GUIDE, name


def test_the_lesson_in_the_guide_works() -> None:
    text = re.search(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    check_lesson(parse_lesson(text[1].encode()), Path(), can_be_set, check_passes)


def test_what_is_broken_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "good.json").write_text(json.dumps(lesson()))
    (tmp_path / "bad.json").write_text("{}")
    listed = [{"section": "One", "lessons": ["good.json", "bad.json", "gone.json"]}]
    file = tmp_path / "list"
    file.write_text(json.dumps(listed))
    with caplog.at_level(logging.WARNING):
        sections = read_sections(file, tmp_path)
    assert [placed.name for placed in sections[0].lessons] == ["good"]
    assert "bad.json is left out: format: is missing" in caplog.text
    assert "gone.json is left out" in caplog.text


@pytest.mark.parametrize(
    "text", ["", "{}", "[" * 100_000, "[1]", '[{"section": "a", "lessons": 3}]']
)
def test_a_broken_list_is_an_empty_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lessons.json"
    file.write_text(text)
    assert read_sections(file, tmp_path) == ()
