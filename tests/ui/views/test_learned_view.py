"""What has been learned of other data: curve, confusion, fit; at any size, with nothing there."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot
from sklearn.metrics import confusion_matrix

from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import EMPTY
from bpstudio.ui.theme import theme
from bpstudio.ui.views import curve
from bpstudio.ui.views.learned import BoundaryView
from bpstudio.ui.views.strokes import draw_line
from tests.runtime.studies.trainers import forward
from tests.ui.views.learned_views import axes_of, number, part_of, px, shown
from tests.ui.views.painted_words import painted_words
from tests.ui.views.real_runs import look, trained


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


def along_a_line(qtbot: QtBot, tmp_path: Path, classes: int) -> tuple[BoundaryView, Run]:
    """A view of a run on one feature and so many classes, each in a stretch of it."""
    table = tmp_path / "stretches.csv"
    table.write_text(
        "x,t\n" + "".join(f"{k},{'abcdefghijklm'[k // 8]}\n" for k in range(8 * classes))
    )
    run = trained(DataSpec(path=str(table)), 6)
    return shown(qtbot, run), run


def test_over_one_input_the_largest_y_of_many_classes_is_called_that(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view, run = along_a_line(qtbot, tmp_path, 13)
    assert [color for color, _ in pens_of_curves(monkeypatch, view)] == [theme().colors.text.name()]
    assert axes_of(view).y_name == "largest y"
    assert view.accessibleDescription().startswith("largest y over x; ")
    read = view.plot.readout_at(px(view, 50, 0.9))
    assert [name for name, _ in read.rows] == ["largest y"]
    x, data = number(read.title.removeprefix("x ")), run.trainer.data
    said = forward(run.trainer, (np.array([[x]]) - data.offset) / data.scale)[-1][:, 0]
    assert number(read.rows[0][1]) == pytest.approx(said.max(), rel=5e-3)
    assert view.table()[0] == ["x", "largest y"]


def test_the_curve_of_each_class_is_drawn_and_told_as_far_as_there_is_room(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view, run = along_a_line(qtbot, tmp_path, 12)
    pens = pens_of_curves(monkeypatch, view)
    assert len(set(pens)) == 12
    assert pens[8][0] == pens[0][0], "the colours come again, with other dashes"
    read = view.plot.readout_at(px(view, 50, 0.9))
    x, data = number(read.title.removeprefix("x ")), run.trainer.data
    said = forward(run.trainer, (np.array([[x]]) - data.offset) / data.scale)[-1][:, 0]
    largest = sorted(np.argsort(-said)[:8].tolist())
    assert [name for name, _ in read.rows[:-1]] == [f"y, {'abcdefghijkl'[k]}" for k in largest]
    assert [number(told) for _, told in read.rows[:-1]] == pytest.approx(
        said[largest].tolist(), rel=5e-2, abs=1e-4
    )
    assert read.rows[-1][0] == "4 others, at most"
    assert number(read.rows[-1][1]) == pytest.approx(np.sort(said)[3], rel=5e-2, abs=1e-4)


def pens_of_curves(
    monkeypatch: pytest.MonkeyPatch, view: BoundaryView
) -> list[tuple[str, tuple[float, ...]]]:
    """Paint the view, and return colour and dashes of each curve."""
    found = []

    def note(painter: QPainter, xs: np.ndarray, ys: np.ndarray) -> None:
        pen = painter.pen()
        found.append((pen.color().name(), tuple(pen.dashPattern())))
        draw_line(painter, xs, ys)

    with monkeypatch.context() as patch:
        patch.setattr(curve, "draw_line", note)
        view.grab()
    return found


@pytest.mark.parametrize("part", ["test", "training"])
def test_the_confusion_of_digits_and_its_worst_mistakes(qtbot: QtBot, part: str) -> None:
    run = trained("digits", 12)
    view = shown(qtbot, run, (420, 240))
    part_of(view).choose(part)
    look(view, run)
    samples = run.trainer.data.test if part == "test" else run.trainer.data.train
    y = forward(run.trainer, samples.x)[-1].T
    expected = confusion_matrix(samples.t, y.argmax(axis=1), labels=range(10))
    headers, rows = view.table()
    assert headers[-3:] == ["sample", "predicted ≠ true", "y"]
    assert {len(row) for row in rows} == {len(headers)}
    matrix, mistakes = rows[:10], rows[10:]
    np.testing.assert_array_equal([[int(v) for v in row[1:11]] for row in matrix], expected)
    recall = headers.index("recall")
    assert float(rows[3][recall]) == pytest.approx(expected[3, 3] / expected[3].sum(), rel=1e-5)
    assert all(row[-3:] == [""] * 3 for row in matrix)
    assert all(row[:-3] == [""] * 12 for row in mistakes)
    sure = [float(row[-1]) for row in mistakes]
    missed = y.argmax(axis=1) != samples.t
    assert sorted(sure) == pytest.approx(sorted(y.max(axis=1)[missed]), rel=1e-5)
    assert all(" ≠ " in row[-2] and row[-3].startswith("sample ") for row in mistakes)
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
