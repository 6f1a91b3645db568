"""Asking about units and edges: by click and by key, and what the answers say."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bpstudio.experiment import edits
from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.snapshot import UnitPortrait
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.builder.gap import Edge
from bpstudio.ui.builder.menus import context_menu
from bpstudio.ui.document import Document
from bpstudio.ui.numbers import NONE
from tests.ui.builder import networks
from tests.ui.builder.networks import click, place, press, snapshot_of

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def told(snapshot, layer, unit):
    """Add the portrait of a unit, with gradients a tenth of its weights."""
    found = next(one for one in snapshot.layers if one.id == layer)
    weights = found.weights[unit]
    portrait = UnitPortrait(
        layer=layer,
        unit=unit,
        weights=weights,
        gradients=weights / 10,
        changes=-weights / 100,
        bias=float(found.biases[unit]),
        bias_gradient=0.25,
        bias_change=-0.025,
        probe_a=np.linspace(-2, 2, 9),
        probe_places=np.arange(9),
    )
    return dataclasses.replace(snapshot, unit=portrait)


@pytest.fixture
def alive(canvas, document, session):
    session.publish(snapshot_of(document))
    return canvas


def on_edge(canvas, layer):
    """Return a place on the strongest edge of a layer, and that edge."""
    gap = next(gap for gap in canvas.network.edges.gaps if gap.layer == layer)
    edge = Edge(layer, int(gap.edges.unit[-1]), int(gap.edges.source[-1]))
    line = gap.line(edge)
    return line.pointAt(0.2), edge


def test_a_click_on_an_edge_tells_its_weight_gradient_and_last_update(alive, document, session):
    at, edge = on_edge(alive, 2)
    click(alive, at)
    asking = alive.network.asking
    assert asking.edge == edge
    assert session.asked[-1] == Asked(2, edge.unit)
    card = alive.edge_card
    assert card.isVisible()
    assert card.field.text() == ""
    session.publish(told(snapshot_of(document), 2, edge.unit))
    w = float(session.snapshot.layers[1].weights[edge.unit, edge.source])
    z = float(session.snapshot.layers[0].z[edge.source])
    values = [float(label.text().replace("−", "-")) for label in card._values.values()]
    assert values == pytest.approx([w, z, w * z, w / 10, -w / 100], rel=1e-3)
    assert card._title.text() == f"layer 1, unit {edge.source + 1} →\nlayer 2, unit {edge.unit + 1}"
    click(alive, QPointF(5, 5))
    assert asking.edge is None
    assert session.asked[-1] is None
    assert not card.isVisible()


def test_of_another_edge_nothing_is_told_until_a_snapshot_does(alive, document, session):
    first, second = on_edge(alive, 2), on_edge(alive, 1)
    card = alive.edge_card
    click(alive, first[0])
    session.publish(told(snapshot_of(document), 2, first[1].unit))
    assert NONE not in {label.text() for label in card._values.values()}
    click(alive, second[0])
    assert card._title.text().endswith(f"layer 1, unit {second[1].unit + 1}")
    assert {label.text() for label in card._values.values()} == {NONE}
    assert card.field.placeholderText() == ""
    assert card.accessibleDescription() == ""
    session.publish(told(snapshot_of(document), 1, second[1].unit))
    assert NONE not in {label.text() for label in card._values.values()}
    assert card.field.placeholderText() == card._values["weight w"].text()


def test_another_weight_of_the_same_unit_is_told_at_once(alive, document, session):
    alive.selection.set((2,))
    press(alive, Qt.Key.Key_Down, Qt.Key.Key_W)
    session.publish(told(snapshot_of(document), 2, 0))
    before = alive.edge_card._values["weight w"].text()
    press(alive, Qt.Key.Key_W)
    assert alive.edge_card._values["weight w"].text() not in (before, NONE)


def test_a_new_weight_is_typed_and_undone(alive, document, session):
    edits = []
    document.edited.connect(lambda *told: edits.append(told))
    at, edge = on_edge(alive, 1)
    click(alive, at)
    card = alive.edge_card
    QTest.mouseClick(card.field, LEFT)
    QTest.keyClicks(card.field, "-0,75")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert document.undo_stack.undoText() == f"Weight of unit {edge.unit + 1} of layer 1"
    assert edits, "the run is told"
    assert alive.network.asking.edge == edge, "one can go on"
    document.undo_stack.undo()
    assert document.undo_stack.index() == 0


@pytest.mark.parametrize("text", ["much", "", "1e39", "nan"])
def test_what_is_no_weight_is_refused_in_words(alive, document, text):
    click(alive, on_edge(alive, 1)[0])
    field = alive.edge_card.field
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert document.undo_stack.count() == 0
    assert alive.edge_card._note.text()


def test_escape_in_the_field_closes_the_card_and_goes_back(alive):
    click(alive, on_edge(alive, 1)[0])
    alive.activateWindow()
    alive.edge_card.field.setFocus()
    QTest.keyClick(alive.edge_card.field, Qt.Key.Key_Escape)
    assert alive.network.asking.about is None
    assert alive.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, None])
def test_a_card_that_closes_selects_no_layer(alive, key):
    alive.activateWindow()
    click(alive, on_edge(alive, 1)[0])
    field = alive.edge_card.field
    QTest.mouseClick(field, LEFT)
    assert field.hasFocus()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    if key is None:
        alive.network.asking.close()
    else:
        QTest.keyClick(field, key)
    assert alive.hasFocus()
    assert alive.selected_layers == ()


def test_weights_are_walked_by_keys_from_the_strongest(alive, session):
    alive.selection.set((2,))
    press(alive, Qt.Key.Key_Down, Qt.Key.Key_W)
    weights = np.abs(session.snapshot.layers[1].weights[0])
    order = np.argsort(-weights, kind="stable")
    assert alive.network.asking.edge == Edge(2, 0, int(order[0]))
    press(alive, Qt.Key.Key_W)
    assert alive.network.asking.edge == Edge(2, 0, int(order[1]))
    press(alive, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ShiftModifier)
    press(alive, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert alive.network.asking.edge == Edge(2, 0, int(order[0])), "the end of the row"
    alive.activateWindow()
    press(alive, Qt.Key.Key_Return)
    assert alive.edge_card.field.hasFocus()


def test_an_edge_outlives_numbers_but_not_another_shape(alive, document):

    at, edge = on_edge(alive, 2)
    click(alive, at)
    document.edit("Activation", edits.set_activation(document.experiment, 2, "relu"))
    assert alive.network.asking.edge == edge
    document.edit("Units", edits.set_units(document.experiment, 1, 3))
    assert alive.network.asking.edge is None
    assert not alive.edge_card.isVisible()


def test_the_card_stays_in_sight_and_goes_with_the_picture(alive):
    at, _ = on_edge(alive, 1)
    click(alive, at)
    before = alive.edge_card.pos()
    alive.zoom.shift(QPointF(-30, 0))
    assert alive.edge_card.x() == before.x() + 30
    alive.zoom.shift(QPointF(300, 0))
    assert alive.viewport().rect().contains(alive.edge_card.geometry())
    alive.resize(700, 480)
    assert alive.edge_card.isVisible()
    assert alive.viewport().rect().contains(alive.edge_card.geometry())


def test_a_right_click_on_the_card_isnt_meant_for_what_is_below(alive):
    click(alive, on_edge(alive, 1)[0])
    card = alive.edge_card
    at = card.mapToGlobal(card.rect().center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, card.rect().center(), at)
    QApplication.sendEvent(card, event)
    assert QApplication.activePopupWidget() is None
    assert not alive.findChildren(QMenu)


def test_a_long_refusal_is_read_whole_on_the_card(alive):
    click(alive, on_edge(alive, 1)[0])
    card = alive.edge_card
    height = card.height()
    alive.editor.refused.emit("Weight of unit 2 of layer 1: " + "a long reason " * 10)
    note = card._note
    assert note.height() >= note.heightForWidth(note.width())
    assert card.rect().contains(note.geometry())
    assert note.geometry().top() >= card.field.geometry().bottom()
    assert alive.viewport().rect().contains(card.geometry())
    card._show_note("")
    assert card.height() == height


def in_the_scene(canvas):
    """Return where the card of the edge stands in the scene."""
    return canvas.mapToScene(canvas.edge_card.geometry()).boundingRect()


@pytest.mark.parametrize("layer", [1, 2, OUTPUT])
def test_the_card_hides_neither_its_edge_nor_output_and_loss(alive, layer):
    at, _ = on_edge(alive, layer)
    click(alive, at)
    there, network = in_the_scene(alive), alive.network
    line = network.edges.chosen_line()
    assert not any(there.contains(line.pointAt(share)) for share in np.linspace(0, 1, 30))
    assert not there.intersects(network.output_card.rect)
    assert not there.intersects(network.loss_card.rect)


@pytest.mark.parametrize("layers", [12, 40, 300])
def test_among_strips_the_card_shows_itself_beside_the_layer(qtbot, session, layers):
    document = Document(networks.experiment(*[(4, "tanh")] * layers))
    canvas = NetworkCanvas(document, session)
    qtbot.addWidget(canvas)
    canvas.resize(700, 480)
    canvas.show()
    session.publish(snapshot_of(document))
    assert not canvas.network.layout.shows_edges
    canvas.selection.set((7,))
    canvas.activateWindow()
    canvas.setFocus()
    press(canvas, Qt.Key.Key_Down, Qt.Key.Key_W)
    assert canvas.network.asking.edge is not None
    assert canvas.edge_card.isVisible()
    assert not in_the_scene(canvas).intersects(canvas.network.holder(7).rect)
    assert canvas.viewport().rect().contains(canvas.edge_card.geometry())
    press(canvas, Qt.Key.Key_Return)
    QTest.keyClicks(canvas.edge_card.field, "0.5")
    QTest.keyClick(canvas.edge_card.field, Qt.Key.Key_Return)
    assert document.undo_stack.undoText() == "Weight of unit 1 of layer 7"


def test_an_edge_has_a_menu(alive, document, session):

    at, edge = on_edge(alive, 1)
    menu = context_menu(alive, at)
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert "Write its weight …" in words
    next(action for action in menu.actions() if action.text() == "Set it to 0").trigger()
    assert document.undo_stack.undoText() == f"Weight of unit {edge.unit + 1} of layer 1"
    menu.deleteLater()


def test_a_unit_of_the_output_can_be_asked_about(alive, session, document):
    output = alive.network.output_card
    click(alive, output.unit_centre(1) + QPointF(20, 0))
    assert alive.network.asking.about == Asked(OUTPUT, 1)
    assert alive.selected_layers == (OUTPUT,)
    rows = {row.name: row.number for row in output.unit_rows(1)}
    assert rows["y = softmax(a)"] == "0.500"
    assert rows["a"] == "3.000"
    alive.grab()
    press(alive, Qt.Key.Key_Up)
    assert alive.network.asking.about == Asked(OUTPUT, 0)
    press(alive, Qt.Key.Key_Delete, modifier=Qt.KeyboardModifier.ControlModifier)
    assert document.undo_stack.count() == 0


def test_hovering_a_unit_tells_the_sum_that_adds_up(alive, session):
    snapshot = session.snapshot
    tip = alive.network.tip(alive.network.layer_cards[2].unit_centre(0))
    a = float(snapshot.layers[1].weights[0] @ snapshot.layers[0].z + snapshot.layers[1].biases[0])
    assert "= a" in tip
    assert "bias b" in tip
    assert f"{a:.4f}".replace("-", "−") in tip
    assert "layer 1, unit" in tip


def test_a_click_beside_the_edges_asks_nothing(alive, session):
    gap = alive.network.edges.gaps[0]
    click(alive, QPointF((gap.left + gap.right) / 2, alive.network.layout.bounds.top() + 2))
    assert alive.network.asking.about is None
    assert place(alive, QPointF(0, 0)) is not None
