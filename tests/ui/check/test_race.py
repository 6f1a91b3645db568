"""The card of the race."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.check.race import RaceView
from tests.runtime.some_tasks import Counting
from tests.ui.check.cards import LEFT, press, shown
from tests.ui.check.reports import begun, look_at, run_of, worked


def make(qtbot, settings):
    view = RaceView(settings)
    shown(qtbot, view, width=680, height=176)
    return view


def test_start_asks_for_the_race_as_it_is_set(qtbot, settings):
    view = make(qtbot, settings)
    with qtbot.waitSignal(view.task_wanted) as asked:
        QTest.mouseClick(view.button, LEFT)
    assert asked.args == [BruteForce("forward", 1e-6, "float64")]
    press(view.window(), "central")
    press(view.window(), "float32")
    with qtbot.waitSignal(view.task_wanted) as asked:
        QTest.mouseClick(view.button, LEFT)
    assert asked.args == [BruteForce("central", 1e-2, "float32")]


def test_while_it_races_the_button_stops_it(qtbot, settings):
    view = make(qtbot, settings)
    view.follow(begun(BruteForce(), run_of(100, 100)))  # not over before it is told of
    assert (view.button.text(), view.button.accessibleName()) == ("Stop", "Stop the race")
    with qtbot.waitSignal(view.stop_wanted):
        QTest.keyClick(view.button, Qt.Key.Key_Space)


def test_it_tells_both_lanes_and_how_stale_they_are(qtbot, settings, run, report):
    view = make(qtbot, settings)
    subtitles = []
    view.subtitle_changed.connect(subtitles.append)
    view.refresh(look_at(run), Recorder())
    assert view.accessibleDescription().endswith("2 passes here, brute force 18.")
    press(view.window(), "central")
    assert view.accessibleDescription().endswith("2 passes here, brute force 34.")
    press(view.window(), "forward")
    view.follow(report)
    assert view.button.text() == "Start"
    assert view.accessibleDescription().startswith("Brute force took ")
    assert subtitles[-1] == ""
    backprop = view.lanes.readout_at(QPointF(300, 10))
    assert backprop.title == "backprop"
    brute = dict(view.lanes.readout_at(QPointF(300, view.lanes._lane + 10)).rows)
    assert brute["forward passes"] == "18 of 18"
    settings.set_difference("central")
    assert subtitles[-1] == "of forward differences with ε = 10⁻⁶ in float64"
    other = run_of(3, steps=21)
    view.refresh(look_at(other), Recorder())
    assert subtitles[-1].startswith("of another run")


def test_its_table_has_the_numbers_of_both(qtbot, settings, report):
    view = make(qtbot, settings)
    assert view.table()[1] == []
    view.follow(report)
    headers, (backprop, brute) = view.table()
    assert len(headers) == len(backprop) == len(brute)
    assert backprop[:2] == ["backprop", "2"]
    assert brute[:3] == ["brute force, forward", "18", "18"]


def test_reports_of_other_tasks_are_not_its_own(qtbot, settings, run):
    view = make(qtbot, settings)
    view.follow(worked(Counting(to=2), run))
    assert view.lanes.report is None


def test_another_task_in_its_place_ends_it(qtbot, settings, run):
    view = make(qtbot, settings)
    view.follow(begun(BruteForce(), run_of(100, 100)))  # not over before it is told of
    view.follow(worked(Counting(to=2), run))
    assert view.button.text() == "Start"
    assert view.lanes.report.status is TaskStatus.REPLACED


def test_a_small_network_is_raced_unasked_when_its_data_are_first_seen(qtbot, settings, run):
    view = make(qtbot, settings)
    with qtbot.waitSignal(view.task_wanted) as asked:
        view.refresh(look_at(run), Recorder())
    assert asked.args == [BruteForce("forward", 1e-6, "float64")]
    with qtbot.assertNotEmitted(view.task_wanted):  # once
        view.refresh(look_at(run), Recorder())
    with qtbot.waitSignal(view.task_wanted):  # as when another file is opened
        view.refresh(look_at(run_of(3)), Recorder())


def test_unasked_it_races_no_network_that_takes_long(qtbot, settings):
    view = make(qtbot, settings)
    with qtbot.assertNotEmitted(view.task_wanted):
        view.refresh(look_at(run_of(900, steps=0)), Recorder())  # 4 502 parameters
    with qtbot.waitSignal(view.task_wanted):  # the first small one
        view.refresh(look_at(run_of(3, steps=0)), Recorder())
