"""What was known of a layer's units before their number changed."""

import numpy as np
import pytest

from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import LayerSample, Sample


def sample(step: int, units: int, share: float = 0.5) -> Sample:
    layer = LayerSample(
        id=3, gradient_norm=1.0, gradient_mean=1.0, saturation=np.full(units, share)
    )
    return Sample(
        run=1, step=step, test_step=step, test_loss=None, test_accuracy=None, layers=(layer,)
    )


def recorded(*widths: tuple[int, int]) -> Recorder:
    """Return a recorder of samples with these steps and numbers of units."""
    recorder = Recorder()
    for step, units in widths:
        recorder.add(sample(step, units))
    return recorder


def stretches(recorder: Recorder) -> list[tuple[int, list[float]]]:
    tracks = [*recorder.former.get(3, ()), recorder.saturation[3]]
    return [(track.values.shape[1], track.steps.tolist()) for track in tracks]


def test_the_earlier_stretch_is_kept_when_units_come_and_go():
    found = stretches(recorded((1, 4), (5, 4), (5, 6), (9, 6), (9, 2), (12, 2)))
    assert found == [(4, [1, 5]), (6, [5, 9]), (2, [9, 12])]


@pytest.mark.parametrize("pulled", [(5,), (5, 6, 7, 6, 5), (1, 2, 3)])
def test_pulling_and_letting_go_leaves_no_trace(pulled):
    found = stretches(recorded((1, 4), (8, 4), *((8, units) for units in pulled), (8, 4), (9, 4)))
    assert found == [(4, [1, 8, 9])]


def test_a_run_that_goes_back_forgets_what_came_then():
    recorder = recorded((1, 4), (5, 4), (5, 6), (9, 6), (3, 4), (4, 4))
    assert stretches(recorder) == [(4, [1, 3, 4])]


def test_a_thousand_changes_take_bounded_room():
    recorder = recorded(*((step, 2 + step % 2) for step in range(1, 1_000)))
    assert len(recorder.former[3]) <= 8
