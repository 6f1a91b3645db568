"""The commands that show no window, as they are called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

SMALL = (
    '{"format": "bpstudio", "version": 1, "data": {"name": "circle"}, "training": {"epochs": 2}}'
)


def bpstudio(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    command = [sys.executable, "-m", "bpstudio", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100
    )


@pytest.fixture
def small(tmp_path: Path) -> str:
    (tmp_path / "small.json").write_text(SMALL)
    return "small.json"


def test_with_no_display_it_trains_and_leaves_a_picture(small: str, tmp_path: Path) -> None:
    done = bpstudio(small, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "epoch 2, step 70" in done.stdout
    assert QImage(str(tmp_path / "bpstudio.png")).width() > 900


def test_with_no_display_a_bad_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(SMALL.replace("circle", "square"))
    done = bpstudio("bad.json", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("bad.json: data.name: 'square' is unknown")
    assert done.stderr.count("\n") == 1


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
        (("--out", "no/p.png"), "small.json: no/p.png: can't be written"),
        (("--out", "p.xyz"), "small.json: p.xyz: pictures can't be written as 'xyz'"),
        (("--out", "p.png", "--size", "big"), "small.json: --size: must be like 1440x900"),
        (("--out", "p.png", "--pace", "-1"), "small.json: --pace: must be a number"),
        (("--out", "p.png", "--tab", "Nowhere"), "small.json: "),
    ],
)
def test_screenshot_refuses_in_one_line(
    small: str, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    done = bpstudio("screenshot", small, "--seconds", "0", *options, folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1
