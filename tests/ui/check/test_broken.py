"""Break my backprop: the fault that is asked for, the question, the answer."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from bpstudio.engine.faults import FAULTS
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.broken_backprop import BreakBackprop
from bpstudio.ui.check.broken import BrokenView
from bpstudio.ui.check.card import Card
from tests.ui.check.reports import look_at, run_of, worked

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def run():
    return run_of(4, 4, activation="tanh")


@pytest.fixture
def view(qtbot):
    made = BrokenView()
    card = made.framed = Card(made)  # qtbot keeps no reference
    qtbot.addWidget(card)
    card.resize(900, 320)
    card.show()
    qtbot.waitExposed(card)
    return made


def choose(field: QComboBox, text: str) -> None:
    """Choose an item with the keys."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(field.findText(text)):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.currentText() == text


def ask(qtbot, view):
    """Press the button, and return the task that is asked for."""
    with qtbot.waitSignal(view.task_wanted) as asked:
        QTest.mouseClick(view.button, LEFT)
    (task,) = asked.args
    return task


def test_a_fault_that_was_chosen_is_put_at_a_layer_of_chance(qtbot, view):
    assert ask(qtbot, view).fault == ""  # a surprise
    choose(view.kind, "Wrong sign")
    tasks = [ask(qtbot, view) for _ in range(2)]
    assert [task.fault for task in tasks] == ["sign", "sign"]
    assert tasks[0].seed != tasks[1].seed


@pytest.mark.parametrize("is_right", [True, False])
def test_layer_and_fault_are_named_and_then_told(qtbot, view, run, is_right):
    ask(qtbot, view)
    view.follow(worked(BreakBackprop("slope", 1), run))
    placed = view.question.broken.placed
    assert view.question.told == ""
    names = ["layer 1", "layer 2", "output"]
    assert [view.question.layer.itemText(k) for k in range(3)] == names
    choose(view.question.layer, names[placed.place - 1] if is_right else "output")
    choose(view.question.fault, "Forgotten f′" if is_right else "Bias gradient lost")
    with qtbot.waitSignal(view.question.answered) as answered:
        QTest.mouseClick(view.question.look, LEFT)
    assert answered.args == [is_right]
    told = view.question.told
    assert told.startswith("✓ Right:" if is_right else "✗ Not that:")
    assert f"Forgotten f′, {names[placed.place - 1]}" in told
    assert f"The slope f′ of layer {placed.place} was left out" in told


def test_with_a_known_fault_only_the_layer_is_asked(qtbot, view, run):
    choose(view.kind, "Bias gradient lost")
    task = ask(qtbot, view)
    view.follow(worked(task, run))
    assert not view.question.fault.isEnabled()
    assert view.question.fault.currentText() == "Bias gradient lost"
    placed = view.question.broken.placed
    other = "layer 1" if placed.place != 1 else "layer 2"
    choose(view.question.layer, other)
    QTest.mouseClick(view.question.look, LEFT)
    assert view.question.told.startswith("✗ The layer is another: Bias gradient lost")


def test_one_may_look_without_an_answer_and_begin_again(qtbot, view, run):
    ask(qtbot, view)
    view.follow(worked(BreakBackprop("share"), run))
    QTest.mouseClick(view.question.look, LEFT)
    assert view.question.told.startswith("It was: Forgotten 1/B, output")
    ask(qtbot, view)
    assert view.question.told == ""
    view.follow(worked(BreakBackprop("target"), run, number=2))
    assert view.question.broken.placed.fault is FAULTS["target"]


def test_the_errors_and_how_many_are_told(view, run):
    subtitles = []
    view.subtitle_changed.connect(subtitles.append)
    view.follow(worked(BreakBackprop("sign", 2), run))
    size = run.trainer.network.shape.size
    assert subtitles[-1].startswith(f"{size} of {size} parameters checked")
    _, rows = view.table()
    assert len(rows) == size
    run.advance(1)
    view.refresh(look_at(run), Recorder())
    assert "step" in subtitles[-1]


def test_its_key_speaks_of_no_frames_since_it_draws_none(view, run):
    view.follow(worked(BreakBackprop("sign", 2), run))
    tip = view.picture.tip_at(QPointF(100, view.picture.height() - 20))
    assert tip.startswith("Errors up to 10⁻² are allowed for this difference.\n")
    assert "framed" not in tip


def test_while_it_works_the_button_stops_it(qtbot, view):
    working = replace(worked(BreakBackprop("sign"), run_of(4)), status=TaskStatus.RUNNING)
    view.follow(working)
    assert view.button.text() == "Stop"
    with qtbot.waitSignal(view.stop_wanted):
        QTest.mouseClick(view.button, LEFT)
    view.follow(replace(working, status=TaskStatus.CANCELLED))
    assert view.button.text() == "Break a copy"
    assert view.question.broken is None


def test_what_cant_be_done_is_said(view):
    view.follow(worked(BreakBackprop("transposed"), run_of(5)))
    words = view.question._words.text()
    assert words.startswith("W not transposed can’t be put into this network: W2 is 2 × 5")
    assert view.button.text() == "Break a copy"
