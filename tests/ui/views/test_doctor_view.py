"""The doctor's panel: what it says, and what its buttons do in a window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QLabel, QPushButton, QToolButton, QWidget

from bpstudio.experiment import edits
from bpstudio.resources import resource
from bpstudio.runtime.doctor.cures import leave_out
from bpstudio.runtime.doctor.finding import Cure, Finding
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Timeline
from bpstudio.ui.treatment import Treatment
from bpstudio.ui.views.doctor import NOTHING_WRONG, NOTHING_YET, OF_NOW, DoctorView
from bpstudio.ui.views.finding_card import FindingCard
from bpstudio.ui.views.overfit_card import STALE
from tests.ui.views.runs import output, snapshot

LEFT = Qt.MouseButton.LeftButton
RATE = Finding(
    "rate too high", "The rate is too high.", "ratio 1.5e-07", "A book", Cure("Less", id)
)
LEAVE_OUT = leave_out(("id",), [True])
STILL = Finding("constant columns", "A column is still.", "“id”", "Another", LEAVE_OUT)


@pytest.fixture
def view(qtbot):
    made = DoctorView()
    qtbot.addWidget(made)
    qtbot.addWidget(made.header())
    made.resize(360, 300)
    made.show()
    return made


def words(view):
    """What is said of the findings; the card of the test below them has words of its own."""
    labels = [label for label in view.findChildren(QLabel) if label.isVisible()]
    return [label.text() for label in labels if not view.overfit.isAncestorOf(label)]


def shown(step, *findings, **fields):
    return replace(snapshot(step, output()), findings=findings, **fields)


def test_where_nothing_is_wrong_it_says_so(view):
    view.refresh(shown(0), Recorder())
    assert words(view) == [NOTHING_YET]
    view.refresh(shown(50), Recorder())
    assert words(view) == [NOTHING_WRONG]
    view.refresh(shown(50, timeline=Timeline(newest=90, wanted=50)), Recorder())
    assert words(view) == [OF_NOW]


def test_a_finding_is_a_card_with_its_numbers_as_the_screen_has_them(view):
    view.refresh(shown(50, RATE, STILL), Recorder())
    assert words(view)[:3] == ["The rate is too high.", "Cure: Less.", "ratio 1.5·10⁻⁷"]
    first, second = view.findChildren(FindingCard)
    assert "A book" in first.toolTip()
    assert first.twin.isEnabled()
    assert not second.twin.isEnabled(), "other data can't be compared"
    assert view.table()[1][1][:2] == ["constant columns", "A column is still."]


def test_a_card_stays_while_its_numbers_change(view):
    view.refresh(shown(50, RATE), Recorder())
    card = view.findChild(FindingCard)
    view.refresh(shown(60, replace(RATE, evidence="ratio 2")), Recorder())
    assert view.findChild(FindingCard) is card
    assert "ratio 2" in words(view)
    view.refresh(shown(70), Recorder())
    assert words(view) == [NOTHING_WRONG]


@pytest.fixture
def sick(qtbot, window):
    """A window on ten layers of sigmoid, which the doctor has looked at."""
    window.opener.open(resource("experiments", "digits_deep_sigmoid.json"))
    window.session.step()
    badge = window.findChild(QToolButton, "doctorBadge")
    qtbot.waitUntil(badge.isVisible, timeout=10_000)
    qtbot.mouseClick(badge, LEFT)
    card = window.findChild(DoctorView)
    qtbot.waitUntil(lambda: bool(card.findChildren(FindingCard)), timeout=10_000)
    return window


def button(window, text):
    found = window.findChild(FindingCard).findChildren(QPushButton)
    return next(one for one in found if one.text() == text)


def test_the_cure_is_one_edit_that_can_be_undone(qtbot, sick):
    before, run = sick.document.experiment, sick.session.snapshot.run
    qtbot.mouseClick(button(sick, "Apply"), LEFT)
    after = sick.document.experiment
    assert {layer.activation for layer in after.hidden} == {"relu"}
    qtbot.waitUntil(lambda: sick.session.snapshot.run > run, timeout=10_000)
    badge = sick.findChild(QToolButton, "doctorBadge")
    qtbot.waitUntil(badge.isHidden, timeout=10_000)
    sick.document.undo_stack.undo()
    assert sick.document.experiment == before


def test_where_the_cure_changes_nothing_it_is_said(qtbot, sick):
    cure = Cure("Shuffle the samples", lambda experiment: experiment)
    steps, told = sick.document.undo_stack.count(), []
    sick.findChild(Treatment).told.connect(told.append)
    sick.findChild(DoctorView).cure_wanted.emit(cure)
    assert told == ["The experiment is like that already: Reset begins anew with it."]
    assert sick.document.undo_stack.count() == steps


def test_a_twin_races_with_the_run_as_it_is(qtbot, sick):
    before = sick.document.experiment
    qtbot.mouseClick(button(sick, "Run a twin"), LEFT)
    qtbot.waitUntil(lambda: len(sick.session.snapshot.racing) == 2, timeout=10_000)
    assert sick.document.experiment == before
    names = {sick.session.recorder.record(run).name for run in sick.session.snapshot.racing}
    assert "as it is" in names
    assert any("ReLU" in name for name in names)
    loss = sick.findChild(QDockWidget, "lossViewDock")
    assert not loss.visibleRegion().isEmpty(), "both curves are in sight"


def test_the_badge_leads_to_the_network_from_every_page(qtbot, sick):
    sick.show_tab("Circuit")
    view = sick.findChild(DoctorView)
    assert not view.isVisible()
    qtbot.mouseClick(sick.findChild(QToolButton, "doctorBadge"), LEFT)
    assert view.isVisible()
    assert sick.findChild(QWidget, "networkCanvas").isVisible()


def test_in_a_small_window_the_badge_brings_the_buttons_into_sight(qtbot, window):
    window.resize(960, 600)
    window.opener.open(resource("experiments", "digits_deep_sigmoid.json"))
    window.session.step()
    badge = window.findChild(QToolButton, "doctorBadge")
    qtbot.waitUntil(badge.isVisible, timeout=10_000)
    place = badge.geometry()
    assert place.right() > window.statusBar().width() - 20  # nothing that is said moves it
    qtbot.mouseClick(badge, LEFT)
    qtbot.waitUntil(lambda: window.findChild(FindingCard) is not None, timeout=10_000)

    def is_in_sight(text):
        one = button(window, text)
        return one.visibleRegion().boundingRect() == one.rect()

    qtbot.waitUntil(lambda: is_in_sight("Run a twin") and is_in_sight("Apply"))
    assert window.size().toTuple() == (960, 600)
    window.statusBar().show_notice("Something else, which is rather long, is said for a while now.")
    window.session.reset()
    qtbot.wait(50)
    assert badge.geometry() == place


def overfit_words(view):
    return [one.text() for one in view.overfit.findChildren(QLabel) if one.isVisible()]


def test_where_the_network_hardly_learns_the_test_is_suggested(view):
    view.refresh(shown(50, RATE), Recorder())
    assert "Suggested" not in " ".join(overfit_words(view))
    doubt = replace(RATE, name="no better than guessing")
    view.refresh(shown(50, doubt), Recorder())
    assert "Suggested" in " ".join(overfit_words(view))


def test_one_click_says_whether_a_batch_can_be_learnt_and_leaves_the_run_alone(qtbot, sick):
    view = sick.findChild(DoctorView)
    before = sick.session.snapshot
    qtbot.mouseClick(view.overfit.button, LEFT)
    qtbot.waitUntil(lambda: view.overfit.is_trying, timeout=10_000)
    qtbot.waitUntil(lambda: view.overfit.plot.isVisible(), timeout=10_000)
    assert view.overfit.button.text() == "Stop"
    qtbot.waitUntil(lambda: not view.overfit.is_trying, timeout=60_000)
    told = " ".join(overfit_words(view))
    assert "can’t even learn 32 samples" in told
    assert "gradient" in told
    assert sick.session.snapshot.step == before.step
    assert sick.session.snapshot.run == before.run
    assert not sick.document.is_dirty


def test_it_can_be_stopped_and_its_result_grows_old_with_an_edit(qtbot, window):
    window.opener.open(resource("experiments", "digits_deep_sigmoid.json"))
    window.findChild(QAction, "actionOverfit").trigger()
    view = window.findChild(DoctorView)
    assert view.isVisible(), "its panel comes in front"
    qtbot.waitUntil(lambda: view.overfit.plot.isVisible(), timeout=10_000)
    qtbot.mouseClick(view.overfit.button, LEFT)
    qtbot.waitUntil(lambda: not view.overfit.is_trying, timeout=10_000)
    assert any(text.startswith("Stopped") for text in overfit_words(view))
    window.document.edit("Rate", edits.set_training(window.document.experiment, learning_rate=0.5))
    qtbot.waitUntil(lambda: STALE in " ".join(overfit_words(view)), timeout=10_000)
