"""The wheel holds what users need, and finds it when installed."""

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from hatchling import build

from bpstudio import __version__
from bpstudio.resources import resource

PROJECT = Path(__file__).parents[1]


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built as pip would build it, from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        return folder / build.build_wheel(str(folder))


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    folder = wheel.parent / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_wheel_holds_the_package_and_its_resources_alone(unpacked: Path) -> None:
    package = {name for name in files_below(PROJECT / "bpstudio") if not name.endswith(".pyc")}
    resources = {f"_resources/{name}" for name in files_below(PROJECT / "resources")}
    assert files_below(unpacked / "bpstudio") == package | resources
    assert {path.name for path in unpacked.iterdir()} == {
        "bpstudio",
        f"bpstudio-{__version__}.dist-info",
    }


def test_wheel_tells_its_version_and_command(unpacked: Path) -> None:
    about = unpacked / f"bpstudio-{__version__}.dist-info"
    metadata = Parser().parsestr((about / "METADATA").read_text(encoding="utf-8"))
    assert metadata["Version"] == __version__
    assert set(metadata["Requires-Python"].split(",")) == {">=3.11", "<3.15"}
    assert metadata["License-Expression"] == "MIT"
    licence = about / "licenses" / "LICENSE"
    assert licence.read_bytes() == (PROJECT / "LICENSE").read_bytes()
    assert "bpstudio = bpstudio.cli:main" in (about / "entry_points.txt").read_text()


def test_the_same_pythons_are_told_everywhere() -> None:
    readme, makefile = (
        PROJECT.joinpath(name).read_text("utf-8") for name in ("README.md", "Makefile")
    )
    assert "bpstudio needs Python 3.11 to 3.14, on Linux" in readme
    assert "bpstudio needs Python 3.11 to 3.14. On" in makefile
    assert "11 <= minor <= 14" in makefile


def test_resources_are_found_in_the_checkout() -> None:
    path = resource("experiments", "digits.json")
    assert path == PROJECT / "resources" / "experiments" / "digits.json"
    assert path.is_file()


def test_resources_are_found_in_the_unpacked_wheel(unpacked: Path) -> None:
    code = "from bpstudio.resources import resource; print(resource('experiments', 'digits.json'))"
    # -S leaves the checkout out, which an editable installation puts on the path.
    printed = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    path = Path(printed.strip())
    assert path == unpacked / "bpstudio" / "_resources" / "experiments" / "digits.json"
    assert path.read_bytes() == resource("experiments", "digits.json").read_bytes()
