"""Experiment files: reading what is none, and writing all of it or nothing."""

import errno
import os
import stat
from pathlib import Path

import pytest

from bpstudio.experiment import storage
from bpstudio.experiment.atomic import write_atomically
from bpstudio.experiment.storage import (
    MAX_BYTES,
    experiment_text,
    parse_experiment,
    read_experiment,
    write_experiment,
)
from bpstudio.refusal import Refusal
from bpstudio.resources import resource
from tests.experiment.plain import SMALLEST, parse

NAME = "mine.json"


def refusal(function, *arguments):
    with pytest.raises(Refusal) as caught:
        function(*arguments)
    assert caught.value.place == ""  # the file is named by whoever shows it
    return caught.value.reason


def files(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("path", sorted(resource("experiments").iterdir()), ids=lambda p: p.name)
def test_what_ships_can_be_read(path):
    experiment = read_experiment(path)
    assert parse_experiment(experiment_text(experiment).encode()) == experiment


def test_what_is_written_is_read(tmp_path):
    experiment = parse(network={"hidden": [{"units": 3}]}, training={"batch_size": "all"})
    write_experiment(experiment, tmp_path / NAME)
    assert read_experiment(tmp_path / NAME) == experiment
    assert files(tmp_path) == [NAME]


def test_letters_of_all_scripts_stay_readable(tmp_path):
    write_experiment(parse(data={"path": "Größen 表.csv"}), tmp_path / NAME)
    assert "Größen 表.csv" in (tmp_path / NAME).read_text(encoding="utf-8")


def test_what_is_no_file_to_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refusal(read_experiment, tmp_path / "none.json") == "there is no such file"
    assert refusal(read_experiment, tmp_path) == "is a directory, not a file"
    assert "a pipe" in refusal(read_experiment, tmp_path / "pipe")  # and doesn't wait for a writer
    assert refusal(read_experiment, tmp_path / "loop").startswith("can't be read")
    assert refusal(read_experiment, tmp_path / NAME / "in a file").startswith("there is no such")
    assert refusal(read_experiment, tmp_path / "nul\0").startswith("can't be the name")


def test_sixteen_megabytes_are_the_most(tmp_path):
    path, text = tmp_path / NAME, experiment_text(parse()).encode()
    path.write_bytes(text.ljust(MAX_BYTES))
    assert read_experiment(path) == parse()
    path.write_bytes(text.ljust(MAX_BYTES + 1))
    assert refusal(read_experiment, path) == "has 16.8 MB; 16.8 MB at most"


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
def test_a_failed_write_leaves_the_old_file_alone(tmp_path, monkeypatch, call):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    path = tmp_path / NAME
    path.write_text("old")
    monkeypatch.setattr(os, call, fail)
    reason = refusal(write_experiment, parse(), path)
    assert reason == "can't be written: no space left on device; what was there before is unchanged"
    assert path.read_text() == "old"
    assert files(tmp_path) == [NAME]


def test_a_disk_that_refuses_even_to_tidy_up_is_told_of(tmp_path, monkeypatch):
    path = tmp_path / "mine.json"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(errno.EIO, "Input/output error")

    for call in ("fsync", "unlink"):
        monkeypatch.setattr(os, call, fail)
    with pytest.raises(Refusal, match="can't be written: input/output error"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_an_interrupted_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_experiment(parse(), tmp_path / NAME)
    assert files(tmp_path) == []


def test_the_old_file_is_whole_until_the_new_one_is_on_the_disk(tmp_path, monkeypatch):
    path, synced = tmp_path / NAME, []
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(path.read_text()))
    write_experiment(parse(), path)
    assert synced == ["old", path.read_text()]  # the file, and once it is there its folder
    assert read_experiment(path) == parse()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_are_kept(tmp_path, mode):
    path = tmp_path / NAME
    path.write_text("old")
    path.chmod(mode)
    write_experiment(parse(), path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_owner_and_group_are_kept(tmp_path):
    path = tmp_path / NAME
    path.write_text("old")
    owner, group = others()
    os.chown(path, owner, group)
    path.chmod(0o640)
    write_experiment(parse(), path)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (owner, group, 0o640)


def others():
    """Return an owner and a group that a file may be given here: only root gives one away."""
    if os.geteuid() == 0:
        return 1234, 2345
    mine = os.getegid()
    return os.geteuid(), next((group for group in os.getgroups() if group != mine), mine)


def test_owner_and_group_are_asked_for_where_another_has_them(tmp_path, monkeypatch):
    path = tmp_path / NAME
    path.write_text("old")
    given = []
    monkeypatch.setattr(os, "chown", lambda name, *ids: given.append((Path(name).parent, *ids)))
    old = path.stat()
    write_experiment(parse(), path)
    assert given == [(tmp_path, -1, old.st_gid), (tmp_path, old.st_uid, old.st_gid)]


def test_another_owner_is_no_obstacle(tmp_path, monkeypatch):
    def refuse(*arguments):
        raise PermissionError

    path = tmp_path / NAME
    path.write_text("old")
    monkeypatch.setattr(os, "chown", refuse)
    write_experiment(parse(), path)
    assert read_experiment(path) == parse()


def test_a_read_only_file_is_not_written_over(tmp_path, monkeypatch):
    path = tmp_path / NAME
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda path, mode: path.is_dir())
    assert "the file is read-only" in refusal(write_experiment, parse(), path)
    assert path.read_text() == "old"


def test_a_new_file_has_the_permissions_that_any_gets(tmp_path):
    (tmp_path / "plain").write_text("")
    write_experiment(parse(), tmp_path / NAME)
    assert (tmp_path / NAME).stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / NAME, tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    write_experiment(parse(), link)
    assert link.is_symlink()
    assert read_experiment(target) == parse()


def test_a_long_name_can_be_written(tmp_path):
    write_experiment(parse(), tmp_path / ("n" * 255))
    assert files(tmp_path) == ["n" * 255]


def test_what_can_not_be_written_to(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    experiment = parse()
    assert "isn't a regular file" in refusal(write_experiment, experiment, tmp_path)
    assert "isn't a regular file" in refusal(write_experiment, experiment, tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert "no such folder" in refusal(write_experiment, experiment, tmp_path / "no" / NAME)
    for name in ("loop", "nul\0", "n" * 256):
        refusal(write_experiment, experiment, tmp_path / name)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "read-only" in refusal(write_experiment, experiment, tmp_path / NAME)
    assert files(tmp_path) == ["loop", "pipe"]


def test_the_text_begins_with_format_and_version():
    text = experiment_text(parse())
    assert text.startswith('{\n  "format": "bpstudio",\n  "version": 1,\n  "data": {')
    assert text.endswith("}\n")
    assert SMALLEST["version"] == 1
    assert storage.MAX_BYTES == 16 * 2**20
