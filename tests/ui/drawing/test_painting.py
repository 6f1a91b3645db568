"""Painting with the mouse and with keys: what it makes of the experiment, and undo."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.ui.drawing.canvas import DrawingCanvas
from bpstudio.ui.drawing.dots import DotsPicture
from bpstudio.ui.drawing.page import DrawingPage
from bpstudio.ui.drawing.state import DENSITIES, SIZES
from tests.ui.drawing.hand import CONTROL, LEFT, MIDDLE, PLAIN, RIGHT, click, place, press, stroke
from tests.ui.mouse import turn_wheel

SOON = 5_000  # ms


@pytest.fixture
def canvas(page: DrawingPage) -> DrawingCanvas:
    return page.canvas


def points(page: DrawingPage):
    return page.state.document.experiment.data.points


def undo(page: DrawingPage) -> None:
    page.state.document.undo_stack.undo()


def pixel(canvas: DrawingCanvas) -> float:
    """Return what a px is worth in the plane."""
    return (canvas.axes.x.high - canvas.axes.x.low) / canvas.axes.area.width()


def test_a_click_puts_a_point_where_it_is_and_begins_a_drawing(page, canvas):
    before = page.state.document.experiment
    assert "takes the place of Circle" in canvas.invitation()
    page.state.choose(tool="point")
    click(canvas, (0.5, -0.25))
    (point,) = points(page)
    assert point[:2] == pytest.approx((0.5, -0.25), abs=pixel(canvas))
    assert point[2] == 1
    data = page.state.document.experiment.data
    assert (data.name, data.test_fraction) == ("drawn", before.data.test_fraction)
    assert page.state.document.undo_stack.undoText() == "Paint a point"
    undo(page)
    assert page.state.document.experiment == before
    page.state.document.undo_stack.redo()
    assert points(page) == (point,)


def test_a_point_goes_with_the_mouse_until_it_is_let_go(page, canvas):
    page.state.choose(tool="point")
    stroke(canvas, (0.0, 0.0), (0.7, 0.7))
    (point,) = points(page)
    assert point[:2] == pytest.approx((0.7, 0.7), abs=pixel(canvas))


def test_a_stroke_of_the_brush_is_one_step_of_points_within_the_ring(page, canvas):
    page.state.choose(size=2, density=1, number=2)
    stroke(canvas, (-0.8, 0.0), (0.8, 0.0))
    painted = np.array(points(page))
    assert page.state.document.undo_stack.count() == 1
    assert set(painted[:, 2]) == {2}
    reach = (SIZES[2] + 1) * pixel(canvas)
    assert np.abs(painted[:, 1]).max() <= reach
    assert -0.8 - reach <= painted[:, 0].min() < -0.6
    assert 0.6 < painted[:, 0].max() <= 0.8 + reach
    assert len(painted) % DENSITIES[1] == 0
    # evenly along the way: each third of it has about as many
    thirds, _ = np.histogram(painted[:, 0], bins=3, range=(-0.8, 0.8))
    assert thirds.min() > 0.5 * thirds.max()
    page.state.choose(number=1)
    click(canvas, (0.0, 1.0))
    assert points(page)[: len(painted)] == tuple(map(tuple, painted.tolist()))
    undo(page)
    assert len(points(page)) == len(painted)


@pytest.mark.parametrize(("button", "modifier"), [(RIGHT, None), (LEFT, CONTROL), (LEFT, None)])
def test_erasing_takes_away_what_comes_within_the_ring(page, canvas, button, modifier):
    page.state.choose(tool="point")
    for x in (-0.5, 0.0, 0.5):
        click(canvas, (x, 0.2))
    had = points(page)
    if (button, modifier) == (LEFT, None):
        QTest.keyClick(canvas, Qt.Key.Key_E)
    modifier = modifier or Qt.KeyboardModifier.NoModifier
    press(canvas, (-0.5, 0.2), (0.0, 0.2), button, modifier)
    assert points(page) == had, "the edit comes at the end"
    QTest.mouseRelease(canvas, button, modifier, place(canvas, 0.0, 0.2))
    assert points(page) == had[2:]
    assert page.state.document.undo_stack.undoText() == "Erase points"
    undo(page)
    assert points(page) == had


@pytest.mark.parametrize("tool", ["point", "brush", "eraser"])
def test_esc_gives_a_stroke_up(page, canvas, tool):
    click(canvas, (0.0, 0.0))
    had, steps = points(page), page.state.document.undo_stack.count()
    page.state.choose(tool=tool)
    before = canvas.sheet.picture.pixmap.toImage()
    press(canvas, (-0.2, 0.0), (0.2, 0.0))
    assert canvas.sheet.picture.pixmap.toImage() != before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, place(canvas, 0.2, 0.0))
    assert (points(page), page.state.document.undo_stack.count()) == (had, steps)
    assert canvas.sheet.picture.pixmap.toImage() == before, "it looks as it did"


def test_what_is_painted_by_and_by_looks_as_if_it_were_painted_at_once(page, canvas):
    stroke(canvas, (-0.5, 0.5), (0.5, 0.5))
    page.state.choose(number=2)
    stroke(canvas, (-0.5, 0.4), (0.5, 0.4))
    press(canvas, (0.0, 0.3), (0.0, 0.6), RIGHT)
    shown = canvas.sheet.picture.pixmap.toImage()
    QTest.mouseRelease(canvas, RIGHT, Qt.KeyboardModifier.NoModifier, place(canvas, 0.0, 0.6))
    assert canvas.sheet.picture.pixmap.toImage() == shown


def test_a_stroke_paints_only_what_is_new_however_many_there_are(page, canvas, monkeypatch):
    rng = np.random.default_rng(0)
    plane = rng.uniform(-1.4, 1.4, (9_000, 2)).round(3).tolist()
    page.state.paint([(x, y, 1 + k % 2) for k, (x, y) in enumerate(plane)])
    canvas.repaint()
    stamped, stamp = [], DotsPicture._stamp

    def count(picture, painter, dots):
        stamped.append(len(dots.x))
        stamp(picture, painter, dots)

    monkeypatch.setattr(DotsPicture, "_stamp", count)
    stroke(canvas, (-0.5, 0.0), (0.5, 0.0))
    assert sum(stamped) == len(points(page)) - 9_000
    stamped.clear()
    page.state.choose(size=0)
    click(canvas, (0.0, 0.0), RIGHT)
    assert sum(stamped) < 200, "what is erased is mended around there"
    assert len(points(page)) < 9_000 + 200


def test_training_waits_during_a_stroke_and_goes_on_with_the_run_after_it(
    page: DrawingPage, canvas: DrawingCanvas, qtbot: QtBot
) -> None:
    session = page.canvas.hand._session
    stroke(canvas, (-0.5, 0.5), (0.5, 0.5))
    session.set_pace(None)
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 0, timeout=SOON)
    run = session.snapshot.run
    press(canvas, (-0.5, 0.0), (0.5, 0.0))
    assert not session._turnstile.is_open
    QTest.mouseRelease(canvas, LEFT, Qt.KeyboardModifier.NoModifier, place(canvas, 0.5, 0.0))
    many = len(points(page))
    data = page.state.document.dataset
    qtbot.waitUntil(lambda: session.snapshot.data is data, timeout=SOON)
    assert session.snapshot.run == run
    assert len(data.train.t) + len(data.test.t) == many


def test_a_new_class_is_another_run_that_goes_on_training(
    page: DrawingPage, canvas: DrawingCanvas, qtbot: QtBot
) -> None:
    session = page.canvas.hand._session
    document = page.state.document
    document.edit("Train long", edits.set_training(document.experiment, epochs=10**9))
    stroke(canvas, (-0.5, 0.5), (0.5, 0.5))
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.is_training, timeout=SOON)
    run = session.snapshot.run
    QTest.keyClick(canvas, Qt.Key.Key_3)
    with qtbot.waitSignal(page.state.told) as told:
        stroke(canvas, (-0.5, 0.0), (0.5, 0.0))
    assert "a new run has begun" in told.args[0]
    qtbot.waitUntil(lambda: session.snapshot.run != run, timeout=SOON)
    qtbot.waitUntil(lambda: session.snapshot.is_training, timeout=SOON)
    assert document.dataset.outputs == 3


def test_keys_move_the_cross_and_do_what_a_click_does(page, canvas):
    page.state.choose(tool="point")
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_2, Qt.Key.Key_Space)
    for key in keys:
        QTest.keyClick(canvas, key)
    middle = canvas.axes.area.center()
    wanted = canvas.axes.at(middle + QPointF(4, -4))
    (point,) = points(page)
    assert point == (pytest.approx(wanted[0], abs=1e-3), pytest.approx(wanted[1], abs=1e-3), 2)
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.pointer.x() == middle.x() + 3
    assert "class 2" in canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert len(points(page)) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert page.state.points == ()
    assert page.state.tool == "point"
    undo(page)
    assert len(page.state.points) == 2
    for key, tool in ((Qt.Key.Key_B, "brush"), (Qt.Key.Key_E, "eraser"), (Qt.Key.Key_P, "point")):
        QTest.keyClick(canvas, key)
        assert page.state.tool == tool
    size = page.state.size
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert page.state.size == size + 1


def test_the_plane_is_zoomed_and_moved_and_shown_whole_again(page, canvas):
    whole = (canvas.axes.x, canvas.axes.y)
    at = QPointF(place(canvas, 0.5, 0.5))
    assert turn_wheel(canvas, at, 240)
    assert canvas.axes.is_part
    assert canvas.axes.at(at) == pytest.approx((0.5, 0.5), abs=0.02)
    before = canvas.axes.x.low
    QTest.mousePress(canvas, MIDDLE, pos=at.toPoint())
    QTest.mouseMove(canvas, at.toPoint() + QPoint(20, 0))
    QTest.mouseRelease(canvas, MIDDLE, pos=at.toPoint() + QPoint(20, 0))
    assert canvas.axes.x.low < before
    page.state.choose(tool="point")
    click(canvas, canvas.axes.at(at))
    assert points(page)[0][:2] == pytest.approx(canvas.axes.at(at), abs=0.01)
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert (canvas.axes.x, canvas.axes.y) == whole


def test_a_wheel_that_is_turned_to_the_side_changes_nothing(page, canvas):
    size, at = page.state.size, QPointF(place(canvas, 0.5, 0.5))
    for modifier in (CONTROL, PLAIN):
        assert turn_wheel(canvas, at, 0, to_the_side=120, modifier=modifier)
    assert page.state.size == size
    assert not canvas.axes.is_part
    turn_wheel(canvas, at, 120, modifier=CONTROL)
    assert page.state.size == size + 1


def test_points_out_of_sight_widen_what_is_seen(page, canvas):
    document = page.state.document
    document.edit("Far", edits.set_points(document.experiment, ((40.0, -3.0, 1), (0.0, 0.0, 2))))
    x, y = canvas.axes.x, canvas.axes.y
    assert x.low < -1.5
    assert x.high > 40
    assert y.low < -3
    assert "x1 40" in canvas.sheet.words_at(QPointF(place(canvas, 40.0, -3.0)))


def test_nothing_is_painted_beside_the_plane_or_while_one_looks_back(page, canvas, qtbot):
    QTest.mouseClick(canvas, LEFT, pos=QPoint(2, 2))
    assert points(page) == ()
    page.state.document.lock = "this is the past"
    with qtbot.waitSignal(page.state.refused) as refused:
        click(canvas, (0.0, 0.0))
    assert refused.args == ["This is the past"]
    assert not canvas.hand.is_busy
    assert points(page) == ()


def test_a_full_drawing_says_so(page, canvas, qtbot, monkeypatch):
    monkeypatch.setattr("bpstudio.ui.drawing.state.MAX_POINTS", 5)
    with qtbot.waitSignal(page.state.told) as told:
        stroke(canvas, (-0.5, 0.5), (0.5, 0.5))
    assert "at most" in told.args[0]
    assert len(points(page)) == 5


def test_the_sample_that_is_shown_may_be_erased(
    page: DrawingPage, canvas: DrawingCanvas, qtbot: QtBot
) -> None:
    session = page.canvas.hand._session
    stroke(canvas, (-0.5, 0.0), (0.5, 0.0))
    last = len(page.state.document.dataset.train.t) - 1
    session.show_sample(last)
    qtbot.waitUntil(
        lambda: session.snapshot.sample is not None and session.snapshot.sample.position == last,
        timeout=SOON,
    )
    stroke(canvas, (0.5, 0.0), (0.0, 0.0), RIGHT)
    data = page.state.document.dataset
    assert 0 < len(data.train.t) <= last
    qtbot.waitUntil(lambda: session.snapshot.data is data, timeout=SOON)
    assert session.snapshot.sample.position < len(data.train.t)
