"""Arcs over the layers that add what comes in."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from bpstudio.experiment import edits
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.builder.chain import STRIP_NAME, Slot
from bpstudio.ui.builder.scale import value_shares
from bpstudio.ui.document import Document
from tests.ui.builder.networks import click, experiment, header, snapshot_of


def with_skips(count, units=8, activation="tanh"):
    """Return layers of which all but the first have a skip."""
    made = experiment(*[(units, activation)] * count)
    for number in range(2, count + 1):
        made = edits.set_skip(made, number, True)
    return made


@pytest.fixture
def shown(qtbot, session):
    kept = []  # a canvas that nobody holds is collected, and its scene with it

    def show(wanted, width=900):
        document = Document(wanted)
        made = NetworkCanvas(document, session)
        qtbot.addWidget(made)
        made.resize(width, 660)
        made.show()
        session.publish(snapshot_of(document))
        made.grab()
        kept.append(made)
        return made

    return show


def ink(arc):
    """Return all that an arc draws on."""
    box = arc.path.boundingRect()
    if arc.node is not None:
        box = box.united(QRectF(arc.node.x() - 5, arc.node.y() - 5, 10, 10))
    return box


@pytest.mark.parametrize(
    ("layers", "form", "arcs"),
    [(2, "wide", 1), (4, "slim", 3), (12, "strip", 11), (40, "map", 39), (80, "map", 1)],
)
def test_each_skip_has_an_arc_and_a_map_one_for_neighbours(shown, layers, form, arcs):
    network = shown(with_skips(layers)).network
    assert network.layout.form.name == form
    assert len(network.skips.arcs) == arcs


@pytest.mark.parametrize("layers", [2, 4])
def test_an_arc_goes_over_its_card_and_ends_beside_it(shown, layers):
    network = shown(with_skips(layers)).network
    cards = [column.rect for column in network.layout.columns]
    for arc, before, card, after in zip(
        network.skips.arcs, cards[:-1], cards[1:], [*cards[2:], network.layout.output], strict=True
    ):
        box = ink(arc)
        assert 0 < box.top() < card.top()
        assert before.right() <= box.left()
        assert card.right() < arc.node.x() < box.right() + 1e-6 < after.left()
        points = [arc.path.pointAtPercent(share / 200) for share in range(201)]
        assert not any(card.contains(point) for point in points)


@pytest.mark.parametrize("layers", [12, 20, 40, 80])
def test_an_arc_over_strips_stands_between_the_names_and_the_panels(shown, layers):
    network = shown(with_skips(layers, units=24)).network
    first = network.layout.columns[0]
    for arc in network.skips.arcs:
        assert first.rect.top() + STRIP_NAME <= ink(arc).top()
        assert ink(arc).bottom() <= first.panel.top()


def test_the_tip_of_an_arc_is_its_equation(shown):
    network = shown(with_skips(2)).network
    (arc,) = network.skips.arcs
    for at in (arc.node, arc.path.pointAtPercent(0.5)):
        assert "skip of layer 2" in network.tip(at)
        assert "z₂ = tanh(a₂) + z₁" in network.tip(at)
    assert "skip of" not in network.tip(network.layout.columns[1].rect.center())


def test_the_tip_of_an_arc_over_a_strip(shown):
    network = shown(with_skips(12)).network
    assert "z₁₂ = f(a₁₂) + z₁₁" in network.tip(network.skips.arcs[-1].path.pointAtPercent(0.5))


def test_key_s_draws_the_arc_and_undo_takes_it_away(shown):
    canvas = shown(experiment((4, "tanh"), (4, "tanh")))
    top = canvas.network.layout.columns[0].rect.top()
    click(canvas, header(canvas, 2))
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert len(canvas.network.skips.arcs) == 1
    assert "skip" in canvas.legend.accessibleDescription()
    assert canvas.network.layout.columns[0].rect.top() > top, "there is room for it"
    canvas.document.undo_stack.undo()
    assert canvas.network.skips.arcs == ()
    assert "skip" not in canvas.legend.accessibleDescription()
    assert canvas.network.layout.columns[0].rect.top() == top


def test_between_other_widths_there_is_no_arc(shown):
    network = shown(with_skips(2, units=4)).network
    network.preview([Slot(1, 4), Slot(2, 5)])
    assert network.skips.arcs == ()
    network.end_preview()
    assert len(network.skips.arcs) == 1


def test_what_a_skip_adds_widens_the_range():
    z = np.array([0.5, 2.0, 4.0])
    assert value_shares(z, "sigmoid", skip=True) == pytest.approx([0.125, 0.5, 1])
    assert value_shares(-z, "sigmoid", skip=True) == pytest.approx([0.4375, 0.25, 0])
