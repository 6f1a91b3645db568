"""What the line below the canvas explains."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from bpstudio.experiment import edits
from bpstudio.ui.builder import legend_marks
from bpstudio.ui.builder.chain import Chain, Slot
from bpstudio.ui.builder.layout import arrange
from bpstudio.ui.builder.legend import HEIGHT, ROWS, Legend
from tests.ui.builder.networks import experiment


def shown(qtbot, wanted):
    legend = Legend()
    qtbot.addWidget(legend)
    slots = tuple(Slot(layer.id, layer.units) for layer in wanted.hidden)
    legend.show_layout(wanted, arrange(Chain(2, 2, slots), 900, 660))
    return legend


@pytest.mark.parametrize(
    ("activation", "units", "is_told"),
    [("relu", 8, True), ("sigmoid", 8, False), ("relu", 100, False)],
)
def test_the_mark_of_the_dead_is_explained_where_it_can_be_seen(qtbot, activation, units, is_told):
    legend = shown(qtbot, experiment((units, activation)))
    assert ("dead" in legend.accessibleDescription()) == is_told


def test_words_shorten_before_entries_are_left_out(qtbot):
    legend = shown(qtbot, experiment((8, "relu")))
    legend.resize(2_000, 40)
    full = [words for _, words in legend.worded()]
    legend.resize(800, 40)
    short = [words for _, words in legend.worded()]
    assert len(full) == len(short) == 8
    assert full[0] == "positive weight"
    assert short[0] == "positive"


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ((8,), ["this sample"]),
        ((100,), ["share of probe"]),
        ((8, 100), ["this sample", "share of probe"]),
    ],
)
def test_saturation_is_explained_in_each_form_that_is_drawn(qtbot, units, told):
    legend = shown(qtbot, experiment(*((number, "sigmoid") for number in units)))
    words = legend.accessibleDescription().split(", saturated, ")[1:]
    assert [word.split(", |")[0] for word in words] == told
    legend.grab()


def test_where_one_row_has_no_room_there_are_two(qtbot):
    wanted = edits.set_skip(experiment((8, "relu"), (8, "relu")), 2, True)
    legend = shown(qtbot, wanted)
    legend.resize(700, 40)
    assert len(legend._rows(legend.worded())) == 2
    assert len(legend.worded()) == 9
    legend.grab()


@pytest.mark.parametrize("layers", [0, 1, 12])
def test_biases_are_explained_since_the_output_always_has_some(qtbot, layers):
    assert "bias" in shown(qtbot, experiment(*[(8, "relu")] * layers)).accessibleDescription()


def test_strips_too_thin_for_a_cross_explain_none(qtbot):
    wide = shown(qtbot, experiment(*[(8, "relu")] * 12))
    thin = shown(qtbot, experiment(*[(8, "relu")] * 26))
    assert "dead" in wide.accessibleDescription()
    assert "dead" not in thin.accessibleDescription()
    wide.grab()


@pytest.mark.parametrize("name", [name for name in vars(legend_marks) if name.endswith("_mark")])
def test_a_mark_has_room_in_one_of_two_rows(qapp, name):
    image = QImage(80, 80, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        getattr(legend_marks, name)(painter, 10.0, 40.0)
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(80, 80, 4)[..., 3]
    (inked,) = np.nonzero(alpha.any(axis=1))
    row = HEIGHT / ROWS
    assert 40 - row / 2 < inked.min()
    assert inked.max() + 1 < 40 + row / 2
