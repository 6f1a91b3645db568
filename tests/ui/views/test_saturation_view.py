from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from bpstudio.runtime.recorder import Recorder
from bpstudio.ui.theme import theme
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.saturation_map import SaturationMap
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
        SaturationMap, "_draw_share", lambda *arguments: forms.append(arguments[-1])
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
        SaturationMap, "_draw_name", lambda *arguments: middles.append(arguments[-2])
    )
    view = opened(qtbot, SaturationView, 384, 230)
    view.refresh(*recorded(snapshot(1, *(layer(k, [0.5] * 24) for k in range(1, 31)), output())))
    middles.clear()
    view.grab()
    assert len(middles) > 10
    assert all(after - before >= 12 for before, after in pairwise(middles))
