"""Passes against parameters."""

from PySide6.QtCore import QPointF

from bpstudio.runtime.recorder import Recorder
from bpstudio.ui.check.passes import PassesView
from tests.ui.check.cards import shown
from tests.ui.check.reports import look_at


def test_this_network_stands_on_both_lines(qtbot, settings, run):
    view = shown(qtbot, PassesView(settings))
    view.refresh(look_at(run), Recorder())
    assert view.picture.parameters == 17
    assert view.accessibleDescription().endswith("brute force takes 18 passes, backprop 2")
    axes = view.picture._axes
    readout = view.picture.readout_at(QPointF(axes.x_at(1000.0), axes.area.center().y()))
    assert dict(readout.rows)["backprop"] == "2 passes"
    rows = view.table()[1]
    assert ["17", "18", "34", "2"] in rows


def test_central_differences_take_twice_as_many(qtbot, settings, run):
    view = shown(qtbot, PassesView(settings))
    view.refresh(look_at(run), Recorder())
    axes = view.picture._axes
    settings.set_difference("central")
    assert view.accessibleDescription().endswith("brute force takes 34 passes, backprop 2")
    image = view.picture.grab().toImage()
    x = round(axes.x_at(1e4))
    column = [image.pixelColor(x, y) for y in range(image.height())]
    greens = [y for y, color in enumerate(column) if color.hue() in range(150, 175)]
    assert greens
    assert min(abs(y - axes.y_at(2e4)) for y in greens) < 1.5
