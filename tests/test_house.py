"""The walls of the house: who imports whom, on the real packages."""

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from bpstudio.ui.views import VIEWS

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "bpstudio"


def output_of(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(
        command,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip()


def third_parties(folder: Path) -> set[str]:
    """Return the packages that the folder's modules import, the standard library's aside."""
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"bpstudio"}


def test_import_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    status, report = output_of(linter, "--no-logo", "--no-cache")
    assert status == 0, report


def test_no_view_knows_another() -> None:
    # Here rather than among the contracts, so that VIEWS stays the only list of them.
    views = {view.__module__ for view in VIEWS}
    assert len(views) == len(VIEWS), "one file each"
    graph = grimp.build_graph("bpstudio", cache_dir=None)
    assert graph.find_illegal_dependencies_for_layers(layers=(views,)) == set()


@pytest.mark.parametrize("package", ["engine", "data"])
def test_numpy_is_the_only_third_party(package: str) -> None:
    assert third_parties(PACKAGE / package) == {"numpy"}


def test_nothing_below_ui_loads_qt() -> None:
    code = """
import importlib, pkgutil, sys
import bpstudio.cli
for package in ("engine", "data", "experiment", "runtime"):
    root = importlib.import_module(f"bpstudio.{package}")
    for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
        importlib.import_module(module.name)
print([name for name in sys.modules if name.startswith("PySide6")])
"""
    assert output_of(sys.executable, "-c", code) == (0, "[]")


def test_every_folder_of_the_package_is_a_package() -> None:
    # import-linter passes over a folder without __init__.py, and with it what is inside.
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []
