"""Files that can't be read are refused, at once and in words."""

import os
from pathlib import Path

import pytest

from bpstudio.data import source
from bpstudio.data.source import read_file
from bpstudio.refusal import Refusal


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_file(path)
    assert refused.value.place == str(path)
    return refused.value


def test_a_regular_file_gives_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"a,b\r\n\0")
    assert read_file(path) == b"a,b\r\n\0"


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv").reason == "there is no such file"


def test_a_directory(tmp_path: Path) -> None:
    assert refusal(tmp_path).reason == "is a directory, not a file"


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refusal(path).reason == "is a device or a pipe, not a regular file"


def test_a_device_is_not_read() -> None:
    assert refusal(Path("/dev/zero")).reason == "is a device or a pipe, not a regular file"


def test_a_file_below_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.touch()
    assert refusal(path / "more.csv").reason == "can't be read: Not a directory"


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("n" * 300)).reason == "can't be read: File name too long"


def test_a_name_with_a_nul_byte() -> None:
    assert refusal(Path("mine\0.csv")).reason == "can't be the name of a file"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "mine.csv"
    path.touch()
    monkeypatch.setattr(source, "available_memory", lambda: None)
    monkeypatch.setattr(Path, "open", denied)  # root may read any file
    assert refusal(path).reason == "may not be read: permission denied"


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "available_memory", lambda: 24 * 10**9)
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(10**12)  # sparse: takes no room
    assert refusal(path).reason == (
        "its 1 TB would need about 10 TB of memory to be read; 24 GB can be had"
    )


def test_a_file_whose_size_is_untrue() -> None:
    assert "grew while it was read" in refusal(Path("/proc/self/status")).reason
