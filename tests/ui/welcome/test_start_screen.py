"""The start screen: what it offers, by mouse and by keys, and how it gets out of the way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from bpstudio.experiment import edits
from bpstudio.resources import resource
from bpstudio.ui import app, settings
from bpstudio.ui.dialogs import Answer
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.learned import BoundaryView
from bpstudio.ui.welcome.catalogue import read_offers
from bpstudio.ui.welcome.pictures import DEEP, PICTURES, first_gradients
from bpstudio.ui.welcome.tile import Tile

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def screen(qtbot, window):
    window.findChild(QAction, "actionStart").trigger()
    qtbot.waitUntil(window.start_screen.isVisible)
    return window.start_screen


def tile(screen, name):
    return screen.findChild(Tile, f"start_{name}")


def trains(window, layers):
    experiment = window.document.experiment
    return len(experiment.hidden) == layers and window.session.snapshot.step > 0


def test_what_is_offered_has_a_picture_and_fits():
    names = [offer.name for offer in read_offers()]
    assert names == ["digits", "spiral", "deep", "circuit", "table", "chapter"]
    assert set(names) == set(PICTURES)


def test_the_gradient_in_the_picture_is_the_networks():
    norms = first_gradients(DEEP)
    assert len(norms) == 11
    assert norms[0] < 1e-5 * norms[-1]


def test_it_stands_in_the_middle_of_a_window_that_goes_on(qtbot, window):
    screen = window.start_screen
    assert screen.isHidden(), "it is shown where a window is opened without a file"
    screen.appear()
    assert (screen.geometry().center() - window.rect().center()).manhattanLength() <= 2
    assert QApplication.activeModalWidget() is None
    window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1, timeout=10_000)
    assert screen.isVisible()
    window.resize(1_000, 640)
    assert (screen.geometry().center() - window.rect().center()).manhattanLength() <= 2
    assert window.rect().contains(screen.geometry())


def test_any_key_takes_it_away_but_those_of_its_own(qtbot, window, screen):
    before, first = window.document.experiment, tile(screen, "digits")
    for key in (Key.Key_Escape, Key.Key_A, Key.Key_F9, Key.Key_0, Key.Key_9):
        screen.appear()
        qtbot.keyClick(first, key)
        assert screen.isHidden()
        assert window.document.experiment == before
        assert window.findChild(QWidget, "networkCanvas").hasFocus()
    screen.appear()
    qtbot.keyClick(first, Key.Key_Shift)
    qtbot.keyClick(first, Key.Key_Tab)
    assert screen.isVisible()
    assert tile(screen, "spiral").hasFocus()
    said = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    assert "Any other key, or a click beside it, takes this away." in said


def test_a_click_beside_it_takes_it_away_and_does_what_it_would(qtbot, window, screen):
    qtbot.mouseClick(window.statusBar(), LEFT)
    assert screen.isHidden()
    screen.appear()
    canvas = window.findChild(QWidget, "networkCanvas")
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=QPoint(5, 5))
    assert screen.isHidden()


def test_shortcuts_go_through_it_and_its_own_takes_it_away(qtbot, window, screen):
    first, held = tile(screen, "digits"), Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(first, Key.Key_U, held)
    assert screen.isHidden()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1, timeout=10_000)
    qtbot.keyClick(window.findChild(QWidget, "networkCanvas"), Key.Key_H, held)
    assert screen.isVisible()
    qtbot.keyClick(first, Key.Key_H, held)
    assert screen.isHidden()


def test_arrows_walk_over_the_tiles_and_enter_presses(qtbot, window, screen):
    qtbot.keyClick(tile(screen, "digits"), Key.Key_Down)
    assert tile(screen, "circuit").hasFocus()
    qtbot.keyClick(tile(screen, "circuit"), Key.Key_Up)
    qtbot.keyClick(tile(screen, "digits"), Key.Key_Left)
    assert tile(screen, "digits").hasFocus(), "there is none before the first"
    qtbot.keyClick(tile(screen, "digits"), Key.Key_Right)
    qtbot.keyClick(tile(screen, "spiral"), Key.Key_Return)
    assert screen.isHidden()
    assert window.document.experiment.data.name == "spiral"


def test_digits_and_the_spiral_train_at_once(qtbot, window, screen):
    qtbot.mouseClick(tile(screen, "digits"), LEFT)
    qtbot.waitUntil(lambda: trains(window, 2), timeout=10_000)
    assert window.document.experiment.data.name == "digits"
    screen.appear()
    qtbot.keyClick(tile(screen, "digits"), Key.Key_2)
    qtbot.waitUntil(lambda: window.session.snapshot.epoch > 2, timeout=10_000)
    assert window.document.experiment.data.name == "spiral"
    assert window.findChild(BoundaryView).isVisible()


def test_the_deep_network_is_seen_to_fail(qtbot, window, screen):
    qtbot.mouseClick(tile(screen, "deep"), LEFT)
    qtbot.waitUntil(lambda: trains(window, 10), timeout=10_000)
    doctor = window.findChild(DoctorView)
    assert doctor.isVisible()
    assert window.findChild(GradientView).isVisible()
    qtbot.waitUntil(lambda: bool(window.session.snapshot.findings), timeout=20_000)


def test_the_circuit_plays(qtbot, window, screen):
    qtbot.mouseClick(tile(screen, "circuit"), LEFT)
    assert window.has_circuit_in_front
    assert window.circuit.player.is_playing
    window.circuit.player.stop()


def test_a_table_is_asked_for(qtbot, window, screen, monkeypatch):
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *what: (asked.append(what[1]), "")[1:] * 2
    )
    qtbot.mouseClick(tile(screen, "table"), LEFT)
    assert asked == ["Open data"]


def test_unsaved_edits_are_asked_about_and_may_be_kept(qtbot, window, screen, monkeypatch):
    edited = edits.set_training(window.document.experiment, learning_rate=0.25)
    window.document.edit("Rate", edited)
    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", lambda *_: Answer.Cancel)
    qtbot.mouseClick(tile(screen, "spiral"), LEFT)
    assert window.document.experiment == edited
    assert window.session.snapshot.step == 0


def test_recent_files_are_a_click_away(qtbot, window, screen):
    screen.leave()
    assert not window.findChild(QWidget, "startRecent").isVisible()
    settings.add_recent_file(resource("experiments", "xor.json"))
    screen.appear()
    row = window.findChild(QWidget, "startRecent")
    button = next(one for one in row.findChildren(QPushButton) if one.text() == "xor.json")
    qtbot.mouseClick(button, LEFT)
    assert window.document.path.name == "xor.json"
    assert screen.isHidden()


def test_kept_work_is_a_click_away_while_there_is_some(qtbot, window, screen):
    button = next(
        one for one in screen.findChildren(QPushButton) if one.text() == "Recover unsaved work"
    )
    assert not button.isVisible()
    action, asked = window.findChild(QAction, "actionRecover"), []
    action.setEnabled(True)
    assert button.isVisible()
    assert window.rect().contains(screen.geometry())
    action.triggered.connect(lambda: asked.append(True))
    qtbot.mouseClick(button, LEFT)
    assert asked
    assert screen.isHidden()


def test_it_is_remembered_that_nobody_wants_it(qtbot, screen):
    assert settings.shows_start()
    assert screen.again.isChecked()
    qtbot.mouseClick(screen.again, LEFT, pos=QPoint(8, screen.again.height() // 2))
    assert not settings.shows_start()
    assert screen.isVisible()


def test_a_start_without_a_file_shows_it_unless_nobody_wants_it(window):
    for file, wanted, is_shown in ((None, True, True), (None, False, False), ("x", True, False)):
        window.start_screen.leave()
        settings.set_shows_start(wanted)
        app.greet(window, file)
        assert window.start_screen.isVisible() == is_shown
