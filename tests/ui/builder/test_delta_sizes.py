"""How large delta is, above a strip's foot and in a layer's tooltip: just where it vanishes."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from bpstudio.experiment.build import load_data
from bpstudio.experiment.edits import with_ids
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.run import Run
from bpstudio.ui.builder import NetworkCanvas, strip
from bpstudio.ui.cover import Kind
from bpstudio.ui.document import Document
from bpstudio.ui.numbers import COVERED, NONE, figure
from tests.ui.builder.networks import experiment, header, snapshot_of


@pytest.fixture
def canvas(qtbot, session):
    """Six layers of 25 units, each a strip."""
    made = NetworkCanvas(Document(experiment(*[(25, "sigmoid")] * 6)), session)
    qtbot.addWidget(made)
    made.resize(900, 660)
    made.show()
    return made


@pytest.fixture
def written(monkeypatch):
    """All that is written on strips."""
    words, write = [], strip.write

    def note(painter, place, text, *rest, **more):
        words.append(text)
        write(painter, place, text, *rest, **more)

    monkeypatch.setattr(strip, "write", note)
    return words


def publish(canvas, size):
    """Let each unit's mean |delta| be `size`, in float32 as in training."""
    whole = snapshot_of(canvas.document)
    layers = tuple(
        dataclasses.replace(layer, batch_delta=np.full(len(layer.z), size, np.float32))
        for layer in whole.layers
    )
    canvas.session.publish(dataclasses.replace(whole, layers=layers))


def tip(canvas):
    """Return what the tooltip of layer 1 says of delta."""
    said = canvas.network.tip(header(canvas, 1))
    return said.partition("length of |δ|, batch mean")[2].partition("</tr>")[0]


@pytest.mark.parametrize(
    ("size", "length", "order"),
    [  # of 25 equal numbers the length is 5 times the number
        (0.2, "1.00", "10⁰"),
        (2e-31, "1.0·10⁻³⁰", "10⁻³⁰"),
        (2e29, "1.0·10³⁰", "10³⁰"),
        (0.0, ">0<", "0"),
        (np.inf, "∞", "∞"),
        (np.nan, NONE, NONE),
    ],
)
def test_a_delta_of_any_size_is_told(canvas, written, size, length, order):
    publish(canvas, size)
    canvas.grab()
    assert written.count(order) >= 6
    assert length in tip(canvas)
    assert COVERED not in written


def test_a_covered_delta_stays_covered(canvas, written):
    publish(canvas, 2e-31)
    canvas.session.cover.toggle(Kind.GRADIENTS)
    canvas.grab()
    assert written.count(COVERED) == 6
    assert f">{COVERED}<" in tip(canvas)


def test_where_50_sigmoid_layers_let_it_vanish_none_is_0():
    deep = with_ids(experiment(*[(8, "sigmoid")] * 50))
    run = Run(deep, load_data(deep.data, deep.loss, Path()))
    layers = Observer(run.trainer).observe(run, 0, 0.0).layers[:-1]
    real = [np.linalg.norm(layer.batch_delta.astype(np.float64)) for layer in layers]
    assert min(real) < 1e-25
    assert layers[0].batch_delta.dtype == np.float32
    told = [strip.delta_norm(layer) for layer in layers]
    assert told == pytest.approx(real, rel=1e-5)
    assert "0" not in {figure(size) for size in told}
