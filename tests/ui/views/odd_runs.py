"""The odd cases that every view has to cope with, each a real run looked at as the window would."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QToolButton

from bpstudio.data.added import with_added
from bpstudio.data.dataset import Part
from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainingSpec
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.reporter import Reporter
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import EMPTY
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.ui.views.view import View


MANY = 7  # choices: of more, the first and the last will do


@dataclass
class Odd:
    """A run and its record; `before` are runs that the view has been shown already."""

    run: Run | None
    recorder: Recorder
    before: tuple[Run, ...] = ()
    known: dict[object, Snapshot] = field(default_factory=dict)

    def show(self, view: View) -> None:
        """Let the view see the run, until it has the answers to what it asks."""
        for run in (*self.before, self.run):
            asked = None
            while asked != (asked := list(view.studies())):  # what it asks depends on what it saw
                view.refresh(self._snapshot(run, view), self.recorder)

    def _snapshot(self, run: Run | None, view: View) -> Snapshot:
        if run is None:
            return EMPTY
        key = (run.number, tuple(view.studies()))
        if key not in self.known:
            self.known[key] = self._observed(run, view)
        return self.known[key]

    @staticmethod
    def _observed(run: Run, view: View) -> Snapshot:
        hidden = run.trainer.experiment.hidden
        asked = Asked(hidden[0].id if hidden else edits.OUTPUT, 0)
        with np.errstate(all="ignore"):  # as the training thread does
            return Observer(run.trainer).observe(run, 0, 1.0, asked, list(view.studies()))


def begun(data: DataSpec | str, *units: int, loss: str = "cross_entropy", rate: float = 0.2) -> Run:
    """Return a run before its first step."""
    spec = DataSpec(name=data, samples=60) if isinstance(data, str) else data
    hidden = tuple(LayerSpec(units=count, activation="sigmoid") for count in units)
    training = TrainingSpec(learning_rate=rate)
    experiment = with_ids(
        Experiment(data=spec, network=NetworkSpec(hidden=hidden), loss=loss, training=training)
    )
    return Run(experiment, load_data(spec, loss, Path()))


def trained(run: Run, steps: int, recorder: Recorder | None = None) -> Odd:
    """Train a run, or until it diverges, and record it."""
    recorder, reporter = recorder or Recorder(), Reporter()
    run.train(endless=True)
    with np.errstate(all="ignore"):
        while run.is_running and run.step_made < steps:
            reporter.advance(run, steps - run.step_made)
    for block in reporter.blocks:
        recorder.add_losses(block.run, block.first, block.losses)
    for sample in reporter.samples:
        recorder.add(sample)
    return Odd(run, recorder)


def empty(folder: Path) -> Odd:
    return Odd(None, Recorder())


def no_step(folder: Path) -> Odd:
    return Odd(begun("circle", 4), Recorder())


def one_step(folder: Path) -> Odd:
    return trained(begun("circle", 4), 1)


def one_class_in_the_test_part(folder: Path) -> Odd:
    run = begun(DataSpec(name="iris"), 4)
    data, own = run.trainer.data, run.trainer.data.test.t == 1
    test = Part(x=data.test.x[own], t=data.test.t[own], index=data.test.index[own])
    return trained(Run(run.trainer.experiment, replace(data, test=test)), 20)


def no_test_part(folder: Path) -> Odd:
    return trained(begun(DataSpec(name="circle", samples=40, test_fraction=0.0), 4), 20)


def diverged(folder: Path) -> Odd:
    return trained(begun(DataSpec(name="diabetes"), 4, loss="squared_error", rate=1e6), 50)


def not_finite(folder: Path) -> Odd:
    """What is looked at has parameters that are no numbers, and a loss that is none."""
    odd = trained(begun("circle", 4), 20)
    assert odd.run is not None
    odd.run.trainer.parameters.weights[0][0, 0] = np.nan
    odd.run.trainer.parameters.weights[1][0, 1] = np.inf
    odd.run.state = replace(odd.run.state, loss=float("nan"))
    odd.recorder.add_losses(1, len(odd.recorder.losses) + 1, np.array([np.nan]))
    return odd


def fifty_layers(folder: Path) -> Odd:
    return trained(begun("circle", *[3] * 50), 6)


def a_thousand_units(folder: Path) -> Odd:
    return trained(begun("circle", 1_000), 6)


def no_hidden_layer(folder: Path) -> Odd:
    return trained(begun(DataSpec(name="digits")), 20)


def numbers_over_two_features(folder: Path) -> Odd:
    table = folder / "plane.csv"
    table.write_text("u,v,t\n" + "".join(f"{k},{k % 5},{k * k % 7}\n" for k in range(30)))
    return trained(begun(DataSpec(path=str(table)), 4, loss="squared_error"), 20)


def one_feature_that_never_changes(folder: Path) -> Odd:
    table = folder / "constant.csv"
    table.write_text("u,t\n" + "".join(f"3,{'ab'[k % 2]}\n" for k in range(20)))
    return trained(begun(DataSpec(path=str(table)), 4), 20)


def samples_added_in_mid_run(folder: Path) -> Odd:
    odd = trained(begun("circle", 4), 20)
    assert odd.run is not None
    run, more = odd.run, edits.add_sample(odd.run.trainer.experiment, (9.0, -9.0, "1"))
    run.change(more, with_added(run.trainer.data, more.data.added), edit=1)
    return trained(run, 40, odd.recorder)


def other_data_in_mid_run(folder: Path) -> Odd:
    """Digits, after the view has seen the circle."""
    before = trained(begun("circle", 4), 20)
    assert before.run is not None
    other = begun(DataSpec(name="iris"), 4)
    run = Run(other.trainer.experiment, other.trainer.data, number=2)
    return replace(trained(run, 10, before.recorder), before=(before.run,))


def units_added_in_mid_run(folder: Path) -> Odd:
    odd = trained(begun("circle", 4), 20)
    assert odd.run is not None
    experiment = odd.run.trainer.experiment
    wider = edits.set_units(experiment, experiment.hidden[0].id, 9)
    odd.run.change(wider, odd.run.trainer.data, edit=1)
    return trained(odd.run, 30, odd.recorder)


CASES: tuple[Callable[[Path], Odd], ...] = (
    empty,
    no_step,
    one_step,
    one_class_in_the_test_part,
    no_test_part,
    diverged,
    not_finite,
    fifty_layers,
    a_thousand_units,
    no_hidden_layer,
    numbers_over_two_features,
    one_feature_that_never_changes,
    samples_added_in_mid_run,
    other_data_in_mid_run,
    units_added_in_mid_run,
)


def choices(view: View) -> Iterator[str]:
    """Make every choice that the title bar of a view offers, one after the other."""
    yield ""
    header = view.header()
    if header is None:
        return
    for control in [*header.findChildren(Choice), *header.findChildren(Segmented)]:
        names = _names(control)
        for name in names if len(names) <= MANY else [names[0], names[-1]]:
            control.choose(name)
            yield name
    for action in view.actions():
        if action.isCheckable() and action.isEnabled():
            action.trigger()
            yield action.text()


def _names(control: object) -> list[str]:
    if isinstance(control, Segmented):
        return [button.text() for button in control.findChildren(QToolButton)]
    return list(getattr(control, "choices", ()))
