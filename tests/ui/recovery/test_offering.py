"""What was left behind is offered, never over the original: put off, let be, discarded."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment.document_file import read_contents
from bpstudio.ui.dialogs import Answer
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.kept_work import KeptWork
from tests.runtime.experiments import make_experiment
from tests.ui.recovery.left_behind import (
    LEFT,
    action,
    button,
    found_by_next_start,
    kept_files,
    left_work,
    names,
    offered,
)


def test_a_window_shows_nothing_of_its_own_accord(qtbot: QtBot, window: MainWindow) -> None:
    left_work(make_experiment(3))
    qtbot.wait(100)
    assert not window.findChild(KeptWork).isVisible()
    window.close()
    assert kept_files() == ["experiment.bps", "lock"]


def test_what_is_put_off_is_offered_by_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    left_work(make_experiment(3))
    bar = offered(qtbot, window)
    action(window, "actionRecover").trigger()
    assert button(bar, "Recover Untitled").hasFocus()
    qtbot.keyClick(button(bar, "Recover Untitled"), Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not bar.isAncestorOf(window.focusWidget())
    action(window, "actionRecover").trigger()
    assert bar.isVisible()


def test_what_was_let_be_is_offered_again_only_when_asked_for(
    qtbot: QtBot, window: MainWindow
) -> None:
    left_work(make_experiment(3))
    assert found_by_next_start() == 1  # it was closed in order
    left_work(make_experiment(4), Path("/home/me/new.bps"))
    bar = offered(qtbot, window)
    assert names(bar) == ["Recover new.bps", "Discard new.bps"]
    qtbot.mouseClick(button(bar, "Discard new.bps"), LEFT)
    assert not bar.isVisible()
    action(window, "actionRecover").trigger()
    assert names(bar) == ["Recover Untitled", "Discard Untitled"]
    assert button(bar, "Recover Untitled").hasFocus()
    window.autosave.leave_work()  # the system ends it
    window.close()
    assert found_by_next_start() == 1


def test_several_are_offered_the_newest_first_and_edits_are_asked_about(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for units, name in ((2, "a.bps"), (3, "b.bps"), (4, "c.bps"), (5, "d.bps")):
        left_work(make_experiment(units), tmp_path / name, at=1e9 + units)
    bar = offered(qtbot, window)
    recover = [name for name in names(bar) if name.startswith("Recover")]
    assert recover == [f"Recover {name}.bps" for name in "dcba"]
    assert bar.height() < 200  # three are in sight, the others are scrolled to
    answers = [Answer.Cancel, Answer.Discard]
    asked = []

    def ask(_window: QWidget, what: str) -> Answer:
        asked.append(what)
        return answers[len(asked) - 1]

    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", ask)
    qtbot.mouseClick(button(bar, "Recover d.bps"), LEFT)
    assert asked == []
    for _ in range(2):
        qtbot.mouseClick(button(bar, "Recover b.bps"), LEFT)
    assert asked == ["the experiment d (recovered)"] * 2
    assert window.document.experiment.hidden[0].units == 3
    assert window.windowTitle() == "b (recovered)[*] – bpstudio"
    assert "Recover b.bps" not in names(bar)
    assert len(names(bar)) == 4


def test_what_is_discarded_is_in_the_trash_and_offered_no_more(
    qtbot: QtBot, window: MainWindow, home: Path, tmp_path: Path
) -> None:
    left_work(make_experiment(3), tmp_path / "mine.bps")
    left_work(make_experiment(4))
    bar = offered(qtbot, window)
    qtbot.mouseClick(button(bar, "Discard mine.bps"), LEFT)
    assert "Recover mine.bps" not in names(bar)
    qtbot.mouseClick(button(bar, "Discard Untitled"), LEFT)
    assert not bar.isVisible()
    window.close()
    assert found_by_next_start() == 0
    (trashed,) = home.rglob("Trash/files/mine (experiment, not saved).bps")
    assert read_contents(trashed).experiment.hidden[0].units == 3


@pytest.mark.parametrize("letter", ["m", "ü", "😀", os.fsdecode(b"\xe9")])
def test_what_has_a_long_or_odd_name_is_in_the_trash_too(
    qtbot: QtBot, window: MainWindow, home: Path, tmp_path: Path, letter: str
) -> None:
    name = letter * (250 // len(os.fsencode(letter)))
    left_work(make_experiment(3), tmp_path / f"{name}.bps")
    bar = offered(qtbot, window)
    (discard,) = (one for one in names(bar) if one.startswith("Discard"))
    qtbot.mouseClick(button(bar, discard), LEFT)
    assert "It is in the trash." in window.statusBar().sentence
    (trashed,) = home.rglob("Trash/files/*(experiment, not saved).bps")
    assert trashed.name.startswith((letter * 30, "\N{REPLACEMENT CHARACTER}" * 30))
    assert read_contents(trashed).experiment.hidden[0].units == 3
