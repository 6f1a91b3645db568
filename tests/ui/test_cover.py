"""Predict, then reveal: covered numbers are told nowhere, and one by one where they are asked."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from bpstudio.runtime.walking.names import Kind as Named
from bpstudio.runtime.walking.names import Name, Number
from bpstudio.ui.builder.gap import Edge
from bpstudio.ui.cover import Cover, Kind
from bpstudio.ui.export.kinds import CSV
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.numbers import COVERED, HIDDEN, NONE, figure, is_hidden, percent
from bpstudio.ui.passes.places import places
from bpstudio.ui.told import edge_key, unit_key
from tests.ui.present.painted_text import painted_text

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_a_covered_number_stays_covered_through_arithmetic() -> None:
    hidden = np.array([HIDDEN, 1.0], np.float32)
    for made in (hidden, 2 * hidden, hidden + 1, abs(hidden), hidden.astype(np.float64)):
        assert [figure(float(number)) == COVERED for number in made] == [True, False]
    assert percent(HIDDEN) == COVERED
    zero = np.zeros(1)
    for plain in (float("nan"), -float("nan"), np.nan, float((zero / zero)[0])):
        assert not is_hidden(plain)
        assert figure(plain) == NONE
    assert not is_hidden(None)
    assert not is_hidden(0.5)


def test_kinds_are_covered_and_keys_told(qtbot: QtBot) -> None:
    cover = Cover()
    numbers = np.array([1.0, 2.0, 3.0])
    assert cover.told(Kind.VALUES, "abc", numbers) is numbers
    cover.toggle(Kind.VALUES)
    assert cover.hides(Kind.VALUES, "b")
    with qtbot.waitSignal(cover.changed):
        assert cover.tell("b")
    assert not cover.tell("b")
    assert [figure(x) for x in cover.told(Kind.VALUES, "abc", numbers)] == ["?", "2.00", "?"]
    assert numbers[0] == 1.0
    cover.begin("the next step")
    assert cover.hides(Kind.VALUES, "b")  # these are other numbers
    cover.tell_all()
    assert not cover.kinds


def trained(qtbot: QtBot, window: MainWindow) -> None:
    window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1)


def click_unit(qtbot: QtBot, window: MainWindow, layer: int, unit: int) -> None:
    canvas = window.parts.stage.canvas
    at = canvas.mapFromScene(canvas.network.holder(layer).unit_centre(unit))
    qtbot.mouseClick(canvas.viewport(), LEFT, pos=at)


def test_on_the_network_a_click_tells_one(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    session, canvas = window.session, window.parts.stage.canvas
    real = session.snapshot.layers[0]
    for key in (Qt.Key.Key_V, Qt.Key.Key_G, Qt.Key.Key_W):
        qtbot.keyClick(window, key, ALT_SHIFT)
    assert session.cover.kinds == {Kind.VALUES, Kind.GRADIENTS, Kind.WEIGHTS}
    layer = canvas.network.layer_cards[1].layer
    assert layer is not None
    for array in (layer.a, layer.z, layer.delta, layer.batch_delta, layer.biases, layer.weights):
        assert np.isnan(array).all()
    assert figure(session.told.sample.loss) == COVERED
    assert session.snapshot.layers[0] is real  # the run has no part in it
    click_unit(qtbot, window, 1, 3)
    layer = canvas.network.layer_cards[1].layer
    assert [not np.isnan(z) for z in layer.z] == [unit == 3 for unit in range(32)]
    assert layer.delta[3] == real.delta[3]
    rows = {row.name: row.number for row in canvas.network.layer_cards[1].unit_rows(3)}
    assert rows["a"] == figure(float(real.a[3]), 4)
    assert all(row.number == COVERED for row in canvas.network.layer_cards[1].unit_rows(4)[:2])
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.step == 2)
    assert np.isnan(canvas.network.layer_cards[1].layer.z).all()  # the next is to be predicted
    qtbot.keyClick(window, Qt.Key.Key_R, ALT_SHIFT)
    assert not np.isnan(canvas.network.layer_cards[1].layer.z).any()


def test_a_weight_is_told_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    session, asking = window.session, window.parts.stage.canvas.network.asking
    qtbot.keyClick(window, Qt.Key.Key_W, ALT_SHIFT)
    edge = Edge(1, 3, 5)
    asking.open_edge(edge)
    assert not session.cover.hides(Kind.WEIGHTS, edge_key(*edge))
    assert session.cover.hides(Kind.WEIGHTS, unit_key(edge.layer, edge.unit))


def test_panels_that_would_tell_are_silent(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    views = {dock.windowTitle(): dock.widget() for dock in window.parts.docks.all}
    qtbot.keyClick(window, Qt.Key.Key_G, ALT_SHIFT)
    silent = {title for title, view in views.items() if view.is_silent}
    assert silent == {"Gradient magnitude", "Unit", "Doctor"}
    with qtbot.waitSignal(window._exporter.refused) as refused:
        views["Gradient magnitude"].export_wanted.emit(CSV)
    assert "numbers that are covered" in refused.args[1]
    table = views["Gradient magnitude"].show_table()
    table.copy()
    assert "Covered: gradients" in QGuiApplication.clipboard().text()
    table.close()
    qtbot.keyClick(window, Qt.Key.Key_G, ALT_SHIFT)
    assert not any(view.is_silent for view in views.values())


def test_in_the_passes_a_click_tells_and_the_next_opens(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    state = window.parts.stage.passes.state
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: state.walked is not None)
    state.go_to(state.count - 1)
    for kind in Kind:
        window.session.cover.toggle(kind)
    told = [words for words, _ in painted_text(window.parts.stage.passes.screen)]
    decimal = [words for words in told if re.search(r"\d\.\d", words)]
    given = {figure(float(x)) for x in state.walked.layers[0].z}  # features are given
    assert [words for words in decimal if words not in given and "0.5" not in words] == []
    board = window.parts.stage.passes.screen.canvas.board
    column = board.layout_of.columns[-1]
    place = next(at for kind, at in places(state, column, 2) if kind is Named.DELTA)
    number = Number(Name(Named.DELTA, column.layer), 2, state.walked.column)
    at = place.center().toPoint()
    qtbot.mouseClick(board, LEFT, pos=at)
    assert state.number is None
    assert state.walked.layers[-1].delta[2] == state._walked.layers[-1].delta[2]
    assert np.isnan(state.walked.layers[-1].delta[1])
    qtbot.mouseClick(board, LEFT, pos=at)
    assert state.number == number
    qtbot.waitUntil(lambda: state.opened is not None)
    terms = state.opened.lines[:-1]
    assert all(np.isnan(line.value) for line in terms)  # y is covered, and so is what it makes
    assert state.opened.lines[-1].value == state._walked.layers[-1].delta[2]


def test_the_circuit_hears_the_same_keys(qtbot: QtBot, window: MainWindow) -> None:
    window.show_tab("Circuit")
    predictions = window.circuit.panels.predictions
    qtbot.keyClick(window, Qt.Key.Key_G, ALT_SHIFT)
    assert predictions.is_on
    assert window.circuit.state.covered
    qtbot.keyClick(window, Qt.Key.Key_R, ALT_SHIFT)
    assert not window.circuit.state.covered
    qtbot.keyClick(window, Qt.Key.Key_G, ALT_SHIFT)
    assert not predictions.is_on
    assert window.session.cover.kinds == frozenset()


def test_all_of_it_works_in_present_mode(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.keyClick(window.present.screen, Qt.Key.Key_V, ALT_SHIFT)
    assert window.session.cover.kinds == {Kind.VALUES}
    canvas, screen = window.parts.stage.canvas, window.present.screen
    card = canvas.network.holder(0)
    inside = canvas.mapFromScene(card.unit_centre(1))
    on_desk = canvas.viewport().mapTo(window.present.desk, QPoint(inside))
    qtbot.mouseClick(screen.viewport(), LEFT, pos=screen.on_screen(on_desk.toPointF()).toPoint())
    assert not np.isnan(card.layer.z[1])
    assert np.isnan(card.layer.z[2])
