"""What is written on the card of a layer."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from bpstudio.ui.builder import NetworkCanvas, card, layer_card, layer_footer, strip
from bpstudio.ui.builder.chain import Column, Slot
from bpstudio.ui.builder.forms import WIDE
from bpstudio.ui.builder.layer_card import LayerCard
from bpstudio.ui.builder.scale import DecadeScale
from bpstudio.ui.builder.strip import strip_cells
from bpstudio.ui.canvas.ink import LEFT, RIGHT, text_width
from bpstudio.ui.document import Document
from bpstudio.ui.theme import BODY, BOLD
from tests.ui.builder.networks import experiment, snapshot_of


@pytest.fixture
def written(monkeypatch):
    """All that is written while a card is drawn."""
    words = []
    for module in (card, layer_card, layer_footer, strip):
        write = module.write

        def note(painter, place, text, *rest, _write=write, **more):
            words.append(text)
            _write(painter, place, text, *rest, **more)

        monkeypatch.setattr(module, "write", note)
    return words


def shown(qtbot, session, wanted):
    """Return a document and the canvas that shows it."""
    document = Document(wanted)
    canvas = NetworkCanvas(document, session)
    qtbot.addWidget(canvas)
    canvas.resize(900, 660)
    canvas.show()
    return document, canvas


@pytest.mark.parametrize(
    ("layers", "title"), [(1, ["ReLU · 6"]), (4, ["ReLU", "6 units"])], ids=["wide", "slim"]
)
def test_a_card_has_its_units_and_its_dead(qtbot, session, written, layers, title):
    document, canvas = shown(qtbot, session, experiment(*[(6, "relu")] * layers))
    whole = snapshot_of(document)
    dead = np.arange(6) < 2
    hidden = [
        dataclasses.replace(layer, dead=dead, saturated=np.arange(6) < 5) if layer.id else layer
        for layer in whole.layers
    ]
    session.publish(dataclasses.replace(whole, layers=tuple(hidden)))
    canvas.grab()
    assert set(title) <= set(written)
    assert "5" in written
    assert " of 6" in written
    assert "2 dead" in written


@pytest.mark.parametrize(
    ("layers", "words"),
    # circle has 2 features: (2 + 1) 6 = 18 parameters, then (6 + 1) 6 = 42, and 14 of the output
    [
        (1, {"leaky ReLU · 6", "18 par.", "14 param."}),
        (4, {"leaky", "6 units", "18 param.", "42 param.", "14 param."}),
        (12, {"18", "42"}),
    ],
    ids=["wide", "slim", "strip"],
)
def test_names_are_whole_and_parameters_in_sight(qtbot, session, written, layers, words):
    _, canvas = shown(qtbot, session, experiment(*[(6, "leaky_relu")] * layers))
    canvas.grab()
    assert words <= set(written)


def test_the_dead_are_crossed_in_cells(qtbot, session):
    document, canvas = shown(qtbot, session, experiment(*[(6, "relu")] * 12))
    whole = snapshot_of(document)
    full = [
        dataclasses.replace(layer, saturation=np.ones(6)) if layer.id else layer
        for layer in whole.layers
    ]
    session.publish(dataclasses.replace(whole, layers=tuple(full)))
    alive = canvas.grab().toImage()
    full[0] = dataclasses.replace(full[0], dead=np.arange(6) == 2)
    session.publish(dataclasses.replace(whole, layers=tuple(full)))
    crossed = canvas.grab().toImage()
    column = canvas.network.layout.columns[0]
    cell = strip_cells(column).saturation
    for unit, y in enumerate(column.unit_ys()):
        at = canvas.mapFromScene(QPointF(cell.center().x(), y))
        changed = alive.pixelColor(at) != crossed.pixelColor(at)
        assert changed == (unit == 2)
    assert "dead, probe" in canvas.network.layer_cards[1].tip(QPointF(column.rect.topLeft()))


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (200, "13\u202f874 parameters"),
        (80, "13\u202f874 param."),
        (58, "13.9k par."),
        (9, "14k par."),
    ],
)
def test_parameters_are_said_as_fully_as_there_is_room(qapp, width, words):
    assert card.parameter_words(width, 13_874) == words


def test_no_activation_is_cut_before_a_large_number_of_units(qapp, monkeypatch):
    written, made = [], LayerCard(Column(Slot(1, 1), QRectF(0, 0, 112, 300), WIDE), DecadeScale())
    made.put(QRectF(0, 0, 112, 300))
    monkeypatch.setattr(made, "_write_title", lambda painter, name, below: written.append(below))
    monkeypatch.setattr(card, "write", lambda *args, **kinds: None)
    for activation in ("sigmoid", "identity", "leaky ReLU"):
        for units in (88_888, 500_000, 888_888, 10**6):
            made.draw_layer_title(None, "layer 1", activation, units, 1)
    assert max(text_width(words, BODY, BOLD) for words in written) <= 96


@pytest.mark.parametrize(
    ("layers", "activation", "words"),
    # circle has 2 features: 3 parameters a unit in layer 1
    [
        (1, "sigmoid", {"sigmoid · 1M", "3.0M par."}),
        (1, "leaky_relu", {"leaky · 1.0M", "3.0M par."}),
        (4, "sigmoid", {"sigmoid", "3.0M par."}),
    ],
)
def test_a_huge_layer_has_its_words_side_by_side(
    qtbot, session, monkeypatch, layers, activation, words
):
    wanted = experiment((10**6, activation), *[(2, "tanh")] * (layers - 1))
    _, canvas = shown(qtbot, session, wanted)
    places = []
    for module in (card, layer_card):

        def note(painter, place, text, color, size=11, weight=400, align=LEFT, _to=places):
            width = text_width(text, size, weight)
            left = place.right() - width if align == RIGHT else place.left()
            _to.append((text, QRectF(left, place.top(), width, place.height()), place))

        monkeypatch.setattr(module, "write", note)
    first = canvas.network.layer_cards[1]
    canvas.grab()
    of_card = [each for each in places if each[0] and first.rect.contains(each[2].topLeft())]
    assert words <= {text for text, *_ in of_card}
    for text, written, place in of_card:
        assert written.width() <= place.width() + 0.5, f"{text} is cut"
        assert first.rect.contains(written), f"{text} is beyond the card"
    lines = [written for _, written, _ in of_card]
    for place, one in enumerate(lines):
        assert not any(one.intersects(other.adjusted(0, 3, 0, -3)) for other in lines[:place])
