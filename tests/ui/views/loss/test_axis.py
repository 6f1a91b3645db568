"""The axis of the losses: in the chosen unit, zoomed and moved, by mouse and by key."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.runtime.clock import Unit
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.ruler import unit_choice
from bpstudio.ui.widgets.dock import Dock
from tests.ui.mouse import NOTCH, turn_wheel
from tests.ui.views.loss.run import a_run, press, x_of
from tests.ui.views.runs import opened, output, recorded, snapshot

EIGHTHS = (1 / 8, 3 / 8, 5 / 8, 7 / 8)


@pytest.mark.parametrize(
    ("unit", "name", "last", "half"),
    [
        (Unit.STEPS, "step", 400, 0.5),
        (Unit.EPOCHS, "epoch", 40, 0.5),
        (Unit.SAMPLES, "samples", 3_200, 0.5),
        (Unit.SECONDS, "seconds", 2_200, 200 / 2_200),
    ],
)
def test_the_axis_is_in_the_chosen_unit(
    view: LossView, unit: Unit, name: str, last: float, half: float
) -> None:
    unit_choice().choose(unit)
    frame = view.plot.frame
    assert frame.x_name == name
    assert (frame.x.low, frame.x.high) == pytest.approx((0, last))
    place = (x_of(view.plot, 200) - frame.area.left()) / frame.area.width()
    assert place == pytest.approx(half)
    assert view.plot.step_at(x_of(view.plot, 123)) == pytest.approx(123)
    across = [view.plot.step_at(frame.area.left() + part * frame.area.width()) for part in EIGHTHS]
    assert view.plot.steps_across(4) == pytest.approx(across)
    view.grab()


def test_zooming_and_moving_are_even_in_the_unit_that_is_shown(
    qtbot: QtBot, view: LossView
) -> None:
    unit_choice().choose(Unit.SECONDS)
    plot, x = view.plot, x_of(view.plot, 210)
    turn_wheel(plot, QPointF(x, 60), 3 * NOTCH)
    assert plot.step_at(x) == pytest.approx(210)
    assert plot.frame.x.high - plot.frame.x.low == pytest.approx(2_200 * 0.8**3)
    grabbed = plot.step_at(250)
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(250, 60))
    qtbot.mouseMove(plot, QPoint(240, 60))
    qtbot.mouseMove(plot, QPoint(230, 60))
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(230, 60))
    assert plot.step_at(230) == pytest.approx(grabbed, abs=0.5)
    before = plot.steps.visible
    unit_choice().choose(Unit.STEPS)
    assert plot.steps.visible == before, "the same steps stay in sight"


def test_the_unit_is_chosen_from_the_menu_or_by_key(qtbot: QtBot, view: LossView) -> None:
    options = view.header().findChild(QToolButton, "lossOptions")
    assert isinstance(options.menu(), QMenu)
    actions = {action.text(): action for action in options.menu().actions()}
    actions["In seconds"].trigger()
    assert unit_choice().unit is Unit.SECONDS
    assert actions["In seconds"].isChecked()
    assert not actions["In steps"].isChecked()
    press(qtbot, view, Qt.Key.Key_X)
    assert unit_choice().unit is Unit.STEPS
    assert actions["In steps"].isChecked()


def test_a_readout_tells_the_step_and_where_it_stands(view: LossView) -> None:
    unit_choice().choose(Unit.EPOCHS)
    readout = view.plot.readout_at(QPointF(x_of(view.plot, 50), 60))
    assert readout is not None
    assert readout.title == "step 50, epoch 5.00"
    assert readout.rows[0] == ("batch", "0.2000")


def test_far_in_every_step_is_there_and_the_numbers_stay_the_newest(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    losses = np.random.default_rng(0).random(200_000)
    view.refresh(*recorded(snapshot(200_000, output()), losses=losses))
    newest = view.accessibleDescription()
    x = x_of(view.plot, 1_000)
    turn_wheel(view.plot, QPointF(x, 60), 40 * NOTCH)
    assert view.plot.buckets.are_single
    assert not view.plot.has_band
    first, last = view.plot.steps.visible
    shown = view.plot.buckets
    assert shown.first[0] <= first
    assert last <= shown.last[-1]
    assert shown.mean == pytest.approx(losses[shown.first.astype(int) - 1])
    view.refresh(*recorded(snapshot(200_000, output()), losses=losses))
    assert view.accessibleDescription() == newest


def test_another_run_after_the_accuracy_was_hidden_is_measured_by_its_own_clock(
    qtbot: QtBot, view: LossView
) -> None:
    press(qtbot, view, Qt.Key.Key_A)
    press(qtbot, view, Qt.Key.Key_A)
    view.refresh(*a_run(800))
    unit_choice().choose(Unit.EPOCHS)
    assert view.plot.frame.x.high == pytest.approx(80)
    assert x_of(view.plot, 800) == pytest.approx(view.plot.frame.area.right())


def test_controls_and_both_numbers_fit_a_narrow_title_bar(qtbot: QtBot, window: MainWindow) -> None:
    dock = next(d for d in window.findChildren(Dock) if d.objectName() == "lossViewDock")
    view, header = dock.widget(), dock.widget().header()
    told = snapshot(1_000, output(), test_loss=0.1234)
    view.refresh(*recorded(told, losses=np.full(1_000, 2.5e-4)))
    assert dock.width() <= 400
    shown = view.header().legend
    qtbot.waitUntil(lambda: shown.width() > 100)
    assert shown._width(shown.texts()) <= shown.width() + 8
    for child in header.findChildren(QToolButton):
        assert not child.text() or child.width() >= child.minimumSizeHint().width()
        assert child.toolTip()
        assert child.accessibleName()
        assert child.focusPolicy() & Qt.FocusPolicy.TabFocus
