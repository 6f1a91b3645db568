"""The commands: the window, ``train`` and ``screenshot``.

What a command doesn't need is not imported: ``train`` never loads Qt.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from bpstudio import __version__
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bpstudio.experiment.spec import Experiment
    from bpstudio.ui.theme import Mode

FAILED, BAD_INPUT = 1, 2  # exit statuses


class _Commands(click.Group):
    """A group whose first argument may also be a file to open."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        if args[0] not in self.commands:
            return "open", self.commands["open"], args
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click itself would print an empty line first
            raise click.Abort from None


@click.group(cls=_Commands, invoke_without_command=True)
@click.version_option(__version__)
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Build a network, watch it learn, and see where the gradient goes.

    bpstudio [FILE] opens the window.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_window)


@commands.command("open")
@click.argument("file", required=False)
def open_window(file: str | None = None) -> None:
    """Open the window, with FILE in it."""
    _need_libraries()
    if _has_display():
        from bpstudio.ui.app import run

        sys.exit(run(file))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from bpstudio.ui.without_display import train_without_display

    with _naming(file or "digits"):
        sys.exit(train_without_display(file))


@commands.command()
@click.argument("file")
@click.option("--epochs", type=click.IntRange(0, 10**12), help="Instead of the experiment's.")
@click.option("--steps", type=click.IntRange(0, 10**18), help="Updates, instead of epochs.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Of the training.")
@click.option("--dtype", type=click.Choice(["float32", "float64"]), default="float32")
@click.option(
    "--parameters-in", metavar="F", help="Begin with the parameters of a safetensors file."
)
@click.option("--parameters-out", metavar="F", help="Write the parameters to a safetensors file.")
@click.option("--log", "log_file", metavar="F.csv", help="Write a row every K steps.")
@click.option("--every", type=click.IntRange(1), default=1, metavar="K", help="Steps a row; 1.")
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
    """Train the experiment in FILE without a window."""
    from bpstudio.experiment.parameters_file import write_parameters
    from bpstudio.runtime import headless

    if epochs is not None and steps is not None:
        raise click.UsageError("--epochs and --steps exclude each other")
    with _naming(file), contextlib.ExitStack() as stack:
        start = None if parameters_in is None else Path(parameters_in)
        run = headless.prepare(_experiment(file, seed), Path(file).parent, dtype, start)
        goal = None if parameters_out is None else _writable(parameters_out)
        log = None
        if log_file is not None:
            log = headless.Log(stack.enter_context(_opened(log_file)), every)
        wanted = run.trainer.experiment.training.epochs if epochs is None else epochs
        total = run.trainer.steps_to(wanted) if steps is None else steps
        progress = stack.enter_context(_progress_bar(total))
        report = headless.train(run, total, log=log, progress=progress)
        if goal is not None:
            write_parameters(run.trainer.parameters, goal)
    _say(json.dumps(report.plain()) if as_json else report.sentence())
    if report.status == "diverged":
        if not as_json:
            _complain(f"{file}: {report.message}", FAILED)
        sys.exit(FAILED)


@commands.command()
@click.argument("file")
@click.option("--out", required=True, metavar="F.png", help="The picture to write.")
@click.option("--seconds", type=click.FloatRange(0, 3600), default=5.0, help="To train before; 5.")
@click.option("--size", default="1440x900", metavar="WxH", help="Of the window; 1440x900.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--tab", default="Network", metavar="NAME", help="The tab to show; Network.")
@click.option("--pace", default="100", metavar="N|full", help="Updates a second; 100.")
def screenshot(
    file: str, out: str, seconds: float, size: str, theme: Mode, tab: str, pace: str
) -> None:
    """Train FILE in the window for a while and write a picture of it, without a display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _need_libraries(x11=False)
    from bpstudio.ui.screenshot import take_screenshot

    with _naming(file):
        take_screenshot(
            Path(file),
            Path(out),
            seconds=seconds,
            size=_size(size),
            theme_mode=theme,
            tab=tab,
            pace=_pace(pace),
        )


def main() -> NoReturn:
    """Run a command; what the user got wrong is one line and exit status 2."""
    try:
        sys.exit(commands.main(standalone_mode=False) or 0)
    except Refusal as refusal:
        _complain(str(refusal))
    except click.Abort:
        _complain("interrupted", FAILED)
    except click.ClickException as error:
        _complain(error.format_message())


def _say(text: str) -> None:
    try:
        click.echo(text)
    except BrokenPipeError:  # nobody reads: click ends quietly
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # it is flushed at exit
        _complain(f"the output can't be written: {error.strerror}")


def _complain(text: str, status: int = BAD_INPUT) -> NoReturn:
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    print(line, file=sys.stderr)
    sys.exit(status)


@contextlib.contextmanager
def _naming(file: str) -> Iterator[None]:
    """Put the file, as it was given, before what is refused."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(file, str(refusal)) from None
    except MemoryError:
        raise Refusal(file, "there isn't enough memory for it") from None


def _has_display() -> bool:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _need_libraries(x11: bool | None = None) -> None:
    """End here, before Qt is imported, when the system lacks what it needs."""
    from bpstudio.system_libraries import apt_line, missing_libraries, wants_x11

    x11 = wants_x11() if x11 is None else x11
    if missing := missing_libraries(x11=x11):
        _complain(f"bpstudio lacks {', '.join(missing)}. On Debian or Ubuntu: {apt_line(x11=x11)}")


def _experiment(file: str, seed: int | None) -> Experiment:
    from bpstudio.experiment.edits import set_training
    from bpstudio.experiment.storage import read_experiment

    experiment = read_experiment(Path(file))
    return experiment if seed is None else set_training(experiment, seed=seed)


def _writable(file: str) -> Path:
    """Return the path of a file that is to be written, refused before any work is lost."""
    from bpstudio.experiment.storage import check_writable

    with _naming(file):
        check_writable(Path(file))
    return Path(file)


@contextlib.contextmanager
def _opened(log_file: str) -> Iterator[TextIO]:
    try:
        with open(log_file, "w", encoding="utf-8", newline="\n") as log:
            yield log
    except OSError as error:
        raise Refusal(log_file, f"can't be written: {error.strerror}") from None


@contextlib.contextmanager
def _progress_bar(total: int) -> Iterator[Callable[[int, float], None] | None]:
    """Give a function that moves a bar on a terminal; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("training", total=total)
        yield lambda steps, loss: bar.update(task, advance=steps, description=f"loss {loss:.4g}")


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise Refusal("--size", f"must be like 1440x900, not {text!r}")
    if not all(200 <= int(side) <= 8_000 for side in (width, height)):
        raise Refusal("--size", "must be 200 to 8000 each way")
    return int(width), int(height)


def _pace(text: str) -> float | None:
    if text == "full":
        return None
    try:
        pace = float(text)
    except ValueError:
        pace = 0.0
    if not 0 < pace <= 1e9:
        raise Refusal("--pace", f'must be a number of updates a second or "full", not {text!r}')
    return pace
