"""A unit under the mouse, in the network or in a view, is lit in both."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.saturation import SaturationView


@pytest.fixture
def canvas(window: MainWindow) -> NetworkCanvas:
    return window.findChild(NetworkCanvas)


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> SaturationView:
    found = window.findChild(SaturationView)
    qtbot.waitUntil(lambda: bool(found.plot.layers))
    return found


def test_a_unit_in_the_network_is_lit_in_the_map(qtbot, window, canvas, view):
    number = window.document.experiment.hidden[0].id
    at = canvas.mapFromScene(canvas.network.layer_cards[number].unit_centre(2))
    qtbot.mouseMove(canvas.viewport(), at)
    assert view.plot.lit == Asked(number, 2)
    assert not canvas.network.asking.unit_light.isVisible(), "the mouse is there"
    QApplication.sendEvent(canvas.viewport(), QEvent(QEvent.Type.Leave))
    assert view.plot.lit is None


def test_a_row_of_the_map_is_lit_in_the_network_and_a_click_asks(qtbot, window, canvas, view):
    number = window.document.experiment.hidden[0].id
    rows, area = view.plot._rows_of(Asked(number, 3)), view.plot.area
    at = QPointF(area.center().x(), area.top() + rows.start).toPoint()
    qtbot.mouseMove(view.plot, at)
    light, card = canvas.network.asking.unit_light, canvas.network.layer_cards[number]
    assert light.isVisible()
    assert (light.rect.center() - card.unit_centre(3)).manhattanLength() < 1
    canvas.grab()
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.network.asking.about == Asked(number, 3)
    assert canvas.selected_layers == (number,)
    assert not window.document.is_dirty, "looking is no edit"


def test_the_light_goes_out_when_the_network_is_laid_out_anew(canvas, view, window):
    number = window.document.experiment.hidden[0].id
    view.unit_pointed.emit(Asked(number, 1))
    assert canvas.network.asking.unit_light.isVisible()
    canvas.add_layer("relu")
    assert not canvas.network.asking.unit_light.isVisible()
    view.unit_pointed.emit(Asked(999, 1))
    view.unit_chosen.emit(Asked(number, 999))
    assert not canvas.network.asking.unit_light.isVisible()
    assert canvas.network.asking.about is None


def test_the_threshold_reaches_the_training_thread(qtbot, window, view):
    threshold = view.header().findChild(Choice)
    threshold.choose(threshold.choices[0])
    qtbot.waitUntil(lambda: window.session.snapshot.thresholds[-1].share == 0.01)
