"""Cells: their places, and the biases among them, to the right of a middle or to its left."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from bpstudio.ui.builder import NetworkCanvas, layer_map
from bpstudio.ui.builder.cells import bias_image, cells_within
from bpstudio.ui.builder.layer_card import LayerCard
from bpstudio.ui.document import Document
from bpstudio.ui.theme import theme
from tests.ui.builder.networks import experiment, place, snapshot_of


def signs(image, y):
    """Return of a line of pixels which are of a positive, which of a negative bias."""
    known = {theme().colors.positive.name(): "+", theme().colors.negative.name(): "-"}
    names = (image.pixelColor(x, y).name() for x in range(image.width()))
    return "".join(known.get(name, ".") for name in names)


def test_a_bias_goes_right_or_left_by_its_size(qapp):
    image = bias_image(np.array([1.0, 0.5, 0.0, -0.01, -1.0]), 5, 9, 50)
    assert [signs(image, y) for y in (5, 15, 25, 35, 45)] == [
        *(".....++++", ".....++..", ".........", "...-.....", "----.....")
    ]


def test_thin_cells_have_the_size_as_a_shade_on_the_side_of_the_sign(qapp):
    image = bias_image(np.array([1.0, 0.5, -1.0]), 3, 3, 30)
    assert [signs(image, y) for y in (5, 15, 25)] == ["..+", "...", "-.."]
    half = image.pixelColor(2, 15)
    assert half not in (image.pixelColor(0, 15), image.pixelColor(2, 5))


@pytest.mark.parametrize("width", [17, 19, 26, 34, 36])
def test_cells_stand_side_by_side_and_biases_have_a_middle(width):
    area = QRectF(10, 20, width, 100)
    cells = cells_within(area)
    assert all(cell.width() >= 3 for cell in cells)
    assert cells.bias.width() % 2 == 1
    for one, other in pairwise(cells):
        assert other.left() == one.right() + 1
    assert area.left() < cells[0].left()
    assert cells[-1].right() < area.right()


def canvas_with(qtbot, session, layers, biases):
    """Return a canvas on layers of 60 units, the biases of layer 1 half 1 and half -1."""
    document = Document(experiment(*[(60, "sigmoid")] * layers))
    canvas = NetworkCanvas(document, session)
    qtbot.addWidget(canvas)
    canvas.resize(900, 660)
    canvas.show()
    whole = snapshot_of(document)
    first = dataclasses.replace(whole.layers[0], biases=biases)
    session.publish(dataclasses.replace(whole, layers=(first, *whole.layers[1:])))
    return canvas


def bias_place(canvas):
    """Return where the biases of layer 1 are in the scene."""
    column = canvas.network.layout.columns[0]
    if column.form.is_map:
        return column.bands[0]
    card = canvas.network.layer_cards[1]
    assert isinstance(card, LayerCard)
    return card._cells().bias if not column.form.is_strip else cells_within(column.body).bias


@pytest.mark.parametrize(
    ("layers", "form"), [(1, "wide"), (3, "slim"), (12, "strip"), (20, "strip"), (40, "map")]
)
def test_biases_are_drawn_in_every_form(qtbot, session, layers, form):
    canvas = canvas_with(qtbot, session, layers, np.repeat([1.0, -1.0], 30))
    assert canvas.network.layout.form.name == form
    area = bias_place(canvas)
    picture = canvas.viewport().grab().toImage()
    colors = theme().colors
    inset = 1 if area.width() > 6 else 0
    left, right = area.left() + inset, area.right() - 1 - inset
    for share, inside, outside, color in (
        (0.25, right, left, colors.positive),
        (0.75, left, right, colors.negative),
    ):
        # the middle of the 16th unit, or of the 46th
        y = area.top() + (np.floor(60 * share) + 0.5) / 60 * area.height()
        found, empty = (place(canvas, QPointF(x, y)) for x in (inside, outside))
        assert picture.pixelColor(found).name() == color.name()
        assert picture.pixelColor(empty).name() == colors.sunken.name()
    assert "bias" in canvas.legend.accessibleDescription()
    assert "right" in canvas.legend.toolTip()


def test_in_a_map_that_is_too_thin_for_sides_the_words_say_the_colours(qtbot, session, monkeypatch):
    words = []
    monkeypatch.setattr(layer_map, "write", lambda *given, **more: words.append(given[2]))
    canvas = canvas_with(qtbot, session, 400, np.repeat([1.0, -1.0], 30))
    picture = canvas.viewport().grab().toImage()
    assert "bias, blue +, orange −" in words
    area = canvas.network.layout.columns[0].bands[0]
    colors = theme().colors
    for share, color in ((0.25, colors.positive), (0.75, colors.negative)):
        at = place(canvas, QPointF(area.left(), area.top() + share * area.height()))
        assert picture.pixelColor(at.x(), at.y()).name() == color.name()
