"""Biases beside their units."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from bpstudio.ui.builder.marks import BIAS_WIDTH, bias_shares
from bpstudio.ui.builder.unit_marks import BIAS_GAP, LARGEST_DISC
from bpstudio.ui.theme import theme
from tests.ui.builder.networks import place, snapshot_of


def publish(session, document, biases):
    """Show layer 1 with these biases, and the output's as they are."""
    whole = snapshot_of(document)
    first = dataclasses.replace(whole.layers[0], biases=np.array(biases), bias_gradients=np.ones(4))
    session.publish(dataclasses.replace(whole, layers=(first, *whole.layers[1:])))


def colours(canvas, unit):
    """Return the colours above and below the height of a unit of layer 1, where its bias is."""
    centre = canvas.network.layer_cards[1].unit_centre(unit)
    x = centre.x() - LARGEST_DISC - BIAS_GAP
    picture = canvas.viewport().grab().toImage()
    found = []
    for way in (-1, 1):
        spots = (place(canvas, QPointF(x, centre.y() + way * down)) for down in range(3, 9))
        pixels = {
            picture.pixelColor(spot.x() + aside, spot.y()).name()
            for spot in spots
            for aside in range(-BIAS_WIDTH // 2, BIAS_WIDTH // 2)
        }
        found.append(pixels)
    return found


def test_a_bias_goes_up_and_full_or_down_and_hollow(canvas, document, session):
    publish(session, document, [1.0, -1.0, 0.0, 0.5])
    colors = theme().colors
    positive, negative = colors.positive.name(), colors.negative.name()
    assert colours(canvas, 0)[0] == {positive}
    assert positive not in colours(canvas, 0)[1]
    above, below = colours(canvas, 1)
    assert negative in below
    assert colors.raised.name() in below, "it is hollow"
    assert negative not in above
    assert not {positive, negative} & set.union(*colours(canvas, 2))


def test_shares_are_of_the_largest_weight_or_bias(document):
    layer = snapshot_of(document).layers[0]  # weights from -1 to 1
    small = dataclasses.replace(layer, biases=np.array([0.5, -0.25, 0, np.nan]))
    large = dataclasses.replace(layer, biases=np.array([4.0, -2, 0, 1]))
    assert bias_shares(small) == pytest.approx([0.5, -0.25, 0, 0])
    assert bias_shares(large) == pytest.approx([1, -0.5, 0, 0.25])


def test_tips_have_the_bias_and_its_gradient(canvas, document, session):
    publish(session, document, [0.12345, -1.0, 0.0, 0.5])
    words = canvas.network.tip(canvas.network.layer_cards[1].unit_centre(0))
    assert "0.1235" in words or "0.1234" in words
    assert "∂L/∂b" in words
    assert "1.00" in words
