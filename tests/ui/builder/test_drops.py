"""Drags from the palette, as the events that a real one sends."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bpstudio.experiment import edits
from bpstudio.ui.builder import Palette
from bpstudio.ui.builder.chain import GHOST
from bpstudio.ui.widgets.palette_item import PaletteItem
from tests.ui.builder.networks import activations_of, place, snapshot_of

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def palette(qtbot):
    made = Palette()
    qtbot.addWidget(made)
    return made


def item(palette, name):
    return next(item for item in palette.findChildren(PaletteItem) if item.accessibleName() == name)


def carry(canvas, mime, at, drop=True):
    """Carry `mime` over the canvas to a place in the scene; return whether it was taken."""
    view, to = canvas.viewport(), place(canvas, at)
    enter = QDragEnterEvent(to, COPY, mime, LEFT, PLAIN)
    QApplication.sendEvent(view, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(view, QDragMoveEvent(to, COPY, mime, LEFT, PLAIN))
    if drop:
        QApplication.sendEvent(view, QDropEvent(QPointF(to), COPY, mime, LEFT, PLAIN))
    return True


@pytest.mark.parametrize(
    ("x", "after"),
    [
        (0.0, ["relu", "sigmoid", "tanh"]),
        (0.5, ["sigmoid", "relu", "tanh"]),
        (1.0, ["sigmoid", "tanh", "relu"]),
    ],
)
def test_a_layer_goes_into_the_gap_it_is_dropped_in(canvas, document, palette, x, after):
    first, last = canvas.network.layer_cards[1].rect, canvas.network.layer_cards[2].rect
    at = QPointF(first.left() + x * (last.right() - first.left()), 300)
    mime = item(palette, "ReLU layer").mime_data()
    assert carry(canvas, mime, at)
    assert activations_of(document) == after
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Add ReLU layer"
    assert canvas.selected_layers == (3,)
    document.undo_stack.undo()
    assert activations_of(document) == ["sigmoid", "tanh"]


def test_the_gap_opens_and_closes(canvas, document, palette, session):
    mime = item(palette, "Tanh layer").mime_data()
    carry(canvas, mime, QPointF(450, 300), drop=False)
    assert canvas.network.ghost.isVisible()
    assert len(canvas.network.layout.columns) == 3
    assert session.held == 1
    QApplication.sendEvent(canvas.viewport(), QDragLeaveEvent())
    assert not canvas.network.ghost.isVisible()
    assert len(canvas.network.layout.columns) == 2
    assert session.held == 0
    assert document.undo_stack.count() == 0


def test_the_gap_is_as_wide_in_units_as_the_layer_will_be(canvas, document, palette):
    mime = item(palette, "Tanh layer").mime_data()
    carry(canvas, mime, QPointF(450, 300), drop=False)
    second = canvas.network.layer_cards[2]
    preview = second.name, second.parameters
    carry(canvas, mime, QPointF(450, 300))
    # the new layer has 3 units as its neighbour has: 3 x (3 + 1) parameters come after it
    assert preview == (second.name, second.parameters) == ("layer 3", 12)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_gap_is_as_wide_as_the_layer_that_goes_into_it(canvas, document, palette, place):
    document.edit("Units", edits.set_units(document.experiment, 2, 5))
    cards = canvas.network.layer_cards
    at = QPointF([0, cards[2].rect.left() - 4, cards[2].rect.right() + 4][place], 300)
    mime = item(palette, "Tanh layer").mime_data()
    carry(canvas, mime, at, drop=False)
    gap = canvas.network.layout.columns[place].slot
    assert gap.id == GHOST
    carry(canvas, mime, at)
    assert document.experiment.hidden[place].activation == "tanh"
    assert document.experiment.hidden[place].units == gap.units


def test_a_data_set_is_chosen(canvas, document, palette):
    assert carry(canvas, item(palette, "XOR data").mime_data(), QPointF(100, 100))
    assert document.experiment.data.name == "xor"
    assert document.undo_stack.undoText() == "Change data"


def test_nothing_else_is_taken(canvas, document):
    text = QMimeData()
    text.setText("sigmoid")
    unknown = QMimeData()
    unknown.setData("application/x-bpstudio-layer", b"\xff\x00nonsense")
    assert not carry(canvas, text, QPointF(450, 300))
    assert not carry(canvas, unknown, QPointF(450, 300))
    unknown = QMimeData()
    unknown.setData("application/x-bpstudio-data", b"no such set")
    carry(canvas, unknown, QPointF(450, 300))
    assert document.undo_stack.count() == 0


def test_a_double_click_or_enter_chooses_a_layer(qtbot, palette):
    sigmoid = item(palette, "Sigmoid layer")
    chosen = []
    palette.layer_chosen.connect(chosen.append)
    QTest.mouseClick(sigmoid, LEFT)
    assert chosen == []
    QTest.mouseDClick(sigmoid, LEFT)
    QTest.keyClick(sigmoid, Qt.Key.Key_Return)
    assert chosen == ["sigmoid", "sigmoid"]


def test_data_is_chosen_like_a_layer_and_a_click_asks_for_a_table(qtbot, palette):
    chosen = []
    palette.data_chosen.connect(chosen.append)
    digits = item(palette, "Digits data")
    QTest.mouseClick(digits, LEFT)
    assert chosen == [], "a stray click would throw away what the network has learned"
    QTest.mouseDClick(digits, LEFT)
    QTest.keyClick(digits, Qt.Key.Key_Return)
    assert chosen == ["digits", "digits"]
    assert "anew" in digits.toolTip()
    with qtbot.waitSignal(palette.table_requested):
        QTest.mouseClick(item(palette, "Table from a file"), LEFT)


def test_every_item_teaches(palette):
    items = palette.findChildren(PaletteItem)
    assert len(items) > 10
    assert all(item.toolTip() and item.accessibleName() for item in items)


def test_edges_and_words_show_while_a_layer_is_dragged_in(canvas, document, palette, session):
    session.publish(snapshot_of(document))
    before = [gap.names for gap in canvas.network.edges.gaps]
    carry(canvas, item(palette, "Tanh layer").mime_data(), QPointF(450, 100), drop=False)
    assert [gap.names for gap in canvas.network.edges.gaps] == before
    ghost = canvas.network.ghost
    middle = ghost.boundingRect().center().y()
    assert ghost.words_at() > middle, "the pointer is in the upper half"
    ghost.keep_words_clear_of(middle + 100)
    assert ghost.words_at() < middle
    QApplication.sendEvent(canvas.viewport(), QDragLeaveEvent())


def test_labels_of_the_palette_are_whole(palette):
    labels = [found.text() for found in palette.findChildren(PaletteItem)]
    assert "Breast cancer" in labels
    assert [label for label in labels if "…" in label] == ["Drawn …", "Table …"]


@pytest.mark.parametrize(("height", "data"), [(264, 4), (440, 10), (700, 13)])
def test_items_move_closer_together_before_they_are_scrolled_to(qtbot, palette, height, data):
    with qtbot.waitExposed(palette):
        palette.show()
    palette.resize(palette.width(), height)
    QApplication.processEvents()
    below = palette.viewport().height()
    items = palette.findChildren(PaletteItem)
    places = [QRect(found.mapTo(palette.viewport(), QPoint()), found.size()) for found in items]
    assert sum(at.bottom() < below for at in places) >= 5 + data, "5 kinds of layers and the data"
    assert all(at.height() >= 20 for at in places)
    assert not any(one.intersects(other) for one, other in pairwise(places))
