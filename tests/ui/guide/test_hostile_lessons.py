"""Lessons that ask for what can't be had, or whose texts would be taken for markup."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow

MARKUP = '<b>a</b><img src="/etc/passwd">[*]'
CHOOSE = {"question": "Which?", "choices": ["a", "b"], "answer": "a", "hint": "No."}
HUGE = {"data": {"path": "huge.csv", "standardize": False}, "loss": "squared_error"}
MOONS = {"experiment": "moons_batch"}
IMPOSSIBLE = [
    ({**MOONS, "layer": "layer 9"}, "layer: there is no layer 9 in this network"),
    ({**MOONS, "layer": "layer 1", "unit": 1_000_000}, "unit: layer 1 has 8 units"),
    ({**MOONS, "sample": 280}, "sample: there are 280 training samples, from 0"),
    ({**MOONS, "look_back": 1}, "look_back: this run has no step after 0"),
    ({**MOONS, "passes": "δ99"}, "passes: there is no instruction 'δ99'; there are z0, a1"),
    ({"experiment": {"data": {"path": "a\0b"}}}, "a\\x00b: can't be the name of a file"),
    ({"experiment": HUGE}, "experiment: data: the loss isn't finite before the first update"),
]


def lesson(folder: Path, show: dict[str, object], title: str = "T") -> Path:
    step = {"text": "Look.", "show": show, "choose": CHOOSE}
    plain = {"format": "bpstudio lesson", "version": 1, "title": title, "steps": [step]}
    path = folder / "hostile.json"
    path.write_text(json.dumps(plain))
    return path


def test_a_state_that_cannot_be_had_leaves_the_window_as_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = "".join(f"{k}e30,{k}e36\n" for k in range(1, 40))
    (tmp_path / "huge.csv").write_text(f"a,t\n{rows}")
    document, page = window.document, window.parts.pages.current
    value, stack = document.experiment, document.undo_stack
    told: list[str] = []
    window.guide.refused.connect(lambda what, why: told.append(f"{what} {why}"))
    for show, words in IMPOSSIBLE:
        told.clear()
        window.guide.open_file(lesson(tmp_path, show))
        window.guide.course.go_to(1)
        window.guide.show_state()
        qtbot.waitUntil(lambda: bool(told), timeout=10_000)
        assert told[0].startswith("T, step 1, can’t be shown. ")
        assert words in told[0]
        assert told[0].isprintable()
        assert not window.loan.is_on, words
        assert document.experiment is value
        assert document.undo_stack is stack
        assert window.parts.pages.current is page
        assert window.guide.panel.reading.show_button.isEnabled()
    qtbot.waitUntil(lambda: window.session.snapshot.experiment == value)


def test_views_come_in_front_of_a_class_too(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.guide.open_file(lesson(tmp_path, {**MOONS, "views": ["gradient", "loss"]}))
    window.guide.course.go_to(1)
    present = window.findChild(QAction, "actionPresent")
    present.trigger()
    window.guide.show_state()
    qtbot.waitUntil(lambda: not window.guide.stagehand.is_busy)
    assert window.present.beside.chosen == "Loss"
    assert "lossView" in window.parts.docks.in_sight
    present.trigger()
    window.guide.leave()


def test_texts_are_no_markup(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    show = {**MOONS, "button": "<b>Show</b>"}
    window.guide.open_file(lesson(tmp_path, show, MARKUP))
    reading = window.guide.panel.reading
    titles = [label for label in reading.findChildren(QLabel) if label.text() == MARKUP]
    assert [label.textFormat() for label in titles] == [Qt.TextFormat.PlainText]
    window.guide.course.go_to(1)
    assert "&lt;b&gt;Show" in window.guide.panel.reading.show_button.toolTip()
    window.guide.show_state()
    qtbot.waitUntil(lambda: not window.guide.stagehand.is_busy)
    named = MARKUP.replace("[*]", "[*][*]")
    assert window.windowTitle() == f"Lesson: {named}[*] – bpstudio"
