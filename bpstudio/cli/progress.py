"""The progress bar of a command."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress_bar(total: int, what: str) -> Iterator[Callable[[int, float], None] | None]:
    """Give a function that moves a bar on a terminal; None where there is no terminal.

    It takes the number of steps made since the last call, and the newest value of `what`.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps, value: bar.update(
            task, advance=steps, description=f"{what} {value:.4g}"
        )
