"""When the card of a unit opens, where it stands, and what closes it."""

import dataclasses

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtTest import QTest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.document import Document
from tests.ui.builder.networks import click, drag, experiment, header, snapshot_of


@pytest.fixture
def card(canvas, document, session):
    """The card, open on the second unit of layer 1."""
    session.publish(snapshot_of(document))
    click(canvas, canvas.network.layer_cards[1].unit_centre(1))
    assert canvas.network.asking.unit_card.of == (1, 1)
    return canvas.network.asking.unit_card


def test_its_button_closes_it(canvas, card):
    assert "Close" in canvas.network.tip(card.close_button().center())
    click(canvas, card.close_button().center())
    assert card.of is None
    assert canvas.selected_layers == (1,)


def test_escape_closes_it(canvas, card):
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert card.of is None


def test_another_selection_closes_it(canvas, card):
    click(canvas, header(canvas, 2), Qt.KeyboardModifier.ControlModifier)
    assert card.of == (1, 1), "its layer is still selected"
    canvas.selection.set((2,))
    assert card.of is None


def test_moving_a_column_closes_it(canvas, card):
    drag(canvas, header(canvas, 1), header(canvas, 1) + QPointF(40, 0), release=False)
    assert card.of is None


def test_pulling_its_own_layer_keeps_it(canvas, card):
    handle = canvas.network.layer_cards[1].handle().center()
    drag(canvas, handle, handle + QPointF(0, 40), release=False)
    assert card.of == (1, 1)


def test_a_new_layer_closes_it(canvas, card):
    canvas.add_layer("relu")
    assert card.of is None


def test_other_data_and_a_reset_close_it(canvas, card, document, session):
    session.publish(dataclasses.replace(snapshot_of(document), run=2))
    assert card.of is None
    click(canvas, canvas.network.layer_cards[1].unit_centre(1))
    document.edit("Data", edits.set_data(document.experiment, DataSpec(name="xor")))
    assert card.of is None


@pytest.mark.parametrize("layers", [1, 2, 3, 5, 12])
@pytest.mark.parametrize("width", [480, 768, 900])
def test_it_never_covers_its_own_column(qtbot, session, layers, width):
    document = Document(experiment(*[(8, "sigmoid")] * layers))
    canvas = NetworkCanvas(document, session)
    qtbot.addWidget(canvas)
    canvas.resize(width, 600)
    canvas.show()
    for number, column in canvas.network.layer_cards.items():
        canvas.network.asking.open_unit(number, 3)
        place: QRectF = canvas.network.asking.unit_card.rect
        assert not place.intersects(column.rect)
        assert canvas.network.layout.bounds.contains(place) or width < 500


@pytest.mark.parametrize("number", [1, 2])
def test_it_covers_no_title_of_its_neighbours(canvas, document, session, number):
    session.publish(snapshot_of(document))
    for unit in range(canvas.network.layer_cards[number].units):
        canvas.network.asking.close()
        canvas.network.asking.open_unit(number, unit)
        place = canvas.network.asking.unit_card.rect
        for other in canvas.network.cards():
            title = QRectF(other.rect.topLeft(), QSizeF(other.rect.width(), 60))
            assert not place.intersects(title), unit
        y = canvas.network.layer_cards[number].unit_centre(unit).y()
        assert place.top() < y < place.bottom(), "the line to the unit meets it"


def test_a_handle_below_it_is_not_pulled(canvas, card):
    handle = canvas.network.layer_cards[2].handle().center()
    assert canvas.network.places.handle(handle) is canvas.network.layer_cards[2]
    card.put(QRectF(handle.x() - 50, handle.y() - 50, 100, 100))
    assert canvas.network.places.handle(handle) is None
