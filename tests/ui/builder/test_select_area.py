"""A rectangle on the empty canvas selects the layers that it touches."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.experiment import edits
from tests.ui.builder.networks import activations_of, drag, header, place

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def gap(canvas, after, y=330.0):
    """Return a place in the gap behind a layer, 0 being the input."""
    layout = canvas.network.layout
    left = canvas.network.layer_cards[after].rect if after else layout.input
    return QPointF(left.right() + layout.gap / 2, y)


def marked(canvas):
    return [number for number, card in canvas.network.layer_cards.items() if card.is_selected]


def test_a_rectangle_previews_and_selects_what_it_touches(canvas, document, session):
    drag(canvas, gap(canvas, 0), gap(canvas, 2, 200), release=False)
    assert canvas.network.frame.isVisible()
    assert marked(canvas) == [1, 2]
    assert canvas.selected_layers == (), "only a preview"
    assert session.held == 1
    drag(canvas, gap(canvas, 0), gap(canvas, 1, 200))
    assert canvas.selected_layers == (1,)
    assert marked(canvas) == [1]
    assert not canvas.network.frame.isVisible()
    assert session.held == 0
    assert document.undo_stack.count() == 0, "a selection is no edit"


def test_escape_leaves_the_selection_as_it_was(canvas, session):
    canvas.selection.set((2,))
    drag(canvas, gap(canvas, 0), gap(canvas, 1, 200), release=False)
    assert marked(canvas) == [1]
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert marked(canvas) == [2]
    assert canvas.selected_layers == (2,)
    assert not canvas.network.frame.isVisible()
    assert session.held == 0


@pytest.mark.parametrize("modifier", [CONTROL, SHIFT])
def test_with_shift_or_ctrl_it_adds_to_the_selection(canvas, modifier):
    canvas.selection.set((2,))
    drag(canvas, gap(canvas, 0), gap(canvas, 1, 200), modifiers=modifier)
    assert canvas.selected_layers == (1, 2)


def test_a_rectangle_that_touches_nothing_selects_nothing(canvas):
    canvas.selection.set((2,))
    drag(canvas, gap(canvas, 0), gap(canvas, 0) + QPointF(12, 60))
    assert canvas.selected_layers == ()


def test_a_drag_from_the_input_is_no_rectangle(canvas):
    canvas.selection.set((2,))
    drag(canvas, canvas.network.layout.input.center(), gap(canvas, 1, 200), release=False)
    assert not canvas.network.frame.isVisible()
    assert not canvas.pointer.is_busy


def test_several_layers_are_dragged_together(canvas, document):
    canvas.add_layer("relu")
    canvas.selection.set((1, 2))
    start, end = header(canvas, 1), header(canvas, 3) + QPointF(60, 0)
    drag(canvas, start, end, release=False)
    assert canvas.network.tag.words == "2 layers"
    assert canvas.network.ghost.isVisible()
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place(canvas, end))
    assert activations_of(document) == ["relu", "sigmoid", "tanh"]
    assert document.undo_stack.undoText() == "Move 2 layers"
    assert canvas.selected_layers == (1, 2)
    document.undo_stack.undo()
    assert activations_of(document) == ["sigmoid", "tanh", "relu"]


def test_several_layers_are_dragged_out_together(canvas, document):
    canvas.add_layer("relu")
    canvas.selection.set((1, 3))
    drag(canvas, header(canvas, 3), QPointF(header(canvas, 3).x(), -80))
    assert activations_of(document) == ["tanh"]
    assert document.undo_stack.undoText() == "Remove 2 layers"


def test_layers_that_are_alike_change_places_too(canvas, document):
    document.edit("Same", edits.set_activation(document.experiment, 2, "sigmoid"))
    document.edit("Same", edits.set_units(document.experiment, 2, 4))
    drag(canvas, header(canvas, 1), header(canvas, 2) + QPointF(30, 0))
    assert [layer.id for layer in document.experiment.hidden] == [2, 1]
    assert document.undo_stack.undoText() == "Move layer 1"
