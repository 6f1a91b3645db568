"""``bpstudio lesson``: what a teacher does with lessons."""

from __future__ import annotations

from pathlib import Path

import click

from bpstudio.cli.group import FileCommand
from bpstudio.cli.inputs import naming
from bpstudio.cli.qt import need_libraries
from bpstudio.cli.terminal import say


@click.group()
def lesson() -> None:
    """Look after lessons, which are files that a teacher can write."""


@lesson.command("check", cls=FileCommand)
@click.argument("file")
def check_lesson(file: str) -> None:
    """Say whether the lesson in FILE works, and if not, where and why not."""
    need_libraries(x11=False)
    from bpstudio.experiment.lessons import checking
    from bpstudio.experiment.lessons.storage import read_lesson
    from bpstudio.runtime.walking.finding import check_passes
    from bpstudio.ui.tex.checking import can_be_set

    with naming(file):
        path = Path(file)
        found = read_lesson(path)
        checking.check_lesson(found, path.absolute().parent, can_be_set, check_passes)
    steps = len(found.steps)
    say(f"{file}: “{found.title}” is sound; it has {steps} {'step' if steps == 1 else 'steps'}.")
