"""The heat map of the errors."""

from PySide6.QtCore import QPointF

from bpstudio.engine.gradcheck import GradientCheck
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.check.errors import ErrorsView
from bpstudio.ui.numbers import figure
from tests.ui.check.cards import shown
from tests.ui.check.reports import begun, run_of, worked


def test_a_cell_tells_its_parameter_and_both_gradients(qtbot, report):
    view = shown(qtbot, ErrorsView())
    view.follow(report)
    picture = view.picture
    assert [shown.name for shown in picture._shown] == ["output", "layer 1"]
    output = picture._shown[0]
    readout = picture.readout_at(output.cell(1, 3).center())
    assert readout.title == "output, unit 2: bias"
    cells = report.found.cells[1]
    assert dict(readout.rows)["relative error"] == figure(float(cells.error[1, 3]))
    assert picture.area.contains(picture._shown[1].picture)


def test_what_is_not_checked_yet_is_hatched(qtbot):
    view = shown(qtbot, ErrorsView())
    view.follow(begun(BruteForce(), run_of(40, 40, 40)))
    picture = view.picture
    image = picture.grab().toImage()
    last, first = picture._shown[-1].picture, picture._shown[0].picture
    assert len(_colors(image, last)) >= 2  # hatch and ground
    assert picture.readout_at(last.center()).rows == [("", "not checked yet")]
    assert _colors(image, first) != _colors(image, last)


def test_what_is_wrong_is_framed_and_what_is_left_out_crossed(qtbot, monkeypatch):
    run = run_of(3, l1=0.1)
    run.trainer.parameters.weights[0][1, 0] = 0
    backprop = GradientCheck.run_backprop

    def wrong(check):
        backprop(check)
        check.exact[0] *= 3  # the output's first weight is checked first

    monkeypatch.setattr(GradientCheck, "run_backprop", wrong)
    view = shown(qtbot, ErrorsView())
    view.follow(worked(BruteForce(), run))
    picture = view.picture
    output, first = picture._shown
    image = picture.grab().toImage()
    frame = output.cell(0, 0).adjusted(-1, -1, 1, 1)
    assert image.pixelColor(center(frame.topLeft() + QPointF(0, 8))).hue() in range(15, 40)
    told = picture.readout_at(first.cell(1, 0).center())
    assert ("left out", "its nudge crosses a kink") in told.rows
    rows = view.table()[1]
    assert sum(float(row[5]) for row in rows) == 1
    assert len(rows) == 17


def test_the_key_says_what_is_allowed(qtbot, report):
    view = shown(qtbot, ErrorsView())
    view.follow(report)
    at = QPointF(100, view.picture.height() - 20)
    tip = view.picture.tip_at(at)
    assert tip.startswith(
        "Errors up to 10⁻² are allowed for this difference; larger ones are framed"
    )


def center(place):
    return QPointF(place).toPoint()


def _colors(image, place):
    inner = place.adjusted(3, 3, -3, -3).toRect()
    return {
        image.pixel(x, y)
        for x in range(inner.left(), inner.right())
        for y in range(inner.top(), inner.bottom())
    }
