from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from pytestqt.qtbot import QtBot

from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Timeline
from bpstudio.runtime.thresholds import Threshold
from bpstudio.ui.numbers import percent
from bpstudio.ui.theme import theme
from bpstudio.ui.views import saturation_map
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.heat import BLANK
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.unit_shares import UnitShares
from tests.ui.views.runs import digits, layer, opened, output, recorded, snapshot


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


def test_layers_of_different_heights_have_numbers_of_one_form(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = []
    monkeypatch.setattr(
        saturation_map, "draw_share", lambda *arguments: forms.append(arguments[-1])
    )
    view = opened(qtbot, SaturationView, 384, 230)
    layers = [layer(1, [0.5] * 40), *(layer(k, [0.5] * 4) for k in (2, 3, 4))]
    view.refresh(*recorded(snapshot(1, *layers, output())))
    forms.clear()
    view.grab()
    assert forms == [False] * 4


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


def test_what_never_saturates_says_so_among_the_others(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 230)
    layers = layer(1, [0.5]), layer(2, [0.0, 0.0], activation="identity")
    view.refresh(*recorded(snapshot(3, *layers, output())))
    view.grab()
    assert "layer 2 never" in view.accessibleDescription()
    area = view.plot.frame.area
    read = view.plot.readout_at(QPointF(area.right() - 1, area.bottom() - 2))
    assert read is not None
    assert read.sentence() == "layer 2; saturated never"
    tips = [
        view.plot.tip(QPointF(view.width() - 40, y)) for y in (area.top() + 20, area.bottom() - 30)
    ]
    words = "layer 1, mean of 1 unit: saturated on 50.0\u202f% of the probe set, step 3"
    assert tips[0] == words
    assert "never" in tips[1]
    view.table()


def test_names_of_many_layers_do_not_overlap(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    middles = []
    monkeypatch.setattr(
        saturation_map, "draw_name", lambda *arguments: middles.append(arguments[-2])
    )
    view = opened(qtbot, SaturationView, 384, 230)
    view.refresh(*recorded(snapshot(1, *(layer(k, [0.5] * 24) for k in range(1, 31)), output())))
    middles.clear()
    view.grab()
    assert len(middles) > 10
    assert all(after - before >= 12 for before, after in pairwise(middles))


# Pointing, the threshold, other units


def test_the_row_under_the_mouse_is_told_and_a_click_chooses_it(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    view.refresh(*digits())
    pointed, chosen = [], []
    view.unit_pointed.connect(pointed.append)
    view.unit_chosen.connect(chosen.append)
    rows = view.plot._rows_of(Asked(2, 1))
    at = QPointF(view.plot.area.center().x(), view.plot.area.top() + rows.start + 1).toPoint()
    qtbot.mouseMove(view.plot, at)
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at)
    assert pointed == chosen == [Asked(2, 1)]
    qtbot.mouseMove(view.plot, QPointF(3, 3).toPoint())
    assert pointed[-1] is None


def test_a_unit_pointed_at_elsewhere_is_framed(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    view.refresh(*digits())
    before = view.grab().toImage()
    view.point_at(Asked(1, 1))
    assert view.grab().toImage() != before
    view.point_at(Asked(9, 1))  # not there
    assert view.grab().toImage() == before


@pytest.mark.parametrize("units", [1, 7, 60, 500])
def test_a_units_rows_are_those_that_show_it(units: int) -> None:
    one = UnitShares("layer 1", np.array([0.0]), np.empty((0, units)), np.zeros(units))
    for height in (40, 133):
        for unit in range(units):
            rows = one.rows_of_unit(unit, height)
            assert len(rows) >= 1
            assert all(unit in one.units_of_row(row, height) for row in rows)


def test_another_threshold_is_told_and_the_map_says_from_when_it_holds(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    told: list[float] = []
    view.threshold_chosen.connect(told.append)
    qtbot.keyClick(view.header().findChild(Choice), Qt.Key.Key_Down)
    assert told == [0.2]
    shot, recorder = digits()
    view.refresh(shot, recorder)
    before = view.grab().toImage()
    changed = replace(shot, thresholds=(Threshold(0, 0.1), Threshold(30, 0.2)))
    view.refresh(changed, recorder)
    x = round(float(view.plot.x_of(np.array(30.0))))
    column = QRect(x - 4, 0, 9, view.height())
    assert view.grab().toImage().copy(column) != before.copy(column)


def test_what_was_known_before_units_came_is_still_read(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    few = [snapshot(step, layer(1, [1.0, 0.0]), output()) for step in range(1, 31)]
    more = [snapshot(step, layer(1, [0.0] * 4), output()) for step in range(30, 61)]
    shot, recorder = recorded(*few, *more)
    view.refresh(shot, recorder)
    area = view.plot.frame.area
    early = view.plot.readout_at(QPointF(area.left() + 20, area.top() + 2))
    late = view.plot.readout_at(QPointF(area.right() - 5, area.top() + 2))
    assert early is not None
    assert late is not None
    assert "unit 1 of 2 then; step" in early.sentence()
    assert "100.0" in early.sentence()
    assert "unit 1; step" in late.sentence()
    picture = view.grab().toImage()
    x, y = round(area.left()) + 20, round(area.top()) + 4
    assert picture.pixelColor(x, y) == theme().heat(1)
    # looking back at the time before shows both as they were
    back = replace(few[9], timeline=Timeline(0, 60, 60, (), 10))
    view.refresh(back, recorder)
    picture = view.grab().toImage()
    assert picture.pixelColor(x, y) == theme().heat(1)
    assert picture.pixelColor(round(area.right()) - 10, y) == theme().heat(0)


@pytest.mark.parametrize("units", [49, 400])
def test_the_row_of_units_that_there_were_is_told_as_it_is_drawn(qtbot: QtBot, units: int) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    once = np.linspace(0, 1, units)
    few = [snapshot(step, layer(1, once), output()) for step in range(1, 31)]
    more = [snapshot(step, layer(1, [0.0] * 4), output()) for step in range(30, 61)]
    view.refresh(*recorded(*few, *more))
    view.resize(384, 200 + 98 - view.plot._bands[0].height)
    area, height = view.plot.frame.area, view.plot._bands[0].height
    assert height == 98, "2 / 98 * 49 is less than 1, as numbers are rounded"
    image, seen = view.plot._image, set()
    for row in range(height):
        read = view.plot.readout_at(QPointF(area.left() + 20, area.top() + row + 0.5))
        title, (_, (word, share)) = read.title, read.rows
        names = title.removeprefix("layer 1, ").removesuffix(f" of {units} then").split()
        assert names[0] == ("unit" if units < height else "units")
        first, last = int(names[1].split("–")[0]), int(names[1].split("–")[-1])
        expected = float(once[first - 1 : last].mean())
        assert word == ("saturated" if first == last else "saturated, mean")
        assert share == f"{percent(expected)} of probe"
        level = round(expected * (BLANK - 1)) / (BLANK - 1)
        assert image.pixelColor(20, row).name() == theme().heat(level).name()
        seen |= set(range(first, last + 1))
    assert seen == set(range(1, units + 1))


def test_dead_units_are_called_dead(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView, 384, 200)
    dying = replace(layer(1, [1.0, 0.4], activation="relu"), dead=np.array([True, False]))
    view.refresh(*recorded(snapshot(2, dying, output())))
    view.grab()
    assert "1 dead" in view.accessibleDescription()
    area = view.plot.frame.area
    read = view.plot.readout_at(QPointF(area.right() - 2, area.top() + 2))
    assert read is not None
    assert "now dead" in read.sentence()
    assert "1 unit dead" in view.plot.tip(QPointF(view.width() - 40, area.center().y()))
