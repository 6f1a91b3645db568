"""What each view shows and says, and that nothing in a run can break one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.data.dataset import Dataset
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import EMPTY, Snapshot, UnitPortrait
from bpstudio.ui.theme import theme
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.table import TableWindow
from bpstudio.ui.views.view import View
from tests.ui.views.runs import digits, layer, opened, output, recorded, snapshot
from tests.ui.views.units import dataset, portrait

Run = tuple[Snapshot, Recorder]
NAN, INF = float("nan"), float("inf")

LISTS = (RunsView, DoctorView)
PICTURES = tuple(kind for kind in VIEWS if kind not in LISTS)


@st.composite
def any_units(draw: st.DrawFn) -> UnitPortrait | None:
    """Units asked about: of layers that are there or aren't, with numbers that aren't finite."""
    numbers = st.floats(width=32) | st.sampled_from([0.0, NAN, INF, -INF])
    if draw(st.booleans()):
        return None
    return portrait(
        draw(st.lists(numbers, min_size=1, max_size=40)),
        draw(st.lists(numbers, min_size=1, max_size=9)),
        layer=draw(st.integers(0, 3)),
        unit=draw(st.integers(0, 5)),
        updated=draw(st.booleans()),
    )


@st.composite
def any_data(draw: st.DrawFn) -> Dataset | None:
    """Data that may not be those of the unit."""
    features, image = draw(st.sampled_from([(6, (2, 3)), (6, None), (1, (1, 1))]))
    classes = draw(st.sampled_from([("0", "1"), ("setosa", "virginica"), ()]))
    return draw(st.none() | st.just(dataset(features, draw(st.integers(1, 12)), image, classes)))


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
            shot = replace(shot, unit=draw(any_units()), data=draw(any_data()))
            recorder.add(shot)
            losses = draw(st.lists(numbers, max_size=6))
            recorder.add_losses(run, len(recorder.losses) + 1, np.array(losses, float))
            made.append((shot, recorder))
    return made


@pytest.mark.parametrize("kind", PICTURES)
def test_views_are_found_by_name(qtbot: QtBot, kind: type[View]) -> None:
    view = opened(qtbot, kind)
    assert view.objectName() == kind.object_name
    assert view.accessibleName() == kind.title
    controls = view.findChildren(QToolButton)
    assert all(control.toolTip() and control.accessibleName() for control in controls)
    assert all(control.focusPolicy() & Qt.FocusPolicy.TabFocus for control in controls)


@pytest.mark.parametrize("kind", PICTURES)
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
            readout = kind in PICTURES and view.plot.readout_at(QPointF(x, height / 2))
            assert not readout or "nan" not in readout.sentence().lower()
        headers, rows = view.table()
        assert all(len(row) == len(headers) for row in rows)
        texts = [text for row in rows for text in row] + [view.accessibleDescription()]
        assert not any("nan" in text or "inf" in text for text in texts)
        header = view.header()
        if header is not None:
            header.deleteLater()
        view.deleteLater()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", PICTURES)
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
    for kind in PICTURES:
        view = opened(qtbot, kind, *size)
        view.refresh(*run)
        view.grab()
        assert view.plot.area.width() > 60


# The table behind every picture


@pytest.mark.parametrize("kind", PICTURES)
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
