"""A file that others write to while it is open."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from bpstudio.data.source import digest_of
from bpstudio.ui import disk_file
from bpstudio.ui.disk_file import DiskFile, Fate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "mine.json"
    file.write_text("one")
    return file


@pytest.fixture
def disk(qtbot: QtBot, path: Path) -> Iterator[DiskFile]:
    made = DiskFile()
    made.follow(path, digest_of(path))
    yield made
    made.deleteLater()


def wait_for(qtbot: QtBot, disk: DiskFile, fate: Fate) -> None:
    qtbot.waitUntil(lambda: disk.fate is fate, timeout=5_000)


def replace(path: Path, text: str) -> None:
    """Write a file as careful programs do: another takes its place."""
    other = path.with_name("new")
    other.write_text(text)
    os.replace(other, path)


def test_what_is_written_into_it_is_noticed_and_so_is_that_it_is_undone(
    qtbot: QtBot, disk: DiskFile, path: Path
) -> None:
    path.write_text("two")
    wait_for(qtbot, disk, Fate.CHANGED)
    path.write_text("one")
    wait_for(qtbot, disk, Fate.SAME)


def test_a_file_that_takes_its_place_is_noticed_again_and_again(
    qtbot: QtBot, disk: DiskFile, path: Path
) -> None:
    for text in ("two", "three", "four"):
        replace(path, text)
        wait_for(qtbot, disk, Fate.CHANGED)
        disk.accept()
        assert disk.fate is Fate.SAME


def test_another_date_alone_is_no_change(qtbot: QtBot, disk: DiskFile, path: Path) -> None:
    told = []
    disk.changed.connect(lambda: told.append(disk.fate))
    os.utime(path, (1, 1))
    replace(path, "one")
    qtbot.wait(2 * disk_file.SETTLING)
    assert disk.look() is Fate.SAME
    assert not told


def test_a_deleted_file_and_its_return(qtbot: QtBot, disk: DiskFile, path: Path) -> None:
    path.unlink()
    wait_for(qtbot, disk, Fate.GONE)
    assert disk.renamed() is None
    path.write_text("one")
    wait_for(qtbot, disk, Fate.SAME)


def test_its_folder_may_go_with_it_and_come_back(
    qtbot: QtBot, disk: DiskFile, path: Path, tmp_path: Path
) -> None:
    away = tmp_path.with_name("away")
    tmp_path.rename(away)
    wait_for(qtbot, disk, Fate.GONE)
    away.rename(tmp_path)
    app = QGuiApplication.instance()
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    wait_for(qtbot, disk, Fate.SAME)


def test_a_renamed_file_is_found_and_a_copy_is_none(
    qtbot: QtBot, disk: DiskFile, path: Path
) -> None:
    path.with_name("copy.json").write_text("one")
    path.rename(path.with_name("yours.json"))
    wait_for(qtbot, disk, Fate.GONE)
    assert disk.renamed() == path.with_name("yours.json")


def test_behind_a_link_the_file_counts(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    real, link = folder / "real.json", tmp_path / "link.json"
    real.write_text("one")
    link.symlink_to(real)
    disk = DiskFile()
    disk.follow(link, digest_of(link))
    replace(real, "two")
    wait_for(qtbot, disk, Fate.CHANGED)
    disk.deleteLater()


def test_a_change_from_before_it_was_watched_is_noticed(qtbot: QtBot, path: Path) -> None:
    disk = DiskFile()
    disk.follow(path, b"another digest")
    wait_for(qtbot, disk, Fate.CHANGED)
    disk.deleteLater()


def test_a_large_file_is_read_beside_the_window(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_file, "LARGE", 0)
    disk = DiskFile()
    disk.follow(path)  # as it is now
    qtbot.waitUntil(lambda: disk._known == digest_of(path))
    assert disk.fate is Fate.SAME
    path.write_text("two")
    wait_for(qtbot, disk, Fate.CHANGED)
    disk.follow(None)
    assert disk.fate is Fate.SAME
    disk.deleteLater()


def test_a_pipe_in_its_place_holds_nothing_up(qtbot: QtBot, disk: DiskFile, path: Path) -> None:
    path.unlink()
    os.mkfifo(path)
    wait_for(qtbot, disk, Fate.GONE)
