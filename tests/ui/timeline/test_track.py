"""What the track says and draws: marks, their words, the losses."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from bpstudio.runtime.loss_curve import LossCurve
from bpstudio.runtime.snapshot import Mark, Timeline
from bpstudio.ui.timeline import track as track_module
from bpstudio.ui.timeline.track import SIDE, TimelineTrack, _thinned
from tests.ui.timeline.hand import LEFT, at, click, track_of, wait_for_step
from tests.ui.views.painted_words import painted_words


def test_a_mark_says_what_was_edited_and_catches_the_hand(qtbot, trained):
    track = track_of(trained)
    qtbot.waitUntil(lambda: len(track._line.marks) == 1)
    assert "units" in track.tip_at(at(track, 20).toPointF())
    click(qtbot, trained, 20)
    wait_for_step(qtbot, trained, 20)
    assert "layer 1: units" in track.accessibleDescription()
    trained.grab()


def test_an_empty_run_has_nothing_to_go_back_to(qtbot, window):
    qtbot.waitUntil(lambda: window.session.snapshot.experiment is not None)
    track = track_of(window)
    qtbot.mouseClick(track, LEFT, pos=at(track, 3, 10))
    qtbot.wait(50)
    assert not window.session.snapshot.is_past
    for name in ("actionFirst", "actionBack", "actionForward", "actionNow", "actionBranch"):
        assert not window._actions[name].isEnabled()
    assert "Train" in track.tip_at(QPointF(50, 0))


def test_the_latest_marks_have_words_at_the_very_end_too(qtbot):
    track = TimelineTrack()
    qtbot.addWidget(track)
    track.resize(600, 72)
    written = []
    track._write = lambda painter, x, y, words: written.append((words, x))
    marks = (
        Mark(10, "early"),
        Mark(91, "rate 0.5 → 1000"),
        Mark(92, "last"),
        Mark(100, "diverged"),
    )
    track.show_run(Timeline(0, 100, 98, marks), 98, LossCurve())
    track.grab()
    told = dict(written)
    assert {"early", "last", "diverged"} <= told.keys()
    assert told["last"] < told["diverged"] <= 600
    half = track.fontMetrics().horizontalAdvance("diverged") / 2
    assert told["diverged"] + half <= 600


@pytest.mark.parametrize("wanted", [95, 99, 100])
def test_words_of_a_mark_do_not_stand_across_the_line_of_the_handle(qtbot, monkeypatch, wanted):
    track = TimelineTrack()
    qtbot.addWidget(track)
    track.resize(600, 72)
    marks = (Mark(97, "diverged"),)
    track.show_run(Timeline(0, 100, wanted=wanted, marks=marks), wanted, LossCurve())
    places = {words: place for place, words in painted_words(monkeypatch, track)}
    line = SIDE + wanted / 100 * (600 - 2 * SIDE)
    place = places["diverged"]
    assert not place.left() < line - 1 < line + 1 < place.right()


@pytest.mark.parametrize("first", [0, 500])
def test_the_loss_stands_over_its_steps_wherever_the_run_begins(qtbot, monkeypatch, first):
    drawn = []
    monkeypatch.setattr(track_module, "draw_band", lambda _, xs, tops, __: drawn.append((xs, tops)))
    track = TimelineTrack()
    qtbot.addWidget(track)
    track.resize(600, 72)
    losses = LossCurve()
    losses.extend(np.where(np.arange(1, 1001) == 750, 5.0, 1.0))
    track.show_run(Timeline(first, 1000), 1000, losses)
    track.grab()
    xs, tops = drawn[-1]
    place = SIDE + (750 - first) / (1000 - first) * (600 - 2 * SIDE)
    assert xs[tops.argmin()] == pytest.approx(place, abs=8)
    assert (xs.min(), xs.max()) == pytest.approx((SIDE, 600 - SIDE), abs=8)


def test_the_loss_is_drawn_with_a_point_for_two_px_at_most():
    heights = np.arange(10.0)
    ends, means = _thinned(np.arange(1.0, 11.0), heights, 4)
    assert ends.tolist() == [3, 6, 9, 10]
    assert means.tolist() == [1, 4, 7, 9]
    same = _thinned(heights, heights, 10)
    assert same[0] is heights
