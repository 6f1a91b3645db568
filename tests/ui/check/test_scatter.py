"""Both gradients, one against the other."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF

from bpstudio.ui.check.scatter import ScatterView
from bpstudio.ui.numbers import figure
from tests.ui.check.cards import shown


def test_a_dot_is_at_both_gradients_and_tells_its_parameter(qtbot, report):
    view = shown(qtbot, ScatterView())
    assert view.picture.message
    view.follow(report)
    picture = view.picture
    assert not picture.message
    _, exact, numeric = report.found.points
    chosen = int(np.abs(exact).argmax())
    x, y = picture._xs[chosen], picture._ys[chosen]
    # equal gradients are on the diagonal, from the lower left to the upper right
    area = picture.area
    slope = area.height() / area.width()
    assert area.bottom() - y == pytest.approx((x - area.left()) * slope, abs=0.5)
    readout = picture.readout_at(QPointF(x + 2, y - 2))
    assert "unit" in readout.title
    error = abs(exact[chosen] - numeric[chosen]) / abs(exact[chosen])
    assert dict(readout.rows)["relative error"] == figure(error)
    assert picture.readout_at(area.topLeft() + QPointF(20, 80)) is None
    assert view.accessibleDescription().startswith("They agree: ")


def test_its_table_has_every_dot(qtbot, report):
    view = shown(qtbot, ScatterView())
    view.follow(report)
    headers, rows = view.table()
    assert headers == ["parameter", "backprop", "brute force", "relative error"]
    assert len(rows) == 17
    names, *_ = zip(*rows, strict=True)
    assert "output, unit 2: bias" in names
    for row in rows:
        assert float(row[1]) == pytest.approx(float(row[2]), rel=1e-2, abs=1e-6)


def test_both_signs_differ_in_shape(qtbot, report):
    view = shown(qtbot, ScatterView())
    view.follow(report)
    picture = view.picture
    _, exact, _ = report.found.points
    image = picture.grab().toImage()
    alone = [k for k in range(len(exact)) if _is_alone(picture, k)]
    of_sign = {sign: next(k for k in alone if np.sign(exact[k]) == sign) for sign in (1, -1)}
    middle = {
        sign: image.pixelColor(QPoint(round(picture._xs[k]), round(picture._ys[k])))
        for sign, k in of_sign.items()
    }
    assert middle[1].saturation() > 150  # filled
    assert middle[-1].saturation() < 60  # hollow


def _is_alone(picture, chosen):
    away = np.hypot(picture._xs - picture._xs[chosen], picture._ys - picture._ys[chosen])
    away[chosen] = np.inf
    return away.min() > 9
