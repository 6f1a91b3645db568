"""The commands. What one of them doesn't need is not imported: ``train`` never loads Qt."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bpstudio import __version__
from bpstudio.cli.group import FileCommand, FileGroup
from bpstudio.cli.options import pace_of, size_of
from bpstudio.cli.progress import progress_bar
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bpstudio.engine.gradcheck import Difference
    from bpstudio.engine.parameters import Parameters
    from bpstudio.experiment.document_file import Contents
    from bpstudio.ui.theme import Mode

NAME = "bpstudio"
FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130  # exit statuses


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


@commands.command("open")
@click.argument("file", required=False)
def open_window(file: str | None = None) -> None:
    """Open the window, with FILE in it."""
    _need_libraries()
    _let_ctrl_c_end_it()
    if _has_display():
        from bpstudio.ui.app import run

        sys.exit(_left(run(file)))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from bpstudio.ui.without_display import train_without_display

    with _naming(file or "digits"):
        sys.exit(_left(train_without_display(file)))


@commands.command()
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

    with _naming(file), ExitStack() as stack:
        if epochs is not None and steps is not None:
            raise Refusal("", "--epochs and --steps exclude each other")
        contents = _contents(file, seed)
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
        total = run.steps_to_go(epochs) if steps is None else steps
        progress = stack.enter_context(progress_bar(total, "loss"))
        stopped_by = StoppedBy.EPOCHS if steps is None else StoppedBy.STEPS
        report = headless.train(run, total, stopped_by=stopped_by, log=log, progress=progress)
        if save is not None:
            save(run.trainer.parameters)
    _say(json.dumps(report.plain()) if as_json else report.sentence())
    if report.status == "diverged":
        if not as_json:
            _complain(f"{file}: {report.message}", FAILED)
        sys.exit(FAILED)


@commands.command()
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

    with _naming(file), ExitStack() as stack:
        made = prepare_check(_contents(file, None), Path(file).parent, difference, epsilon)
        bar = stack.enter_context(progress_bar(len(made.chosen), "largest error"))
        report = run_check(made, bar and (lambda done: bar(done, made.largest_error)))
    _say(json.dumps(report.plain()) if as_json else report.sentence())
    sys.exit(0 if report.agrees else FAILED)


@commands.command()
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
    _need_libraries(x11=False)
    _let_ctrl_c_end_it()
    from bpstudio.cli.outputs import check_kept
    from bpstudio.experiment.file_format import CIRCUIT, format_of
    from bpstudio.ui.screenshot import take_screenshot

    with _naming(file):
        if math.isnan(seconds):
            raise Refusal("--seconds nan", "must be a number")
        is_circuit = format_of(Path(file)) == CIRCUIT
        experiment = None if is_circuit else _contents(file, None).experiment
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
    sys.exit(_left(0))


@commands.group()
def lesson() -> None:
    """Look after lessons, which are files that a teacher can write."""


@lesson.command("check", cls=FileCommand)
@click.argument("file")
def check_lesson(file: str) -> None:
    """Say whether the lesson in FILE works, and if not, where and why not."""
    _need_libraries(x11=False)
    from bpstudio.experiment.lessons import checking
    from bpstudio.experiment.lessons.storage import read_lesson
    from bpstudio.ui.tex.checking import can_be_set

    with _naming(file):
        path = Path(file)
        found = read_lesson(path)
        checking.check_lesson(found, path.absolute().parent, can_be_set)
    steps = len(found.steps)
    _say(f"{file}: “{found.title}” is sound; it has {steps} {'step' if steps == 1 else 'steps'}.")


def main() -> NoReturn:
    """Run a command; what the user got wrong is one line and exit status 2."""
    try:
        sys.exit(commands.main(prog_name=NAME, standalone_mode=False) or 0)
    except Refusal as refusal:
        _complain(str(refusal))
    except click.Abort:
        _complain("interrupted", INTERRUPTED)
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
    if sys.stderr is not None:
        try:
            print(line, file=sys.stderr, flush=True)
        except OSError:  # nobody can read it; the status still tells
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    sys.exit(status)


@contextmanager
def _naming(file: str) -> Iterator[None]:
    """Put the file, as it was given, before what is refused."""
    if not file:
        raise Refusal("''", "is no name of a file")
    try:
        yield
    except Refusal as refusal:
        raise Refusal(file, str(refusal)) from None
    except MemoryError:
        raise Refusal(file, "there isn't enough memory for it") from None


def _saver(file: str) -> Callable[[Parameters], None]:
    """Return what writes parameters to a file, once it is sure that nothing lacks for that."""
    from bpstudio.cli.outputs import writable
    from bpstudio.experiment.parameters_file import write_parameters

    path = writable(file)
    return lambda parameters: write_parameters(parameters, path)


def _has_display() -> bool:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _need_libraries(x11: bool | None = None) -> None:
    """End here, before Qt is imported, when the system lacks what it needs."""
    from bpstudio.system_libraries import apt_line, missing_libraries, wants_x11

    x11 = wants_x11() if x11 is None else x11
    if missing := missing_libraries(x11=x11):
        _complain(f"bpstudio lacks {', '.join(missing)}. On Debian or Ubuntu: {apt_line(x11=x11)}")


def _left(status: int) -> int:
    """Return `status`, unless a training thread can't end now: then the process ends here."""
    from bpstudio.ui.ending import leave

    return leave(status)


def _let_ctrl_c_end_it() -> None:
    """Let Ctrl-C end the process at once until the window listens: Qt loses a KeyboardInterrupt."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _contents(file: str, seed: int | None) -> Contents:
    from bpstudio.experiment.document_file import Contents, read_contents
    from bpstudio.experiment.edits import set_training
    from bpstudio.experiment.file_format import CIRCUIT, LESSON, format_of

    try:
        contents = read_contents(Path(file))
    except Refusal:
        what = {CIRCUIT: "a circuit", LESSON: "a lesson"}.get(format_of(Path(file)))
        if what is not None:
            reason = f"is {what}, which has nothing to train; open it with {NAME} FILE"
            raise Refusal("", reason) from None
        raise
    if seed is None:
        return contents
    if contents.has_run:
        raise Refusal("--seed", "is for a run that begins; this one goes on with the seed it has")
    return Contents(set_training(contents.experiment, seed=seed), contents.entries)
