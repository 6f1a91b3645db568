"""What a killed save has left is taken away by the next one, and nothing else is."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bpstudio.experiment import atomic
from bpstudio.experiment.atomic import PREFIX, replacing, write_atomically
from bpstudio.refusal import Refusal

SAVE = """
import sys
from pathlib import Path
from bpstudio.experiment.atomic import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write(b"new" * 100_000)
    print("amid", flush=True)
    sys.stdin.readline()
"""
SOON = 20.0  # seconds

removes_what_is_left = pytest.mark.skipif(
    sys.platform == "win32",
    reason="on Windows nothing is removed, as the test of a system that renames no open file shows "
    "everywhere: the lock on a new file ends there before the file has its name",
)


@contextmanager
def saving(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Let another process be in the midst of a save."""
    command = [sys.executable, "-c", SAVE, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        try:
            assert process.stdout.readline() == b"amid\n"
            yield process
        finally:
            process.kill()


def hidden(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith(PREFIX)}


@removes_what_is_left
def test_what_a_killed_save_left_is_removed_and_never_what_a_living_one_writes(
    tmp_path: Path,
) -> None:
    with saving(tmp_path / "killed") as killed:
        (left,) = hidden(tmp_path)
        killed.kill()
        killed.wait(SOON)
    with saving(tmp_path / "living") as living:
        written = hidden(tmp_path)
        assert len(written) == 1
        assert left not in written  # the next save, by another process, has removed it
        write_atomically(tmp_path / "mine", b"mine")
        with replacing(tmp_path / "other") as file:
            assert len(hidden(tmp_path)) == 2
            write_atomically(tmp_path / "mine", b"mine")  # while another thread of ours writes
            file.write(b"other")
        assert hidden(tmp_path) == written
        living.communicate(b"\n", SOON)
        assert living.returncode == 0
    assert (tmp_path / "living").read_bytes() == b"new" * 100_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["living", "mine", "other"]


@removes_what_is_left
def test_what_may_be_anothers_stays(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine")
    ours = f"{PREFIX}{atomic._machine()}-"
    (tmp_path / f"{ours}abcd1234").write_text("half")
    (tmp_path / f"{ours}link").symlink_to(target)
    (tmp_path / f"{ours}folder").mkdir()
    os.mkfifo(tmp_path / f"{ours}pipe")
    (tmp_path / f"{PREFIX}notes.txt").write_text("a user's")
    (tmp_path / f"{PREFIX}0123abcd-abcd1234").write_text("of another machine")
    before = hidden(tmp_path)
    write_atomically(tmp_path / "mine", b"mine")
    assert before - hidden(tmp_path) == {f"{ours}abcd1234"}
    assert target.read_text() == "mine"


def test_where_no_open_file_can_be_renamed_nothing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / f"{PREFIX}{atomic._machine()}-abcd1234"
    left.write_text("half, or being written")
    monkeypatch.setattr(sys, "platform", "win32")
    write_atomically(tmp_path / "mine", b"mine")
    monkeypatch.undo()
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert hidden(tmp_path) == {left.name}


def test_a_new_file_that_is_taken_away_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def once_taken(handle: int, name: str) -> bool:
        made.append(name)
        if len(made) == 1:
            os.unlink(name)  # as another save does before it is locked
        return is_held(handle, name)

    is_held = atomic.is_held
    monkeypatch.setattr(atomic, "is_held", once_taken)
    write_atomically(tmp_path / "mine", b"mine")
    assert len(made) == 2
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert hidden(tmp_path) == set()


def test_without_locks_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(_handle: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("bpstudio.experiment.file_lock._lock", no_locks)
    left = tmp_path / f"{PREFIX}{atomic._machine()}-abcd1234"
    left.write_text("of whom isn't known")
    write_atomically(tmp_path / "mine", b"mine")
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert left.exists()


def test_what_is_in_the_way_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "is_held", lambda *_: False)
    with pytest.raises(Refusal, match=re.escape("another process takes its new files away")):
        write_atomically(tmp_path / "mine", b"mine")
