"""The card at the scale of a photo: what it asks for, shows and has trained."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QToolButton

from bpstudio.data.memory import in_words
from bpstudio.experiment.photo import PHOTO
from bpstudio.experiment.spec import DataSpec, Experiment, TrainingSpec
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.task import Report, TaskStatus
from bpstudio.runtime.tasks import pass_times
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.runtime.tasks.pass_times import MakePhotos, PassTimes, Photos, Timed, TimePasses
from bpstudio.ui.check.card import Card
from bpstudio.ui.check.page import CheckPage
from bpstudio.ui.check.photo import PhotoView
from bpstudio.ui.check.time_axis import TimeAxis
from bpstudio.ui.numbers import DAY
from tests.runtime.experiments import data_of, make_experiment
from tests.ui.check.reports import look_at, run_of

LEFT = Qt.MouseButton.LeftButton
HERE = PassTimes((2, 3, 2), 10, 12, 17, forward=2e-5, backward=4e-5)
LARGE = PassTimes(PHOTO.widths, 32, 15_052_800, 15_052_900, forward=0.0244, backward=0.0206)


@pytest.fixture(scope="module")
def snapshot():
    return look_at(run_of(3))


@pytest.fixture
def view(qtbot):
    made = PhotoView()
    card = made.framed = Card(made)  # qtbot keeps no reference
    qtbot.addWidget(card)
    card.resize(480, 176)
    card.show()
    qtbot.waitExposed(card)
    return made


def report(task, number=1, status=TaskStatus.FINISHED, found=None, **rest):
    return Report(number=number, task=task, status=status, found=found, **rest)


def press(view, text):
    button = next(one for one in view.window().findChildren(QToolButton) if one.text() == text)
    QTest.mouseClick(button, LEFT)


def train_button(view):
    return view.window().findChild(QToolButton, "trainPhoto")


def test_once_it_is_seen_the_passes_are_timed_but_nothing_is_pushed_aside(qtbot, view, snapshot):
    view.follow(report(BruteForce(), status=TaskStatus.RUNNING))
    with qtbot.assertNotEmitted(view.task_wanted):
        view.refresh(snapshot, Recorder())
    with qtbot.waitSignal(view.task_wanted) as asked:  # as soon as nothing else is worked at
        view.follow(report(BruteForce()))
    assert asked.args == [TimePasses()]
    with qtbot.assertNotEmitted(view.task_wanted):  # once
        view.refresh(snapshot, Recorder())
        view.follow(report(TimePasses(), 2, status=TaskStatus.FAILED, message="no room"))
        view.refresh(snapshot, Recorder())


def test_what_was_pushed_aside_is_timed_later_and_another_network_alone(qtbot, view, snapshot):
    view.refresh(snapshot, Recorder())
    with qtbot.assertNotEmitted(view.task_wanted):
        view.follow(report(TimePasses(), status=TaskStatus.RUNNING, found=Timed(HERE)))
        view.follow(report(BruteForce(), 2, status=TaskStatus.RUNNING))
    with qtbot.waitSignal(view.task_wanted) as asked:
        view.follow(report(BruteForce(), 2))
    assert asked.args == [TimePasses()]
    view.follow(report(TimePasses(), 3, found=Timed(HERE, LARGE)))
    with qtbot.waitSignal(view.task_wanted) as asked:
        view.refresh(look_at(run_of(4)), Recorder())
    assert asked.args == [TimePasses(photo=False)]
    view.window().hide()
    with qtbot.assertNotEmitted(view.task_wanted):  # nobody sees it
        view.refresh(look_at(run_of(5)), Recorder())


def test_timing_that_gave_way_is_tried_again(qtbot, view, snapshot):
    view.refresh(snapshot, Recorder())
    view.follow(report(TimePasses(), 1, TaskStatus.RUNNING))
    view.follow(report(TimePasses(), 1, TaskStatus.REPLACED, found=Timed(HERE, None)))
    with qtbot.assertNotEmitted(view.task_wanted):  # what has replaced another one is not pushed
        view.follow(report(BruteForce(), 2, TaskStatus.REPLACED))
        view.follow(report(BruteForce(), 3, TaskStatus.RUNNING))
    with qtbot.waitSignal(view.task_wanted) as asked:
        view.follow(report(BruteForce(), 3))
    assert asked.args == [TimePasses()]


def test_it_tells_both_networks(view, snapshot):
    view.refresh(snapshot, Recorder())
    view.follow(report(TimePasses(), found=Timed(HERE, LARGE)))
    # 15,052,901 passes * 24.4 ms = 367,291 s = 4.25 days
    words = view.accessibleDescription().replace("\u202f", " ")
    assert words == (
        "15 052 800 weights: two passes take 45 ms, brute force with 15 052 901 passes would "
        "take 4.3 days"
    )
    press(view, "this one")
    words = view.accessibleDescription().replace("\u202f", " ")
    assert words == (
        "12 weights: two passes take 60 µs, brute force with 18 passes would take 0.4 ms"
    )
    headers, rows = view.table()
    assert headers == ["", "this network", "224 × 224 × 3 → 100"]
    table = {name: numbers for name, *numbers in rows}
    assert [cell.value for cell in table["weights"]] == [12, 15_052_800]
    assert [cell.value for cell in table["bytes of the parameters, float32"]] == [68, 60_211_600]
    assert table["weights as the chapter prints them"][1].value == 15_082_800
    assert table["two passes, s"][1].value == pytest.approx(0.045)
    assert in_words(60_211_600) == "60.2 MB"


def test_the_pointer_reads_the_times(view, snapshot):
    view.refresh(snapshot, Recorder())
    view.follow(report(TimePasses(), found=Timed(HERE, LARGE)))
    picture = view.picture
    readout = picture.readout_at(picture.area.center())
    told = {name.replace("\u202f", " "): time.replace("\u202f", " ") for name, time in readout.rows}
    assert told["two passes"] == "45 ms"
    assert told["15 052 901 forward passes"] == "4.3 days"
    assert picture.readout_at(QPointF(5, 5)) is None


def test_before_it_is_timed_it_says_so(view, snapshot):
    view.refresh(snapshot, Recorder())
    assert view.picture.subject.state == "not timed yet"
    view.follow(report(TimePasses(), status=TaskStatus.RUNNING))
    assert view.picture.subject.state == "being timed …"
    view.follow(report(BruteForce(), 2, status=TaskStatus.RUNNING))
    assert view.picture.subject.state == "not timed yet"
    view.follow(report(TimePasses(), 3, status=TaskStatus.FAILED, message="no room"))
    assert view.picture.subject.state == "no room"
    assert "weights" in view.accessibleDescription()


def test_a_click_draws_noise_and_then_has_it_trained(qtbot, view):
    button = train_button(view)
    with qtbot.waitSignal(view.task_wanted) as asked:
        QTest.mouseClick(button, LEFT)
    assert asked.args == [MakePhotos()]
    assert not button.isEnabled()
    small = make_experiment()
    found = (small, data_of(small))
    with qtbot.waitSignal(view.training_wanted) as wanted:
        view.follow(report(MakePhotos(), found=Photos(*found)))
    assert wanted.args[1:] == [*found]
    assert button.isEnabled()
    with qtbot.assertNotEmitted(view.training_wanted):  # the report is told again
        view.follow(report(MakePhotos(), found=Photos(*found)))


def test_another_task_in_between_leaves_the_button_as_it_was(qtbot, view):
    QTest.mouseClick(train_button(view), LEFT)
    with qtbot.assertNotEmitted(view.training_wanted):
        view.follow(report(MakePhotos(), 1, status=TaskStatus.CANCELLED))
        view.follow(report(BruteForce(), 2, status=TaskStatus.RUNNING))
    assert train_button(view).isEnabled()
    assert train_button(view).text() == "Train it"


def test_the_axis_reaches_from_the_least_to_the_largest_time():
    axis = TimeAxis()
    axis.reach([0.045, 4.3 * DAY])
    assert (axis.scale.low, axis.scale.high) == (1e-2, 30 * DAY)
    axis.reach([5e-5, 0.3])
    assert axis.scale.low == 1e-6
    axis.reach([1.0, 3e10])  # about 950 years
    assert axis.scale.high == pytest.approx(1e4 * 365.25 * DAY)
    axis.area.setRect(10, 0, 300, 20)
    assert axis.seconds_at(axis.x_at(60.0)) == pytest.approx(60.0)


@pytest.fixture
def small_photo(monkeypatch):
    experiment = Experiment(
        data=DataSpec(name="noise", samples=64, features=300, classes=10, test_fraction=0),
        training=TrainingSpec(batch_size=32, learning_rate=1e-3),
    )
    monkeypatch.setattr(pass_times, "photo_experiment", lambda: experiment)
    monkeypatch.setattr(pass_times, "photo_data", lambda: data_of(experiment))
    return experiment


def refused_while_one_looks_back(window, view, experiment):
    before, said = window.document.experiment, []
    window.findChild(CheckPage).refused.connect(said.append)
    window.document.lock = "this is step 3 of the past"
    view.training_wanted.emit("Train it", experiment, data_of(experiment))
    window.document.lock = ""
    assert said == ["Train it: this is step 3 of the past"]
    assert window.document.experiment == before


def test_in_the_window_it_trains_and_undo_brings_the_network_back(qtbot, window, small_photo):
    qtbot.waitUntil(lambda: bool(window.session.snapshot.layers), timeout=10_000)
    before, run = window.document.experiment, window.session.snapshot.run
    window.show_tab("Check")
    view = window.findChild(PhotoView)
    refused_while_one_looks_back(window, view, small_photo)
    qtbot.waitUntil(lambda: train_button(view).isVisible())
    QTest.mouseClick(train_button(view), LEFT)

    def trains():
        snapshot = window.session.snapshot
        return snapshot.experiment == small_photo and snapshot.step > 1

    qtbot.waitUntil(trains, timeout=20_000)
    assert window.document.experiment == small_photo
    assert window.document.undo_stack.undoText() == "Train at the scale of a photo"
    assert not view.isVisible()  # the network is in front
    assert window.findChild(QDockWidget, "gradientViewDock").isVisible()
    window.document.undo_stack.undo()
    assert window.document.experiment == before
    qtbot.waitUntil(lambda: window.session.snapshot.run == run, timeout=10_000)
    assert window.session.snapshot.status is not Status.FAILED
