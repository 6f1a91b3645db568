import pytest
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


def test_a_refusal_stays_until_the_next_edit(bar: StatusBar) -> None:
    bar.show_refusal("Change data: no such set")
    bar.show_run("Training.", "2–2", warning=False, now=True)
    assert bar.sentence == "Change data: no such set"
    bar.forget_refusal()
    assert bar.sentence == "Training."


def test_a_long_sentence_is_cut_and_told_in_full_by_its_tooltip(bar: StatusBar) -> None:
    text = "long " * 100
    bar.show_run(text, "2–2", warning=True, now=True)
    assert bar.sentence == text
    assert any(label.text().endswith("…") for label in bar.findChildren(type(bar._sentence)))
    assert bar._sentence.toolTip() == text.strip()
