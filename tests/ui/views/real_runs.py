"""Real runs for the views: trained here, looked at as the training thread would."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.experiment.build import load_data
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainingSpec
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.run import Run

if TYPE_CHECKING:
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.ui.views.view import View


def trained(
    data: DataSpec | str, *units: int, loss: str = "cross_entropy", steps: int = 300
) -> Run:
    """Return a run on this data after some steps."""
    spec = DataSpec(name=data) if isinstance(data, str) else data
    hidden = tuple(LayerSpec(units=count) for count in units)
    network, training = NetworkSpec(hidden=hidden), TrainingSpec(learning_rate=0.2)
    experiment = with_ids(Experiment(data=spec, network=network, loss=loss, training=training))
    run = Run(experiment, load_data(spec, loss, Path()))
    run.advance(steps)
    return run


def look(view: View, run: Run, sample: int = 0) -> Snapshot:
    """Let a view look at a run, twice: what it wants to know depends on what it saw."""
    observer = Observer(run.trainer)
    for _ in range(3):
        snapshot = observer.observe(run, sample, 0.0, None, list(view.studies()))
        view.refresh(snapshot, Recorder())
    return snapshot
