"""A lesson is opened from a file: by the command, by a drop, or refused in words."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from bpstudio.engine.gradcheck import Verdict
from bpstudio.experiment.lessons.facts import FACTS
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.main_window import MainWindow
from tests.ui.guide.hand import LEFT, click, trigger


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


def test_what_a_fact_can_be_is_what_the_window_says() -> None:
    assert set(FACTS["status"].texts) == {status.value for status in Status}
    assert set(FACTS["check"].texts) == {verdict.value for verdict in Verdict} | {
        "",
        "running",
        "stopped",
    }
