"""Adding samples in the window: one undo step each, while the network goes on learning."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.views.learned import BoundaryView

SOON = 5_000  # ms


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> BoundaryView:
    window.document.new(Experiment(data=DataSpec(name="circle")))
    window.findChild(QDockWidget, "boundaryViewDock").raise_()
    found = window.findChild(BoundaryView)
    qtbot.waitUntil(lambda: found.plot.message == "" and found.plot.face is not None, timeout=SOON)
    qtbot.waitUntil(lambda: found.plot.face._found is not None, timeout=SOON)
    return found


def place(view: BoundaryView, x: float, y: float) -> QPoint:
    axes = view.plot.face.axes
    return QPointF(float(axes.x_of(np.array(x))), float(axes.y_of(np.array(y)))).toPoint()


def test_a_click_adds_a_sample_as_one_step_and_the_run_goes_on(
    window: MainWindow, view: BoundaryView, qtbot: QtBot
) -> None:
    document, session = window.document, window.session
    session.set_pace(None)
    window._actions["actionStep"].trigger()
    qtbot.waitUntil(lambda: session.snapshot.step == 1, timeout=SOON)
    run, learned = session.snapshot.run, session.snapshot.layers[-1].weights.copy()
    view._picker.button.menu().actions()[2].trigger()
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=place(view, 0.0, 0.0))
    (row,) = document.experiment.data.added
    assert row[:2] == pytest.approx((0.0, 0.0), abs=0.03)
    assert row[2] == "1"
    assert document.undo_stack.undoText() == "Add sample"
    qtbot.waitUntil(lambda: session.snapshot.data.added == 1, timeout=SOON)
    assert (session.snapshot.run, session.snapshot.step) == (run, 1)
    np.testing.assert_array_equal(session.snapshot.layers[-1].weights, learned)
    window._actions["actionStep"].trigger()
    qtbot.waitUntil(lambda: session.snapshot.step == 2, timeout=SOON)
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: session.snapshot.data.added == 0, timeout=SOON)
    assert document.experiment.data.added == ()
    assert (session.snapshot.run, session.snapshot.step) == (run, 2)


def test_nothing_is_added_to_the_past(window: MainWindow, view: BoundaryView, qtbot: QtBot) -> None:
    session = window.session
    for step in (1, 2, 3):
        session.step()
        qtbot.waitUntil(lambda step=step: session.snapshot.step == step, timeout=SOON)
    session.travel(2)
    qtbot.waitUntil(lambda: session.snapshot.is_past, timeout=SOON)
    view._picker.pick(0)
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=place(view, 0.5, 0.5))
    assert window.document.experiment.data.added == ()
    assert not window.document.undo_stack.canUndo()


def test_a_click_on_a_sample_shows_it(window: MainWindow, view: BoundaryView, qtbot: QtBot) -> None:
    data = window.document.dataset
    outermost = int(np.argmax(np.hypot(*data.train.x.T)))
    at = place(view, *data.train.x[outermost])
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: window.session.snapshot.sample.position != 0, timeout=SOON)
    shown = data.train.x[window.session.snapshot.sample.position]
    assert np.hypot(*(shown - data.train.x[outermost])) < 0.1


def test_three_panels_stand_in_sight_and_the_new_ones_behind_tabs(window: MainWindow) -> None:
    docks = {dock.objectName(): dock for dock in window.findChildren(QDockWidget)}
    assert docks["boundaryViewDock"] in window.tabifiedDockWidgets(docks["saturationViewDock"])
    assert docks["histogramViewDock"] in window.tabifiedDockWidgets(docks["gradientViewDock"])
    in_sight = [name for name, d in docks.items() if not d.visibleRegion().isEmpty()]
    assert sorted(in_sight) == ["gradientViewDock", "lossViewDock", "saturationViewDock"]
