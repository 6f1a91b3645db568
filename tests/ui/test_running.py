"""The toolbar and the bottom: Train, Update, the pace, the numbers of the run."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.runtime.pace import Rate
from bpstudio.runtime.snapshot import Status
from bpstudio.ui import settings
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.numbers import figure
from bpstudio.ui.sentence import run_sentence
from bpstudio.ui.toolbar import Toolbar
from bpstudio.ui.widgets.pace_slider import PaceSlider

LEFT = Qt.MouseButton.LeftButton


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def status(window: MainWindow) -> Status:
    return window.session.snapshot.status


def summary(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.statusBar().findChildren(QLabel))


def test_the_button_trains_and_pauses(qtbot: QtBot, window: MainWindow) -> None:
    button = window.findChild(QPushButton, "runButton")
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: window.session.snapshot.step > 3)
    assert button.text() == "Pause"
    assert not action(window, "actionStep").isEnabled()
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: status(window) is Status.PAUSED)
    qtbot.waitUntil(lambda: button.text() == "Train")
    assert not window.isWindowModified()  # training is no edit


def test_one_key_trains_and_pauses(qtbot: QtBot, window: MainWindow) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_T, control)
    qtbot.waitUntil(lambda: status(window) is Status.RUNNING)
    qtbot.keyClick(window, Qt.Key.Key_T, control)
    qtbot.waitUntil(lambda: status(window) is Status.PAUSED)


def test_update_and_reset(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "actionStep").trigger()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1)
    readouts = window.findChild(Toolbar).readouts
    qtbot.waitUntil(lambda: readouts.step.value == "1")
    action(window, "actionReset").trigger()
    qtbot.waitUntil(lambda: readouts.step.value == "0")


def test_the_last_of_two_updates_arrives(qtbot: QtBot, window: MainWindow) -> None:
    readouts = window.findChild(Toolbar).readouts
    for _ in range(2):
        action(window, "actionStep").trigger()
        qtbot.wait(50)
    qtbot.waitUntil(lambda: readouts.step.value == "2")
    loss = figure(window.session.snapshot.loss, 4)
    assert readouts.loss.value == loss
    assert window.statusBar().sentence == run_sentence(
        window.session.snapshot, window.document.dataset
    )


def test_the_last_of_quick_edits_arrives_at_the_bottom(qtbot: QtBot, window: MainWindow) -> None:
    first = window.document.experiment.hidden[0].id
    for units in (33, 34, 35):
        window.document.edit("Units", edits.set_units(window.document.experiment, first, units))
        qtbot.wait(60)
    qtbot.waitUntil(lambda: "64–35–16–10" in summary(window))


def test_the_pace_is_remembered(qtbot: QtBot, window: MainWindow) -> None:
    slider = window.findChild(PaceSlider)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert window.session.pace is None
    assert settings.pace_stop() == "full"
    action(window, "actionSlower").trigger()
    assert window.session.pace == "epoch"


@pytest.mark.parametrize(
    ("pace", "text"), [(None, "full"), (37, "37 updates/s"), (0.5, "0.5 updates/s")]
)
def test_a_pace_that_is_set_from_elsewhere_is_shown(
    window: MainWindow, pace: Rate, text: str
) -> None:
    window.session.set_pace(pace)
    slider = window.findChild(PaceSlider)
    assert slider.pace == pace
    assert slider.accessibleName() == f"Pace: {text}"
    assert window.session.pace == pace
    assert settings.pace_stop() is None  # the user chose nothing


@pytest.mark.parametrize("width", [960, 1280, 1440, 1920])
def test_the_toolbar_fits(qtbot: QtBot, window: MainWindow, width: int) -> None:
    window.resize(width, 720)
    bar = window.findChild(Toolbar)
    qtbot.waitUntil(lambda: bar.width() == width)
    parts = [part for part in bar.findChildren(QWidget) if part.isVisible()]
    assert all(part.mapTo(bar, part.rect().bottomRight()).x() < width for part in parts)
    for name in ("dataSet", "batchSize", "learningRate"):
        assert bar.findChild(QWidget, name).isVisible()
    assert bar.findChild(QWidget, "optimizer").isVisible() == (width >= 1280)
    shown = bar.readouts
    always = (shown.epoch, shown.step, shown.loss, shown.test)
    assert all(readout.isVisible() for readout in always)
    assert bar.findChild(QWidget, "qt_toolbar_ext_button").isVisible() is False
