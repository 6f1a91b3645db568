"""The path of a table beside a file, written on one system and read on another."""

from pathlib import Path, PureWindowsPath

import pytest

from bpstudio.experiment import build, table_path
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.experiment.table_path import rooted, seen_from

TABLE = "a,b,c\n" + "\n".join(f"{n},{-n},{n % 2}" for n in range(9))


def of(path: str) -> Experiment:
    return Experiment(data=DataSpec(path=path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.csv").write_text(TABLE)
    return tmp_path


def test_it_is_written_with_slashes_on_windows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_path, "Path", PureWindowsPath)
    seen = seen_from(of(r"C:\work\data\mine.csv"), PureWindowsPath(r"C:\work"))
    assert seen.data.path == "data/mine.csv"
    elsewhere = of(r"D:\mine.csv")
    assert seen_from(elsewhere, PureWindowsPath(r"C:\work")) == elsewhere


def test_what_windows_wrote_with_backslashes_is_found(folder: Path) -> None:
    there = str(folder / "data" / "mine.csv")
    assert rooted(of(r"data\mine.csv"), folder).data.path == there
    assert rooted(of("data/mine.csv"), folder).data.path == there
    data = build.load_data(of(r"data\mine.csv").data, "cross_entropy", folder)
    assert data.name == "mine.csv"


def test_a_file_that_has_a_backslash_in_its_name_is_that_file(folder: Path) -> None:
    (folder / r"data\mine.csv").write_text(TABLE)
    assert rooted(of(r"data\mine.csv"), folder).data.path == str(folder / r"data\mine.csv")


def test_what_is_nowhere_keeps_its_name(folder: Path) -> None:
    assert rooted(of(r"data\gone.csv"), folder).data.path == str(folder / r"data\gone.csv")
    odd = of(str(folder / r"data\gone.csv"))
    assert rooted(odd, folder) == odd
    for name in ("\\", r"\data", "\\a" * 2_000, "a\\" * 2_000, "a" * 999 + "\\b"):
        assert rooted(of(name), folder).data.path == str(folder / name)
