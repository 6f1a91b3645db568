import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from bpstudio.ui.status_bar import StatusBar


@pytest.fixture
def bar(qtbot: QtBot) -> StatusBar:
    made = StatusBar()
    qtbot.addWidget(made)
    made.resize(900, 24)
    made.show()
    made.show_run("Paused.", "2–2", warning=False, now=True)
    return made


def test_sentences_come_at_a_pace_that_can_be_read(bar: StatusBar) -> None:
    bar.show_run("Training.", "2–2", warning=False, now=False)
    assert bar.sentence == "Paused."
    bar.show_run("Training.", "2–2", warning=False, now=True)
    assert bar.sentence == "Training."


def test_the_last_of_quick_sentences_is_said(qtbot: QtBot, bar: StatusBar) -> None:
    for number in (1, 2, 3):
        bar.show_run(f"Step {number}.", f"2–{number}", warning=False, now=False)
    assert bar.sentence == "Paused."
    qtbot.waitUntil(lambda: bar.sentence == "Step 3.", timeout=2_000)
    assert "2–3" in [label.text() for label in bar.findChildren(QLabel)]


def test_what_was_done_is_said_without_a_warning(bar: StatusBar) -> None:
    bar.show_notice("Saved to mine.json.")
    assert bar.sentence == "Saved to mine.json."
    assert not bar._mark.isVisible()


def test_a_refusal_stays_until_the_next_edit(bar: StatusBar) -> None:
    bar.show_refusal("Change data: no such set")
    bar.show_run("Training.", "2–2", warning=False, now=True)
    assert bar.sentence == "Change data: no such set"
    bar.forget_aside()
    assert bar.sentence == "Training."


def test_a_long_sentence_is_cut_and_told_in_full_by_its_tooltip(bar: StatusBar) -> None:
    text = "long " * 100
    bar.show_run(text, "2–2", warning=True, now=True)
    assert bar.sentence == text
    assert any(label.text().endswith("…") for label in bar.findChildren(type(bar._sentence)))
    assert bar._sentence.toolTip() == text.strip()


class Layouts(QObject):
    """Counts how often a widget is laid out."""

    count = 0

    def eventFilter(self, of: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


def test_another_sentence_does_not_lay_the_window_out(qtbot: QtBot) -> None:
    window, bar, layouts = QMainWindow(), StatusBar(), Layouts()
    qtbot.addWidget(window)
    window.setStatusBar(bar)
    window.show()
    bar.show_run("Training.", "2–2 · 90 000 steps/s", warning=False, now=True)
    qtbot.wait(50)
    window.installEventFilter(layouts)
    bar.show_run("Training: step 1 000.", "2–2 · 91 000 steps/s", warning=False, now=True)
    qtbot.wait(50)
    assert layouts.count == 0


def test_a_warning_stands_beside_its_sentence(bar: StatusBar) -> None:
    bar.show_run("Diverged.", "2–2", warning=True, now=True)
    assert bar._mark.isVisible()
    assert bar._mark.geometry().right() < bar._sentence.geometry().left()
    bar.show_run("Paused.", "2–2", warning=False, now=True)
    assert bar._sentence.geometry().left() == bar._mark.geometry().left()


def test_a_hint_goes_when_the_pointer_has_left(
    qtbot: QtBot, bar: StatusBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    button, other = QLabel(bar), QLabel(bar)
    monkeypatch.setattr("bpstudio.ui.status_bar.under_pointer", lambda: button)
    bar.showMessage("Go on from the step shown")
    qtbot.wait(600)
    assert bar.currentMessage() == "Go on from the step shown"
    monkeypatch.setattr("bpstudio.ui.status_bar.under_pointer", lambda: other)
    qtbot.waitUntil(lambda: bar.currentMessage() == "", timeout=2_000)
    assert not bar._watch.isActive()
