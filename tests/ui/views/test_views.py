"""What each view shows and says, and that nothing in a run can break one."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import EMPTY, Snapshot
from bpstudio.ui.theme import theme
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.gradient_now import bar_shares
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.table import TableWindow
from bpstudio.ui.views.view import View
from bpstudio.ui.widgets.segmented import Segmented
from tests.ui.views.runs import layer, output, recorded, snapshot

Run = tuple[Snapshot, Recorder]
NAN, INF = float("nan"), float("inf")


def opened(qtbot: QtBot, kind: type[View], width: int = 384, height: int = 180) -> View:
    """Return a view on the screen; its header belongs to it, but stands below."""
    view = kind()
    qtbot.addWidget(view)
    header = view.header()
    if header is not None:
        header.setParent(view)
        header.move(0, height)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    return view


def digits(steps: int = 60) -> Run:
    """A small run: two hidden layers, a loss that falls."""
    shots = [
        snapshot(
            step,
            layer(1, [1.0, 0.5, 0.9], norm=0.001 * step),
            layer(2, [0.0, 0.2], norm=0.2),
            output(0.3),
            test_loss=2.0 / step,
        )
        for step in range(1, steps + 1)
    ]
    return recorded(*shots, losses=2.5 / np.arange(1, steps + 1))


@st.composite
def any_runs(draw: st.DrawFn) -> list[Run]:
    """Runs one after the other in one recorder: layers come and go, numbers may not be finite."""
    numbers = st.floats(width=32) | st.sampled_from([0.0, NAN, INF])
    recorder = Recorder()
    made = []
    for run in range(1, draw(st.integers(1, 2)) + 1):
        step = 0
        for _ in range(draw(st.integers(1, 4))):
            step += draw(st.integers(0, 2_000))
            hidden = [
                layer(
                    number,
                    draw(st.lists(st.floats(0, 1) | st.just(NAN), max_size=4)),
                    draw(numbers),
                    draw(numbers),
                    draw(st.sampled_from(["sigmoid", "relu", "identity", "one of tomorrow"])),
                )
                for number in draw(st.lists(st.integers(1, 6), unique=True, max_size=6))
            ]
            test_loss = draw(st.none() | numbers)
            shot = snapshot(
                step, *hidden, output(draw(numbers), draw(numbers)), test_loss=test_loss, run=run
            )
            recorder.add(shot)
            losses = draw(st.lists(numbers, max_size=6))
            recorder.add_losses(run, len(recorder.losses) + 1, np.array(losses, float))
            made.append((shot, recorder))
    return made


@pytest.mark.parametrize("kind", VIEWS)
def test_views_are_found_by_name(qtbot: QtBot, kind: type[View]) -> None:
    view = opened(qtbot, kind)
    assert view.objectName() == kind.object_name
    assert view.accessibleName() == kind.title
    controls = view.findChildren(QToolButton)
    assert all(control.toolTip() and control.accessibleName() for control in controls)
    assert all(control.focusPolicy() & Qt.FocusPolicy.TabFocus for control in controls)


@pytest.mark.parametrize("kind", VIEWS)
def test_an_empty_run_says_what_to_do(qtbot: QtBot, kind: type[View]) -> None:
    view = opened(qtbot, kind)
    assert "Train" in view.plot.message
    view.refresh(*digits())
    assert view.plot.message == ""
    view.refresh(EMPTY, Recorder())
    assert "Train" in view.plot.message
    assert view.table()[1] == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(runs=any_runs(), width=st.integers(160, 1_200), height=st.integers(64, 400))
def test_no_run_breaks_a_view(qtbot: QtBot, runs: list[Run], width: int, height: int) -> None:
    for kind in VIEWS:
        view = kind()
        view.resize(width, height)
        for run in runs:
            view.refresh(*run)
            view.grab()
        for x in range(0, width, 40):
            readout = view.plot.readout_at(QPointF(x, height / 2))
            assert readout is None or "nan" not in readout.sentence().lower()
        headers, rows = view.table()
        assert all(len(row) == len(headers) for row in rows)
        texts = [text for row in rows for text in row] + [view.accessibleDescription()]
        assert not any("nan" in text or "inf" in text for text in texts)
        header = view.header()
        if header is not None:
            header.deleteLater()
        view.deleteLater()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", VIEWS)
def test_the_ground_is_the_themes(qtbot: QtBot, kind: type[View], mode: str) -> None:
    view = opened(qtbot, kind)
    view.refresh(*digits())
    before = theme().mode
    try:
        theme().set_mode(mode)
        assert view.grab().toImage().pixelColor(1, 1) == theme().colors.surface
    finally:
        theme().set_mode(before)


@pytest.mark.parametrize(("layers", "units"), [(50, 20), (1, 1_000), (300, 2)])
@pytest.mark.parametrize("size", [(384, 180), (300, 92), (1_200, 400)])
def test_deep_and_wide_networks_fit(
    qtbot: QtBot, layers: int, units: int, size: tuple[int, int]
) -> None:
    shares = np.linspace(0, 1, units)
    shots = [
        snapshot(step, *(layer(k + 1, shares, 10.0**-k) for k in range(layers)), output())
        for step in (1, 2, 3)
    ]
    run = recorded(*shots, losses=[3.0, 2.0, 1.0])
    for kind in VIEWS:
        view = opened(qtbot, kind, *size)
        view.refresh(*run)
        view.grab()
        assert view.plot.frame.area.width() > 60


# Loss


def test_the_legend_has_the_current_losses(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*recorded(snapshot(3, output(), test_loss=1.68), losses=[2.5, 2.0, 1.72]))
    assert view.accessibleDescription() == "batch 1.72; test 1.68"


def test_many_steps_are_drawn_as_means(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    losses = np.tile([1.0, 3.0], 400)
    view.refresh(*recorded(snapshot(800, output()), losses=losses))
    assert view.accessibleDescription() == "batch, mean of 16 2.00"
    headers, rows = view.table()
    assert rows[0] == ["1", "16", "1", "3", "2", ""]
    assert len(headers) == len(rows[0])


def test_the_loss_axis_can_be_logarithmic(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*recorded(snapshot(3, output()), losses=[100.0, 1.0, 0.0]))
    assert not view.plot.frame.y.log
    switch = view.header().findChild(QToolButton)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert view.plot.frame.y.log
    view.grab()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert not view.plot.frame.y.log


def test_the_nearest_evaluation_is_read(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*digits())
    at = QPointF(float(view.plot.x_of(np.array(20.0))), 60)
    readout = view.plot.readout_at(at)
    assert readout is not None
    assert readout.rows == [("batch", "0.1250"), ("test, step 20", "0.1000")]


# Gradient magnitude


def test_bars_and_curves_are_of_the_chosen_measure(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    view.refresh(*digits())
    assert view.accessibleDescription() == "L2 norm, step 60: layer 1 0.0600; output 0.300"
    headers, rows = view.table()
    assert headers == ["step", "layer 1, L2 norm", "layer 2, L2 norm", "output, L2 norm"]
    assert rows[-1] == ["60", "0.06", "0.2", "0.3"]
    measure = view.header().findChild(Segmented)
    mean = measure.findChildren(QToolButton)[1]
    qtbot.mouseClick(mean, Qt.MouseButton.LeftButton)
    assert view.table()[1][-1] == ["60", "0.01", "0.01", "0.03"]


def test_the_gradient_axis_forgets_an_old_peak(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    norms = [1e6, 1e6, *[1e-3] * 58]
    shots = [snapshot(step, output(norm)) for step, norm in enumerate(norms, start=1)]
    view.refresh(*recorded(*shots))
    assert view.plot.frame.y.high < 0.1
    assert view.plot.frame.y.low < 1e-3 < view.plot.frame.y.high


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


# Saturated units


def test_units_are_read_from_the_map(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    view.refresh(*digits())
    area = view.plot.frame.area
    top = view.plot.readout_at(QPointF(area.right() - 1, area.top() + 1))
    bottom = view.plot.readout_at(QPointF(area.right() - 1, area.bottom() - 2))
    assert top is not None
    assert bottom is not None
    assert top.sentence() == "layer 1, unit 1; step 60; saturated 100.0\u202f% of probe"
    assert bottom.sentence() == "layer 2, unit 2; step 60; saturated 20.0\u202f% of probe"


def test_the_map_is_drawn_in_its_colours(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    view.refresh(*digits())
    area = view.plot.frame.area
    picture = view.grab().toImage()
    x = int(area.center().x())
    assert picture.pixelColor(x, int(area.top()) + 2) == theme().heat(1)
    assert picture.pixelColor(x, int(area.bottom()) - 2).blue() > 80


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((), "press Train"),
        ((output(),), "No hidden layers"),
        ((layer(1, [0.0], activation="identity"), output()), "identity units never saturate"),
        ((layer(1, []), output()), "never saturate"),
    ],
)
def test_the_map_says_why_it_is_empty(qtbot: QtBot, layers: tuple, words: str) -> None:
    view = opened(qtbot, SaturationView)
    view.refresh(snapshot(5, *layers), Recorder())
    assert words in view.plot.message
    view.grab()


def test_the_table_of_units_begins_with_their_mean(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView)
    view.refresh(*digits())
    headers, rows = view.table()
    assert headers[:2] == ["layer", "unit"]
    assert headers[-1] == "% of probe, step 60"
    assert rows[0][:2] == ["layer 1", "mean of all 3"]
    assert rows[0][-1] == "80"
    assert rows[1] == ["layer 1", "1", "", *["100"] * (len(headers) - 3)]


# The table behind every picture


@pytest.mark.parametrize("kind", VIEWS)
def test_every_picture_has_a_table_that_can_be_copied(qtbot: QtBot, kind: type[View]) -> None:
    view = opened(qtbot, kind)
    view.refresh(*digits())
    action = next(action for action in view.actions() if action.text() == "Show as table")
    action.trigger()
    window = view.findChild(QWidget, "tableWindow")
    assert isinstance(window, TableWindow)
    window.copy()
    headers, rows = view.table()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == headers
    assert lines[-1].split("\t") == rows[-1]
    window.close()


def test_selected_rows_are_copied_alone(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*digits())
    window = view.show_table()
    window.findChild(QTableView).selectRow(1)
    window.copy()
    assert len(QGuiApplication.clipboard().text().split("\n")) == 2
    window.close()
