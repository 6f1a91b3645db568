"""Lessons with the mouse: begun, done, seen to be done, left; nothing of the user's own changes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.lessons.shipped import shipped_lessons
from bpstudio.ui import settings
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.guide.asking import read_number, written
from bpstudio.ui.guide.course import Course
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.present.beside import NONE
from bpstudio.ui.views.view import View

LEFT = Qt.MouseButton.LeftButton


def click(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Click the one control of that name that is in sight."""
    found = [one for one in window.findChildren(QAbstractButton, name) if one.isVisible()]
    assert len(found) == 1, (name, found)
    qtbot.mouseClick(found[0], LEFT)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def show_state(window: MainWindow, qtbot: QtBot) -> None:
    click(window, qtbot, "lessonShow")
    qtbot.waitUntil(lambda: not window.guide.stagehand.is_busy, timeout=20_000)


def said(window: MainWindow) -> str:
    return window.guide.panel.reading.asking.verdict.text


def answer(window: MainWindow, qtbot: QtBot, text: str) -> None:
    field = window.guide.panel.findChild(QLineEdit, "lessonAnswer")
    qtbot.mouseClick(field, LEFT)
    field.clear()
    qtbot.keyClicks(field, text)
    click(window, qtbot, "lessonCheck")


def test_a_lesson_is_done_and_left_with_the_mouse(
    window: MainWindow, qtbot: QtBot, lesson_file: Path
) -> None:
    document, session = window.document, window.session
    session.train_to(7)
    qtbot.waitUntil(lambda: session.snapshot.step == 7)
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=0.4))
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    saved = document.give_run()[0]
    value, parameters = document.experiment, saved.now.parameters.tobytes()
    circuit = window.circuit.document.diagram

    window.guide.open_file(lesson_file)
    panel = window.guide.panel
    assert panel.objectName() == "guide"
    assert panel.isVisible()
    click(window, qtbot, "lessonNext")
    assert not window.loan.is_on  # what is only read leaves the window alone
    show_state(window, qtbot)
    assert window.parts.pages.current.title == "Circuit"
    assert window.circuit.state.gradient_text(1) == "?"
    assert window.windowTitle().startswith("Lesson: Mine")

    answer(window, qtbot, "2")
    assert said(window) == "✗ Not yet As it comes in."
    assert not window.guide.course.is_solved(1)
    answer(window, qtbot, "0.5")
    assert said(window) == "✓ Right Handed on."
    click(window, qtbot, "lessonNext")
    click(window, qtbot, "lessonChoice1")
    assert said(window) == "✗ Not yet Not this."
    click(window, qtbot, "lessonChoice2")
    assert said(window) == "✓ Right Yes."
    click(window, qtbot, "lessonNext")
    show_state(window, qtbot)
    assert session.snapshot.step == 5
    assert window.parts.pages.current.title == "Network"
    assert said(window) == ""
    update = next(
        one
        for one in window.findChildren(QAbstractButton)
        if one.isVisible() and one.accessibleName() == "Update"
    )
    qtbot.mouseClick(update, LEFT)
    qtbot.waitUntil(lambda: said(window) == "✓ Done Done it is.")
    assert [window.guide.course.is_solved(place) for place in (1, 2, 3)] == [True] * 3

    click(window, qtbot, "actionLeaveLessonButton")
    assert not window.loan.is_on
    assert document.experiment is value
    assert document.undo_stack.count() == 1
    assert document.is_dirty
    assert window.circuit.document.diagram is circuit
    assert document.give_run()[0].now.parameters.tobytes() == parameters
    assert panel.isVisible()  # the lesson can be read on


def test_help_for_those_who_are_stuck(window: MainWindow, qtbot: QtBot, lesson_file: Path) -> None:
    window.guide.open_file(lesson_file)
    trigger(window, "actionLessonNext")
    answer(window, qtbot, "x")
    assert said(window).startswith("No number")
    answer(window, qtbot, "1")
    click(window, qtbot, "lessonHelp")
    assert said(window) == "The answer: 0.5 Handed on."
    window.guide.course.go_to(3)
    show_state(window, qtbot)
    click(window, qtbot, "lessonHint")
    assert said(window) == "Hint Press Update."
    click(window, qtbot, "lessonHelp")
    qtbot.waitUntil(lambda: said(window) == "✓ Done Done it is.", timeout=10_000)
    assert window.session.snapshot.step == 6


def test_a_step_offers_the_state_that_it_is_about(
    window: MainWindow, qtbot: QtBot, lesson_file: Path
) -> None:
    """The second step has none of its own: it is about what the first has shown."""

    def offered() -> bool:
        button = window.guide.panel.reading.show_button
        return button is not None and button.isVisible()

    window.guide.open_file(lesson_file)
    window.guide.course.go_to(2)
    assert offered(), "the step before was passed over"
    show_state(window, qtbot)
    assert window.parts.pages.current.title == "Circuit"
    assert not offered()
    trigger(window, "actionLeaveLesson")
    assert offered()


def test_a_right_answer_hands_the_keyboard_on(
    window: MainWindow, qtbot: QtBot, lesson_file: Path
) -> None:
    window.guide.open_file(lesson_file)
    window.guide.course.go_to(1)
    field = window.guide.panel.findChild(QLineEdit, "lessonAnswer")
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    on = window.guide.panel.findChild(QAbstractButton, "lessonNext")
    qtbot.waitUntil(lambda: window.focusWidget() is on)
    assert window.guide.course.place == 1, "the same Enter doesn't press it"


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
    trigger(window, "actionPresent")
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.setMinimumSize(0, 0)
    window.resize(1280, 720)
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


def test_a_broken_lesson_leaves_the_window_as_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    value = window.document.experiment
    for text, words in (
        ("{", "isn’t JSON"),
        ('{"format": "bpstudio lesson", "version": 2}', "reads up to version 1"),
    ):
        path = tmp_path / "bad.json"
        path.write_text(text)
        window.guide.open_file(path)
        banner = window.parts.pages.banner
        assert banner.isVisible()
        assert "bad.json wasn’t opened." in banner.text
        assert words in banner.text
        assert not window.guide.panel.isVisible()
    assert window.document.experiment is value


def test_missing_data_are_said_with_their_place(
    window: MainWindow, qtbot: QtBot, lesson_file: Path
) -> None:
    text = lesson_file.read_text().replace('"moons_batch"', '{"data": {"path": "gone.csv"}}')
    lesson_file.write_text(text)
    value = window.document.experiment
    window.guide.open_file(lesson_file)
    window.guide.course.go_to(3)
    click(window, qtbot, "lessonShow")
    banner = window.parts.pages.banner
    qtbot.waitUntil(banner.isVisible)
    assert "Mine, step 3, can’t be shown." in banner.text
    assert "gone.csv" in banner.text
    assert not window.loan.is_on
    assert window.document.experiment is value
    assert window.guide.panel.reading.show_button.isEnabled()


def test_a_lesson_that_is_dropped_on_the_window_opens(
    window: MainWindow, lesson_file: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(lesson_file))])
    copy, button = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, LEFT, button))
    assert window.guide.course.placed.lesson.title == "Mine"
    assert window.guide.panel.isVisible()


def test_a_lesson_that_the_window_is_opened_with_can_be_gone_through(
    qtbot: QtBot, lesson_file: Path
) -> None:
    create_application()
    made = create_window(lesson_file)  # which isn't shown yet
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    trigger(made, "actionLessonNext")
    assert made.guide.course.place == 1
    made.close()


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


def test_the_contents_by_the_keyboard_and_what_is_done_is_remembered(
    window: MainWindow, qtbot: QtBot
) -> None:
    guide = window.guide
    trigger(window, "actionChapter")
    first = guide.course.sections[0].lessons[0]
    row = guide.panel.findChild(QWidget, f"lesson_{first.name}")
    assert row.hasFocus()
    qtbot.keyClick(row, Qt.Key.Key_Down)
    second = window.focusWidget()
    assert second is not row
    qtbot.keyClick(second, Qt.Key.Key_Up)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert guide.course.placed is first
    trigger(window, "actionLessonNext")
    assert guide.course.place == 1
    guide.course.solve()
    assert settings.lessons_solved() == {first.name: {0}}
    trigger(window, "actionLessonBack")
    assert guide.course.place == 0
    click(window, qtbot, "lessonContents")
    assert row.mark == "part"
    click(window, qtbot, "lessonsBeginAgain")
    assert row.mark == ""
    assert settings.lessons_solved() == {}


def test_what_is_done_in_two_windows_is_remembered(qtbot: QtBot) -> None:
    one, other = Course(shipped_lessons()), Course(shipped_lessons())
    first, second = one.sections[0].lessons[:2]
    for course, lesson in ((one, first), (other, second), (one, second)):
        course.open(lesson)
        course.go_to(1 if course is one else 2)
        course.solve()
    assert settings.lessons_solved() == {first.name: {0}, second.name: {0, 1}}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.25", 0.25),
        ("−0.25", -0.25),
        ("0,25", 0.25),
        ("15 052 800", 15_052_800),
        ("15,052,800", 15_052_800),
        ("1e-6", 1e-6),
        ("25 %", 0.25),
        ("", None),
        ("a", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(15_052_800, "15\u202f052\u202f800"), (-0.25, "−0.25"), (9.5e-7, "9.5·10⁻⁷"), (2, "2")],
)
def test_answers_are_written_so_that_they_can_be_read(number: float, text: str) -> None:
    assert written(float(number)) == text
