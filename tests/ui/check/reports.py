"""Reports of tasks that were worked at here, as the training thread would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpstudio.runtime.desk import Desk
from bpstudio.runtime.observer import Observer
from bpstudio.runtime.run import Run
from tests.runtime.experiments import data_of, make_experiment

if TYPE_CHECKING:
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report, Task


def run_of(*units: int, steps: int = 20, **options: Any) -> Run:
    """Return a run on two features after some steps."""
    experiment = make_experiment(*units, batch_size=10, **options)
    run = Run(experiment, data_of(experiment))
    if steps:
        run.advance(steps)
    return run


def worked(task: Task[Any], run: Run, number: int = 1) -> Report[Any]:
    """Return the report of a task that is over."""
    desk = Desk()
    desk.put(task, number)
    while desk.is_busy:
        desk.go_on(run)
    assert desk.report is not None
    return desk.report


def begun(task: Task[Any], run: Run) -> Report[Any]:
    """Return the report of a task that has found something and isn't over."""
    desk = Desk()
    desk.put(task, 1)
    while desk.report is None or desk.report.found is None or not desk.report.found.done:
        desk.go_on(run)
    report = desk.report
    desk.cancel()
    assert not report.is_over
    return report


def look_at(run: Run) -> Snapshot:
    """Return the snapshot of a run."""
    return Observer(run.trainer).observe(run, 0, 0.0)
