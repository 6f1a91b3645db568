"""``bpstudio open``, or no command at all: the window."""

from __future__ import annotations

import os
import sys

import click

from bpstudio.cli.group import FileCommand
from bpstudio.cli.inputs import naming
from bpstudio.cli.qt import left, let_ctrl_c_end_it, need_libraries


@click.command("open", cls=FileCommand)
@click.argument("file", required=False)
def open_window(file: str | None = None) -> None:
    """Open the window, with FILE in it."""
    need_libraries()
    let_ctrl_c_end_it()
    if _has_display():
        from bpstudio.ui.app import run

        sys.exit(left(run(file)))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from bpstudio.ui.without_display import train_without_display

    with naming(file or "digits"):
        sys.exit(left(train_without_display(file)))


def _has_display() -> bool:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)
