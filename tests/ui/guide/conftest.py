"""A window with a small network of the user's own, and the guide beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.experiment.storage import read_experiment
from bpstudio.resources import resource
from bpstudio.ui.main_window import MainWindow
from tests.ui.opened import opened

XOR = read_experiment(resource("experiments", "xor.json"))


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window, 1280 x 720: as small as the guide has to be readable in."""
    with opened(qtbot, 1280, 720) as made:
        made.document.new(XOR)
        yield made


@pytest.fixture
def lesson_file(tmp_path: Path) -> Path:
    """A teacher's lesson: a prediction, a choice, something to do."""
    path = tmp_path / "mine.json"
    path.write_text(LESSON, encoding="utf-8")
    return path


LESSON = """{
  "format": "bpstudio lesson", "version": 1, "title": "Mine", "about": "A trial",
  "text": ["Read this first.", {"tex": "z = x + y"}],
  "steps": [
    {"text": "An add.",
     "show": {"button": "Show it", "circuit": "rule_1_add", "page": "Circuit", "cover": ["x"]},
     "predict": {"question": "The gradient of x?", "answer": 0.5, "hint": "As it comes in.",
                 "then": "Handed on.", "measured": {"what": "gradient", "of": "x"}}},
    {"text": "And so?",
     "choose": {"question": "Which?", "choices": ["this", "that"], "answer": "that",
                "hint": "No.", "hints": {"this": "Not this."}, "then": "Yes."}},
    {"text": "Now the moons.",
     "show": {"experiment": "moons_batch", "page": "Network", "views": ["loss"], "step": 5},
     "do": {"task": "Make an update.", "until": [{"what": "step", "at_least": 6}],
            "solution": {"step": 6}, "hint": "Press Update.", "then": "Done it is."}}
  ]
}"""
