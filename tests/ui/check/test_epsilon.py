"""How far to move."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.runtime.tasks.epsilon_curve import EPSILONS, EpsilonCurve
from bpstudio.ui.check.epsilon import EpsilonView
from bpstudio.ui.numbers import figure
from tests.ui.check.cards import LEFT, shown
from tests.ui.check.reports import begun, run_of, worked


def make(qtbot, settings, report=None):
    view = shown(qtbot, EpsilonView(settings))
    if report is not None:
        view.follow(report)
    return view


def test_the_slider_sets_the_nudge_by_mouse_and_keys(qtbot, settings):
    view = make(qtbot, settings)
    assert view.slider.epsilon == settings.epsilon == 1e-6
    left, right = view.slider.groove()
    QTest.mouseClick(view.slider, LEFT, pos=QPoint(round(left + (right - left) / 2), 14))
    assert settings.epsilon == 1e-6  # the middle of 10^-12 to 1
    QTest.mouseClick(view.slider, LEFT, pos=QPoint(round(left + (right - left) / 4), 14))
    assert settings.epsilon == 1e-9
    QTest.keyClick(view.slider, Qt.Key.Key_Right)
    assert settings.epsilon == 2e-9
    QTest.keyClick(view.slider, Qt.Key.Key_PageUp)
    assert settings.epsilon == 2e-8
    assert view.slider.accessibleName() == "Nudge: ε = 2·10⁻⁸"


def test_the_usual_nudge_goes_along_with_difference_and_precision(qtbot, settings):
    view = make(qtbot, settings)
    settings.set_difference("central")
    assert view.slider.epsilon == 5e-5
    settings.set_dtype("float32")
    assert view.slider.epsilon == 1e-2
    settings.set_epsilon(2e-2)
    settings.set_difference("forward")
    assert view.slider.epsilon == 2e-2  # it was chosen


def test_the_curve_is_a_v_with_its_numbers(qtbot, settings, curve):
    view = make(qtbot, settings, curve)
    picture = view.picture
    assert not picture.message
    ys = picture._places(0)[1]
    at = EPSILONS.index
    assert ys[at(1e-12)] < ys[at(1e-7)] > ys[at(1e-1)]  # px grow downwards
    assert view.slider.accessibleDescription().startswith("error, forward ")
    place = QPointF(picture._axes.x_at(1e-3), picture.area.center().y())
    readout = picture.readout_at(place)
    assert readout.title == "ε = 10⁻³"
    median = float(curve.found.median[0, at(1e-3)])
    assert dict(readout.rows)["forward, median"] == figure(median)
    headers, rows = view.table()
    assert len(rows) == 37
    assert float(rows[at(1e-3)][1]) == pytest.approx(median, rel=1e-5)
    assert len(headers) == 5


def test_a_press_in_the_curve_sets_the_nudge(qtbot, settings, curve):
    view = make(qtbot, settings, curve)
    picture = view.picture
    at = QPointF(picture._axes.x_at(1e-4), picture.area.center().y()).toPoint()
    QTest.mouseClick(picture, LEFT, pos=at)
    assert settings.epsilon == view.slider.epsilon == 1e-4


def test_after_a_race_that_took_a_moment_it_measures_by_itself_once(qtbot, settings, report, curve):
    view = make(qtbot, settings)
    asked = []
    view.task_wanted.connect(asked.append)
    quick = replace(report, found=replace(report.found, seconds_brute_force=0.001))
    view.follow(quick)  # however busy this machine is
    view.follow(quick)
    assert asked == [EpsilonCurve("float64")]
    view.follow(curve)
    view.follow(worked(BruteForce(), run_of(3), number=3))  # of another step and run: no news
    assert len(asked) <= 2


def test_the_button_measures_and_stops_and_waits_for_others(qtbot, settings, run):
    view = make(qtbot, settings)
    with qtbot.waitSignal(view.task_wanted) as asked:
        QTest.mouseClick(view.button, LEFT)
    assert asked.args == [EpsilonCurve("float64")]
    view.follow(begun(BruteForce(), run_of(100, 100)))
    assert not view.button.isEnabled()


@pytest.mark.parametrize("epsilon", [1e-12, 1e-6, 1e-3, 1e-2, 1.0])
def test_the_names_of_the_curves_keep_clear_of_both_and_of_the_nudge(
    qtbot, settings, curve, epsilon, monkeypatch
):
    view = make(qtbot, settings, curve)
    settings.set_epsilon(epsilon)
    picture = view.picture
    written = []
    write = picture._write_name

    def noted(*args):
        write(*args)
        written.append(picture._taken)

    monkeypatch.setattr(picture, "_write_name", noted)
    picture.grab()
    names = [line for line in written if not line.isEmpty()]
    assert names
    at = picture._axes.x_at(epsilon)
    for line in names:
        assert not line.left() <= at <= line.right()
        for row in (0, 1):
            for x, y in zip(*picture._places(row), strict=True):
                assert not line.contains(x, y)
