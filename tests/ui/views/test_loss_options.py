"""What the loss view lets one choose, and what it marks: by mouse and by key."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.runtime.clock import Passed, Unit
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Mark, Snapshot, Timeline
from bpstudio.runtime.studies.guessing import Guess, Guessing
from bpstudio.ui.export.kinds import PNG
from bpstudio.ui.export.picture import ViewDrawing, picture
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.views.loss import TALL, WIDE, LossView
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.ruler import unit_choice
from bpstudio.ui.widgets.dock import Dock
from tests.ui.mouse import NOTCH, turn_wheel
from tests.ui.views.runs import opened, output, recorded, snapshot

LAST = 400
EIGHTHS = (1 / 8, 3 / 8, 5 / 8, 7 / 8)
MARKS = (Mark(100, "rate 0.15 → 0.1"), Mark(300, "batch 8 → 16, layer 2 added: sigmoid · 16"))


def a_run(last: int = LAST, **others: object) -> tuple[Snapshot, Recorder]:
    """A run of 8 samples a step, 80 an epoch; the second half took ten times as long a step."""
    shots = []
    for step in range(10, last + 1, 10):
        seconds = step + 9.0 * max(step - last / 2, 0)
        told = {
            "passed": Passed(step / 10, 8 * step, seconds),
            "test_accuracy": step / last,
            "probe_accuracy": 0.5 + step / last / 2,
        }
        told |= others if step == last else {}
        shots.append(snapshot(step, output(), test_loss=2.0 / step, **told))
    return recorded(*shots, losses=10.0 / np.arange(1, last + 1))


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = opened(qtbot, LossView)
    made.refresh(*a_run())
    return made


def x_of(plot: Plot, step: float) -> float:
    return float(plot.x_of(np.array(step)))


def press(qtbot: QtBot, view: LossView, key: Qt.Key) -> None:
    view.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, key)


def button(view: LossView, text: str) -> QToolButton:
    return next(b for b in view.header().findChildren(QToolButton) if b.text() == text)


@pytest.mark.parametrize(
    ("unit", "name", "last", "half"),
    [
        (Unit.STEPS, "step", 400, 0.5),
        (Unit.EPOCHS, "epoch", 40, 0.5),
        (Unit.SAMPLES, "samples", 3_200, 0.5),
        (Unit.SECONDS, "seconds", 2_200, 200 / 2_200),
    ],
)
def test_the_axis_is_in_the_chosen_unit(
    view: LossView, unit: Unit, name: str, last: float, half: float
) -> None:
    unit_choice().choose(unit)
    frame = view.plot.frame
    assert frame.x_name == name
    assert (frame.x.low, frame.x.high) == pytest.approx((0, last))
    place = (x_of(view.plot, 200) - frame.area.left()) / frame.area.width()
    assert place == pytest.approx(half)
    assert view.plot.step_at(x_of(view.plot, 123)) == pytest.approx(123)
    across = [view.plot.step_at(frame.area.left() + part * frame.area.width()) for part in EIGHTHS]
    assert view.plot.steps_across(4) == pytest.approx(across)
    view.grab()


def test_zooming_and_moving_are_even_in_the_unit_that_is_shown(
    qtbot: QtBot, view: LossView
) -> None:
    unit_choice().choose(Unit.SECONDS)
    plot, x = view.plot, x_of(view.plot, 210)
    turn_wheel(plot, QPointF(x, 60), 3 * NOTCH)
    assert plot.step_at(x) == pytest.approx(210)
    assert plot.frame.x.high - plot.frame.x.low == pytest.approx(2_200 * 0.8**3)
    grabbed = plot.step_at(250)
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(250, 60))
    qtbot.mouseMove(plot, QPoint(240, 60))
    qtbot.mouseMove(plot, QPoint(230, 60))
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(230, 60))
    assert plot.step_at(230) == pytest.approx(grabbed, abs=0.5)
    before = plot.steps.visible
    unit_choice().choose(Unit.STEPS)
    assert plot.steps.visible == before, "the same steps stay in sight"


def test_the_unit_is_chosen_from_the_menu_or_by_key(qtbot: QtBot, view: LossView) -> None:
    options = view.header().findChild(QToolButton, "lossOptions")
    assert isinstance(options.menu(), QMenu)
    actions = {action.text(): action for action in options.menu().actions()}
    actions["In seconds"].trigger()
    assert unit_choice().unit is Unit.SECONDS
    assert actions["In seconds"].isChecked()
    assert not actions["In steps"].isChecked()
    press(qtbot, view, Qt.Key.Key_X)
    assert unit_choice().unit is Unit.STEPS
    assert actions["In steps"].isChecked()


def test_a_readout_tells_the_step_and_where_it_stands(view: LossView) -> None:
    unit_choice().choose(Unit.EPOCHS)
    readout = view.plot.readout_at(QPointF(x_of(view.plot, 50), 60))
    assert readout is not None
    assert readout.title == "step 50, epoch 5.00"
    assert readout.rows[0] == ("batch", "0.2000")


def test_smoothing_is_switched_by_key_and_named(qtbot: QtBot, view: LossView) -> None:
    press(qtbot, view, Qt.Key.Key_S)
    assert view.accessibleDescription().startswith("smoothed, mean of ")
    readout = view.plot.readout_at(QPointF(x_of(view.plot, 200), 60))
    assert readout is not None
    # of 10/n at the steps n from 181 to 200, by hand: 10 (ln 200.5 - ln 180.5) / 20 = 0.05254
    assert dict(readout.rows)["smoothed, last 20"] == "0.05254"
    headers, rows = view.table()
    assert headers[-1] == "smoothed at that step (mean of the last tenth of the steps)"
    by_step = {row[1]: row[-1] for row in rows}
    assert float(by_step["400"]) == pytest.approx(np.mean(10.0 / np.arange(361, 401)), rel=1e-5)
    view.grab()
    press(qtbot, view, Qt.Key.Key_S)
    assert view.plot.smoothed is None


def test_the_smoothed_loss_is_the_same_however_the_curve_is_drawn(
    qtbot: QtBot, view: LossView
) -> None:
    losses = np.random.default_rng(3).random(60_000)
    view.refresh(*recorded(snapshot(60_000, output()), losses=losses))
    press(qtbot, view, Qt.Key.Key_S)
    legend = view.accessibleDescription()
    told = f"smoothed, mean of the last 6\u202f000 batches {losses[-6_000:].mean():.3f}"
    assert legend == told
    seen = dict(zip(view.plot.buckets.last, view.plot.smoothed, strict=True))
    turn_wheel(view.plot, QPointF(x_of(view.plot, 40_000), 60), 12 * NOTCH)
    closer = dict(zip(view.plot.buckets.last, view.plot.smoothed, strict=True))
    assert len(closer) > 50
    for step, mean in (seen | closer).items():
        last = int(step)
        np.testing.assert_allclose(mean, losses[last - -(-last // 10) : last].mean(), rtol=1e-6)
    assert all(closer[step] == seen[step] for step in seen.keys() & closer.keys())
    view.resize(700, 180)
    assert view.accessibleDescription() == legend, "nor by the zoom or the room there is"
    past = snapshot(500, output(), loss=0.75, timeline=Timeline(0, 60_000, wanted=500))
    view.refresh(past, recorded(snapshot(60_000, output()), losses=losses)[1])
    assert view.accessibleDescription().startswith("smoothed, mean of the last 50 batches ")


def test_far_in_every_step_is_there_and_the_numbers_stay_the_newest(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    losses = np.random.default_rng(0).random(200_000)
    view.refresh(*recorded(snapshot(200_000, output()), losses=losses))
    newest = view.accessibleDescription()
    x = x_of(view.plot, 1_000)
    turn_wheel(view.plot, QPointF(x, 60), 40 * NOTCH)
    assert view.plot.buckets.are_single
    assert not view.plot.has_band
    first, last = view.plot.steps.visible
    shown = view.plot.buckets
    assert shown.first[0] <= first
    assert last <= shown.last[-1]
    assert shown.mean == pytest.approx(losses[shown.first.astype(int) - 1])
    view.refresh(*recorded(snapshot(200_000, output()), losses=losses))
    assert view.accessibleDescription() == newest


def test_the_accuracy_takes_the_place_of_the_loss_where_there_is_little_room(
    qtbot: QtBot, view: LossView
) -> None:
    qtbot.mouseClick(button(view, "%"), Qt.MouseButton.LeftButton)
    assert view.accuracy_plot.isVisible()
    assert not view.plot.isVisible()
    assert view.isVisible(), "or it would be fed no more"
    assert view.accessibleDescription() == "probe 100.0\u202f%; test 100.0\u202f%"
    qtbot.waitUntil(lambda: view.accuracy_plot.size() == view.size())
    scale = view.accuracy_plot.frame.y
    assert scale.low == 0
    assert [tick.text for tick in scale.ticks(5)][-1] == "100"
    readout = view.accuracy_plot.readout_at(QPointF(x_of(view.accuracy_plot, 200), 60))
    assert readout is not None
    assert readout.rows == [
        ("probe, step 200", "75.00\u202f%"),
        ("test, step 200", "50.00\u202f%"),
    ]
    headers, rows = view.table()
    assert headers[-2:] == ["probe accuracy, %", "test accuracy, %"]
    assert rows[-1][-2:] == ["100", "100"]
    view.grab()
    press(qtbot, view, Qt.Key.Key_A)
    assert view.plot.isVisible()
    assert not view.accuracy_plot.isVisible()


def test_no_picture_is_exported_as_if_somebody_pointed_at_it(qtbot: QtBot, view: LossView) -> None:
    qtbot.mouseClick(button(view, "%"), Qt.MouseButton.LeftButton)
    view.resize(WIDE, 200)
    qtbot.waitUntil(lambda: view.plot.isVisible() and view.accuracy_plot.width() < WIDE)
    before = picture(ViewDrawing(view), PNG)
    for plot in (view.plot, view.accuracy_plot):
        plot.pointer = plot.area.center()
        assert plot.readout() is not None
        assert picture(ViewDrawing(view), PNG) == before
        assert plot.pointer is not None


@pytest.mark.parametrize(("width", "height"), [(WIDE, 200), (384, TALL)])
def test_where_there_is_room_both_are_shown_and_zoom_together(
    qtbot: QtBot, view: LossView, width: int, height: int
) -> None:
    qtbot.mouseClick(button(view, "%"), Qt.MouseButton.LeftButton)
    view.resize(width, height)
    qtbot.waitUntil(lambda: view.plot.isVisible() and view.accuracy_plot.isVisible())
    turn_wheel(view.accuracy_plot, QPointF(x_of(view.accuracy_plot, 200), 60), 5 * NOTCH)
    assert view.plot.steps.visible == view.accuracy_plot.steps.visible
    assert view.plot.frame.x == view.accuracy_plot.frame.x
    assert "test accuracy 100.0\u202f%" in view.accessibleDescription()
    view.grab()


def test_another_run_after_the_accuracy_was_hidden_is_measured_by_its_own_clock(
    qtbot: QtBot, view: LossView
) -> None:
    press(qtbot, view, Qt.Key.Key_A)
    press(qtbot, view, Qt.Key.Key_A)
    view.refresh(*a_run(800))
    unit_choice().choose(Unit.EPOCHS)
    assert view.plot.frame.x.high == pytest.approx(80)
    assert x_of(view.plot, 800) == pytest.approx(view.plot.frame.area.right())


def test_marks_are_read_with_their_words(view: LossView) -> None:
    view.refresh(*a_run(timeline=Timeline(0, LAST, LAST, MARKS, kept=Mark(350, "parameters kept"))))
    readouts = {}
    for step in (100, 200, 300, 350):
        readouts[step] = view.plot.readout_at(QPointF(x_of(view.plot, step) + 2, 100))
    assert readouts[100].rows[-1] == ("◆ step 100", "rate 0.15 → 0.1")
    assert not any("◆" in name for name, _ in readouts[200].rows)
    assert readouts[300].rows[-2:] == [
        ("◆ step 300", "batch 8 → 16"),
        ("", "layer 2 added: sigmoid · 16"),
    ]
    assert readouts[350].rows[-1] == ("◆ step 350", "parameters kept")


def test_a_mark_is_drawn_where_it_is_and_its_words_where_there_is_room(view: LossView) -> None:
    before = view.plot.grab().toImage()
    view.refresh(*a_run(timeline=Timeline(0, LAST, LAST, MARKS)))
    after = view.plot.grab().toImage()
    area = view.plot.frame.area

    def changed(left: float, right: float) -> bool:
        return any(
            before.pixelColor(x, y) != after.pixelColor(x, y)
            for x in range(round(left), round(right))
            for y in range(round(area.top()) - 3, round(area.top()) + 12)
        )

    x = x_of(view.plot, 100)
    assert changed(x - 3, x + 4)
    assert changed(x + 8, x + 60), "the words"
    assert not changed(area.left() + 20, x - 10)


def test_looking_back_the_run_stays_and_the_numbers_are_that_steps(view: LossView) -> None:
    _, recorder = a_run()
    past = snapshot(120, output(), test_loss=0.5, loss=0.75, timeline=Timeline(0, LAST, wanted=120))
    view.refresh(past, recorder)
    assert view.accessibleDescription() == "batch 0.750; test 0.500"
    assert view.plot.steps.last == LAST
    x, y = round(x_of(view.plot, 120)), round(view.plot.frame.area.top() - 2)
    looked = view.plot.grab().toImage().pixelColor(x, y)
    view.refresh(*a_run())
    assert view.plot.grab().toImage().pixelColor(x, y) != looked


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        (Guess(2.3026, 0.1034, "3"), "always guessing the class shares: 2.30"),
        (Guess(0.5), "always guessing the mean: 0.500"),
    ],
)
def test_the_best_guess_is_a_level_with_its_number(
    view: LossView, guess: Guess, words: str
) -> None:
    assert set(view.studies()) == {Guessing()}
    view.refresh(*a_run(answers={Guessing(): guess}))
    assert view.plot.level == (guess.loss, words, f"guessing: {words.split()[-1]}")
    view.grab()


def test_the_accuracy_has_that_of_the_most_frequent_class(qtbot: QtBot, view: LossView) -> None:
    press(qtbot, view, Qt.Key.Key_A)
    view.refresh(*a_run(answers={Guessing(): Guess(2.3, 0.1034, "3")}))
    words = "always guessing class 3: 10.3\u202f%"
    assert view.accuracy_plot.level == (pytest.approx(10.34), words, "guessing: 10.3\u202f%")
    view.grab()


@pytest.mark.parametrize("loss", [0.0, 1e-9, 2.3, 1e9, float("inf"), float("nan")])
def test_no_level_breaks_a_picture(qtbot: QtBot, view: LossView, loss: float) -> None:
    for _ in range(2):
        view.refresh(*a_run(answers={Guessing(): Guess(loss, 1.0, "a")}))
        view.grab()
        press(qtbot, view, Qt.Key.Key_L)


def test_controls_and_both_numbers_fit_a_narrow_title_bar(qtbot: QtBot, window: MainWindow) -> None:
    dock = next(d for d in window.findChildren(Dock) if d.objectName() == "lossViewDock")
    view, header = dock.widget(), dock.widget().header()
    told = snapshot(1_000, output(), test_loss=0.1234)
    view.refresh(*recorded(told, losses=np.full(1_000, 2.5e-4)))
    assert dock.width() <= 400
    shown = view.header().legend
    qtbot.waitUntil(lambda: shown.width() > 100)
    assert shown._width(shown.texts()) <= shown.width() + 8
    for child in header.findChildren(QToolButton):
        assert not child.text() or child.width() >= child.minimumSizeHint().width()
        assert child.toolTip()
        assert child.accessibleName()
        assert child.focusPolicy() & Qt.FocusPolicy.TabFocus
