"""Ten questions, each answered on the screen in at most three clicks from the start screen.

The clicks are the mouse's, on what is in sight; typing and waiting aren't counted. CONTRIBUTING.md
has the same as a table.
"""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QTabBar, QToolButton, QWidget

from bpstudio.runtime.snapshot import Status
from bpstudio.ui.check.race import RaceView
from bpstudio.ui.check.scatter import ScatterView
from bpstudio.ui.circuit.panels.rule_card import RuleCard
from bpstudio.ui.numbers import count
from bpstudio.ui.timeline.track import SIDE, TimelineTrack
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.finding_card import FindingCard
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.welcome.tile import Tile
from bpstudio.ui.widgets.banner import Banner

LEFT = Qt.MouseButton.LeftButton
MOST = 3  # clicks
LONG = 20_000  # ms


class Hand:
    """Clicks what is in sight and not covered, and counts."""

    def __init__(self, qtbot, window):
        self._qtbot, self._window, self.clicks = qtbot, window, 0

    def click(self, widget, at=None):
        """Click what is there once it is laid out: who is in the way then stays there."""

        def place():
            return widget.rect().center() if at is None else at

        def is_free():
            under = self._window.childAt(widget.mapTo(self._window, place()))
            return under is widget or widget.isAncestorOf(under)

        self._qtbot.waitUntil(is_free, timeout=LONG)
        self.clicks += 1
        self._qtbot.mouseClick(widget, LEFT, pos=place())

    def tile(self, name):
        self.click(self._window.start_screen.findChild(Tile, f"start_{name}"))

    def tab(self, title):
        tabs = self._window.findChild(QTabBar, "tabs")
        titles = [tabs.tabText(place) for place in range(tabs.count())]
        self.click(tabs, tabs.tabRect(titles.index(title)).center())

    def menu(self, title, action):
        bar = self._window.menuBar()
        entry = next(a for a in bar.actions() if a.text().replace("&", "") == title)
        self.click(bar, bar.actionGeometry(entry).center())
        self.clicks += 1
        menu, wanted = entry.menu(), self._window.findChild(QAction, action)
        self._qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(wanted).center())


@pytest.fixture
def hand(qtbot, window):
    window.start_screen.appear()
    made = Hand(qtbot, window)
    yield made
    assert 0 < made.clicks <= MOST


def is_in_sight(widget):
    """Whether any of it can be seen: what covers itself with its parts is seen in these."""
    parts = [widget, *widget.findChildren(QWidget)]
    return any(part.isVisible() and not part.visibleRegion().isEmpty() for part in parts)


def said(root):
    """Return all words of labels that are in sight."""
    return " ".join(one.text() for one in root.findChildren(QLabel) if is_in_sight(one))


def eventually(qtbot, holds):
    qtbot.waitUntil(holds, timeout=LONG)


def test_why_does_my_ten_layer_sigmoid_network_not_learn(qtbot, window, hand):
    hand.tile("deep")
    doctor = window.findChild(DoctorView)
    eventually(qtbot, lambda: "The gradient vanishes on its way back" in said(doctor))
    assert "slopes of the activations" in said(doctor)
    assert "Use ReLU and He normal" in said(doctor)
    assert is_in_sight(window.findChild(GradientView))


def test_which_units_are_saturated_since_when(qtbot, window, hand):
    hand.tile("digits")
    view = window.findChild(SaturationView)
    eventually(qtbot, lambda: window.session.snapshot.step > 20)
    worst = next(one for one in view.header().findChildren(QToolButton) if one.text() == "worst")
    hand.click(worst)
    eventually(qtbot, lambda: bool(view.table()[1]))
    headers, rows = view.table()
    assert headers[2] == "on most of it since step"
    assert rows[0][0].startswith("layer 1, unit ")
    assert rows[0][2].isdecimal()
    assert is_in_sight(view)


def test_is_this_gradient_right(qtbot, window, hand):
    hand.tab("Check")
    eventually(qtbot, lambda: window.findChild(RaceView).lanes.found is not None)
    picture = window.findChild(ScatterView)
    eventually(qtbot, lambda: "They agree" in picture.accessibleDescription())
    assert re.search(r"largest relative error \d", picture.accessibleDescription())
    assert is_in_sight(picture)


def test_what_does_this_gate_do_to_a_gradient(qtbot, window, hand):
    hand.tile("circuit")
    canvas = window.circuit.canvas
    multiply = next(n for n in window.circuit.state.circuit.nodes if n.gate == "multiply")
    centre = canvas.board.gates[multiply.id].form.centre
    hand.click(canvas.viewport(), canvas.mapFromScene(centre))
    (card,) = window.findChildren(RuleCard)
    assert is_in_sight(card)
    told = "Each input receives the other input’s value times the incoming gradient."
    assert card.accessibleName() == f"Rule 3, multiply: {told}"
    window.circuit.player.stop()


def test_what_if_i_use_relu_and_he_here(qtbot, window, hand):
    hand.tile("deep")
    doctor = window.findChild(DoctorView)
    eventually(qtbot, lambda: bool(doctor.findChildren(FindingCard)))
    hand.click(doctor.findChild(FindingCard).twin)
    session = window.session
    eventually(qtbot, lambda: len(session.snapshot.racing) == 2)
    eventually(qtbot, lambda: "leads" in window.parts.status.sentence)
    eventually(qtbot, lambda: window.parts.status.sentence.count("ReLU") == 1)
    assert is_in_sight(window.findChild(LossView)), "both curves"


def test_why_is_sgd_noisy_and_is_it_faster(qtbot, window, hand):
    hand.menu("Train", "actionRace")
    eventually(qtbot, lambda: len(window.session.snapshot.racing) == 3)
    assert "SGD takes each sample’s own gradient" in window.parts.status.sentence
    eventually(qtbot, lambda: "leads with a test loss of" in window.parts.status.sentence)
    assert is_in_sight(window.findChild(LossView))


def test_where_did_it_blow_up(qtbot, window, hand):
    hand.tile("digits")
    field = window.parts.fields.rate
    hand.click(field.lineEdit())
    qtbot.keyClicks(field, "a", Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "100000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    eventually(qtbot, lambda: window.session.snapshot.status is Status.DIVERGED)
    banner = window.parts.pages.banner
    eventually(qtbot, banner.isVisible)
    assert isinstance(banner, Banner)
    assert re.search(r"layer \d|output", banner.text)
    assert re.search(r"step \d+", banner.text)


def test_what_did_it_look_like_at_step_500(qtbot, window, hand):
    hand.tile("digits")
    session = window.session
    session.set_pace(1_000)  # nobody counts the wait
    eventually(qtbot, lambda: session.snapshot.step > 520)
    session.pause()
    eventually(qtbot, lambda: not session.snapshot.is_training)
    track = window.findChild(TimelineTrack)
    newest = session.snapshot.timeline.newest
    eventually(qtbot, lambda: f" of {count(newest)}" in track.accessibleDescription())
    x = round(SIDE + 500 / newest * (track.width() - 2 * SIDE))
    hand.click(track, QPoint(x, 40))
    eventually(qtbot, lambda: session.snapshot.is_past)
    assert abs(track.shown - 500) <= newest / 400
    way = Qt.Key.Key_Left if track.shown > 500 else Qt.Key.Key_Right
    for _ in range(abs(track.shown - 500)):
        qtbot.keyClick(track, way)
    eventually(qtbot, lambda: session.snapshot.step == 500)
    assert is_in_sight(window.findChild(GradientView))


def test_how_long_would_brute_force_take_on_my_network(qtbot, window, hand):
    hand.tab("Check")
    view = window.findChild(RaceView)
    eventually(qtbot, lambda: view.lanes.found is not None and not view.is_running)
    assert view.lanes.found.all_passes == 2_779, "2,778 parameters and one"
    assert re.search(r"Brute force took [\d.,\s ]+ times as long", view.accessibleDescription())
    assert is_in_sight(view)


def test_what_does_unit_7_look_for(qtbot, window, hand):
    hand.tile("digits")
    canvas = window.parts.stage.canvas
    eventually(qtbot, lambda: window.session.snapshot.step > 5)
    layer = window.document.experiment.hidden[0].id
    centre = canvas.network.layer_cards[layer].unit_centre(6)
    hand.click(canvas.viewport(), canvas.mapFromScene(centre))
    view = window.findChild(UnitView)
    eventually(qtbot, view.isVisible)
    eventually(qtbot, lambda: "unit 7" in view.accessibleDescription())
