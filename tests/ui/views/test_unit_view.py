"""The view of one unit: what is drawn, read, chosen and told."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Snapshot
from bpstudio.ui.theme import theme
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.views.unit_picture import UnitPicture, rooms
from tests.ui.views.runs import opened, recorded
from tests.ui.views.units import dataset, layer, pixels, portrait, shown

LEFT = Qt.MouseButton.LeftButton
SIZES = ((384, 260), (384, 150), (900, 600), (1_100, 170), (240, 600), (160, 64))


def view_of(qtbot: QtBot, *shots: Snapshot, size: tuple[int, int] = (384, 260)) -> UnitView:
    view = opened(qtbot, UnitView, *size)
    assert isinstance(view, UnitView)
    view.refresh(*recorded(*shots))
    return view


def picture(view: UnitView) -> UnitPicture:
    assert isinstance(view.plot, UnitPicture)
    return view.plot


def hover(qtbot: QtBot, view: UnitView, at: QPointF) -> str:
    """Move the mouse there; return what is read."""
    qtbot.mouseMove(view.plot, at.toPoint())
    readout = view.plot.readout()
    return "" if readout is None else readout.sentence()


def test_it_says_what_to_do_until_a_unit_is_asked_about(qtbot: QtBot) -> None:
    view = view_of(qtbot, replace(pixels(), unit=None))
    assert view.plot.message.startswith("Click a unit in the network")
    assert view.header().text == ""
    assert view.table()[1] == []
    view.refresh(pixels(), Recorder())
    assert view.plot.message == ""
    assert view.header().text == "layer 1, unit 1 · sigmoid"


def test_weights_from_an_image_are_one_and_are_read_by_the_mouse(qtbot: QtBot) -> None:
    view = view_of(qtbot, pixels())
    place = picture(view).weights.picture
    ground = view.plot.grab().toImage()
    first, second = place.topLeft() + QPointF(3, 3), place.topLeft() + QPointF(3, 3)
    second.setX(place.left() + place.width() / 3 + 3)
    assert ground.pixelColor(first.toPoint()).blue() > ground.pixelColor(first.toPoint()).red()
    assert ground.pixelColor(second.toPoint()) == theme().colors.negative
    assert hover(qtbot, view, first) == (
        "feature 0; w 1.000; ∂L/∂w, batch 0.100; last change −0.0100"
    )
    assert hover(qtbot, view, second).startswith("feature 1; w −2.000")


def test_its_image_follows_the_theme(qtbot: QtBot) -> None:
    view = view_of(qtbot, pixels())
    spot = (picture(view).weights.picture.topLeft() + QPointF(3, 3)).toPoint()
    before = theme().mode
    seen = []
    try:
        for mode in ("light", "dark"):
            theme().set_mode(mode)
            seen.append(view.plot.grab().toImage().pixelColor(spot).name())
    finally:
        theme().set_mode(before)
    assert seen[0] != seen[1]


def test_few_weights_are_named(qtbot: QtBot) -> None:
    few = view_of(qtbot, shown(portrait([1.0, -2.0], [0.0]), dataset(2, 3)))
    pane = picture(few).weights
    assert pane.is_named(pane.subject)
    assert hover(qtbot, few, pane.inner.topLeft() + QPointF(30, 20)).startswith("feature 1; w −2")


def test_many_weights_are_columns(qtbot: QtBot) -> None:
    many = view_of(qtbot, shown(portrait(np.linspace(-1, 1, 30), [0.0]), dataset(30, 3)))
    pane = picture(many).weights
    assert not pane.is_named(pane.subject)
    at = QPointF(pane.chart.right() - 2, pane.chart.center().y())
    assert hover(qtbot, many, at).startswith("feature 29; w 1.000")


def test_bars_of_the_histogram_tell_their_samples(qtbot: QtBot) -> None:
    view = view_of(qtbot, pixels())
    pane = picture(view).histogram
    assert pane.counts.sum() == 5
    bar = int(np.flatnonzero(pane.counts)[0])
    x = pane.area.left() + (bar + 0.5) * pane.area.width() / len(pane.counts)
    words = hover(qtbot, view, QPointF(x, pane.area.bottom() - 3))
    assert words.startswith("a from −4.00 to −3.60; samples 1 of 5")
    assert words.endswith("f′(a), middle 0.0214")  # s(1 - s) where s = 1 / (1 + e^3.8)


def test_saturated_zones_are_hatched_and_the_sample_is_marked(qtbot: QtBot) -> None:
    view = view_of(qtbot, pixels())
    pane = picture(view).histogram
    image = view.plot.grab().toImage()
    zone, surface = pane.zones[0], theme().colors.surface
    assert zone.low < -4 < zone.high
    spot = QRectF(pane.area.left() + 2, pane.area.top() + 2, 8, 8)
    inside = {image.pixel(int(spot.x()) + k, int(spot.y()) + j) for k in range(8) for j in range(8)}
    assert len(inside) >= 2  # ground and hatch
    assert surface.rgb() not in inside
    share = (0.5 - pane.scale.low) / (pane.scale.high - pane.scale.low)
    x = pane.area.left() + share * pane.area.width()
    assert hover(qtbot, view, QPointF(x, pane.area.top() + 5)).startswith("sample 11; a 0.500")


def test_the_output_has_neither_curve_nor_zones(qtbot: QtBot) -> None:
    unit = portrait([1.0, 2.0], [0.1, 0.5, 0.2], layer=0)
    view = view_of(qtbot, shown(unit, dataset(2, 3)))
    assert picture(view).histogram.zones == []
    at = picture(view).histogram.area.center()
    assert "f(a)" not in hover(qtbot, view, at)
    assert "nan" not in view.accessibleDescription()


def test_the_history_is_read_at_any_step(qtbot: QtBot) -> None:
    view = view_of(qtbot, *(pixels(step) for step in range(1, 30)))
    area = picture(view).history.area
    words = hover(qtbot, view, QPointF(area.right() - 1, area.center().y()))
    assert words == (
        "step 29; f′(a), mean of the batch 0.200; |δ|, mean of the batch 0.0100; "
        "‖∂L/∂w‖ of the batch 0.00100"
    )


def test_the_most_exciting_samples_are_shown_and_chosen_by_a_click(qtbot: QtBot) -> None:
    view = view_of(qtbot, pixels())
    places = dict(picture(view).samples.places)
    assert list(places) == [1, 3, 4, 0, 2]  # by a: 4, 2, 1, 0.5, -4
    at = places[3].center()
    assert hover(qtbot, view, at).startswith("sample 13, a 0; a 2.000; f(a) 0.8808")
    with qtbot.waitSignal(view.sample_chosen) as chosen:
        qtbot.mouseClick(view.plot, LEFT, pos=at.toPoint())
    assert chosen.args == [3]
    assert view.plot.cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_samples_are_chosen_by_keys(qtbot: QtBot) -> None:
    view = view_of(qtbot, pixels())
    target = dict(picture(view).samples.places)[1]
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(200):
        readout = view.plot.readout()
        if readout is not None and readout.title == "sample 11, a 1":
            break
        at = view.plot.pointer or view.plot.area.center()
        wide = abs(at.x() - target.center().x()) > 4
        key = Qt.Key.Key_Left if wide else Qt.Key.Key_Down
        qtbot.keyClick(view.plot, key)
    with qtbot.waitSignal(view.sample_chosen) as chosen:
        qtbot.keyClick(view.plot, Qt.Key.Key_Return)
    assert chosen.args == [1]


def test_a_click_elsewhere_chooses_nothing(qtbot: QtBot) -> None:
    view = view_of(qtbot, pixels())
    with qtbot.assertNotEmitted(view.sample_chosen):
        qtbot.mouseClick(view.plot, LEFT, pos=picture(view).weights.picture.center().toPoint())
        view.refresh(replace(pixels(), unit=None), Recorder())
        qtbot.mouseClick(view.plot, LEFT, pos=QPoint(40, 200))


def test_rows_of_a_table_name_sample_and_target(qtbot: QtBot) -> None:
    unit = portrait([1.0, 2.0], [0.5, -1.0, 2.0])
    view = view_of(qtbot, shown(unit, dataset(2, 3, classes=())))
    position, room = picture(view).samples.places[0]
    assert position == 2
    assert hover(qtbot, view, room.center()).startswith("sample 12, t = 102; a 2.000")


def test_samples_of_the_probe_set_are_found_in_the_training_part(qtbot: QtBot) -> None:
    unit = replace(portrait([1.0, 2.0], [0.5, -1.0, 2.0]), probe_places=np.array([0, 4, 7]))
    view = view_of(qtbot, shown(unit, dataset(2, 9, classes=())))
    (position, room), (_, second) = picture(view).samples.places[:2]
    assert position == 7
    assert hover(qtbot, view, second.center()).startswith("sample 10, t = 100; a 0.5000")
    assert hover(qtbot, view, room.center()).startswith("sample 17, t = 107; a 2.000")
    assert column(view.table()[1], "a on the probe set", 1)[0] == "sample 17, t = 107"
    assert "most excited by sample 17, t = 107, a 2.00" in view.accessibleDescription()
    with qtbot.waitSignal(view.sample_chosen) as chosen:
        qtbot.mouseClick(view.plot, LEFT, pos=room.center().toPoint())
    assert chosen.args == [7]
    fewer = view_of(qtbot, shown(unit, dataset(2, 5, classes=())))  # the data are others already
    assert [place for place, _ in picture(fewer).samples.places] == [0, 4]


def column(rows: Sequence[Sequence[str]], what: str, at: int = 2) -> list[str]:
    return [row[at] for row in rows if row[0] == what]


def test_the_table_has_all_the_numbers(qtbot: QtBot) -> None:
    view = view_of(qtbot, *(pixels(step) for step in (1, 2, 3)))
    _headers, rows = view.table()
    assert column(rows, "weight") == ["1", "-2", "0", "0.5", "-0.5", "2"]
    assert column(rows, "weight", 3)[1] == "-0.2"
    assert column(rows, "weight", 4)[1] == "0.02"
    assert column(rows, "bias") == ["0.5"]
    assert column(rows, "a on the probe set") == ["4", "2", "1", "0.5", "-4"]
    assert sum(map(int, column(rows, "samples of the probe set"))) == 5
    assert column(rows, "f′(a), mean of the batch", 1) == ["step 1", "step 2", "step 3"]
    small = view_of(qtbot, pixels(), size=(160, 64))  # parts without room are in it, too
    assert len(column(small.table()[1], "a on the probe set")) == 5


def test_it_is_described_in_words(qtbot: QtBot) -> None:
    words = view_of(qtbot, pixels()).accessibleDescription()
    for part in (
        "layer 1, unit 1 · sigmoid, step 9; last update changed w by 1.0",
        "strongest weight −2.00 from input, feature 1",
        "most excited by sample 11, a 1, a 4.00",
        "f′(a), mean of the batch 0.200",
    ):
        assert part in words


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "shot",
    [
        pixels(),
        shown(portrait(np.ones(150_528), np.ones(512)), dataset(3, 600), layer("relu")),
        shown(portrait([1.0], [0.3]), dataset(1, 1)),
        shown(portrait([0.0] * 9, [-2.0] * 512), dataset(9, 600, (3, 3)), layer("relu")),
        shown(portrait([np.nan, np.inf], [np.nan, -np.inf]), dataset(2, 2)),
        shown(portrait([1.0, 2.0], [1e38, -1e38]), dataset(2, 2, classes=())),
        shown(portrait([1.0] * 5, [0.5] * 7, layer=0, unit=2), None),
    ],
)
def test_nothing_breaks_it(qtbot: QtBot, shot: Snapshot, size: tuple[int, int]) -> None:
    view = view_of(qtbot, shot, size=size)
    view.grab()
    for x in range(0, size[0], 7):
        for y in range(0, size[1], 7):
            readout = view.plot.readout_at(QPointF(x, y))
            assert readout is None or "nan" not in readout.sentence()
    _headers, rows = view.table()
    assert len(rows) < 12_000
    assert not any(text in ("nan", "inf", "-inf") for row in rows for text in row)
    assert "nan" not in view.accessibleDescription()


@pytest.mark.parametrize("size", SIZES)
def test_parts_do_not_overlap_and_keep_within_the_picture(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    whole = QRectF(0, 0, *size)
    made = rooms(whole)
    assert made
    assert all(whole.contains(room) for room in made)
    assert not any(a.intersects(b) for k, a in enumerate(made) for b in made[:k])


def test_all_four_parts_fit_a_dock() -> None:
    assert len(rooms(QRectF(0, 0, 368, 234))) == 4
    assert len(rooms(QRectF(0, 0, 368, 130))) == 4
