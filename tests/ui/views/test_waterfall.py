"""The attribution in numbers, in words, and on the screen."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from bpstudio.runtime.studies.attribution import Attributed, AttributionStudy
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.gradient import ATTRIBUTION, GradientView
from bpstudio.ui.views.waterfall import sentences, stages
from tests.ui.views.runs import layer, opened, output, recorded, snapshot


def attributed(gains: list[float], slopes: list[float], last: float = 0.1) -> Attributed:
    deltas = [last]
    for gain, slope in zip(gains[::-1], slopes[::-1], strict=True):
        deltas.append(deltas[-1] * gain * slope)
    return Attributed(64, tuple(deltas[::-1]), tuple(gains), tuple(slopes))


@pytest.mark.parametrize(
    ("gains", "slopes", "words"),
    [
        # 10 log10(0.25) = -6.02; 10 log10(1.5) = 1.76
        ([1.5] * 10, [0.25] * 10, "slope alone takes 6.0 decades over 10 layers, gain gives 1.8"),
        ([1.0], [1.0], "Slope alone takes nothing over 1 layer, gain takes nothing."),
        ([10.0] * 4, [1.0] * 4, "It explodes: slope alone takes nothing"),
        ([], [], "No hidden layer"),
        ([1.0, 0.0, 1.0], [0.2, np.nan, 0.2], "Nothing comes to layer 2: layer 3 has no weights"),
        ([1.0, 1.0], [0.2, 0.0], "Nothing gets through layer 2"),
        ([np.inf], [1.0], "isn't finite"),
        ([np.nan], [np.nan], "every sample is fitted"),
    ],
)
def test_one_sentence_says_why(gains: list[float], slopes: list[float], words: str) -> None:
    found = attributed(gains, slopes)
    if np.isnan(gains[-1:]).any():
        found = Attributed(64, (0.0, 0.0), (np.nan,), (np.nan,))
    elif 0.0 in gains or 0.0 in slopes:
        found = replace(found, deltas=tuple(np.nan_to_num(found.deltas)))
    assert words in sentences(found)[0]


@pytest.mark.parametrize("most", [1, 3, 7, 50, 100])
def test_layers_taken_together_keep_the_product(most: int) -> None:
    rng = np.random.default_rng(0)
    found = attributed(rng.uniform(0.5, 2, 50).tolist(), rng.uniform(0.1, 1, 50).tolist())
    made = stages(found, most)
    assert len(made) <= most
    assert made[0].before == found.deltas[-1]
    assert made[-1].delta == found.deltas[0]
    for one, after in zip(made, [*made[1:], None], strict=True):
        assert one.before * one.gain * one.slope == pytest.approx(one.delta)
        assert after is None or after.before == one.delta


def shown(qtbot: QtBot, found: Attributed, size: tuple[int, int]) -> GradientView:
    view = opened(qtbot, GradientView, *size)
    view.header().findChildren(Choice)[1].choose(ATTRIBUTION)
    hidden = [layer(k + 1, [0.1]) for k in range(len(found.gains))]
    shot, recorder = recorded(snapshot(7, *hidden, output()))
    assert list(view.studies()) == [AttributionStudy()]
    view.refresh(shot, recorder)
    assert view.plot.message == "Looking …"
    view.refresh(replace(shot, answers={AttributionStudy(): found}), recorder)
    assert not view.plot.message
    return view


@pytest.mark.parametrize("layers", [0, 1, 10, 50, 1_000])
@pytest.mark.parametrize("size", [(384, 140), (220, 90), (900, 400)])
def test_any_number_of_layers_fits(qtbot: QtBot, layers: int, size: tuple[int, int]) -> None:
    view = shown(qtbot, attributed([0.9] * layers, [0.25] * layers), size)
    view.grab()
    area = view.plot.area
    assert area.bottom() <= view.height()
    for y in np.linspace(area.top(), area.bottom() - 1, 7):
        read = view.plot.readout_at(QPointF(area.center().x(), float(y)))
        assert read is not None
        assert "nan" not in read.sentence()
    assert len(view.table()[1]) == layers + 1


def test_the_numbers_of_a_layer_are_read(qtbot: QtBot) -> None:
    view = shown(qtbot, attributed([2.0, 0.5], [0.25, 0.125]), (384, 140))
    area = view.plot.area
    read = view.plot.readout_at(QPointF(area.center().x(), area.center().y()))
    # layer 2: 0.1 * 0.5 * 0.125
    assert read is not None
    assert read.title == "layer 2"
    numbers = ["0.1000", "× 0.5000", "× 0.1250", "0.006250"]
    assert [number for _, number in read.rows[:-1]] == numbers
    assert read.rows[-1] == ("of training samples", "64"), "not of the canvas’s batch"
    assert "of each unit the mean of |δ|" in view.plot.tip(area.center()), "and what that is"
    assert view.table()[0][1] == "‖δ‖, 64 training samples"
    assert view.table()[1][0] == ["output", "0.1", "", ""]
    assert view.table()[1][1] == ["layer 2", "0.00625", "0.5", "0.125"]
    assert "slope alone takes 1.5 decades over 2 layers" in view.accessibleDescription().lower()


def test_what_is_not_finite_is_not_drawn(qtbot: QtBot) -> None:
    nothing = Attributed(64, (0.0, 0.0, np.nan), (np.nan, 0.0), (np.nan, np.nan))
    view = shown(qtbot, nothing, (384, 140))
    view.grab()
    assert "isn't finite" in view.accessibleDescription()
