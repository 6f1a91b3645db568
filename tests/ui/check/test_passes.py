"""Passes against parameters."""

from PySide6.QtCore import QPointF

from bpstudio.runtime.recorder import Recorder
from bpstudio.ui.check.passes import PassesView
from tests.ui.check.cards import shown
from tests.ui.check.reports import look_at


def test_this_network_stands_on_both_lines(qtbot, run):
    view = shown(qtbot, PassesView())
    view.refresh(look_at(run), Recorder())
    assert view.picture.parameters == 17
    assert view.accessibleDescription().endswith("brute force takes 18 passes, backprop 2")
    axes = view.picture._axes
    readout = view.picture.readout_at(QPointF(axes.x_at(1000.0), axes.area.center().y()))
    assert dict(readout.rows)["backprop"] == "2 passes"
    rows = view.table()[1]
    assert ["17", "18", "34", "2"] in rows
