"""The sizes of single weights' gradients: what is shown, and from when it is known."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from bpstudio.runtime.snapshot import Snapshot, Timeline
from bpstudio.runtime.studies.gradient_histogram import (
    ALL,
    BINS,
    LOWEST,
    PER_DECADE,
    GradientHistogram,
    GradientSizes,
)
from bpstudio.ui.export.numbers import csv_content
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.gradient import SPREAD, GradientView
from tests.ui.views.runs import layer, opened, output, recorded, snapshot


def sizes(exponent: float, weights: int = 10, zeros: int = 0) -> GradientSizes:
    """All but the zeros are of one size, a power of ten."""
    counts = np.zeros(BINS, np.intp)
    counts[int((exponent - LOWEST) * PER_DECADE)] = weights - zeros
    return GradientSizes(counts, zeros, weights, weights)


def told(step: int, found: GradientSizes, study: int = ALL, run: int = 1) -> Snapshot:
    shot = snapshot(step, layer(4, [0.1]), output(), run=run)
    return replace(shot, answers={GradientHistogram(study): found})


def looking(qtbot: QtBot) -> GradientView:
    view = opened(qtbot, GradientView)
    view.header().findChildren(Choice)[1].choose(SPREAD)
    return view


def test_it_is_known_from_when_it_is_looked_at(qtbot: QtBot) -> None:
    view = looking(qtbot)
    for step in (100, 150, 200):
        view.refresh(*recorded(told(step, sizes(-3, zeros=5))))
    area = view.plot.frame.area
    assert view.plot.frame.y_name == "|∂L/∂w|, from step 100 on"
    y = float(view.plot.y_of(np.array(10**-2.9)))
    read = view.plot.readout_at(QPointF(area.right() - 1, y))
    assert read is not None
    assert read.sentence() == "step 200; 0.0010 to 0.0018 50.0\u202f% of weights"
    early = view.plot.readout_at(QPointF(area.left() + 5, y))
    assert early is not None
    assert early.rows == [("not looked at", "")]
    assert "50.0\u202f% are exactly 0" in view.accessibleDescription()
    assert view.table()[1] == [["0.001", "0.00177828", "50"]]


def test_a_file_has_all_the_digits_of_its_table(qtbot: QtBot) -> None:
    view = looking(qtbot)
    view.refresh(*recorded(told(100, sizes(-3, weights=3, zeros=1))))
    _, row = csv_content(*view.table()).decode().splitlines()
    low, high, share = map(float, row.split(","))
    assert (low, high) == pytest.approx((1e-3, 10**-2.75), rel=1e-15)
    assert share == pytest.approx(200 / 3, rel=1e-15)


def test_the_layer_is_chosen_by_its_id(qtbot: QtBot) -> None:
    view = looking(qtbot)
    view.refresh(*recorded(told(1, sizes(-3))))
    assert list(view.studies()) == [GradientHistogram(ALL)]
    chosen = view.header().findChildren(Choice)[0]
    assert chosen.isVisibleTo(view.header())
    assert chosen.choices == ["all layers", "layer 4", "output"]
    chosen.choose("layer 4")
    assert list(view.studies()) == [GradientHistogram(4)]
    assert view.plot.message == "Looking …"
    view.refresh(*recorded(told(2, sizes(-5), study=4)))
    assert view.plot.message == ""
    assert view.plot.known_from == 2


def test_other_runs_and_looking_back_are_kept_apart(qtbot: QtBot) -> None:
    view = looking(qtbot)
    for step in (10, 20, 30):
        view.refresh(*recorded(told(step, sizes(-3))))
    back = replace(told(12, sizes(-7)), timeline=Timeline(0, 30, 30, (), 12))
    view.refresh(*recorded(back))
    assert view.plot.steps.last == 30
    assert view.table()[1][0][0] == "1e-07"
    assert view.plot.known_from == 10
    view.grab()
    view.refresh(*recorded(told(15, sizes(-3))))
    assert view.plot.known_from == 10
    view.refresh(*recorded(told(4, sizes(-3), run=2)))
    assert view.plot.known_from == 4


def test_no_gradient_at_all_is_no_error(qtbot: QtBot) -> None:
    view = looking(qtbot)
    view.refresh(*recorded(told(3, sizes(-3, zeros=10))))
    view.grab()
    assert view.table()[1] == []
    view.refresh(*recorded(told(4, GradientSizes(np.zeros(BINS, np.intp), 0, 0, 0))))
    view.grab()
