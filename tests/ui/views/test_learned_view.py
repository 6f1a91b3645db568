"""What has been learned: regions, curve, confusion, fit; read, zoomed, clicked."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot
from sklearn.metrics import confusion_matrix

from bpstudio.data.added import with_added
from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import EMPTY
from bpstudio.ui.theme import theme
from bpstudio.ui.views.learned import BoundaryView
from bpstudio.ui.widgets.segmented import Segmented
from tests.runtime.studies.trainers import forward
from tests.ui.mouse import NOTCH, turn_wheel
from tests.ui.views.painted_words import painted_words
from tests.ui.views.real_runs import look, trained
from tests.ui.views.runs import opened

SIZE = (384, 220)


def shown(qtbot: QtBot, run, size=SIZE) -> BoundaryView:
    view = opened(qtbot, BoundaryView, *size)
    look(view, run)
    return view


def axes_of(view: BoundaryView):
    return view.plot.face.axes


def px(view: BoundaryView, x: float, y: float) -> QPointF:
    axes = axes_of(view)
    return QPointF(float(axes.x_of(np.array(x))), float(axes.y_of(np.array(y))))


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("\u202f", "").partition("·")[0])


def part_of(view: BoundaryView) -> Segmented:
    return view.header().findChild(Segmented)


# The plane


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


# A single input


def test_a_curve_over_one_input(qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "line.csv"
    table.write_text("x,t\n" + "".join(f"{k / 4},{100 + 7 * k}\n" for k in range(20)))
    run = trained(DataSpec(path=str(table)), 4, loss="squared_error")
    view = shown(qtbot, run)
    view.grab()
    read = view.plot.readout_at(px(view, 2.4, 110))
    x, y = number(read.title.removeprefix("x ")), number(read.rows[0][1])
    data = run.trainer.data
    said = forward(run.trainer, (np.array([[x]]) - data.offset) / data.scale)[-1][0, 0]
    assert y == pytest.approx(said * data.target_scale + data.target_offset, rel=2e-3)
    heard: list[tuple] = []
    view.sample_added.connect(heard.append)
    view._picker.button.menu().actions()[1].trigger()
    at = px(view, 2.0, 200)
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert heard[0] == pytest.approx((2.0, 200), abs=2)
    headers, rows = view.table()
    assert headers == ["x", "t"]
    assert len(rows) > 10


# Confusion


@pytest.mark.parametrize("part", ["test", "training"])
def test_the_confusion_of_digits_and_its_worst_mistakes(qtbot: QtBot, part: str) -> None:
    run = trained("digits", 12)
    view = shown(qtbot, run, (420, 240))
    part_of(view).choose(part)
    look(view, run)
    samples = run.trainer.data.test if part == "test" else run.trainer.data.train
    y = forward(run.trainer, samples.x)[-1].T
    expected = confusion_matrix(samples.t, y.argmax(axis=1), labels=range(10))
    _, rows = view.table()
    np.testing.assert_array_equal([[int(v) for v in row[1:-1]] for row in rows[:10]], expected)
    assert float(rows[3][-1]) == pytest.approx(expected[3, 3] / expected[3].sum(), rel=1e-5)
    face = view.plot.face
    side = face.matrix.area.width() / 10
    read = view.plot.readout_at(face.matrix.area.topLeft() + QPointF(3.5 * side, 8.5 * side))
    assert read.title == "true: 8"
    assert read.rows[0] == ("predicted", "3")
    assert read.rows[1] == ("samples", f"{expected[8, 3]} of {expected[8].sum()}")
    wrong = np.flatnonzero(y.argmax(axis=1) != samples.t)
    truth = y[wrong, samples.t[wrong]]
    assert [m.position for m in face.mistakes.shown[:3]] == wrong[np.argsort(truth)][:3].tolist()
    heard: list[int] = []
    view.sample_chosen.connect(heard.append)
    first = face.mistakes.shown[0]
    center = first.room.center().toPoint()
    assert "(predicted)" in view.plot.readout_at(first.room.center()).sentence()
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=center)
    assert heard == ([first.position] if part == "training" else [])
    view.grab()


@pytest.mark.parametrize("size", [(384, 180), (300, 92), (200, 300), (1_200, 400)])
@pytest.mark.parametrize("data", ["iris", "penguins", "digits", "circle", "noise"])
def test_all_fit_at_any_size(qtbot: QtBot, data: str, size: tuple[int, int]) -> None:
    spec = DataSpec(name=data)
    if data == "noise":
        spec = DataSpec(name="noise", features=3, classes=250, samples=600)
    view = shown(qtbot, trained(spec, 4, steps=5), size)
    view.grab()
    for x in range(0, size[0], 30):
        for y in range(0, size[1], 30):
            read = view.plot.readout_at(QPointF(x, y))
            assert read is None or "nan" not in read.sentence()


# Predicted against true


def test_predicted_against_true(qtbot: QtBot) -> None:
    run = trained("diabetes", 6, loss="squared_error", steps=100)
    view = shown(qtbot, run)
    view.grab()
    data = run.trainer.data
    y = forward(run.trainer, data.test.x)[-1][0] * data.target_scale + data.target_offset
    t = data.test.t * data.target_scale + data.target_offset
    lowest = int(np.argmin(y))
    read = view.plot.readout_at(px(view, t[lowest], y[lowest]))
    assert number(read.rows[1][1]) == pytest.approx(y[lowest], rel=2e-3)
    assert number(read.rows[0][1]) == pytest.approx(t[lowest], rel=2e-3)
    r2 = 1 - ((t - y) ** 2).sum() / ((t - t.mean()) ** 2).sum()
    assert number(dict(view.plot.face.figures(view.plot.face._found))["R²"]) == pytest.approx(
        r2, abs=6e-4
    )
    part_of(view).choose("training")
    look(view, run)
    heard: list[int] = []
    view.sample_chosen.connect(heard.append)
    face = view.plot.face
    at = QPoint(round(face._xs[5]), round(face._ys[5]))
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=at)
    assert len(heard) == 1
    assert theme().class_color(0).alpha() == 255, "only the dots let others shine through"


# What may be missing


def test_no_test_part_and_a_network_that_blew_up(qtbot: QtBot) -> None:
    for data, loss in (
        ("circle", "cross_entropy"),
        ("iris", "cross_entropy"),
        ("diabetes", "squared_error"),
    ):
        run = trained(DataSpec(name=data, test_fraction=0.0), 3, loss=loss, steps=3)
        view = shown(qtbot, run)
        view.grab()
        run.trainer.parameters.flat[:] = np.nan
        look(view, run)
        view.grab()
        texts = [text for row in view.table()[1] for text in row]
        assert not any("nan" in text for text in [*texts, view.accessibleDescription()])


def test_an_empty_document_has_learned_nothing(qtbot: QtBot) -> None:
    view = shown(qtbot, trained("circle", 3, steps=1))
    view.refresh(EMPTY, Recorder())
    assert "Train" in view.plot.message
    assert list(view.studies()) == []


@pytest.mark.parametrize("name", ["circle", "iris", "digits", "diabetes", "breast_cancer"])
@pytest.mark.parametrize("size", [(368, 118), (368, 78), (250, 90), (700, 400)])
def test_no_words_of_a_face_overlap_in_a_low_panel(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str, size: tuple[int, int]
) -> None:
    loss = "squared_error" if name == "diabetes" else "cross_entropy"
    view = shown(qtbot, trained(name, 4, loss=loss, steps=60), size)
    rects = painted_words(monkeypatch, view.plot)
    assert rects
    for k, (one, words) in enumerate(rects):
        assert view.plot.rect().adjusted(-1, -1, 1, 1).contains(one), words
        for other, others in rects[k + 1 :]:
            assert not one.adjusted(1, 3, -1, -3).intersects(other.adjusted(1, 3, -1, -3)), (
                words,
                others,
            )
