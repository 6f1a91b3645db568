"""Distributions: what is read is what was counted; what is recorded stays within bounds."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Timeline
from bpstudio.runtime.studies.histograms import BINS, HistogramsStudy
from bpstudio.ui.theme import theme
from bpstudio.ui.views.histogram_rows import bins_within, merged
from bpstudio.ui.views.histogram_track import MOST, HistogramTrack, joined
from bpstudio.ui.views.histograms import HistogramView
from bpstudio.ui.widgets.segmented import Segmented
from tests.ui.views.real_runs import look, trained
from tests.ui.views.runs import histogram, layer, opened, output, snapshot

SIZE = (384, 200)


def told(step: int, run: int = 1, *, names: tuple[str, ...] = ("layer 1",), **fields):
    made = tuple(replace(histogram(k + 1, name), **fields) for k, name in enumerate(names))
    shot = snapshot(step, layer(1, [0.0]), output(), run=run)
    return replace(shot, answers={HistogramsStudy("activations"): made}, timeline=Timeline(0, step))


def test_bars_and_map_tell_the_counts(qtbot: QtBot) -> None:
    run = trained("circle", 5, steps=40)
    view = opened(qtbot, HistogramView, *SIZE)
    look(view, run)
    z = np.tanh(
        run.trainer.parameters.weights[0] @ run.trainer.x[:512].T
        + run.trainer.parameters.biases[0][:, None]
    )
    counts = np.histogram(z, BINS, (-1, 1))[0]
    headers, rows = view.table()
    assert headers == ["layer", "from", "to", "values"]
    assert [int(row[3]) for row in rows if row[0] == "layer 1"] == counts.tolist()
    area, bins = view.plot.area, bins_within(view.plot._bands[0].height)
    top = int(np.histogram(z, bins, (-1, 1))[0][-1])
    tip = view.plot.tip(QPointF(view.plot.bars.center().x(), area.top()))
    assert f": {top} of {z.size:,}".replace(",", "\u202f") in tip
    read = view.plot.readout_at(QPointF(area.right() - 1, area.top()))
    assert read.title == "layer 1"
    assert dict(read.rows)["step"] == "40"
    assert float(dict(read.rows)["share"].rstrip("\u202f%")) == pytest.approx(
        100 * top / z.size, abs=0.006
    )


def test_what_is_not_known_has_the_ground_of_the_theme_also_after_a_change(qtbot: QtBot) -> None:
    view = opened(qtbot, HistogramView, *SIZE)
    view.refresh(told(100), Recorder())
    at = view.plot.area.topLeft().toPoint() + QPoint(20, 20)  # long before step 100
    before = theme().mode
    try:
        for mode in ("dark", "light"):
            theme().set_mode(mode)
            assert view.plot.grab().toImage().pixelColor(at) == theme().colors.surface
    finally:
        theme().set_mode(before)


def test_a_low_band_has_fewer_bins_and_loses_nothing() -> None:
    assert [bins_within(height) for height in (200, 64, 63, 32, 20, 2)] == [64, 64, 32, 32, 16, 2]
    counts = np.arange(2 * BINS).reshape(2, BINS)
    assert merged(counts, 8).sum(axis=1).tolist() == counts.sum(axis=1).tolist()
    assert merged(counts, 8)[0, 0] == sum(range(8))


def test_the_choice_says_what_is_counted(qtbot: QtBot) -> None:
    run = trained("circle", 5, steps=10)
    view = opened(qtbot, HistogramView, *SIZE)
    look(view, run)
    choice = view.header().findChild(Segmented)
    for text, quantity in (("a", "logits"), ("W", "weights"), ("z", "activations")):
        choice.choose(text)
        assert list(view.studies()) == [HistogramsStudy(quantity)]
        look(view, run)
        view.grab()
        assert view.plot.message == ""
        assert [one.now.name for one in view.plot.layers] == ["layer 1", "output"]


def test_many_steps_are_thinned_out_and_keep_first_and_last() -> None:
    track, study = HistogramTrack(), HistogramsStudy("activations")
    for step in range(0, 20_000, 7):
        shot = told(step)
        track.add(shot, shot.answer(study))
        assert len(track.layers[1].steps) <= MOST
    steps = track.layers[1].steps
    assert (steps[0], steps[-1]) == (0, 19_999 // 7 * 7)
    assert len(steps) > MOST / 4
    gaps = np.diff(steps[:-1])
    assert gaps.max() <= 4 * gaps.min()


def test_another_run_begins_anew_and_a_step_taken_back_goes() -> None:
    track, study = HistogramTrack(), HistogramsStudy("activations")
    for step, run in ((5, 1), (9, 1), (30, 1), (12, 1)):
        shot = told(step, run)
        track.add(shot, shot.answer(study))
    assert track.layers[1].steps.tolist() == [5, 9, 12]
    shot = told(3, 2)
    track.add(shot, shot.answer(study))
    assert track.layers[1].steps.tolist() == [3]
    assert track.first == 3


def test_ranges_join_into_one_that_holds_both() -> None:
    assert joined((0, 1), (0, 4)) == (0, 4)
    assert joined((0, 4), (-2, 2)) == (-4, 4)
    assert joined((-8, 8), (-2, 2)) == (-8, 8)


def test_a_range_that_grows_takes_the_older_steps_along() -> None:
    """Ten in each bin from 0 to 1 is, from -2 to 2, forty in each of the sixteen above 0."""
    track, study = HistogramTrack(), HistogramsStudy("activations")
    shot = told(1)
    track.add(shot, shot.answer(study))
    shot = told(2, low=-2.0, high=2.0)
    track.add(shot, shot.answer(study))
    layer = track.layers[1]
    assert layer.range == (-2, 2)
    before, now = layer.shares
    np.testing.assert_allclose(before[32:48], 40 / 640)
    assert before[:32].sum() == before[48:].sum() == 0
    np.testing.assert_allclose(now, 10 / 640)
    np.testing.assert_allclose(layer.over(-4.0, 4.0)[0, 32:40], 80 / 640)


def test_looking_back_is_not_recorded_and_has_a_line(qtbot: QtBot) -> None:
    view = opened(qtbot, HistogramView, *SIZE)
    for step in (10, 50, 100):
        view.refresh(told(step), Recorder())
    past = replace(told(50, mean=0.25), timeline=Timeline(0, 100, wanted=50))
    view.refresh(past, Recorder())
    assert view.plot.looked_at == 50
    assert view.plot.layers[0].steps.tolist() == [10, 50, 100]
    assert view.plot.layers[0].now.mean == 0.25
    area = view.plot.area
    picture = view.grab().toImage()
    x = round(float(view.plot.x_of(np.array([50.0]))[0]))
    row = [picture.pixelColor(x + k, int(area.center().y())) for k in (-1, 0, 1)]
    assert theme().colors.accent in row
    assert view.plot.steps.visible == (0, 100)


def test_it_says_from_when_and_hatches_what_is_saturated(qtbot: QtBot) -> None:
    view = opened(qtbot, HistogramView, *SIZE)
    view.refresh(told(1_200), Recorder())
    assert view.plot.frame.y_name == "z, probe set, from step 1\u202f200"
    (low, high), (high2, end) = view.plot.layers[0].zones
    assert (low, end) == (0, 1)
    assert high < 0.03
    assert high2 > 0.97
    assert "5.0\u202f% saturated" in view.accessibleDescription()
    view.grab()


@pytest.mark.parametrize(
    "fields",
    [
        {"counts": np.zeros(BINS, int), "looked_at": 0, "of": 0, "mean": float("nan")},
        {"outside": 640, "counts": np.zeros(BINS, int), "deviation": float("nan")},
        {"low": -(2.0**60), "high": 2.0**60},
        {"activation": "one of tomorrow"},
    ],
)
def test_nothing_odd_breaks_it(qtbot: QtBot, fields: dict) -> None:
    view = opened(qtbot, HistogramView, *SIZE)
    view.refresh(told(3, names=tuple(f"layer {k}" for k in range(1, 51)), **fields), Recorder())
    view.grab()
    assert "nan" not in view.accessibleDescription()
    assert "nan" not in view.plot.tip(view.plot.bars.center())


def test_many_layers_can_be_looked_at_first_at_a_step_of_the_past(qtbot: QtBot) -> None:
    view = opened(qtbot, HistogramView, *SIZE)
    names = tuple(f"layer {k + 1}" for k in range(20))  # bands too low for all bins
    past = replace(told(50, names=names), timeline=Timeline(0, 100, wanted=50))
    view.refresh(past, Recorder())
    assert len(view.plot.layers) == 20
    assert view.plot.readout_at(view.plot.area.center()) is None, "nothing was recorded"
