"""Pinned runs beside the one that is shown: in the pictures of the loss and of the gradient."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.runtime.clock import Passed, Unit
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Begun, Sample, Snapshot
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.theme import theme
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.overlay import DASHES, MOST, End, draw_names, draw_names_within, medians
from bpstudio.ui.views.room import Room
from bpstudio.ui.views.ruler import unit_choice
from bpstudio.ui.views.view import View
from tests.ui.views.runs import layer, opened, output, snapshot

NETWORK = NetworkSpec(hidden=(LayerSpec(units=4),))
XOR = with_ids(Experiment(data=DataSpec(name="xor"), network=NETWORK))


def add(
    recorder: Recorder, run: int, steps: int, an_epoch: float, loss: float, norm: float
) -> Snapshot:
    """Let a run of so many steps an epoch come to `steps`; every tenth is sampled."""
    recorder.add_losses(run, 1, np.full(steps, loss))
    for step in range(steps // 10, steps + 1, steps // 10):
        shot = snapshot(
            step,
            layer(1, [0.5], norm=norm),
            output(0.3),
            run=run,
            passed=Passed(step / an_epoch, 4.0 * step / an_epoch, step / 10),
            test_loss=loss / 2,
            test_accuracy=0.5,
        )
        known = {name: getattr(shot, name) for name in Sample.__dataclass_fields__}
        recorder.add(shot if run == 1 else Sample(**known))
    return shot


@pytest.fixture
def race() -> tuple[Snapshot, Recorder]:
    """Three runs: the one shown has come to epoch 10, SGD with ten times the steps, GD to 40."""
    recorder = Recorder()
    recorder.begin(Begun(1, XOR, name="B-SGD 10"))
    recorder.begin(Begun(2, XOR, name="SGD", is_shown=False))
    recorder.begin(Begun(3, XOR, name="GD", is_shown=False))
    shown = add(recorder, 1, 100, 10, 1.0, 0.1)
    add(recorder, 2, 1_000, 100, 3.0, 0.02)
    add(recorder, 3, 40, 1, 0.25, 0.5)
    return shown, recorder


@pytest.fixture
def view(qtbot: QtBot, race: tuple[Snapshot, Recorder]) -> LossView:
    unit_choice().choose(Unit.EPOCHS)
    made = opened(qtbot, LossView, 700)
    made.refresh(*race)
    return made


def at_epoch(view: View, epoch: float) -> QPoint:
    plot = view.plot
    x = plot.x_of_values(np.array([epoch]))[0]
    return QPoint(round(x), round(plot.area.center().y()))


def read(qtbot: QtBot, view: View, epoch: float) -> dict[str, str]:
    qtbot.mouseMove(view.plot, at_epoch(view, epoch))
    qtbot.waitUntil(lambda: view.plot.pointer is not None)
    return dict(view.plot.readout().rows)


@pytest.mark.parametrize(
    ("unit", "last"),
    [(Unit.STEPS, 1_000), (Unit.EPOCHS, 40), (Unit.SAMPLES, 160), (Unit.SECONDS, 100)],
)
def test_axes_take_in_every_pinned_run_by_its_own_clock(
    view: LossView, unit: Unit, last: float
) -> None:
    unit_choice().choose(unit)
    frame = view.plot.frame
    assert (frame.x.low, frame.x.high) == pytest.approx((0, last))
    assert frame.y.low < 0.25
    assert frame.y.high > 3
    ends = {one.name: one.along(unit)[-1] for one in view.plot.overlays}
    short = {Unit.STEPS: 40, Unit.EPOCHS: 40, Unit.SAMPLES: 160, Unit.SECONDS: 4}[unit]
    assert ends["GD"] == pytest.approx(short, rel=0.15)


def test_hover_tells_each_run_at_its_own_step(qtbot: QtBot, view: LossView) -> None:
    rows = read(qtbot, view, 5)
    assert float(rows["batch"]) == 1
    told = {name.split(",")[0]: number for name, number in rows.items() if "GD, step" in name}
    assert told == {"SGD": "3.000", "GD": "0.2500"}
    beyond = read(qtbot, view, 30)  # where only one has come to
    assert [name.split(",")[0] for name in beyond] == ["GD"]
    assert view.plot.readout().title.startswith("epoch 30")


def test_legend_table_and_description_have_them(view: LossView) -> None:
    words = view.accessibleDescription()
    assert "SGD 3" in words
    assert "GD 0.25" in words
    assert "SGD" in view.header().legend.toolTip()
    headers, rows = view.table()
    assert float(rows[0][headers.index("SGD, mean batch")]) == 3
    assert float(rows[-1][headers.index("GD, mean batch")]) == 0.25


def test_the_accuracy_has_them_too(qtbot: QtBot, view: LossView) -> None:
    view.header().accuracy.trigger()
    plot = view.accuracy_plot
    assert [one.name for one in plot.overlays] == ["SGD", "GD"]
    assert all((one.values == 50).all() for one in plot.overlays)
    assert plot.frame.x.high == pytest.approx(40)
    assert ("GD, step 4", "50.00\u202f%") in plot.rows_beside(at_epoch(view, 4))
    headers, rows = view.table()
    assert float(rows[0][headers.index("SGD, accuracy, %")]) == 50


def test_each_curve_is_drawn_with_dashes_of_its_own(view: LossView) -> None:
    assert [one.dashes for one in view.plot.overlays] == [DASHES[0], DASHES[1]]
    picture, plot = view.plot.grab().toImage(), view.plot
    y = round(float(plot.y_of(np.array([0.25]))[0]))
    left, right = at_epoch(view, 12).x(), at_epoch(view, 30).x()
    ground = theme().colors.surface.lightness()
    inked = [
        min(picture.pixelColor(x, y + d).lightness() for d in (-1, 0, 1)) < ground - 60
        for x in range(left, right)
    ]
    assert 0.4 < np.mean(inked) < 0.95  # 6 px of ink, 3 px of ground


def test_names_keep_off_each_other_and_within_the_picture(qapp: object) -> None:
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(theme().colors.surface)
    area = QRectF(20, 10, 200, 80)
    painter = QPainter(image)
    draw_names(painter, [End(name, 220, 50) for name in ("one", "two", "three")], area, 70)
    painter.end()
    ground = theme().colors.surface.rgb()
    inked = [any(image.pixel(x, y) != ground for x in range(232, 300)) for y in range(100)]
    starts = np.flatnonzero(np.diff(np.array(inked, int)) == 1)
    assert len(starts) == 3  # three lines of text, with ground between them


def test_unpinning_takes_a_curve_away(view: LossView, race: tuple[Snapshot, Recorder]) -> None:
    shot, recorder = race
    recorder.record(3).is_pinned = False
    view.refresh(shot, recorder)
    assert [one.name for one in view.plot.overlays] == ["SGD"]
    recorder.record(2).is_pinned = False
    view.refresh(shot, recorder)
    assert not view.plot.overlays
    assert view.plot.frame.x.high == pytest.approx(10)


def test_of_very_many_the_last_are_drawn(qtbot: QtBot, race: tuple[Snapshot, Recorder]) -> None:
    shot, recorder = race
    for run in range(4, 14):
        recorder.begin(Begun(run, XOR, name=f"pinned {run}", is_shown=False))
        recorder.add_losses(run, 1, np.ones(20))
    view = opened(qtbot, LossView)
    view.refresh(shot, recorder)
    assert len(view.plot.overlays) == MOST
    assert "4 more pinned runs aren't drawn" in view.accessibleDescription()


def test_an_empty_run_leaves_the_stage_to_the_pinned(
    qtbot: QtBot, race: tuple[Snapshot, Recorder]
) -> None:
    _, recorder = race
    unit_choice().choose(Unit.EPOCHS)
    recorder.begin(Begun(9, XOR))
    view = opened(qtbot, LossView)
    view.refresh(snapshot(0, layer(1, [0.5]), output(), run=9), recorder)
    assert not view.plot.message
    assert view.plot.frame.x.high == pytest.approx(40)
    view.grab()


def test_the_gradient_shows_the_first_layer_of_each(
    qtbot: QtBot, race: tuple[Snapshot, Recorder]
) -> None:
    unit_choice().choose(Unit.EPOCHS)
    view = opened(qtbot, GradientView)
    view.refresh(*race)
    view.grab()
    told = {one.name: one.newest for one in view.plot.overlays}
    assert told == pytest.approx({"SGD, layer 1": 0.02, "GD, layer 1": 0.5})
    assert view.plot.frame.x.high == pytest.approx(40)
    assert view.plot.frame.y.low < 0.02
    assert any(name.startswith("SGD, layer 1") for name in read(qtbot, view, 5))
    assert "SGD, layer 1 0.02" in view.accessibleDescription()
    headers, rows = view.table()
    assert float(rows[0][headers.index("GD, layer 1, L2 norm")]) == 0.5


def test_medians_are_those_of_the_samples_around() -> None:
    values = np.random.default_rng(0).normal(size=40)
    found = medians(values, 5)
    assert found[2:-2] == pytest.approx([np.median(values[k - 2 : k + 3]) for k in range(2, 38)])
    assert len(found) == 40


def test_a_race_is_measured_in_epochs_unless_another_unit_was_chosen(
    qtbot: QtBot, window: MainWindow
) -> None:
    race = window._actions["actionRace"]
    race.trigger()
    assert unit_choice().unit is Unit.EPOCHS
    unit_choice().choose(Unit.SECONDS)
    race.trigger()
    assert unit_choice().unit is Unit.SECONDS


def test_names_within_keep_off_all_curves(qapp: object) -> None:
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    ground = theme().colors.surface
    image.fill(ground)
    area, xs = QRectF(10, 5, 280, 90), np.linspace(10, 290, 50)
    room = Room(area)
    low, high = np.full(50, 80.0), np.full(50, 20.0)
    for ys in (low, high):
        room.add_curve(xs, ys)
    painter = QPainter(image)
    draw_names_within(painter, room, [("first", xs, low), ("second", xs, high)])
    painter.end()
    inked = [any(image.pixel(x, y) != ground.rgb() for x in range(300)) for y in range(100)]
    assert any(inked[22:78])
    assert not inked[20]
    assert not inked[80]
