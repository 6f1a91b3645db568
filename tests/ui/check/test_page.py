"""The Check page in the window: with the mouse, beside the training, at whatever is looked at."""

from itertools import pairwise
from time import perf_counter

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.broken_backprop import BreakBackprop
from bpstudio.runtime.tasks.epsilon_curve import EpsilonCurve
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.race import RaceView
from bpstudio.ui.check.words import finding
from bpstudio.ui.main_window import MainWindow
from tests.ui.check.cards import LEFT

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def race(window: MainWindow, qtbot: QtBot) -> RaceView:
    """Turn to the page by its tab, and return the card of the race; it has raced unasked."""
    tabs = window.findChild(QTabBar, "tabs")
    place = next(k for k in range(tabs.count()) if tabs.tabText(k) == "Check")
    QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(place).center())
    view = window.findChild(RaceView)
    qtbot.waitUntil(view.isVisible)
    qtbot.waitUntil(lambda: stage(view) is TaskStatus.FINISHED, timeout=20_000)
    return view


def press(window: MainWindow, name: str) -> None:
    QTest.mouseClick(window.findChild(QPushButton, name), LEFT)


def stage(race: RaceView) -> TaskStatus | None:
    return None if race.lanes.report is None else race.lanes.report.status


def test_one_press_races_and_measures_and_the_training_stays_paused(
    window: MainWindow, qtbot: QtBot, race: RaceView
) -> None:
    assert not window.findChild(QPushButton, "raceButton").isHidden()
    first = race.lanes.report.number
    press(window, "raceButton")
    qtbot.waitUntil(lambda: race.lanes.report.number > first)
    qtbot.waitUntil(lambda: stage(race) is TaskStatus.FINISHED, timeout=20_000)
    report = race.lanes.report
    assert report.found.done == report.found.parameters == report.found.passes - 1
    told = finding(report.found, report.experiment)
    assert told is not None
    assert told.good
    qtbot.waitUntil(lambda: window.session.report.found_by(EpsilonCurve))
    qtbot.waitUntil(lambda: window.session.report.status is TaskStatus.FINISHED, timeout=20_000)
    assert window.session.snapshot.status is Status.PAUSED
    assert window.session.snapshot.step == 0
    # what was found is of step 0
    window.session.step()
    qtbot.waitUntil(lambda: subtitle(race) == "of step 0; the run has gone on since")


def test_every_card_with_gradients_in_its_table_is_silent_while_they_are_covered(
    window: MainWindow, qtbot: QtBot, race: RaceView
) -> None:
    press(window, "breakButton")
    qtbot.waitUntil(lambda: window.session.report.found_by(BreakBackprop))
    qtbot.waitUntil(lambda: window.session.report.is_over, timeout=20_000)
    views = window.findChildren(CardView)
    tables = {view.title: view.table() for view in views}
    telling = {
        title for title, (headers, _) in tables.items() if {"backprop", "brute force"} <= {*headers}
    }
    assert {"Relative error of every parameter", "Break my backprop"} < telling
    assert all(tables[title][1] for title in telling)
    qtbot.keyClick(window, Qt.Key.Key_G, ALT_SHIFT)
    assert {view.title for view in views if view.is_silent} == telling
    for view in views:
        if view.is_silent:
            table = view.show_table()
            table.copy()
            assert "Covered: gradients" in QGuiApplication.clipboard().text()
            table.close()
    qtbot.keyClick(window, Qt.Key.Key_R, ALT_SHIFT)
    assert not any(view.is_silent for view in views)


def subtitle(race: RaceView) -> str:
    return race.parentWidget().findChild(QLabel, "cardSubtitle").text()


def test_it_races_while_it_trains_and_the_window_stays_alive(
    window: MainWindow, qtbot: QtBot, race: RaceView
) -> None:
    large = edits.add_layer(window.document.experiment, 0, "relu", units=300)
    window.document.edit("Add layer", large)
    session = window.session
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 2)
    press(window, "raceButton")
    qtbot.waitUntil(lambda: stage(race) is TaskStatus.RUNNING and race.lanes.found is not None)
    step, done = session.snapshot.step, race.lanes.found.done
    pauses = _pauses(400)
    assert session.snapshot.step > step
    assert race.lanes.found.done > done
    assert race.lanes.report.status is TaskStatus.RUNNING
    assert sorted(pauses)[len(pauses) // 2] < 100  # ms between two turns of the event loop
    press(window, "raceButton")
    qtbot.waitUntil(lambda: stage(race) is TaskStatus.CANCELLED)
    assert session.snapshot.status is Status.RUNNING
    assert race.lanes.found.done > done  # what was found stays


def _pauses(milliseconds: int) -> list[float]:
    """Return how long the event loop was busy between the ticks of a timer, in ms."""
    loop, times = QEventLoop(), [perf_counter()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: times.append(perf_counter()))
    timer.start()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    timer.stop()
    return [1000 * (after - before) for before, after in pairwise(times)]


def test_an_edit_leaves_what_was_found_and_says_so(
    window: MainWindow, qtbot: QtBot, race: RaceView
) -> None:
    first = race.lanes.report.number
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: race.lanes.report.number > first)
    qtbot.waitUntil(lambda: stage(race) is TaskStatus.FINISHED, timeout=20_000)
    experiment = window.document.experiment
    window.document.edit("Rate", edits.set_training(experiment, learning_rate=0.7))
    qtbot.waitUntil(lambda: subtitle(race).startswith("of the experiment before it was edited"))
    assert race.lanes.found is not None
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: not subtitle(race))


def test_what_is_out_of_sight_is_named_at_the_foot_and_a_press_goes_there(
    window: MainWindow, qtbot: QtBot, race: RaceView
) -> None:
    window.resize(1280, 720)
    below = window.findChild(QToolButton, "cardsBelow")
    qtbot.waitUntil(lambda: below.isVisible() and "Break my backprop" in below.text())
    break_button = window.findChild(QPushButton, "breakButton")
    assert break_button.visibleRegion().isEmpty()
    QTest.mouseClick(below, LEFT)
    qtbot.waitUntil(lambda: not break_button.visibleRegion().isEmpty())
    area = window.findChild(QScrollArea, "checkPage")
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert not below.isVisible()
