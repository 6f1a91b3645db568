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
