"""What only a process of its own can show: terminals, pipes, signals, imports."""

import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from bpstudio.resources import resource
from tests.experiment.lessons.test_storage import lesson

PROGRAM = [sys.executable, "-m", "bpstudio"]
SHORT = ("--epochs", "1")
FOREVER = ("--epochs", str(10**12))


def run(*arguments, **options):
    return subprocess.run([*PROGRAM, *arguments], stderr=subprocess.PIPE, text=True, **options)


@pytest.fixture
def file(write, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write()


def test_training_loads_neither_qt_nor_what_else_it_does_without(file):
    unwanted = {"PySide6", "shiboken6", "rich", "safetensors", "tempfile", "http", "unittest"}
    unwanted |= {"scipy", "sklearn", "torch", "pandas", "matplotlib", "psutil", "hypothesis"}
    program = (
        "import sys; from bpstudio.cli import commands; "
        f"commands.main(['train', {file!r}, '--epochs', '1'], standalone_mode=False); "
        "names = {name.partition('.')[0] for name in sys.modules}; "
        f"print(names & {unwanted})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_no_progress_bar_in_a_pipe(file):
    done = run("train", file, *SHORT, "--json", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_what_the_output_cannot_encode_is_escaped(tmp_path, encoding):
    rows = "".join(f"{k},{'' if k == 3 else k * 2},{'uv'[k % 2]}\n" for k in range(9))
    (tmp_path / "t.csv").write_text(f"a,ż,y\n{rows}", encoding="utf-8")
    data = {"path": "t.csv", "missing": "drop", "test_fraction": 0}
    plain = {"format": "bpstudio", "version": 1, "data": data}
    (tmp_path / "t.json").write_text(json.dumps(plain))
    (tmp_path / "lesson.json").write_text(json.dumps({**lesson(), "title": "ż"}))
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    options = {"env": environment, "stdout": subprocess.PIPE, "cwd": tmp_path}
    options["encoding"] = encoding
    done = run("train", "t.json", *SHORT, **options)
    assert (done.returncode, done.stderr) == (0, "")
    assert r"column 2 (\u017c)" in done.stdout
    done = run("lesson", "check", "lesson.json", **options)
    assert (done.returncode, done.stderr) == (0, "")
    assert r"\u017c" in done.stdout


def test_a_progress_bar_on_a_terminal(file):
    terminal, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    with subprocess.Popen(
        [*PROGRAM, "train", file, "--epochs", "1000"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env=environment,
    ) as process:
        os.close(theirs)
        shown = read_to_the_end(terminal)
        assert process.stdout is not None
        out = process.stdout.read()
    assert process.returncode == 0
    assert "loss 0." in shown
    assert "%" in shown
    assert "\x1b[" in shown
    assert out.startswith("finished after ")
    assert "\x1b" not in out


def test_the_bar_of_a_check_tells_the_largest_error_from_its_start(file, write):
    file = write(network={"hidden": [{"units": 200}]})  # 1 002 parameters: 64 don't divide it
    terminal, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    with subprocess.Popen(
        [*PROGRAM, "check", file], stdout=subprocess.DEVNULL, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = read_to_the_end(terminal)
    assert process.returncode == 0
    assert "largest error" in shown
    assert "inf" not in shown
    assert "100%" in shown


def read_to_the_end(terminal):
    """Return all that is written to a terminal until its last writer is gone."""
    parts = []
    try:
        while part := os.read(terminal, 4096):
            parts.append(part)
    except OSError:  # Linux's way to say so
        pass
    os.close(terminal)
    return b"".join(parts).decode()


def test_ctrl_c_is_one_line(file, tmp_path):
    # Where tests run in the background, children would ignore the signal.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from bpstudio.cli import main; main()"
    )
    log = tmp_path / "log.csv"
    command = [sys.executable, "-c", program, "train", file, *FOREVER, "--log", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 20
        while not (log.exists() and log.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")
    assert log.read_text().endswith("\n")  # whole rows


def test_a_reader_that_is_gone_is_no_traceback(file):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = run("train", file, *SHORT, stdout=pipe)
    assert done.returncode == 1
    assert done.stderr == ""


def test_a_full_disk_is_one_line(file):
    with open("/dev/full", "wb") as full:
        done = run("train", file, *SHORT, "--json", stdout=full)
    assert done.returncode == 2
    assert done.stderr == "the output can't be written: No space left on device\n"


def test_a_terminal_that_knows_ascii_alone(file, tmp_path):
    (tmp_path / "größe.json").write_text("{}")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run("train", "größe.json", stdout=subprocess.PIPE, env=environment)
    assert done.returncode == 2
    assert done.stderr == "gr\\xf6\\xdfe.json: format: is missing\n"
    assert done.stdout == ""


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_a_standard_error_that_can_not_be_written(tmp_path, closed):
    file = resource("experiments", "circle.json")
    run = f"{sys.executable} -m bpstudio train"
    for words, status in ((f"{file} --steps 5 --json", 0), ("none.json", 2)):
        command = ["sh", "-c", f"{run} {words} {closed}"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == status
        assert bool(done.stdout) == (status == 0)
