"""What is recorded of a run, frozen: it stays as it was while the run goes on or back."""

import numpy as np

from bpstudio.runtime.loss_curve import CHUNK, LossCurve
from bpstudio.runtime.record import Record
from bpstudio.runtime.record_file import record_arrays
from bpstudio.runtime.track import COLUMNS, Track


def test_losses_stay_whatever_becomes_of_the_curve() -> None:
    losses = np.arange(CHUNK + 100.0)
    curve = LossCurve()
    curve.extend(losses)
    frozen = curve.frozen()
    curve.extend(np.ones(50))
    curve.truncate(CHUNK - 10)  # the run goes back, and on in another way
    curve.extend(np.full(300, -1.0))
    np.testing.assert_array_equal(frozen.values(), losses)
    again = LossCurve()
    again.extend(losses)
    for mine, its in zip(frozen.envelope(), again.envelope(), strict=True):
        np.testing.assert_array_equal(mine, its)
    frozen.extend(np.zeros(3))  # it could go on, too
    assert frozen.value(CHUNK + 101) == 0
    assert curve.value(CHUNK) == -1
    np.testing.assert_array_equal(frozen.smoothed(np.array([9])), again.smoothed(np.array([9])))


def test_samples_stay_when_a_track_thins_itself() -> None:
    track = Track(2)
    for step in range(COLUMNS):
        track.append(step, np.array([step, -step]))
    frozen = track.frozen()
    track.append(COLUMNS, np.zeros(2))  # every other sample goes
    assert len(track.steps) < COLUMNS
    np.testing.assert_array_equal(frozen.steps, np.arange(COLUMNS))
    np.testing.assert_array_equal(frozen.values[:, 1], -np.arange(COLUMNS))
    assert frozen.pace == (COLUMNS, 1, COLUMNS)


def test_a_record_is_written_as_if_it_weren_t_frozen() -> None:
    record = Record(3)
    record.add_losses(1, np.arange(9.0))
    record.saturation[2] = Track(2)
    record.saturation[2].append(4, np.array([0.25, 1.0]))
    before = record_arrays(record)
    frozen = record.frozen()
    record.add_losses(5, np.zeros(2))
    record.saturation[2].append(4, np.zeros(2))
    after = record_arrays(frozen)
    assert before.keys() == after.keys()
    for name, array in before.items():
        np.testing.assert_array_equal(after[name], array)
