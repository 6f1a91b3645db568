"""How the user looks at the network: zoom, pan, fit, columns that open and close."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.experiment import edits
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.builder.chain import MOST_OPEN, OPEN_ROW
from bpstudio.ui.document import Document
from tests.ui.builder.networks import (
    click,
    double_click,
    drag,
    experiment,
    header,
    move,
    place,
    press,
    snapshot_of,
    turn_wheel,
)

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def hold_space(canvas, on=True):
    (QTest.keyPress if on else QTest.keyRelease)(canvas, Key.Key_Space)


def shape(canvas):
    return canvas.viewport().cursor().shape()


@pytest.mark.parametrize("angle", [120, 480, -120])
def test_the_wheel_zooms_at_the_pointer(canvas, angle):
    at = QPoint(700, 120)
    held = canvas.mapToScene(at)
    turn_wheel(canvas, at, angle)
    assert canvas.transform().m11() == pytest.approx(1.15 ** (angle / 120))
    moved = canvas.mapFromScene(held) - at
    assert moved.manhattanLength() <= 2
    press(canvas, Key.Key_F)
    assert canvas.transform().m11() == 1


def test_a_wheel_that_is_turned_to_the_side_leaves_the_network_fitted(canvas):
    turn_wheel(canvas, QPoint(300, 300), 0, to_the_side=120)
    assert canvas.zoom.is_fitted
    assert canvas.transform().m11() == 1


def test_the_wheel_waits_for_the_end_of_a_drag(canvas):
    drag(canvas, header(canvas, 1), header(canvas, 2), release=False)
    turn_wheel(canvas, QPoint(300, 300), 120)
    assert canvas.transform().m11() == 1


def test_keys_zoom_at_the_middle(canvas):
    middle = canvas.viewport().rect().center()
    held = canvas.mapToScene(middle)
    press(canvas, Key.Key_Plus, Key.Key_Equal, modifier=Qt.KeyboardModifier.ControlModifier)
    assert canvas.transform().m11() == pytest.approx(1.15**2)
    assert (canvas.mapFromScene(held) - middle).manhattanLength() <= 2
    press(canvas, Key.Key_Minus, modifier=Qt.KeyboardModifier.ControlModifier)
    assert canvas.transform().m11() == pytest.approx(1.15)
    shifted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(canvas, Key.Key_Plus, modifier=shifted)
    assert canvas.transform().m11() == pytest.approx(1.15**2)


def test_with_the_space_bar_the_left_button_pans(canvas, document):
    canvas.setFocus()
    before = place(canvas, header(canvas, 1))
    hold_space(canvas)
    assert shape(canvas) == Qt.CursorShape.OpenHandCursor
    drag(canvas, header(canvas, 1), header(canvas, 1) + QPointF(40, 25), release=False)
    assert shape(canvas) == Qt.CursorShape.ClosedHandCursor
    moved = place(canvas, header(canvas, 1)) - before
    assert (moved.x(), moved.y()) == pytest.approx((40, 25), abs=1)
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=before + QPoint(40, 25))
    hold_space(canvas, on=False)
    assert not canvas.pointer.will_pan
    drag(canvas, header(canvas, 1), header(canvas, 2) + QPointF(30, 0))
    assert document.undo_stack.undoText() == "Move layer 1", "the space bar is up again"


def test_escape_puts_the_picture_back(canvas):
    canvas.setFocus()
    before = place(canvas, header(canvas, 1))
    hold_space(canvas)
    drag(canvas, header(canvas, 1), header(canvas, 1) + QPointF(40, 25), release=False)
    press(canvas, Key.Key_Escape)
    assert (place(canvas, header(canvas, 1)) - before).manhattanLength() <= 2
    assert canvas.zoom.is_fitted
    hold_space(canvas, on=False)


def test_a_space_bar_that_is_let_go_elsewhere_is_not_held(canvas):
    canvas.setFocus()
    hold_space(canvas)
    canvas.clearFocus()
    assert not canvas.pointer.will_pan


def test_with_the_space_bar_arrows_pan(canvas):
    before = place(canvas, header(canvas, 1))
    hold_space(canvas)
    press(canvas, Key.Key_Right, Key.Key_Down)
    moved = place(canvas, header(canvas, 1)) - before
    assert moved.x() < -20
    assert moved.y() < -20
    assert canvas.selected_layers == ()
    hold_space(canvas, on=False)
    press(canvas, Key.Key_Right)
    assert canvas.selected_layers == (1,)


@pytest.fixture
def wide(qtbot, session):
    """A canvas with a layer whose units have no room for rows, and one whose units have."""
    made = NetworkCanvas(Document(experiment((64, "sigmoid"), (3, "tanh"))), session)
    qtbot.addWidget(made)
    made.resize(900, 660)
    made.show()
    qtbot.waitExposed(made)
    return made


def column(canvas, number):
    return canvas.network.layer_cards[number].column


def test_a_double_click_opens_a_column_and_another_closes_it(wide, session):
    session.publish(snapshot_of(wide.document))
    assert column(wide, 1).is_condensed
    double_click(wide, header(wide, 1))
    assert not column(wide, 1).is_condensed
    assert column(wide, 1).body.height() >= 64 * OPEN_ROW
    seen = wide.mapToScene(wide.viewport().rect()).boundingRect()
    assert seen.contains(column(wide, 1).rect), "it is fitted, all units are in sight"
    wide.grab()
    double_click(wide, header(wide, 1))
    assert column(wide, 1).is_condensed
    assert wide.document.undo_stack.count() == 0, "how it is looked at is no edit"


def test_a_double_click_closes_a_column_that_has_room(wide):
    double_click(wide, wide.network.layer_cards[2].unit_centre(1))
    assert column(wide, 2).is_condensed
    assert wide.network.asking.unit_card.of is None, "the first click had opened a unit"
    wide.grab()


def test_a_double_click_on_a_button_is_two_clicks(wide, session):
    _previous, following = wide.network.input_card.buttons()
    double_click(wide, following.center())
    QTest.mouseRelease(wide.viewport(), LEFT, pos=place(wide, following.center()))
    assert session.positions == [0, 0]


def test_enter_opens_and_closes_the_selected_layers(wide):
    wide.selection.set((1, 2))
    press(wide, Key.Key_Return)
    assert [column(wide, number).is_condensed for number in (1, 2)] == [False, False]
    press(wide, Key.Key_Enter)
    assert [column(wide, number).is_condensed for number in (1, 2)] == [True, True]


def test_an_open_column_stays_open_through_edits_and_its_handle_works(wide):
    double_click(wide, header(wide, 1))
    wide.document.edit("Move", edits.move_layers(wide.document.experiment, (1,), 1))
    assert not column(wide, 1).is_condensed
    handle = wide.network.layer_cards[1].handle().center()
    drag(wide, handle, handle - QPointF(0, 32), release=False)
    assert not column(wide, 1).is_condensed
    wide.document.undo_stack.undo()
    assert not column(wide, 1).is_condensed
    wide.document.new(wide.document.experiment)
    assert column(wide, 1).is_condensed, "another experiment's layers are others"


def test_too_many_units_for_rows_are_refused_in_words(wide, qtbot):
    wide.document.edit("Units", edits.set_units(wide.document.experiment, 1, MOST_OPEN + 1))
    with qtbot.waitSignal(wide.refused) as told:
        double_click(wide, header(wide, 1))
    assert told.args == ["Open: of 1\u202f001 units only 1\u202f000 could have a row each"]
    assert column(wide, 1).is_condensed
    wide.document.edit("Units", edits.set_units(wide.document.experiment, 1, MOST_OPEN))
    press(wide, Key.Key_Return)
    assert not column(wide, 1).is_condensed
    wide.grab()


def test_an_open_column_that_becomes_too_wide_for_rows_closes_until_it_is_not(wide):
    double_click(wide, header(wide, 1))
    assert not column(wide, 1).is_condensed
    wide.document.edit("Units", edits.set_units(wide.document.experiment, 1, 10**6))
    assert column(wide, 1).is_condensed
    assert column(wide, 1).rect.height() < 1_000
    wide.grab()  # at once: with a row each it took half a minute
    wide.document.undo_stack.undo()
    assert not column(wide, 1).is_condensed


@pytest.mark.parametrize("layers", [12, 30, 200])
@pytest.mark.parametrize("opened", [1, 5, None])
def test_columns_open_in_chains_of_strips_and_maps(qtbot, session, layers, opened):
    wanted = experiment(*[(24, "sigmoid"), (5, "tanh")] * (layers // 2), data="digits")
    canvas = NetworkCanvas(Document(wanted), session)
    qtbot.addWidget(canvas)
    canvas.resize(926, 700)
    canvas.show()
    session.publish(snapshot_of(canvas.document))
    order = canvas.selection.order()[:-1]
    chosen = order[:: layers // opened][:opened] if opened else order
    canvas.selection.set(chosen)
    canvas.commands.fold()
    assert all(not column(canvas, number).is_condensed for number in chosen)
    rects = [canvas.network.layout.input, *(column(canvas, number).rect for number in order)]
    assert all(a.right() <= b.left() + 1e-6 for a, b in pairwise(rects))
    canvas.grab()
    click(canvas, canvas.network.layer_cards[chosen[-1]].unit_centre(2))
    assert canvas.network.asking.unit_card.of == (chosen[-1], 2)


def test_the_cursor_says_what_a_drag_is(canvas):
    drag(canvas, header(canvas, 1), header(canvas, 2), release=False)
    assert shape(canvas) == Qt.CursorShape.ClosedHandCursor
    press(canvas, Key.Key_Escape)
    move(canvas, QPoint(4, 4), Qt.MouseButton.NoButton)
    assert shape(canvas) == Qt.CursorShape.ArrowCursor


def test_the_network_can_not_be_lost(canvas):
    for way in (QPointF(1e6, 0), QPointF(-1e6, 0), QPointF(0, 1e6), QPointF(0, -1e6)):
        canvas.zoom.shift(way)
        sight = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        assert sight.intersects(canvas.network.layout.bounds)
