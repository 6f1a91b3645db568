"""``bpstudio check``: brute force against backprop."""

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
from bpstudio.cli.terminal import FAILED, say

if TYPE_CHECKING:
    from bpstudio.engine.gradcheck import Difference


@click.command(cls=FileCommand)
@click.argument("file")
@click.option(
    "--difference",
    type=click.Choice(["forward", "central"]),
    default="forward",
    help="forward: N + 1 passes for N parameters; central: 2N, and more exact.",
)
@click.option(
    "--epsilon",
    type=click.FloatRange(0, 1, min_open=True),
    help="How far each parameter is nudged; by default 1e-6 forward, 5e-5 central.",
    show_default=False,
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def check(file: str, difference: Difference, epsilon: float | None, as_json: bool) -> None:
    """Check backprop's gradient of FILE against brute force, at its initial or saved parameters."""
    from bpstudio.runtime.checking import prepare_check, run_check

    with naming(file), ExitStack() as stack:
        made = prepare_check(contents_of(file), Path(file).parent, difference, epsilon)
        bar = stack.enter_context(progress_bar(len(made.chosen), "largest error"))
        report = run_check(made, bar and (lambda done: bar(done, made.largest_error)))
    say(json.dumps(report.plain()) if as_json else report.sentence())
    sys.exit(0 if report.agrees else FAILED)
