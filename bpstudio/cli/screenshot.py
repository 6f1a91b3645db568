"""``bpstudio screenshot``: a picture of the window, with no display."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bpstudio.cli.group import FileCommand
from bpstudio.cli.inputs import contents_of, naming
from bpstudio.cli.options import pace_of, size_of
from bpstudio.cli.qt import left, let_ctrl_c_end_it, need_libraries
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from bpstudio.ui.theme import Mode


@click.command(cls=FileCommand)
@click.argument("file")
@click.option("--out", required=True, metavar="F.png", help="Write the picture to F.png.")
@click.option(
    "--seconds",
    type=click.FloatRange(0, 3600),
    default=5.0,
    metavar="S",
    help="Train for S seconds before.",
)
@click.option("--size", default="1440x900", metavar="WxH", help="Make the window so large.")
@click.option(
    "--theme",
    type=click.Choice(["light", "dark"]),
    default="light",
    help="Use the colours of this theme.",
)
@click.option(
    "--tab", default="", metavar="NAME", help="Show this tab rather than the one of what FILE is."
)
@click.option(
    "--pace",
    default="100",
    metavar="N|full",
    help="Make at most N updates a second, or as many as it can.",
)
def screenshot(
    file: str, out: str, seconds: float, size: str, theme: Mode, tab: str, pace: str
) -> None:
    """Train FILE in the window for a while and write a picture of it, without a display.

    A circuit is shown as it is.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    need_libraries(x11=False)
    let_ctrl_c_end_it()
    from bpstudio.cli.outputs import check_kept
    from bpstudio.experiment.file_format import CIRCUIT, format_of
    from bpstudio.ui.screenshot import take_screenshot

    with naming(file):
        if math.isnan(seconds):
            raise Refusal("--seconds nan", "must be a number")
        is_circuit = format_of(Path(file)) == CIRCUIT
        experiment = None if is_circuit else contents_of(file).experiment
        check_kept(Path(file), experiment, {"--out": out})
        take_screenshot(
            Path(file),
            Path(out),
            seconds=seconds,
            size=size_of(size),
            theme_mode=theme,
            tab=tab,
            pace=pace_of(pace),
        )
    sys.exit(left(0))
