"""Training without a window: from the first update to the last, with a log and a report."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TextIO

import numpy as np

from bpstudio.engine.diagnostics import SaturationCensus, gradient_norms
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import check_fit, load_data, network
from bpstudio.experiment.memory import check_memory
from bpstudio.runtime.run import Run
from bpstudio.runtime.stopping import StoppedBy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bpstudio.data.report import TableReport
    from bpstudio.experiment.document_file import Contents
    from bpstudio.experiment.trainer import Trainer

LOOK = 0.05  # seconds of training, about, between two calls of `progress`


@dataclass(frozen=True)
class Report:
    """How a training went.

    `steps` are those whose updates stand: a divergence takes the last ones back.
    `seconds` is the training loop alone; `loss` that step's batch's; the test figures are None
    where there is no test part, or no accuracy. `stopped_by` names what ended it, and `message`
    says in words why it diverged or stopped early. `table` is what became of the rows of a table.
    """

    steps: int
    epochs: int
    seconds: float
    steps_per_second: float
    loss: float
    test_loss: float | None
    test_accuracy: float | None
    status: str
    stopped_by: str
    message: str
    table: TableReport | None = None

    def plain(self) -> dict[str, object]:
        """Return the report as JSON has it: a number that is not finite is None."""
        plain = {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in asdict(self).items()
            if name != "table"
        }
        if self.table:
            plain |= {"skipped": self.table.skipped, "filled": self.table.cells_filled}
        return plain

    def sentence(self) -> str:
        """Return the report for people."""
        words = (
            f"{self.status} after {_counted(self.steps, 'step')} "
            f"({_counted(self.epochs, 'epoch')}) in "
            f"{self.seconds:.2f} s, {self.steps_per_second:,.0f} steps/s"
        )
        figures = [("loss", self.loss), ("test loss", self.test_loss)]
        told = [f"{name} {x:.4g}" for name, x in figures if x is not None and math.isfinite(x)]
        if self.test_accuracy is not None:
            told.append(f"test accuracy {self.test_accuracy:.1%}")
        words = f"{words}: {', '.join(told)}" if told else words
        if self.table and self.table.is_changed:
            words = f"{words}. The table: {self.table.sentence()}"
        early = self.stopped_by in (StoppedBy.LOSS, StoppedBy.PATIENCE)
        return f"{words}. {self.message}" if early else words


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def prepare(contents: Contents, folder: Path, dtype: str, start: Path | None) -> Run:
    """Return the run of a file in `folder`: a new one, or a document's, which goes on.

    `start` is a file of the parameters to begin with, instead of all that.
    """
    experiment = contents.experiment
    data = load_data(experiment.data, experiment.loss, folder)
    check_fit(experiment, data)
    check_memory(experiment, data, dtype)
    with np.errstate(all="ignore"):  # what overflows is found in the loss
        if start is None and contents.has_parameters:
            from bpstudio.runtime.documents import begun, learned

            known = learned(contents, experiment, data, folder, dtype)
            return begun(known, experiment, data)
        parameters = None
        if start is not None:
            from bpstudio.experiment.parameters_file import read_parameters

            parameters = Parameters(network(experiment, data).shape, dtype=dtype)
            read_parameters(parameters, start)
        return Run(experiment, data, dtype=dtype, parameters=parameters)


class Log:
    """A CSV of the training, a row every so many steps.

    Parameters
    ----------
    file
        Where it is written.
    every
        Each so many steps there is a row; of these, the test and saturation cells are filled in
        at the end of an epoch and at the last step that was wanted.
    """

    def __init__(self, file: TextIO, every: int) -> None:
        self.every = every
        self._file = file

    def begin(self, layers: int) -> None:
        """Write the header for a network of so many layers with weights."""
        names = ["step", "epoch", "loss", "test_loss", "test_accuracy"]
        names += [f"gradient_norm.{place}" for place in range(layers)]
        names += [f"saturation.{place}" for place in range(layers - 1)]
        self._row(names)

    def add(self, trainer: Trainer, step: int, loss: float, evaluate: bool) -> None:
        """Write the row of a step that has just been made."""
        cells: list[object] = [step, trainer.epoch, loss]
        shares: list[object] = [""] * (trainer.network.layers - 1)
        if evaluate:
            cells += ["" if figure is None else figure for figure in trainer.test_figures()]
            census = SaturationCensus(trainer.network)
            trainer.probe.evaluate(census)
            shares = [float(share.mean()) for share in census.shares]
        else:
            cells += ["", ""]
        self._row([*cells, *gradient_norms(trainer.descent.last), *shares])

    def _row(self, cells: list[str] | list[object]) -> None:
        self._file.write(",".join(map(str, cells)) + "\n")  # at once: Ctrl-C cuts no row in two


def steps_to_go(run: Run, epochs: int | None = None) -> int:
    """Return the number of updates of `epochs` more, or to the end that the experiment wants.

    A run that has come to that end goes on for as many epochs again.
    """
    trainer, wanted = run.trainer, run.trainer.experiment.training.epochs
    done = trainer.descent.place.epochs
    if epochs is None and done < wanted:
        return trainer.steps_to(wanted)
    return trainer.steps_to(done + (wanted if epochs is None else epochs))


def train(
    run: Run,
    steps: int,
    *,
    stopped_by: StoppedBy = StoppedBy.STEPS,
    log: Log | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> Report:
    """Make `steps` updates, or fewer when the run diverges or a rule stops it.

    Parameters
    ----------
    run
        What is trained.
    stopped_by
        Where the number of steps comes from.
    log
        Where the rows go.
    progress
        Called now and then with the number of updates made since the last call and the loss.
    """
    done, seconds, before = 0, 0.0, run.step_made
    run.train(endless=True)
    if log:
        log.begin(run.trainer.network.layers)
    with np.errstate(all="ignore"):  # what overflows is found in the loss
        while done < steps and run.is_running:
            some = _some(run, steps - done, done, seconds, log)
            start = time.perf_counter()
            losses = run.advance(some)
            seconds += time.perf_counter() - start
            done += len(losses)
            loss = float(losses[-1])
            if log and run.is_running and done % log.every == 0:
                ends_epoch = run.trainer.descent.place.used == 0
                log.add(run.trainer, before + done, loss, ends_epoch or done == steps)
            run.apply_stop_rules()
            if progress:
                progress(len(losses), loss)
        if run.is_running:
            run.finish(stopped_by)
        return _report(run, done, seconds)


def _some(run: Run, left: int, done: int, seconds: float, log: Log | None) -> int:
    """Return how many updates to make in one go: up to the next row, or for a little while."""
    most = left
    if log:
        most = min(most, log.every - done % log.every)
    pace = done / seconds if seconds else 1 / LOOK
    return max(min(most, int(pace * LOOK)), 1)


def _report(run: Run, done: int, seconds: float) -> Report:
    test_loss, test_accuracy = run.trainer.test_figures()
    return Report(
        steps=run.trainer.descent.place.step,
        epochs=run.trainer.epoch,
        seconds=seconds,
        steps_per_second=done / seconds if seconds else 0.0,
        loss=run.loss if done else math.nan,
        test_loss=test_loss,
        test_accuracy=test_accuracy,
        status=str(run.status),
        stopped_by=str(run.stopped_by),
        message=run.message,
        table=run.trainer.data.report,
    )
