"""What all plots do alike: zoom, read, say why there is nothing."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpstudio.runtime.clock import Clock, Passed, Unit
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.ruler import Ruler
from bpstudio.ui.views.steps import CLOSEST, StepWindow
from tests.ui.mouse import NOTCH, turn_wheel
from tests.ui.views.runs import output, recorded, snapshot


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    """A view of 1,000 steps whose loss at step s is s."""
    view = LossView()
    qtbot.addWidget(view)
    view.header().setParent(view)
    view.header().move(0, 150)
    view.resize(384, 150)
    view.show()
    qtbot.waitExposed(view)
    view.refresh(*recorded(snapshot(1_000, output()), losses=np.arange(1.0, 1_001)))
    return view


@pytest.fixture
def plot(view: LossView) -> Plot:
    return view.plot


def x_of(plot: Plot, step: float) -> float:
    return float(plot.x_of(np.array(step)))


def move(plot: Plot, x: float, y: float = 60.0) -> None:
    at = QPointF(x, y)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, plot.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(plot, event)


def wheel(plot: Plot, x: float, notches: int) -> None:
    turn_wheel(plot, QPointF(x, 60), notches * NOTCH)


def test_the_wheel_zooms_around_the_pointer(plot: Plot) -> None:
    x = x_of(plot, 400)
    wheel(plot, x, 3)
    first, last = plot.steps.visible
    assert last - first == pytest.approx(1_000 * 0.8**3)
    assert plot.step_at(x) == pytest.approx(400)


def test_dragging_moves_the_steps_and_a_double_click_shows_all(qtbot: QtBot, plot: Plot) -> None:
    wheel(plot, x_of(plot, 500), 5)
    before = plot.steps.visible[0]
    start = QPoint(250, 60)
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=start)
    move(plot, 200)
    move(plot, 180)
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(180, 60))
    assert plot.steps.visible[0] > before + 20
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=start)
    assert plot.steps.visible == (0, 1_000)


def test_a_zoomed_plot_stays_where_it_is_while_the_run_goes_on(plot: Plot) -> None:
    wheel(plot, x_of(plot, 500), 5)
    before = plot.steps.visible
    plot.steps.grow(2_000)
    assert plot.steps.visible == before


def test_another_run_is_shown_whole(plot: Plot) -> None:
    wheel(plot, x_of(plot, 500), 5)
    plot.steps.grow(3)
    assert plot.steps.visible == (0, 3)


def test_the_pointer_reads_exact_numbers(plot: Plot) -> None:
    move(plot, x_of(plot, 300))
    readout = plot.readout()
    assert readout is not None
    assert readout.title == "step 300"
    assert ("batch", "300.0") in readout.rows
    move(plot, 2.0)
    assert plot.readout() is None


def test_the_keyboard_reads_and_zooms(qtbot: QtBot, plot: Plot) -> None:
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    first = plot.readout()
    qtbot.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    second = plot.readout()
    assert first is not None
    assert second is not None
    assert second.x > first.x
    assert plot.accessibleDescription() == second.sentence()
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.steps.is_part
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert not plot.steps.is_part
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.readout() is None


def test_the_pointer_cannot_leave_the_data_by_keyboard(qtbot: QtBot, plot: Plot) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
        for _ in range(120):
            qtbot.keyClick(plot, key)
    readout = plot.readout()
    assert readout is not None
    assert readout.title == "step 1"


def test_zoom_ends_at_a_few_steps() -> None:
    window = StepWindow()
    window.grow(1_000)
    for _ in range(60):
        window.zoom(990, 0.8)
    first, last = window.visible
    assert last - first == pytest.approx(CLOSEST)
    assert first <= 990 <= last


def test_zooming_into_steps_in_which_no_time_passed_shows_all() -> None:
    window, clock = StepWindow(), Clock()
    window.grow(1_000)
    for step, seconds in ((400, 0.0), (600, 0.0), (1_000, 2.0)):
        clock.add(step, Passed(1.0, step, seconds))
    window.zoom(500, 0.2)
    window.ruler = Ruler(Unit.SECONDS, clock)
    assert [window.ruler.of(step) for step in window.visible] == [0.0, 0.0]
    window.zoom(500, 0.8)
    assert window.visible == (0.0, 1_000.0)
