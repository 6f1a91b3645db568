"""A branch from a past step goes on with what its parent has shown up to there, in every view."""

from collections import deque
from dataclasses import replace

import numpy as np
from pytestqt.qtbot import QtBot

from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Begun, Snapshot, Timeline
from bpstudio.runtime.studies.gradient_histogram import ALL, GradientHistogram
from bpstudio.runtime.studies.histograms import HistogramsStudy
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.gradient import SPREAD, GradientView
from bpstudio.ui.views.histograms import HistogramView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.view import View
from tests.ui.views.runs import histogram, layer, opened, output, snapshot
from tests.ui.views.test_gradient_spread import sizes

BRANCHED_AT = 20


def told(step: int, run: int) -> Snapshot:
    """A step of a run: layer 1 has two units, the first one saturated on a share of step / 100."""
    shot = snapshot(step, layer(1, [step / 100, 0.0]), output(), run=run)
    answers = {
        HistogramsStudy("activations"): (histogram(1, "layer 1"),),
        GradientHistogram(ALL): sizes(-3),
    }
    slope = np.full((3, 2), float(step))
    layers = tuple(replace(one, by_unit=slope) for one in shot.layers)
    return replace(shot, layers=layers, answers=answers, timeline=Timeline(0, step))


def begin(recorder: Recorder, run: int, parent: int | None = None) -> None:
    experiment = Experiment(data=DataSpec(name="circle"))
    step = 0 if parent is None else BRANCHED_AT
    recorder.take(deque([Begun(run, experiment, parent, step)]), deque(), deque())


def branched(view: View) -> Recorder:
    """Run 1 to step 40, looked at every 5 steps; run 2 from its step 20 to 22; both are shown."""
    recorder = Recorder()
    begin(recorder, 1)
    recorder.add_losses(1, 1, np.ones(40))
    for step in range(5, 41, 5):
        recorder.add(told(step, run=1))
        view.refresh(told(step, run=1), recorder)
    begin(recorder, 2, parent=1)
    for step in (20, 21, 22):
        recorder.add(told(step, run=2))
        view.refresh(told(step, run=2), recorder)
    return recorder


def test_distributions_go_on_from_those_of_the_parent(qtbot: QtBot) -> None:
    view = opened(qtbot, HistogramView)
    recorder = branched(view)
    assert view.plot.layers[0].steps.tolist() == [5, 10, 15, 20, 21, 22]
    assert view.plot.frame.y_name == "z, probe set, from step 5"
    view.grab()
    view.refresh(told(40, run=1), recorder)
    assert view.plot.layers[0].steps.tolist() == list(range(5, 41, 5)), "and the parent keeps its"
    view.refresh(told(23, run=2), recorder)
    assert view.plot.layers[0].steps.tolist() == [5, 10, 15, 20, 21, 22, 23]


def test_the_spread_of_gradients_goes_on_too(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientView)
    view.header().findChildren(Choice)[1].choose(SPREAD)
    branched(view)
    assert view.plot.known_from == 5


def test_the_saturation_map_and_the_curves_of_units_go_on(qtbot: QtBot) -> None:
    view = opened(qtbot, SaturationView)
    recorder = branched(view)
    shown = view.plot.layers[0]
    assert shown.steps.tolist() == [5, 10, 15, 20, 21, 22]
    assert shown.at(np.array([10.0]))[0, 0] == np.float32(0.1)
    view.grab()
    steps, rows = recorder.history(1, 0)
    assert steps.tolist() == [5, 10, 15, 20, 21, 22]
    assert rows[:, 0].tolist() == steps.tolist()
    recorder.run = 1
    assert recorder.history(1, 0)[0].tolist() == list(range(5, 41, 5))


def test_what_was_never_looked_at_begins_with_the_branch(qtbot: QtBot) -> None:
    view = opened(qtbot, HistogramView)
    recorder = Recorder()
    begin(recorder, 1)
    begin(recorder, 2, parent=1)
    view.refresh(told(21, run=2), recorder)
    assert view.plot.layers[0].steps.tolist() == [21]
