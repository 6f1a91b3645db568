from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.runtime.loss_block import LossBlock, joined
from bpstudio.runtime.loss_curve import BUCKETS, LossCurve
from bpstudio.runtime.recorder import MOST_RACED, MOST_RECORDS, Recorder
from bpstudio.runtime.snapshot import Begun
from bpstudio.runtime.track import CELLS, COLUMNS, Track
from tests.ui.views.runs import layer, output, recorded, snapshot


@settings(max_examples=30)
@given(st.lists(st.integers(0, 1_500), max_size=8), st.integers(0, 2**32))
def test_the_envelope_is_true_to_every_step(blocks: list[int], seed: int) -> None:
    losses = np.random.default_rng(seed).random(sum(blocks)).astype(np.float32)
    curve = LossCurve()
    for block in np.split(losses, np.cumsum(blocks)[:-1]) if blocks else []:
        curve.extend(block)
    last, low, high, mean = curve.envelope()
    assert len(curve) == len(losses)
    assert len(last) <= BUCKETS
    first = 0
    for place, end in enumerate(last.astype(int)):
        part = losses[first:end]
        assert (low[place], high[place]) == (part.min(), part.max())
        assert mean[place] == pytest.approx(part.mean(dtype=float))
        first = end
    assert first == len(losses)


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 3), st.integers(1, 4)), max_size=12))
def test_joined_blocks_have_the_same_losses(drawn: list[tuple[int, int, int]]) -> None:
    blocks, step = [], 1
    for run, skipped, size in drawn:
        step += skipped
        blocks.append(LossBlock(run, step, np.arange(step, step + size, dtype=np.float32)))
        step += size

    def told(those: Iterable[LossBlock]) -> list[tuple[int, int, float]]:
        rows = [(block.run, block.first, block.losses.tolist()) for block in those]
        return [(run, first + k, x) for run, first, xs in rows for k, x in enumerate(xs)]

    some = list(joined(blocks))
    assert told(some) == told(blocks)
    for before, after in pairwise(some):  # what could have been one block is
        assert (after.run, after.first) != (before.run, before.first + len(before.losses))


def test_every_step_can_be_asked_for() -> None:
    curve = LossCurve()
    curve.extend(np.arange(200_000.0))
    assert [curve.value(step) for step in (1, 65_536, 65_537, 200_000)] == [
        0,
        65_535,
        65_536,
        199_999,
    ]
    for outside in (0, 200_001):
        with pytest.raises(IndexError):
            curve.value(outside)


def test_losses_beyond_float32_are_infinite_and_never_raise() -> None:
    curve = LossCurve()
    curve.extend(np.array([1.0, 1e300, np.nan]))
    assert np.isinf(curve.value(2))
    assert np.isnan(curve.value(3))


def test_a_run_that_goes_back_replaces_its_losses() -> None:
    recorder = Recorder()
    recorder.add_losses(1, 1, np.array([1.0, 2.0, 3.0]))
    recorder.add_losses(1, 3, np.array([30.0, 40.0]))
    assert [recorder.losses.value(step) for step in (1, 2, 3, 4)] == [1, 2, 30, 40]


def test_a_run_that_goes_back_forgets_its_samples() -> None:
    _, recorder = recorded(
        snapshot(1, layer(1, [0.1])),
        snapshot(2, layer(1, [0.2])),
        snapshot(3, layer(1, [0.3])),
        snapshot(2, layer(1, [0.9])),
    )
    assert recorder.saturation[1].steps.tolist() == [1, 2]
    assert recorder.saturation[1].values[:, 0] == pytest.approx([0.1, 0.9])


def test_another_run_starts_anew_and_what_comes_late_of_an_older_one_is_not_shown() -> None:
    recorder = Recorder()
    recorder.add(snapshot(5, output(), run=1, test_loss=1.0))
    recorder.add(snapshot(1, output(), run=2))
    recorder.add_losses(1, 1, np.array([1.0]))
    assert recorder.gradients[0].steps.tolist() == [1]
    assert len(recorder.test.steps) == len(recorder.losses) == 0


def test_a_run_that_comes_back_has_its_record() -> None:
    recorder = Recorder()
    recorder.add_losses(1, 1, np.array([3.0, 2.0]))
    recorder.add(snapshot(2, output(), run=1, test_loss=1.0))
    recorder.add(snapshot(1, output(), run=2))
    recorder.add(snapshot(2, output(), run=1, test_loss=1.0))
    assert recorder.losses.value(2) == 2.0
    assert recorder.test.steps.tolist() == [2]


def begin(recorder: Recorder, run: int, losses: int, **fields: object) -> None:
    recorder.begin(Begun(run, Experiment(data=DataSpec(name="xor")), **fields))
    recorder.add_losses(run, 1, np.ones(losses))


def test_records_of_the_last_runs_are_kept_and_pinned_ones_beyond_that() -> None:
    recorder = Recorder()
    begin(recorder, 1, 3, name="the first", is_shown=False)
    for run in range(2, MOST_RECORDS + 6):
        begin(recorder, run, 3)
    kept = [record.number for record in recorder.records]
    assert kept[0] == 1
    assert len(kept) <= MOST_RECORDS + 1
    assert kept[1:] == list(range(kept[1], MOST_RECORDS + 6))
    assert [record.name for record in recorder.overlays] == ["the first"]


def race(recorder: Recorder, first: int) -> None:
    """Begin a race of three."""
    begin(recorder, first, 3, name="GD", is_shown=False)
    for run in (first + 1, first + 2):
        begin(recorder, run, 3, name="SGD", is_shown=False, races_with=first)


def test_many_pinned_runs_leave_the_others_their_room() -> None:
    recorder = Recorder()
    for run in range(1, MOST_RECORDS + 6):
        begin(recorder, run, 3)
        recorder.record(run).pin(True)
    for run in range(101, 105):
        begin(recorder, run, 3)
    kept = [record.number for record in recorder.records]
    assert kept == [*range(1, MOST_RECORDS + 6), 101, 102, 103, 104]


def test_the_newest_races_stay_as_a_whole_and_what_somebody_pinned() -> None:
    recorder = Recorder()
    begin(recorder, 1, 3)
    for first in range(2, 2 + 3 * 20, 3):
        race(recorder, first)
        if first == 2:  # the box is unticked and ticked again
            recorder.record(3).pin(False)
            recorder.record(3).pin(True)
    newest = list(range(62 - MOST_RACED, 62))
    assert [record.number for record in recorder.records] == [1, 3, *newest]
    begin(recorder, 70, 3)
    begin(recorder, 71, 3)
    assert [r.number for r in recorder.records if not r.is_pinned] == [1, 70, 71]


def test_the_shown_run_of_an_old_race_stays() -> None:
    recorder = Recorder()
    race(recorder, 1)
    recorder.run = 1
    for first in range(4, 4 + 3 * 10, 3):
        race(recorder, first)
    assert recorder.record(1) is not None
    assert recorder.record(2) is None


def test_steps_that_are_not_known_any_more_leave_a_gap() -> None:
    recorder = Recorder()
    recorder.add_losses(1, 6, np.array([0.5, 0.25]))
    assert len(recorder.losses) == 7
    assert np.isnan(recorder.losses.value(5))
    assert recorder.losses.value(6) == 0.5


def test_runs_that_came_nowhere_leave_no_record() -> None:
    recorder = Recorder()
    for run, losses in ((1, 2), (2, 0), (3, 0), (4, 1)):
        begin(recorder, run, losses)
    assert [record.number for record in recorder.records] == [1, 4]
    recorder.forget(4)
    recorder.forget(1)
    assert [record.number for record in recorder.records] == [4], "the shown one stays"


def test_a_forgotten_run_comes_back_to_its_place_and_makes_room_first() -> None:
    recorder = Recorder()
    for run in (1, 2, 3):
        begin(recorder, run, run)
    recorder.forget(2)
    recorder.forget(1)
    assert [record.number for record in recorder.records] == [3]
    assert [record.name for record in recorder.forgotten] == ["run 2", "run 1"]
    recorder.recall(2)
    recorder.recall(7)
    assert [(record.name, len(record.losses)) for record in recorder.records] == [
        ("run 2", 2),
        ("run 3", 3),
    ]
    for run in range(4, MOST_RECORDS + 4):
        begin(recorder, run, 1)
    assert recorder.forgotten == ()
    assert len(recorder.records) <= MOST_RECORDS + 1


def test_a_late_word_of_a_forgotten_run_goes_to_its_record() -> None:
    recorder = Recorder()
    begin(recorder, 1, 2)
    begin(recorder, 2, 1)
    recorder.forget(1)
    recorder.add_losses(1, 3, np.ones(4))
    assert [record.number for record in recorder.records] == [2]
    assert len(recorder.forgotten[0].losses) == 6


def names(recorder: Recorder) -> list[str]:
    return [record.name for record in recorder.records]


def test_runs_are_called_by_their_place_among_those_that_came_anywhere() -> None:
    recorder = Recorder()
    begin(recorder, 1, 0)  # replaced before it has made an update
    begin(recorder, 2, 3)
    begin(recorder, 3, 0, name="SGD")
    recorder.add_losses(3, 1, np.ones(2))
    begin(recorder, 4, 5)
    assert names(recorder) == ["run 1", "SGD", "run 2"]
    recorder.begin(Begun(5, Experiment(data=DataSpec(name="xor")), parent=4, step=2))
    recorder.forget(4)
    begin(recorder, 6, 1)
    assert names(recorder) == ["run 1", "SGD", "run 3", "run 4"]


def test_the_first_run_of_another_document_is_run_1_whatever_the_last_one_still_tells() -> None:
    recorder = Recorder()
    begin(recorder, 1, 3)
    begin(recorder, 2, 3)
    recorder.clear()
    recorder.add_losses(2, 4, np.ones(9))  # they were on their way
    recorder.add(snapshot(12, output(), run=2))
    begin(recorder, 3, 4, is_first=True)
    recorder.add_losses(2, 13, np.ones(9))
    recorder.add(snapshot(21, output(), run=2))
    assert [(record.name, record.number) for record in recorder.records] == [("run 1", 3)]
    assert (recorder.run, len(recorder.losses)) == (3, 4)


def test_a_step_is_sampled_once_and_the_newest_counts() -> None:
    _, recorder = recorded(snapshot(1, output(0.1)), snapshot(1, output(0.2)))
    assert recorder.gradients[0].values[:, 0] == pytest.approx([0.2])


def test_a_layer_of_another_width_starts_anew() -> None:
    _, recorder = recorded(snapshot(1, layer(1, [0.1])), snapshot(2, layer(1, [0.1, 0.2])))
    assert recorder.saturation[1].steps.tolist() == [2]
    assert recorder.gradients[1].steps.tolist() == [1, 2]


@given(st.integers(1, 5_000))
def test_a_track_stays_small_and_even(offered: int) -> None:
    track = Track(1)
    for step in range(offered):
        track.append(step, np.array([step]))
    assert len(track.steps) <= COLUMNS
    assert track.steps[0] == 0
    assert len(set(np.diff(track.steps))) <= 1
    assert offered - track.steps[-1] <= max(2 * offered / COLUMNS, 1)
    assert track.values[:, 0].tolist() == track.steps.tolist()


def test_a_wide_track_has_fewer_samples() -> None:
    track = Track(10**6)
    for step in range(9):
        track.append(step, np.full(10**6, step, np.float32))
    assert 1 <= track.values.size <= CELLS
    assert track.steps[0] == 0


def test_the_losses_of_all_steps_are_copied():
    losses = np.random.default_rng(0).normal(size=150_001).astype(np.float32)
    curve = LossCurve()
    assert len(curve.values()) == 0
    curve.extend(losses)
    copy = curve.values()
    curve.truncate(3)
    np.testing.assert_array_equal(copy, losses)
    np.testing.assert_array_equal(curve.values(), losses[:3])
