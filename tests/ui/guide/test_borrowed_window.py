"""What becomes of the window, and of the user’s own, while a lesson has it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.present.beside import NONE
from bpstudio.ui.views.view import View
from tests.ui.guide.hand import click, show_state, trigger


def present_on(window: MainWindow, width: int, height: int) -> None:
    """Present the window on a projector of this size."""
    trigger(window, "actionPresent")
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.setMinimumSize(0, 0)
    window.resize(width, height)


def test_nothing_is_built_while_passes_are_gone_through_beside_it(
    window: MainWindow, qtbot: QtBot, lesson_file: Path
) -> None:
    """Palette and inspector make room, and are back with either of the two gone."""
    palette, inspector = window.parts.stage.palette_panel, window.parts.stage.inspector
    window.guide.open_file(lesson_file)
    assert palette.isVisible()
    trigger(window, "actionPasses")
    assert not palette.isVisible()
    assert not inspector.isVisible()
    window.guide.close()
    assert palette.isVisible()
    window.guide.open_file(lesson_file)
    assert not palette.isVisible()
    trigger(window, "actionPasses")
    assert palette.isVisible()
    assert inspector.isVisible()


def test_what_is_saved_in_a_lesson_is_said_not_to_be_the_users(
    window: MainWindow,
    qtbot: QtBot,
    lesson_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []

    def pick(_parent: QWidget, title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append((title, Path(start).name))
        return str(tmp_path / "shown.bps"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    window.guide.open_file(lesson_file)
    window.guide.course.go_to(3)
    show_state(window, qtbot)
    trigger(window, "actionSave")
    assert asked == [("Save the experiment of the lesson", "lesson.bps")]
    qtbot.waitUntil(lambda: "your own document still waits" in window.parts.status.sentence)
    assert window.document.own is not None


def test_in_front_of_a_class_it_takes_the_place_of_the_panel(
    window: MainWindow, qtbot: QtBot, lesson_file: Path
) -> None:
    """The canvas keeps more than half; a panel that a step asks for stands beside it."""
    window.guide.open_file(lesson_file)
    window.guide.course.go_to(3)
    present_on(window, 1280, 720)
    present, pages = window.present, window.parts.pages
    assert present.beside.chosen == NONE
    assert 2 * pages.current.content.width() > present.desk.width()
    window.guide.show_state()
    qtbot.waitUntil(lambda: not window.guide.stagehand.is_busy, timeout=20_000)
    assert present.beside.chosen == "Loss"
    view = next(view for view in present.desk.findChildren(View) if view.isVisible())
    assert view.width() >= 200
    leave = window.guide.panel.findChild(QAbstractButton, "actionLeaveLessonButton")
    assert not leave.isVisible()
    trigger(window, "actionPresent")
    assert leave.isVisible()


def test_in_front_of_a_class_it_steps_aside_and_the_lesson_goes_on(
    window: MainWindow, qtbot: QtBot, lesson_file: Path
) -> None:
    guide, content = window.guide, window.parts.pages.current.content
    guide.open_file(lesson_file)
    guide.course.go_to(3)
    show_state(window, qtbot)
    present_on(window, 1280, 720)
    desk, company = window.present.desk, window.parts.pages.company
    qtbot.waitUntil(lambda: content.width() <= desk.width() - company)
    qtbot.keyClick(window, Qt.Key.Key_G)
    assert guide.panel.isHidden()
    assert window.loan.is_on
    qtbot.waitUntil(lambda: content.width() > desk.width() - company)
    qtbot.keyClick(window, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: content.width() <= desk.width() - company)
    qtbot.keyClick(window, Qt.Key.Key_G)
    trigger(window, "actionPresent")
    assert guide.panel.isVisible(), "back with the window"
    assert window.loan.is_on
    guide.close()
    present_on(window, 1280, 720)
    qtbot.keyClick(window, Qt.Key.Key_G)
    assert guide.panel.isHidden(), "what has been closed stays so"


def test_what_a_lesson_has_can_be_kept(window: MainWindow, qtbot: QtBot, lesson_file: Path) -> None:
    window.guide.open_file(lesson_file)
    window.guide.course.go_to(3)
    show_state(window, qtbot)
    kept = window.document.experiment
    parameters = window.document.give_run()[0].now.parameters.tobytes()
    click(window, qtbot, "actionKeepLessonButton")
    assert window.document.experiment == kept
    assert window.document.own is None
    assert window.document.path is None
    assert window.document.is_dirty
    qtbot.waitUntil(lambda: window.session.snapshot.step == 5)
    assert window.document.give_run()[0].now.parameters.tobytes() == parameters
    assert len(window.session.recorder.losses) == 5


@pytest.mark.parametrize("way", ["close", "leave", "new", "open"])
def test_a_lesson_that_is_still_on_its_way_does_not_come_after_it_is_left(
    window: MainWindow, qtbot: QtBot, lesson_file: Path, tmp_path: Path, way: str
) -> None:
    path = tmp_path / "own.json"
    path.write_text('{"format": "bpstudio", "version": 1, "data": {"name": "gauss"}}')
    guide = window.guide
    guide.open_file(lesson_file)
    guide.course.go_to(3)
    button = guide.panel.reading.show_button
    guide.show_state()
    assert guide.stagehand.is_busy
    assert not window.loan.is_on
    ways = {"close": guide.close, "leave": guide.leave, "new": window.files.new}
    ways.get(way, lambda: window.opener.open(path))()
    value = window.document.experiment
    assert not guide.stagehand.is_busy
    qtbot.wait(300)
    assert not window.loan.is_on
    assert window.document.experiment is value
    assert button.isEnabled()


def test_other_files_are_opened_in_the_users_own_place(
    window: MainWindow, qtbot: QtBot, lesson_file: Path, tmp_path: Path
) -> None:
    window.guide.open_file(lesson_file)
    window.guide.course.go_to(3)
    show_state(window, qtbot)
    window.files.new()
    assert not window.loan.is_on
    assert window.document.own is None
