"""How densely the reporter samples a run at full pace: the curves of a blink are curves."""

import numpy as np
import pytest

from bpstudio.runtime import observer as module
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.reporter import Reporter
from bpstudio.runtime.run import Run
from tests.runtime.experiments import data_of, make_experiment


def allow_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKED_AT_ONCE", 0.0)
    monkeypatch.setattr(module, "LOOKED_SHARE", 1e-9)


@pytest.mark.parametrize("steps", [40, 200, 1_400, 9_000])
def test_a_tiny_run_at_full_pace_has_200_points_and_no_gap(
    steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOKED_AT_ONCE", np.inf)  # on a busy machine all may be costly
    experiment = make_experiment(4)
    run, reporter, recorder = Run(experiment, data_of(experiment)), Reporter(), Recorder()
    run.train(endless=True)
    while run.step_made < steps:
        reporter.advance(run, min(10_000, steps - run.step_made))
    for sample in reporter.samples:
        recorder.add(sample)
    for track in recorder.gradients.values():
        known = track.steps
        assert len(known) >= min(steps, 200)
        assert np.isfinite(track.values).all()
        gaps = np.diff(known, prepend=0, append=steps)
        assert gaps.max() <= max(steps // 50, 1), "nowhere wider than a fiftieth of the run"


def test_what_goes_back_is_sampled_anew() -> None:
    experiment = make_experiment(4)
    run, reporter = Run(experiment, data_of(experiment)), Reporter()
    run.train(endless=True)
    reporter.advance(run, 300)
    while run.step_made < 300:
        reporter.advance(run, 300 - run.step_made)
    descent = run.trainer.descent
    descent.rewind(descent.place.step - 5)
    reporter.samples.clear()
    first = run.step_made
    while run.step_made < first + 3:
        reporter.advance(run, 1)
    assert next(sample.step for sample in reporter.samples) == first + 1


def test_what_has_been_looked_at_enough_rests_until_the_network_is_another(monkeypatch) -> None:
    allow_one_look(monkeypatch)
    experiment = make_experiment(4)
    run, reporter = Run(experiment, data_of(experiment)), Reporter()
    run.train(endless=True)
    for _ in range(30):
        reporter.advance(run, 1)
    assert [sample.step for sample in reporter.samples] == [1]
    run.change(make_experiment(4, 3), run.trainer.data, edit=1)
    for _ in range(30):
        reporter.advance(run, 1)
    assert len(reporter.samples) == 2
    assert sum(len(block.losses) for block in reporter.blocks) == 60


def test_no_updates_are_cut_short_for_a_look_that_has_to_wait(monkeypatch) -> None:
    allow_one_look(monkeypatch)
    experiment = make_experiment(4)
    run, reporter = Run(experiment, data_of(experiment)), Reporter()
    run.train(endless=True)
    assert reporter.advance(run, 1) == 1
    assert reporter.advance(run, 50) == 50
