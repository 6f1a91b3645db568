"""What the edges show: weights, or on a switch the gradient."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from bpstudio.runtime.snapshot import Edges
from bpstudio.ui.builder.edge_switch import EdgeSwitch
from bpstudio.ui.builder.edges import WIDTHS, EdgesItem, Shown
from bpstudio.ui.builder.gap import Gap
from tests.ui.builder.networks import experiment, snapshot_of

LEFT = Qt.MouseButton.LeftButton


def with_gradients(document, factor=1.0):
    """Make a snapshot in which dL/dw is -w/10, in each layer `factor` times that of the next."""
    whole = snapshot_of(document)
    layers = []
    for place, layer in enumerate(reversed(whole.layers)):
        edges = layer.strongest
        gradient = -edges.weight / 10 * factor**place
        both = Edges(unit=edges.unit, source=edges.source, weight=edges.weight, gradient=gradient)
        layers.insert(0, dataclasses.replace(layer, strongest=both, steepest=both))
    return dataclasses.replace(whole, layers=tuple(layers))


@pytest.fixture
def switch(qtbot, canvas):
    made = EdgeSwitch(canvas)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def segment(switch, text):
    buttons = switch.findChildren(QToolButton)
    return next(button for button in buttons if button.text() == text)


def drawn(canvas):
    """Return how many edges are drawn in each step of the widths, by sign."""
    lines = canvas.network.edges._lines
    return {key: len(found) for key, found in lines.items() if found}


def test_the_switch_shows_the_gradient(canvas, document, session, switch):
    session.publish(with_gradients(document))
    weights = drawn(canvas)
    QTest.mouseClick(segment(switch, "gradients"), LEFT)
    gradients = drawn(canvas)
    # the sign of each is the other way round
    for is_negative in (True, False):
        of_weights = sum(n for (_, sign), n in weights.items() if sign == is_negative)
        of_gradients = sum(n for (_, sign), n in gradients.items() if sign != is_negative)
        assert of_weights == of_gradients > 0
    assert "∂L/∂w" in canvas.legend.accessibleDescription()
    QTest.mouseClick(segment(switch, "weights"), LEFT)
    assert drawn(canvas) == weights
    assert "∂L/∂w" not in canvas.legend.accessibleDescription()
    canvas.grab()


def test_both_is_the_sign_of_the_weight_and_the_size_of_the_gradient(
    canvas, document, session, switch
):
    whole = with_gradients(document, factor=1e-3)
    session.publish(whole)
    of_weights = drawn(canvas)
    QTest.mouseClick(segment(switch, "gradients"), LEFT)
    of_gradients = drawn(canvas)
    QTest.mouseClick(segment(switch, "both"), LEFT)
    both = drawn(canvas)
    assert canvas.network.edges.shown is Shown.BOTH
    for is_negative in (True, False):  # each gradient has the other sign than its weight
        signs = [
            sum(number for (_, sign), number in each.items() if sign == is_negative)
            for each in (of_weights, both)
        ]
        assert signs[0] == signs[1] > 0
    widths = [
        {step: sum(n for (each, _), n in lines.items() if each == step) for step, _ in lines}
        for lines in (of_gradients, both)
    ]
    assert widths[0] == widths[1]
    words = canvas.legend.accessibleDescription()
    assert "positive weight" in words
    assert "size of ∂L/∂w" in words
    canvas.grab()


def test_the_switch_is_reached_by_keys(canvas, document, session, switch):
    session.publish(with_gradients(document))
    switch.activateWindow()
    segment(switch, "weights").setFocus()
    QTest.keyClick(segment(switch, "weights"), Qt.Key.Key_Right)
    assert switch.choice.chosen == "gradients"
    assert canvas.network.edges.shown is Shown.GRADIENTS
    assert all(button.toolTip() for button in switch.findChildren(QToolButton))


def test_a_gradient_that_vanishes_is_thin(canvas, document, session):
    canvas.show_edges(Shown.GRADIENTS)
    session.publish(with_gradients(document, factor=1e-3))
    item = canvas.network.edges
    first = item.gaps[0]
    widths = {
        step
        for (step, _), lines in item._lines.items()
        for line in lines
        if line.x1() == first.left
    }
    assert widths == {0}
    assert max(step for step, _ in item._lines) == len(WIDTHS) - 1


def test_no_gradient_is_no_edge(canvas, document, session):
    canvas.show_edges(Shown.GRADIENTS)
    session.publish(with_gradients(document, factor=0.0))
    right = {line.x2() for lines in canvas.network.edges._lines.values() for line in lines}
    assert right == {canvas.network.layout.output.left()}
    session.publish(with_gradients(document, factor=np.nan))
    canvas.grab()


def test_the_tip_of_an_edge_has_its_gradient(canvas, document, session):
    session.publish(with_gradients(document))
    gap = canvas.network.edges.gaps[1]
    start, end = (ys[0] for ys in (gap.source_ys, gap.unit_ys))
    at = QPointF(gap.left + 0.05 * (gap.right - gap.left), start + 0.05 * (end - start))
    for shown in Shown:
        canvas.show_edges(shown)
        words = canvas.network.tip(at)
        assert "−1.000" in words
        assert "0.1000" in words


def test_the_switch_is_off_where_there_is_no_room_for_edges(canvas, document, switch):
    assert switch.isEnabled()
    document.edit("Many", experiment(*[(8, "relu")] * 20))
    assert not switch.isEnabled()
    assert switch.toolTip()
    document.undo_stack.undo()
    assert switch.isEnabled()
    assert not switch.toolTip()


def test_of_the_gradients_fewer_edges_are_drawn_and_widths_tell_them_apart(canvas):
    rng = np.random.default_rng(0)
    products = rng.normal(size=(2, 2_048)).prod(axis=0)  # as delta times z is one
    size = np.sort(np.abs(products))[-200:]
    places = np.arange(200)
    edges = Edges(unit=places, source=places, weight=size, gradient=size)
    gap = Gap(1, 0.0, 100.0, places * 1.0, places * 1.0, ("input", "layer 1"), edges)
    item = EdgesItem()
    item.shown = Shown.BOTH
    item.set_gaps((gap,) * 3, [], QRectF(0, 0, 100, 200))
    steps = [step for (step, _), lines in item._lines.items() for _ in lines]
    assert len(steps) == 3 * 40
    assert len(set(steps)) >= 3
    assert sum(step == max(steps) for step in steps) < len(steps) / 4


def test_weights_beyond_bounds_are_drawn_without_a_word(canvas, document, session):
    whole = snapshot_of(document)
    edges = whole.layers[0].strongest
    weight = edges.weight.copy()
    weight[:2] = np.inf, -np.inf
    edges = dataclasses.replace(edges, weight=weight)
    beyond = dataclasses.replace(whole.layers[0], strongest=edges)
    session.publish(dataclasses.replace(whole, layers=(beyond, *whole.layers[1:])))
    assert drawn(canvas)[len(WIDTHS) - 1, False] >= 1
