"""What is said to be missing, against the loader's own word, and the apt line."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from bpstudio import system_libraries
from bpstudio.system_libraries import apt_line, main, missing_libraries, wants_x11

ON_BARE_DEBIAN = "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1"
FOR_X11 = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0"


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_is_root", lambda: False)


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Be root on Debian, where commands are noted rather than run."""
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(system_libraries, "_is_root", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", run)
    return commands


@pytest.fixture
def without_gl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_loads", lambda name: name != "libGL.so.1")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)


@pytest.mark.parametrize(("x11", "plugin"), [(False, "qoffscreen"), (True, "qxcb")])
def test_agrees_with_the_loader_about_qts_plugins(x11: bool, plugin: str) -> None:
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "Qt" / "plugins" / "platforms"
    said = [load(path) for path in folder.glob(f"*{plugin}.*")]  # only Linux has one for X11
    assert bool(missing_libraries(x11)) == any(said), said


def load(library: Path) -> str:
    """Load a library in a process of its own; return what the loader has to say against it."""
    command = [sys.executable, "-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1])", str(library)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_a_library_that_is_nowhere_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_libraries, "X11", {"libnowhere.so.9": "libnowhere9"})
    assert "libnowhere.so.9" in missing_libraries(x11=True)
    assert "libnowhere.so.9" not in missing_libraries(x11=False)


def test_other_systems_lack_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "_loads", lambda name: False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert missing_libraries(x11=True) == ()


@pytest.mark.usefixtures("as_user")
def test_the_apt_line_is_whole() -> None:
    assert apt_line(x11=False) == f"sudo apt-get install -y {ON_BARE_DEBIAN}"
    assert apt_line(x11=True) == f"sudo apt-get install -y {ON_BARE_DEBIAN} {FOR_X11}"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, True),
    ],
)
def test_x11_is_wanted_where_a_window_would_open_on_it(
    environment: dict[str, str], wanted: bool
) -> None:
    assert wants_x11(environment) is wanted


@pytest.mark.usefixtures("as_user", "without_gl")
def test_a_user_is_told_the_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--install"]) == 2
    sentence, line = capsys.readouterr().err.splitlines()
    assert "libGL.so.1" in sentence
    assert line == f"sudo apt-get install -y {ON_BARE_DEBIAN}"


@pytest.mark.usefixtures("as_user", "without_gl")
def test_what_makes_a_venv_is_in_the_same_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    assert main(["--install", "--venv"]) == 2
    line = capsys.readouterr().err.splitlines()[-1]
    assert line == f"sudo apt-get install -y python3-venv {ON_BARE_DEBIAN}"


@pytest.mark.usefixtures("without_gl")
def test_root_installs(as_root: list[Sequence[str]]) -> None:
    assert main(["--install"]) == 0
    update, install = as_root
    assert update[:2] == ["apt-get", "update"]
    assert install[:2] == ["apt-get", "install"]
    assert install[-6:] == ON_BARE_DEBIAN.split()


@pytest.mark.usefixtures("without_gl")
def test_root_installs_only_when_told_to(as_root: list[Sequence[str]]) -> None:
    assert main([]) == 2
    assert as_root == []


def test_needs_no_package() -> None:
    root = Path(system_libraries.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    code = "import bpstudio.system_libraries as s; s.missing_libraries(True)"
    subprocess.run([sys.executable, "-S", "-c", code], env=environment, check=True)
