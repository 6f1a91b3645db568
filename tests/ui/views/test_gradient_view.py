import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from pytestqt.qtbot import QtBot

from bpstudio.ui.theme import theme
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.frame import column_width
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.gradient_now import bar_shares
from bpstudio.ui.views.gradient_plot import GradientPlot, LayerCurve
from tests.ui.views.runs import digits, layer, opened, output, recorded, snapshot

NAN, INF = float("nan"), float("inf")


def test_bars_and_curves_are_of_the_chosen_measure(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    view.refresh(*digits())
    assert view.accessibleDescription() == "L2 norm, step 60: layer 1 0.0600; output 0.300"
    headers, rows = view.table()
    assert headers == ["step", "layer 1, L2 norm", "layer 2, L2 norm", "output, L2 norm"]
    assert rows[-1] == ["60", "0.06", "0.2", "0.3"]
    measure = view.header().findChildren(Choice)[1]
    qtbot.keyClick(measure, Qt.Key.Key_Down)
    assert view.table()[1][-1] == ["60", "0.01", "0.01", "0.03"]


def test_the_gradient_axis_forgets_an_old_peak(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    norms = [1e6, 1e6, *[1e-3] * 58]
    shots = [snapshot(step, output(norm)) for step, norm in enumerate(norms, start=1)]
    view.refresh(*recorded(*shots))
    assert view.plot.frame.y.high < 0.1
    assert view.plot.frame.y.low < 1e-3 < view.plot.frame.y.high


def test_the_gradient_axis_shows_lows_from_before_the_peak(qtbot: QtBot) -> None:
    # layer 1 begins at 1e-5 and ends, with the output, near 1: 5 decades, all of them shown
    view = opened(qtbot, GradientView)
    norms = np.geomspace(1e-5, 1, 60)
    shots = [
        snapshot(step, layer(1, [0.0], norm), output(1.0))
        for step, norm in enumerate(norms.tolist(), start=1)
    ]
    view.refresh(*recorded(*shots))
    assert view.plot.frame.y.low < 1e-5
    assert view.plot.cuts == []


def test_a_cut_peak_is_marked_and_can_be_read(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    norms = [2e6, *[1e-3] * 59]
    shots = [snapshot(step, output(norm)) for step, norm in enumerate(norms, start=1)]
    view.refresh(*recorded(*shots))
    area = view.plot.frame.area
    x = float(view.plot.x_of(np.array(1.0)))
    readout = view.plot.readout_at(QPointF(x + 4, area.top() + 3))
    assert readout is not None
    assert readout.rows == [("output, step 1", "2.0·10⁶")]


def test_a_short_run_has_an_axis_of_a_decade(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    view.refresh(*recorded(snapshot(1, layer(1, [0.0], 0.2), output(0.21))))
    scale = view.plot.frame.y
    assert scale.high / scale.low >= 10


@pytest.mark.parametrize(("steps", "is_marked"), [(5, True), (40, False)])
def test_few_samples_are_marked(qtbot: QtBot, steps: int, is_marked: bool) -> None:
    view = opened(qtbot, GradientView)
    shots = [snapshot(step, output(0.1)) for step in range(1, steps + 1)]
    view.refresh(*recorded(*shots))
    x, y = float(view.plot.x_of(np.array(3.0))), float(view.plot.y_of(np.array(0.1)))
    picture = view.plot.grab().toImage()
    ground = theme().colors.surface
    beside = [picture.pixelColor(round(x), round(y) + k) for k in (-1, 1)]
    assert all(color != ground for color in beside) == is_marked


def test_zero_and_nan_have_no_bar_and_no_place(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    run = recorded(snapshot(1, layer(1, [0.0], norm=0.0), layer(2, [0.0], norm=NAN), output(0.5)))
    view.refresh(*run)
    zero, nan, positive = bar_shares(view.plot.curves, view.plot.frame.y)
    assert zero == nan == 0
    assert 0 < positive < 1
    assert view.accessibleDescription().startswith("L2 norm, step 1: layer 1 0;")
    assert view.table()[1] == [["1", "0", "", "0.5"]]


def test_layers_come_and_go(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    run = recorded(
        snapshot(1, layer(1, [0.1]), output()),
        snapshot(2, layer(1, [0.1]), layer(2, [0.1]), output()),
        snapshot(3, layer(2, [0.1]), output()),
    )
    view.refresh(*run)
    headers, rows = view.table()
    assert headers[1:] == ["layer 2, L2 norm", "output, L2 norm"]
    assert [row[1:] for row in rows] == [["", "0.3"], ["0.1", "0.3"], ["0.1", "0.3"]]


@pytest.mark.parametrize("layers", [2, 6])
def test_the_numbers_say_of_which_step_they_are(qtbot: QtBot, layers: int) -> None:
    view = opened(qtbot, GradientView)
    hidden = [layer(k, [0.0], 0.1) for k in range(1, layers)]
    view.refresh(*recorded(snapshot(1, *hidden, output(0.1))))
    before = view.plot.grab().toImage()
    view.plot.set_curves(view.plot.curves, 2)
    column = round(view.plot.width() - column_width(view.plot.width()) - 16)
    header = QRect(column, 0, view.plot.width() - column, 22)
    assert view.plot.grab().toImage().copy(header) != before.copy(header)


@pytest.mark.parametrize("layers", [2, 20])
def test_a_bar_has_a_tooltip(qtbot: QtBot, layers: int) -> None:
    view = opened(qtbot, GradientView, 384, 230)
    hidden = [layer(k, [0.5], norm=0.1) for k in range(1, layers + 1)]
    view.refresh(*recorded(snapshot(4, *hidden, output(0.25))))
    view.grab()
    tips = [view.plot.tip(QPointF(view.width() - 40, y)) for y in range(view.height())]
    assert "output: ‖∂L/∂W‖ of the batch, step 4: 0.2500\n" in "".join(tips)
    assert view.plot.tip(view.plot.frame.area.center()) == ""


def test_at_the_first_step_the_axis_holds_what_there_is(qtbot):
    plot = GradientPlot()
    qtbot.addWidget(plot)
    plot.resize(380, 240)
    one = np.array([0.0])
    values = np.array([136.0])
    plot.set_curves([LayerCurve("output", one, values, np.log10(values))], 0)
    plot.grab()
    assert 0 < plot.frame.y.log_places(np.log10(values))[0] <= 1
    assert not plot.cuts
