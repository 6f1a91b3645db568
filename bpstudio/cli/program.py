"""The group of all commands. What one doesn't need is not imported: ``train`` never loads Qt."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from bpstudio import __version__
from bpstudio.cli.check import check
from bpstudio.cli.group import FileGroup
from bpstudio.cli.lesson import lesson
from bpstudio.cli.screenshot import screenshot
from bpstudio.cli.terminal import BAD_INPUT, INTERRUPTED, NAME, complain, prepare_output
from bpstudio.cli.train import train
from bpstudio.cli.window import open_window
from bpstudio.refusal import Refusal

# click had none before 8.2: it printed the help by itself
NO_ARGUMENTS: tuple[type[Exception], ...] = (
    (click.exceptions.NoArgsIsHelpError,) if hasattr(click.exceptions, "NoArgsIsHelpError") else ()
)


@click.group(
    cls=FileGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.version_option(__version__, prog_name=NAME)
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Build a network, watch it learn, and see where the gradient goes.

    bpstudio [FILE] opens the window.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_window)


for command in (open_window, train, check, screenshot, lesson):
    commands.add_command(command)


def main() -> NoReturn:
    """Run a command; what the user got wrong is one line and exit status 2."""
    prepare_output()
    try:
        sys.exit(commands.main(prog_name=NAME, standalone_mode=False) or 0)
    except Refusal as refusal:
        complain(str(refusal))
    except click.Abort:
        complain("interrupted", INTERRUPTED)
    except click.ClickException as error:
        if isinstance(error, NO_ARGUMENTS):
            error.show()  # its help, in lines
            sys.exit(BAD_INPUT)
        complain(error.format_message())
