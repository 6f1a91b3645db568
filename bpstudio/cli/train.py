"""``bpstudio train``: a training without a window."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bpstudio.cli.group import FileCommand
from bpstudio.cli.inputs import contents_of, naming
from bpstudio.cli.progress import progress_bar
from bpstudio.cli.terminal import FAILED, complain, say
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.engine.parameters import Parameters


@click.command(cls=FileCommand)
@click.argument("file")
@click.option(
    "--epochs",
    type=click.IntRange(0, 10**12),
    metavar="N",
    help="Train for N epochs instead of the number in FILE.",
)
@click.option(
    "--steps",
    type=click.IntRange(0, 10**18),
    metavar="N",
    help="Make N updates, whatever epochs that makes.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    metavar="S",
    help="Train with the seed S instead of the one in FILE.",
)
@click.option(
    "--dtype",
    type=click.Choice(["float32", "float64"]),
    default="float32",
    help="Calculate with numbers of this precision.",
)
@click.option("--parameters-in", metavar="F", help="Begin with the parameters in F (safetensors).")
@click.option("--parameters-out", metavar="F", help="Write the parameters to F (safetensors).")
@click.option("--log", "log_file", metavar="F.csv", help="Write how it goes to the table F.csv.")
@click.option(
    "--every",
    type=click.IntRange(1),
    default=1,
    metavar="K",
    help="Write a row of the log every K steps.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def train(
    file: str,
    epochs: int | None,
    steps: int | None,
    seed: int | None,
    dtype: str,
    parameters_in: str | None,
    parameters_out: str | None,
    log_file: str | None,
    every: int,
    as_json: bool,
) -> None:
    """Train the experiment in FILE without a window; a document goes on from where it was."""
    from bpstudio.cli.outputs import check_kept, opened
    from bpstudio.runtime import headless
    from bpstudio.runtime.stopping import StoppedBy

    with naming(file), ExitStack() as stack:
        if epochs is not None and steps is not None:
            raise Refusal("", "--epochs and --steps exclude each other")
        contents = contents_of(file, seed)
        experiment = contents.experiment
        outputs = {"--log": log_file, "--parameters-out": parameters_out}
        check_kept(Path(file), experiment, outputs)
        # parameters may be written over those that the training begins with, a log may not
        check_kept(Path(file), experiment, {"--log": log_file}, {"--parameters-in": parameters_in})
        start = None if parameters_in is None else Path(parameters_in)
        run = headless.prepare(contents, Path(file).parent, dtype, start)
        save = None if parameters_out is None else _saver(parameters_out)
        log = None
        if log_file is not None:
            log = headless.Log(stack.enter_context(opened(log_file)), every)
        total = headless.steps_to_go(run, epochs) if steps is None else steps
        progress = stack.enter_context(progress_bar(total, "loss"))
        stopped_by = StoppedBy.EPOCHS if steps is None else StoppedBy.STEPS
        report = headless.train(run, total, stopped_by=stopped_by, log=log, progress=progress)
        if save is not None:
            save(run.trainer.parameters)
    say(json.dumps(report.plain()) if as_json else report.sentence())
    if report.status == "diverged":
        if not as_json:
            complain(f"{file}: {report.message}", FAILED)
        sys.exit(FAILED)


def _saver(file: str) -> Callable[[Parameters], None]:
    """Return what writes parameters to a file, once it is sure that nothing lacks for that."""
    from bpstudio.cli.outputs import writable
    from bpstudio.experiment.parameters_file import write_parameters

    path = writable(file)
    return lambda parameters: write_parameters(parameters, path)
