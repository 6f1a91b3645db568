"""Hands on the canvas: each gesture previews, commits one undo step, or leaves no trace."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.canvas.gesture import Gesture
from bpstudio.ui.document import Document
from tests.ui.builder.networks import (
    MIDDLE,
    activations_of,
    click,
    drag,
    experiment,
    header,
    move,
    place,
    snapshot_of,
    units_of,
)


def handle(canvas, number):
    return canvas.network.layer_cards[number].handle().center()


def test_dragging_a_column_reorders(canvas, document, session):
    drag(canvas, header(canvas, 1), header(canvas, 2) + QPointF(30, 0))
    assert activations_of(document) == ["tanh", "sigmoid"]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Move layer 1"
    assert session.holds == 1
    assert session.held == 0
    document.undo_stack.undo()
    assert activations_of(document) == ["sigmoid", "tanh"]


def standing(canvas, numbers):
    """Return name and number of parameters of some layers as their cards have them."""
    cards = canvas.network.layer_cards
    return [(cards[number].name, cards[number].parameters) for number in numbers]


def test_the_layers_beside_the_dragged_ones_show_what_a_release_would_make(qtbot, session):
    document = Document(experiment((4, "sigmoid"), (3, "tanh"), (6, "relu"), (5, "relu")))
    canvas = NetworkCanvas(document, session)
    canvas.resize(900, 660)
    qtbot.addWidget(canvas)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.selection.set((1, 2))
    end = header(canvas, 3) + QPointF(30, 0)
    drag(canvas, header(canvas, 1), end, release=False)
    preview = standing(canvas, (3, 4))
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place(canvas, end))
    assert [layer.id for layer in document.experiment.hidden] == [3, 1, 2, 4]
    # circle has 2 features; layer 4 has 5 units on the 3 of what was layer 2
    assert preview == standing(canvas, (3, 4)) == [("layer 1", 6 * 3), ("layer 4", 5 * 4)]


def test_what_is_carried_is_called_as_it_would_be_and_hides_no_words(canvas, session, document):
    session.publish(snapshot_of(document))
    cards, ghost = canvas.network.layer_cards, canvas.network.ghost
    drag(canvas, header(canvas, 1), header(canvas, 2) + QPointF(30, 0), release=False)
    assert [cards[number].name for number in (2, 1)] == ["layer 1", "layer 2"]
    carried = cards[1].rect.translated(cards[1].pos())
    words = ghost.words_place()
    assert words is None or not words.intersects(carried)
    canvas.grab()
    move(canvas, place(canvas, header(canvas, 1)))
    assert [cards[number].name for number in (1, 2)] == ["layer 1", "layer 2"]
    move(canvas, place(canvas, header(canvas, 1) + QPointF(80, 0)))
    assert ghost.words_place() is not None, "there is room beside"
    assert not ghost.words_place().intersects(cards[1].rect.translated(cards[1].pos()))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert [cards[number].name for number in (1, 2)] == ["layer 1", "layer 2"]


def test_a_short_drag_changes_nothing(canvas, document):
    drag(canvas, header(canvas, 1), header(canvas, 1) + QPointF(25, 4))
    assert document.undo_stack.count() == 0
    assert canvas.network.layer_cards[1].pos() == QPointF(0, 0)


def test_escape_cancels_a_drag(canvas, document, session):
    session.publish(snapshot_of(document))
    drag(canvas, header(canvas, 1), header(canvas, 2) + QPointF(30, 0), release=False)
    assert canvas.network.ghost.isVisible()
    assert canvas.network.layer_cards[1].layer is not None, "the column keeps its numbers"
    assert session.held == 1
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.network.ghost.isVisible()
    assert session.held == 0
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place(canvas, QPointF()))
    assert document.undo_stack.count() == 0
    assert activations_of(document) == ["sigmoid", "tanh"]


def test_dragging_a_column_off_the_canvas_removes_it(canvas, document):
    drag(canvas, header(canvas, 1), QPointF(header(canvas, 1).x(), -80))
    assert activations_of(document) == ["tanh"]
    assert document.undo_stack.undoText() == "Remove layer 1"


def test_outside_the_canvas_it_says_what_a_release_would_do(canvas, document):
    card, tag = canvas.network.layer_cards[1], canvas.network.tag
    drag(canvas, header(canvas, 1), QPointF(header(canvas, 1).x(), -80), release=False)
    assert tag.words == "release to remove"
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(tag.boundingRect())
    assert card.opacity() < 0.5
    move(canvas, place(canvas, header(canvas, 1)))
    assert not tag.isVisible()
    assert card.opacity() > 0.5
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert document.undo_stack.count() == 0


def test_a_release_on_the_legend_is_inside_the_canvas(canvas, document):
    start = header(canvas, 1)
    below = canvas.mapToScene(place(canvas, start).x(), canvas.height() - 10)
    drag(canvas, start, below)
    assert activations_of(document) == ["sigmoid", "tanh"]


@pytest.mark.parametrize(("pulled", "units"), [(24, 7), (-16, 2), (-400, 1)])
def test_pulling_the_handle_sets_the_units(canvas, document, pulled, units):
    drag(canvas, handle(canvas, 1), handle(canvas, 1) + QPointF(0, pulled))
    assert units_of(document) == [units, 3]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Units of layer 1"


def test_pulling_previews_and_escape_leaves_the_units(canvas, document):
    start = handle(canvas, 1)
    drag(canvas, start, start + QPointF(0, 40), release=False)
    assert canvas.network.tag.isVisible()
    assert canvas.network.tag.words == "9 units"
    assert canvas.network.layer_cards[1].column.slot.units == 9
    assert units_of(document) == [4, 3]
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.network.layer_cards[1].column.slot.units == 4
    assert document.undo_stack.count() == 0


def test_an_undo_in_the_middle_of_a_drag_ends_it(canvas, document, session):
    canvas.add_layer("relu")
    drag(canvas, header(canvas, 3), header(canvas, 1), release=False)
    document.undo_stack.undo()
    assert session.held == 0
    assert sorted(canvas.network.layer_cards) == [1, 2]
    move(canvas, place(canvas, header(canvas, 1)))
    assert units_of(document) == [4, 3]


def test_clicks_select(canvas):
    click(canvas, header(canvas, 1))
    assert canvas.selected_layers == (1,)
    click(canvas, header(canvas, 2), Qt.KeyboardModifier.ControlModifier)
    assert canvas.selected_layers == (1, 2)
    click(canvas, header(canvas, 1), Qt.KeyboardModifier.ControlModifier)
    assert canvas.selected_layers == (2,)
    click(canvas, canvas.network.output_card.rect.topLeft() + QPointF(9, 9))
    assert canvas.selected_layers == (0,)
    click(canvas, header(canvas, 1), Qt.KeyboardModifier.ShiftModifier)
    assert canvas.selected_layers == (1, 2, 0)
    click(canvas, QPointF(5, 5))
    assert canvas.selected_layers == ()


def test_middle_drag_pans(canvas, document):
    before = place(canvas, header(canvas, 1))
    drag(canvas, header(canvas, 1), header(canvas, 1) + QPointF(40, 25), button=MIDDLE)
    moved = place(canvas, header(canvas, 1)) - before
    assert (moved.x(), moved.y()) == pytest.approx((40, 25), abs=1)
    assert document.undo_stack.count() == 0
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert place(canvas, header(canvas, 1)) == before


def test_only_the_button_that_began_a_gesture_ends_it(canvas, document, session):
    last = header(canvas, 2) + QPointF(30, 0)
    drag(canvas, header(canvas, 1), last, release=False)
    QTest.mouseClick(canvas.viewport(), MIDDLE, pos=place(canvas, last))
    assert document.undo_stack.count() == 0
    assert session.held == 1
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place(canvas, last))
    assert document.undo_stack.count() == 1
    assert session.held == 0


class BrokenGesture(Gesture):
    """Fails at one of its stages."""

    def __init__(self, stage):
        self._stage = stage

    def _do(self, stage):
        if stage == self._stage:
            raise RuntimeError(stage)

    def start(self, at):
        self._do("start")

    def move(self, at):
        pass

    def finish(self, at):
        self._do("finish")

    def cancel(self):
        self._do("cancel")


@pytest.mark.parametrize("stage", ["start", "finish", "cancel"])
def test_training_goes_on_after_a_gesture_that_failed(canvas, session, stage):
    def carry_out():
        canvas.pointer.begin(BrokenGesture(stage), QPointF())
        if stage == "cancel":
            canvas.pointer.cancel()
        canvas.pointer.end(QPointF())

    with pytest.raises(RuntimeError, match=stage):
        carry_out()
    assert session.held == 0
    assert not canvas.pointer.is_busy


def drawn_edges(canvas):
    """Return how many edges there are between each pair of cards."""
    return {gap.names: len(gap.ends()[0]) for gap in canvas.network.edges.gaps}


def test_edges_stay_while_a_layer_is_moved_or_pulled(canvas, document, session):
    session.publish(snapshot_of(document))
    resting = drawn_edges(canvas)
    assert resting["layer 1", "layer 2"] == 12
    drag(canvas, header(canvas, 1), header(canvas, 1) + QPointF(30, 0), release=False)
    assert drawn_edges(canvas) == resting
    move(canvas, place(canvas, header(canvas, 2) + QPointF(30, 0)))
    kept = {("layer 2", "output"): resting["layer 2", "output"]}
    assert drawn_edges(canvas) == kept, "those that would pass under a card, or back, wait"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert drawn_edges(canvas) == resting
    start = handle(canvas, 1)
    drag(canvas, start, start + QPointF(0, -16), release=False)  # from 4 units to 2
    assert drawn_edges(canvas)["layer 1", "layer 2"] == 6
    assert drawn_edges(canvas)["layer 2", "output"] == resting["layer 2", "output"]
