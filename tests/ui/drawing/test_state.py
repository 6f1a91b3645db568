"""Noise, an empty canvas, sets to begin with, other data in between: each a step to be undone."""

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.data.made import MADE
from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec, Experiment, replace
from bpstudio.ui.drawing.begin import SAMPLES, begin_with_made, fill_with_sets
from bpstudio.ui.drawing.page import DrawingPage
from bpstudio.ui.drawing.state import SIZES, DrawingState
from tests.ui.drawing.hand import LEFT, click, stroke

TWO = ((0.5, 0.5, 1), (-0.5, 0.25, 2))


@pytest.fixture
def state(page: DrawingPage) -> DrawingState:
    page.state.paint(TWO)
    return page.state


def push(page: DrawingPage, name: str) -> None:
    QTest.mouseClick(page.findChild(QPushButton, name), LEFT)


def texts(state: DrawingState) -> list[str]:
    stack = state.document.undo_stack
    return [stack.text(place) for place in range(stack.count())]


def test_noise_moves_all_points_as_one_step(page, state):
    page.tools.noise.setValue(0.2)
    push(page, "addNoise")
    first = state.points
    assert all(0 < abs(x - was[0]) < 1.2 for (x, *_), was in zip(first, TWO, strict=True))
    push(page, "addNoise")
    moves = [
        np.subtract([one[:2] for one in now], [one[:2] for one in before])
        for before, now in ((TWO, first), (first, state.points))
    ]
    assert not np.allclose(*moves), "noise that is added twice doesn't go the same way"
    assert texts(state) == ["Paint points", "Add noise", "Add noise"]
    state.document.undo_stack.undo()
    assert state.points == first
    state.document.undo_stack.undo()
    push(page, "addNoise")
    assert state.points == first, "the same points, the same noise"


def test_noise_of_the_class_in_hand_leaves_the_others(page, state, qtbot):
    page.tools.moved.choose("class in hand")
    QTest.mouseClick(page.findChild(QAbstractButton, "class2"), LEFT)
    push(page, "addNoise")
    assert state.points[0] == TWO[0]
    assert state.points[1] != TWO[1]
    QTest.mouseClick(page.findChild(QAbstractButton, "class5"), LEFT)
    with qtbot.waitSignal(state.refused) as refused:
        push(page, "addNoise")
    assert "class 5 has no points" in refused.args[0]


def test_an_empty_canvas_is_a_step_and_the_next_stroke_takes_the_place_of_the_points(page, state):
    document = state.document
    state.choose(number=3, tool="point")
    click(page.canvas, (0.0, 0.0))
    had = state.points
    assert document.dataset.outputs == 3
    push(page, "clearDrawing")
    assert state.points == ()
    assert document.experiment.data.points == had, "a network can't learn from nothing"
    assert "takes the place of all the points there were" in page.canvas.invitation()
    document.undo_stack.undo()
    assert state.points == had
    document.undo_stack.redo()
    state.choose(number=2)
    click(page.canvas, (0.0, 0.0))
    assert [point[2] for point in state.points] == [2]
    assert document.dataset.outputs == 2, "begun afresh, it has no third class"
    document.undo_stack.undo()
    assert state.points == ()
    document.undo_stack.undo()
    assert state.points == had
    assert texts(state)[-2:] == ["Clear drawing", "Paint a point"]


def test_erasing_the_last_point_leaves_an_empty_canvas(page, state):
    state.choose(size=len(SIZES) - 1, tool="eraser")
    stroke(page.canvas, (-1.0, 0.4), (1.0, 0.4))
    assert state.points == ()
    state.document.undo_stack.undo()
    assert state.points == TWO


def test_an_edit_of_something_else_leaves_the_canvas_empty(state):
    state.clear()
    document = state.document
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=0.5))
    assert state.points == ()
    state.paint(TWO[:1])
    assert state.points == TWO[:1]


def test_it_begins_with_a_made_set_whose_samples_are_points_then(page, state):
    menu = page.findChild(QPushButton, "beginWith").menu()
    fill_with_sets(menu, state)
    assert [action.text() for action in menu.actions()] == [made.label for made in MADE.values()]
    begin_with_made(state, "spiral")
    assert len(state.points) == SAMPLES
    assert texts(state)[-1] == "Begin with Spiral"
    click(page.canvas, (0.0, 0.0))
    assert len(state.points) > SAMPLES
    state.document.undo_stack.undo()
    state.document.undo_stack.undo()
    assert state.points == TWO


def test_it_begins_with_the_set_that_is_trained_on_where_that_is_in_the_plane(page):
    state = page.state
    menu = page.findChild(QPushButton, "beginWith").menu()
    fill_with_sets(menu, state)
    assert menu.actions()[0].text() == "Circle as it is (60 samples)"
    menu.actions()[0].trigger()
    assert len(state.points) == 60
    before = state.document.experiment
    state.document.edit("Digits", edits.set_data(before, DataSpec(name="digits")))
    fill_with_sets(menu, state)
    assert menu.actions()[0].text() == "Circle"


def test_the_drawing_comes_back_after_other_data(state):
    document = state.document
    document.edit("Change data", edits.set_data(document.experiment, DataSpec(name="xor")))
    assert state.points == ()
    state.take_up()
    assert state.points == TWO
    assert texts(state)[-1] == "Change data"
    document.new(Experiment(data=DataSpec(name="xor")))
    state.take_up()
    assert document.experiment.data.name == "xor", "another document has no drawing"


def test_from_a_numeric_target_the_loss_becomes_one_for_classes(page):
    document = page.state.document
    regression = replace(document.experiment, data=DataSpec(name="diabetes"), loss="squared_error")
    document.edit("Diabetes", regression)
    page.state.paint(TWO)
    assert document.experiment.loss == "cross_entropy"
    document.undo_stack.undo()
    assert document.experiment.loss == "squared_error"


def test_what_the_experiment_does_not_allow_is_refused_in_words(page, qtbot: QtBot):
    document = page.state.document
    document.edit("Patience", edits.set_training(document.experiment, patience=5))
    had = document.experiment
    page.state.choose(tool="point")
    with qtbot.waitSignal(page.state.refused) as refused:
        for x in range(-14, 15):  # until one is to be trained on, and none to be tested on
            click(page.canvas, (x / 10, 0.0))
            if document.experiment != had:
                document.undo_stack.undo()
    assert refused.args[0].startswith("Paint a point: needs test samples")
    assert document.experiment == had
    assert page.canvas.sheet.draft == []


def test_the_words_below_say_how_many_there_are_and_what_is_missing(page, state):
    assert state.summary().startswith("2 points")
    state.document.undo_stack.undo()
    state.paint(((0.0, 0.0, 4),))
    assert state.summary() == "1 point, only class 4 so far: paint another one, too"
    assert "1 point" in page.findChild(QAbstractButton, "class4").accessibleName()
    state.document.undo_stack.undo()
    assert state.summary() == ""
