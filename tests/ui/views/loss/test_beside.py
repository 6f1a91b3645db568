"""What stands beside the losses: smoothed ones, the accuracy, the best guess, marks of edits."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from bpstudio.runtime.snapshot import Mark, Timeline
from bpstudio.runtime.studies.guessing import Guess, Guessing
from bpstudio.ui.export.kinds import PNG
from bpstudio.ui.export.picture import ViewDrawing, picture
from bpstudio.ui.views.loss import TALL, WIDE, LossView
from tests.ui.mouse import NOTCH, turn_wheel
from tests.ui.views.loss.run import LAST, a_run, button, press, x_of
from tests.ui.views.runs import output, recorded, snapshot

MARKS = (Mark(100, "rate 0.15 → 0.1"), Mark(300, "batch 8 → 16, layer 2 added: sigmoid · 16"))


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


def test_the_table_is_of_the_newest_while_the_accuracy_stands_in_the_losses_place(
    qtbot: QtBot, view: LossView
) -> None:
    qtbot.mouseClick(button(view, "%"), Qt.MouseButton.LeftButton)
    assert not view.plot.isVisible()
    view.refresh(*a_run(2 * LAST))
    headers, rows = view.table()
    assert rows[-1][1] == str(2 * LAST)
    view.refresh(*recorded(snapshot(3, output(), run=2), losses=[4.0, 3.0, 2.0]))
    headers, rows = view.table()
    assert [dict(zip(headers, row, strict=True))["mean batch"] for row in rows] == ["4", "3", "2"]


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
