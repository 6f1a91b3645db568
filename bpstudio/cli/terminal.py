"""What a command says on the terminal, and how it ends."""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

import click

NAME = "bpstudio"  # as the user types it
FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130  # exit statuses


def prepare_output() -> None:
    """Let the output escape what its encoding hasn't, such as a name in a user's table."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print what a command has to say; where that can't be written, complain."""
    try:
        click.echo(text)
    except BrokenPipeError:  # nobody reads: click ends quietly
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # it is flushed at exit
        complain(f"the output can't be written: {error.strerror}")


def complain(text: str, status: int = BAD_INPUT) -> NoReturn:
    """Print one line to the standard error and end the process."""
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    if sys.stderr is not None:
        try:
            print(line, file=sys.stderr, flush=True)
        except OSError:  # nobody can read it; the status still tells
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    sys.exit(status)
