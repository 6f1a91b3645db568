"""The commands that show no window, as they are called."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

SMALL = (
    '{"format": "bpstudio", "version": 1, "data": {"name": "circle"}, "training": {"epochs": 2}}'
)

# says when the signals are listened to
LISTENING = """
import signal
from bpstudio.cli import main
listen = signal.signal
def tell(number, handler):
    former = listen(number, handler)
    if number == signal.SIGTERM:
        print("listening", flush=True)
    return former
signal.signal = tell
main()
"""


def bpstudio(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bpstudio", *arguments]
    return subprocess.run(
        command, cwd=folder, env=surroundings(), capture_output=True, text=True, timeout=100
    )


def surroundings() -> dict[str, str]:
    """Return the environment without a display."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in displays}


@pytest.fixture
def small(tmp_path: Path) -> str:
    (tmp_path / "small.json").write_text(SMALL)
    return "small.json"


def test_with_no_display_it_trains_and_leaves_a_picture(small: str, tmp_path: Path) -> None:
    done = bpstudio(small, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "epoch 2, step 70" in done.stdout
    assert QImage(str(tmp_path / "bpstudio.png")).size() == QSize(1440, 900)


def test_with_no_display_a_bad_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(SMALL.replace("circle", "square"))
    done = bpstudio("bad.json", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("bad.json: data.name: 'square' is unknown")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("wild.json",), ("screenshot", "wild.json", "--out", "bpstudio.png")]
)
def test_a_run_that_cannot_begin_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "wild.json").write_text(
        '{"format": "bpstudio", "version": 1, "data": {"path": "huge.csv", "standardize": false}}'
    )
    (tmp_path / "huge.csv").write_text("x,kind\n" + "1e200,a\n-1e200,b\n" * 10)
    done = bpstudio(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("wild.json: ")
    assert "the loss isn't finite before the first update" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "bpstudio.png").exists()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
@pytest.mark.parametrize("platform", ["", "offscreen"])
def test_a_signal_ends_it_in_order(
    tmp_path: Path, number: signal.Signals, status: int, platform: str
) -> None:
    """With no display, and with a window, which here is one that isn't seen."""
    (tmp_path / "long.json").write_text(SMALL.replace("2}", "1000000}"))
    environment = surroundings()
    if platform:
        environment["QT_QPA_PLATFORM"] = platform
    (tmp_path / "temporary").mkdir()
    environment["TMPDIR"] = str(tmp_path / "temporary")
    with subprocess.Popen(
        [sys.executable, "-c", LISTENING, "long.json"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (status, b"")
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screenshot_has_the_size_and_the_theme(small: str, tmp_path: Path, theme: str) -> None:
    options = ("--out", "p.png", "--seconds", "0.3", "--size", "1000x700", "--theme", theme)
    done = bpstudio("screenshot", small, *options, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    picture = QImage(str(tmp_path / "p.png"))
    assert (picture.width(), picture.height()) == (1000, 700)
    assert (picture.pixelColor(5, 5).lightness() > 128) == (theme == "light")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--out", "no/p.png"), "--out no/p.png: can't be written"),
        (("--out", "p.xyz"), "--out p.xyz: pictures can't be written as 'xyz'"),
        (("--out", "p.png", "--size", "big"), "--size big: must be like 1440x900"),
        (("--out", "p.png", "--size", "400x300"), "--size 400x300: the window is at least 960x600"),
        (("--out", "p.png", "--pace", "-1"), "--pace -1: must be a number"),
        (("--out", "p.png", "--tab", "Nowhere"), "--tab Nowhere: there is no tab 'Nowhere'"),
        (("--out", "p.png", "--theme", "pink"), "Invalid value for '--theme'"),
    ],
)
def test_screenshot_refuses_in_one_line(
    small: str, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    done = bpstudio("screenshot", small, "--seconds", "0", *options, folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"small.json: {told}")
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("p.*"))
