"""What is written on the card of a layer."""

import dataclasses

import numpy as np
import pytest

from bpstudio.ui.builder import NetworkCanvas, card, layer_card
from bpstudio.ui.document import Document
from tests.ui.builder.networks import experiment, snapshot_of


@pytest.fixture
def written(monkeypatch):
    """All that is written while a card is drawn."""
    words = []
    for module in (card, layer_card):
        write = module.write

        def note(painter, place, text, *rest, _write=write, **more):
            words.append(text)
            _write(painter, place, text, *rest, **more)

        monkeypatch.setattr(module, "write", note)
    return words


@pytest.mark.parametrize(
    ("layers", "title"), [(1, ["ReLU · 6"]), (4, ["ReLU", "6 units"])], ids=["wide", "slim"]
)
def test_a_card_has_its_units_and_its_dead(qtbot, session, written, layers, title):
    document = Document(experiment(*[(6, "relu")] * layers))
    canvas = NetworkCanvas(document, session)
    qtbot.addWidget(canvas)
    canvas.resize(900, 660)
    canvas.show()
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
