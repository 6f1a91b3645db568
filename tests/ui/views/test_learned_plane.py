"""What has been learned over two inputs: regions and heat maps; read, zoomed, clicked."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from bpstudio.data.added import with_added
from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.studies import predictions
from bpstudio.ui.theme import theme
from tests.runtime.studies.trainers import forward
from tests.ui.mouse import NOTCH, turn_wheel
from tests.ui.views.learned_views import axes_of, number, part_of, px, shown
from tests.ui.views.real_runs import look, trained


def test_the_plane_has_the_colours_of_the_classes(qtbot: QtBot) -> None:
    view = shown(qtbot, trained("gauss", 4))
    found = view.plot.face._found
    picture = view.grab().toImage()
    for k, sure in enumerate(found.y):
        row, column = np.unravel_index(sure.argmax(), sure.shape)
        at = px(view, found.xs[np.clip(column, 3, 92)], found.ys[np.clip(row, 3, 92)])
        seen, color = picture.pixelColor(at.toPoint()), theme().class_color(k)
        is_blue = color.blue() > color.red()
        assert (seen.blue() > seen.red()) is is_blue


def test_what_is_read_in_the_plane_is_what_the_network_says_there(qtbot: QtBot) -> None:
    run = trained(DataSpec(name="circle", standardize=True), 6)
    view = shown(qtbot, run)
    area = axes_of(view).area
    read = view.plot.readout_at(area.topLeft() + QPointF(3, 3))
    assert read is not None
    (_, x1), (_, x2), (_, y0), (_, y1) = read.rows
    at = axes_of(view).at(QPointF(read.mark.center()))
    assert (number(x1), number(x2)) == pytest.approx(at, rel=0.01)
    data = run.trainer.data
    y = forward(run.trainer, ((np.array([at]) - data.offset) / data.scale))[-1][:, 0]
    assert (number(y0), number(y1)) == pytest.approx(y.tolist(), abs=2e-3)
    assert read.title == f"predicted: {int(y.argmax())}"


def test_a_click_on_a_training_sample_shows_it_in_the_network(qtbot: QtBot) -> None:
    run = trained("circle", 6)
    view = shown(qtbot, run)
    heard: list[int] = []
    view.sample_chosen.connect(heard.append)
    data = run.trainer.data
    outermost = int(np.argmax(data.train.x[:, 0]))
    at = px(view, *data.train.x[outermost])
    read = view.plot.readout_at(at)
    assert read.title == f"sample {data.train.index[outermost]}, training: class 1"
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert heard == [outermost]
    test = int(np.argmin(data.test.x[:, 0]))
    at = px(view, *data.test.x[test])
    if "test" in view.plot.readout_at(at).title:
        qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
        assert len(heard) == 1, "the network shows training samples alone"


def test_a_sample_that_was_not_predicted_is_not_told_the_prediction_of_another(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictions, "MOST", 40)
    run = trained("circle", 6)
    view = shown(qtbot, run)
    data = run.trainer.data
    known = set(np.linspace(0, len(data.train.x) - 1, 40).astype(int).tolist())
    told = {}
    for position, place in enumerate(data.train.x):
        read = view.plot.readout_at(px(view, *place))
        if read.title.startswith(f"sample {data.train.index[position]}, training"):
            told[position] = "predicted" in dict(read.rows)
    assert len(told) > 200
    assert {position for position, is_told in told.items() if is_told} == known & told.keys()


def test_the_wheel_and_keys_zoom_dragging_moves_and_a_double_click_shows_all(qtbot: QtBot) -> None:
    view = shown(qtbot, trained("xor", 5))
    axes = axes_of(view)
    all_of_it, middle = (axes.x, axes.y), axes.area.center()
    assert turn_wheel(view.plot, middle, 5 * NOTCH)
    assert axes.x.high - axes.x.low == pytest.approx(
        0.8**5 * (all_of_it[0].high - all_of_it[0].low)
    )
    asked = next(study for study in view.studies() if hasattr(study, "x"))
    assert (asked.x, asked.y) == ((axes.x.low, axes.x.high), (axes.y.low, axes.y.high))
    under = axes.at(middle)
    start, end = middle.toPoint(), middle.toPoint() + QPoint(30, -12)
    qtbot.mousePress(view.plot, Qt.MouseButton.LeftButton, pos=start)
    for k in range(1, 7):
        qtbot.mouseMove(view.plot, start + (end - start) * k / 6)
    qtbot.mouseRelease(view.plot, Qt.MouseButton.LeftButton, pos=end)
    assert axes.at(QPointF(end)) == pytest.approx(under, abs=0.03)
    view.grab()
    qtbot.mouseDClick(view.plot, Qt.MouseButton.LeftButton, pos=start)
    assert (axes.x, axes.y) == all_of_it
    qtbot.keyClick(view.plot, Qt.Key.Key_Plus)
    assert axes.is_part
    qtbot.keyClick(view.plot, Qt.Key.Key_0)
    assert not axes.is_part


def test_a_click_adds_a_sample_only_when_a_class_was_picked(qtbot: QtBot) -> None:
    view = shown(qtbot, trained("circle", 4))
    heard: list[tuple] = []
    view.sample_added.connect(heard.append)
    at = px(view, 1.4, 1.3)
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert heard == []
    view._picker.button.menu().actions()[2].trigger()
    assert view._picker.button.text() == "Adding 1"
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    (x, y, name), pixel = heard[0], 1 / axes_of(view).area.height() * 4
    assert (x, y) == pytest.approx((1.4, 1.3), abs=pixel)
    assert name == "1"
    view._picker.button.menu().actions()[0].trigger()
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert len(heard) == 1


def test_the_picker_is_off_again_for_other_data(qtbot: QtBot, tmp_path: Path) -> None:
    view = shown(qtbot, trained("circle", 4))
    view._picker.pick(1)
    table = tmp_path / "three.csv"
    table.write_text("u,v,t\n" + "".join(f"{k},{k % 5},{'pqr'[k % 3]}\n" for k in range(30)))
    look(view, trained(DataSpec(path=str(table)), 4, steps=20))
    assert view.plot.adding is None
    names = [action.text() for action in view._picker.button.menu().actions()]
    assert names == ["Off", "class p", "class q", "class r"]
    assert not view._picker.isHidden()
    view.grab()
    look(view, trained("iris", 4, steps=20))
    assert view._picker.isHidden()
    assert not part_of(view).isHidden()


def test_what_was_added_is_drawn_and_read(qtbot: QtBot) -> None:
    run = trained("circle", 4)
    view = shown(qtbot, run)
    more = edits.add_sample(run.trainer.experiment, (1.7, -1.4, "0"))
    run.change(more, with_added(run.trainer.data, more.data.added), edit=1)
    look(view, run)
    read = view.plot.readout_at(px(view, 1.7, -1.4))
    assert read.title == "sample 500, added: class 0"


def test_numbers_in_the_plane_are_a_heat_map(qtbot: QtBot, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (80, 2))
    table = tmp_path / "saddle.csv"
    table.write_text("u,v,t\n" + "".join(f"{a},{b},{100 + 50 * a * b}\n" for a, b in x.tolist()))
    run = trained(DataSpec(path=str(table)), 8, loss="squared_error", steps=400)
    view = shown(qtbot, run)
    view.grab()
    read = view.plot.readout_at(axes_of(view).area.topLeft() + QPointF(2, 2))
    assert read.rows[-1][0] == "t, predicted"
    at = axes_of(view).at(read.mark.center())
    data = run.trainer.data
    y = forward(run.trainer, (np.array([at]) - data.offset) / data.scale)[-1][0, 0]
    assert number(read.rows[-1][1]) == pytest.approx(
        y * data.target_scale + data.target_offset, rel=1e-3
    )
    assert "R²" in view.accessibleDescription()


def test_a_click_into_the_heat_map_adds_the_number_of_the_field(
    qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "saddle.csv"
    cells = [(a / 4, b / 4) for a in range(-4, 5) for b in range(-4, 5)]
    table.write_text("u,v,t\n" + "".join(f"{a},{b},{100 + 50 * a * b}\n" for a, b in cells))
    run = trained(DataSpec(path=str(table)), 4, loss="squared_error", steps=20)
    view = shown(qtbot, run)
    heard: list[tuple] = []
    view.sample_added.connect(heard.append)
    field, at = view._picker.field, px(view, 0.38, -0.13).toPoint()
    assert field.isVisibleTo(view)
    assert field.value() == 100, "the middle of 50 to 150"
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at)
    assert heard == [], "nothing before it is turned on"
    view._picker.button.menu().actions()[1].trigger()
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    look(view, run)
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at)
    assert [row[2] for row in heard] == [100, 105]
    assert heard[0][:2] == pytest.approx((0.38, -0.13), abs=0.03)
    more = edits.add_sample(run.trainer.experiment, heard[1])
    run.change(more, with_added(run.trainer.data, more.data.added), edit=1)
    look(view, run)
    data = run.trainer.data
    assert data.train.t[-1] * data.target_scale + data.target_offset == pytest.approx(105)
    assert "t = 105" in view.plot.readout_at(px(view, *heard[1][:2])).title
    view.grab()
    more = edits.add_sample(more, (0.0, 0.0, 900.0))
    run.change(more, with_added(run.trainer.data, more.data.added), edit=2)
    look(view, run)
    assert view.plot.adding == 105, "a larger number than there was doesn’t turn it off"
    look(view, trained("circle", 4))
    assert field.isHidden()
