"""Lessons with the mouse and the keyboard: begun, done, seen to be done, remembered, left."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.lessons.shipped import shipped_lessons
from bpstudio.ui import settings
from bpstudio.ui.guide.course import Course
from bpstudio.ui.main_window import MainWindow
from tests.ui.guide.hand import LEFT, answer, click, said, show_state, trigger


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


def patient(window: MainWindow) -> str | None:
    return window.document.experiment.data.name


def test_a_step_that_builds_on_another_can_be_begun_with(window: MainWindow, qtbot: QtBot) -> None:
    """“Call the doctor” is about the patient of the step before, whatever is there meanwhile."""
    doctor = next(
        placed
        for section in shipped_lessons()
        for placed in section.lessons
        if placed.name == "doctor"
    )
    window.guide.show()
    window.guide.course.open(doctor)
    for _ in range(2):
        click(window, qtbot, "lessonNext")
    show_state(window, qtbot)
    assert (patient(window), window.session.snapshot.step) == ("wine", 100)
    show_state(window, qtbot)  # it is there: nothing begins anew
    assert window.session.snapshot.step == 100
    click(window, qtbot, "lessonNext")
    show_state(window, qtbot)
    assert patient(window) == "digits"
    click(window, qtbot, "lessonBack")
    show_state(window, qtbot)
    assert (patient(window), window.session.snapshot.step) == ("wine", 100)
