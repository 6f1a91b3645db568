"""What is found of work that windows which are gone have kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bpstudio.engine.flow import Circuit
from bpstudio.experiment.circuits.places import placed
from bpstudio.runtime.left_behind import Found
from bpstudio.runtime.recovery import CIRCUIT, EXPERIMENT, FILES, About
from bpstudio.runtime.saver import CircuitDraft, Saver
from tests.runtime.recovery.kept import SOON, crashed, draft, units_of

Look = Callable[[], Found]


def test_several_windows_leave_several_things_the_newest_first(shelf: Path, look: Look) -> None:
    circuit = placed(Circuit((), None, 1.0), {})
    crashed(shelf, draft(3, at=1e9), CircuitDraft(circuit, About(kept_at=3e9)))
    crashed(shelf, draft(4, at=2e9))
    found = look().kept
    assert [kept.kind for kept in found] == [CIRCUIT, EXPERIMENT, EXPERIMENT]
    assert [units_of(kept.path) for kept in found[1:]] == [[4], [3]]


@pytest.mark.parametrize("name", ["mine.bps", "größe 1%.bps", os.fsdecode(b"caf\xe9.bps")])
def test_the_original_is_known_whatever_its_name(shelf: Path, look: Look, name: str) -> None:
    crashed(shelf, draft(3, Path("/home/me") / name))
    assert [kept.origin for kept in look().kept] == [Path("/home/me") / name]


@pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04", b"\0" * 100, None])
def test_what_cant_be_read_is_put_aside_and_told_of(
    shelf: Path, look: Look, content: bytes | None
) -> None:
    crashed(shelf, draft(3, Path("/home/me/mine.bps")))
    crashed(shelf, draft(4))
    (broken,) = (kept for kept in look().kept if kept.origin)
    path = broken.path
    path.write_bytes(path.read_bytes()[:-10] if content is None else content)
    damaged = path.read_bytes()
    broken.slot.release(remove=False)
    found = look()
    (trouble,) = found.troubles
    assert trouble.startswith("What was kept of the experiment mine can’t be read (")
    (aside,) = (shelf / "unreadable").iterdir()
    assert str(aside) in trouble
    assert aside.read_bytes() == damaged
    assert look().troubles == ()  # told once


@pytest.mark.parametrize("is_beside_sound_work", [False, True])
def test_what_cant_be_read_nor_put_aside_stays_where_it_is(
    shelf: Path, look: Look, is_beside_sound_work: bool
) -> None:
    circuit = CircuitDraft(placed(Circuit((), None, 1.0), {}), About(kept_at=1.0))
    crashed(shelf, draft(3, Path("/home/me/mine.bps")), *[circuit][: int(is_beside_sound_work)])
    (path,) = shelf.glob(f"*/{FILES[EXPERIMENT]}")
    path.write_bytes(b"{")
    (shelf / "unreadable").write_text("in the way of the folder")
    saver = Saver(shelf)
    found = saver.search().result(SOON)
    for kept in found.kept:
        saver.discard(kept).result(SOON)
    saver.stop(keep=False, timeout=SOON)
    assert found.troubles == ()
    (stuck,) = found.stuck
    assert stuck.endswith(f"It couldn’t be put aside either (file exists), and is still {path}.")
    assert path.read_bytes() == b"{"
    assert len(look().stuck) == 1, "it is told as long as it is so"
    (shelf / "unreadable").unlink()
    assert len(look().troubles) == 1
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"kept_at": 1e300}', b'{"origin": 3}', None])
def test_without_its_note_a_document_is_still_found(
    shelf: Path, look: Look, content: bytes | None
) -> None:
    crashed(shelf, draft(3, Path("/home/me/mine.bps")))
    (note,) = shelf.glob(f"*/{EXPERIMENT}.about")
    note.unlink() if content is None else note.write_bytes(content)
    (kept,) = look().kept
    assert kept.origin is None
    assert kept.about.kept_at == kept.path.stat().st_mtime
    saver = Saver(shelf)
    saver.adopt(kept).result(SOON)
    saver.stop(keep=False, timeout=SOON)


def test_other_things_in_the_folder_are_left_alone(shelf: Path, look: Look, tmp_path: Path) -> None:
    crashed(shelf, draft(3))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / FILES[EXPERIMENT]).write_text("mine")
    (shelf / "window-link").symlink_to(tmp_path / "mine")
    (shelf / "window-file").write_text("mine")
    assert len(look().kept) == 1
    assert (tmp_path / "mine" / FILES[EXPERIMENT]).read_text() == "mine"
    assert (shelf / "window-file").read_text() == "mine"


def test_what_is_found_can_be_taken_over_or_discarded(shelf: Path, look: Look) -> None:
    crashed(shelf, draft(3), CircuitDraft(placed(Circuit((), None, 1.0), {}), About(kept_at=1.0)))
    crashed(shelf, draft(4, at=1e9))
    saver = Saver(shelf)
    mine, other, _circuit = saver.search().result(SOON).kept
    saver.adopt(mine).result(SOON)
    saver.discard(other).result(SOON)
    assert len(list(shelf.iterdir())) == 2  # its own, and that with the circuit
    saver.stop(keep=True, timeout=SOON)
    found = look().kept
    assert [kept.kind for kept in found] == [EXPERIMENT, CIRCUIT]
    assert units_of(found[0].path) == [3]
    assert not other.slot.folder.exists()


@pytest.mark.parametrize(("is_ended_by_system", "is_seen"), [(True, False), (False, True)])
def test_what_was_offered_is_noted_where_the_user_could_answer(
    shelf: Path, look: Look, is_ended_by_system: bool, is_seen: bool
) -> None:
    crashed(shelf, draft(3))
    saver = Saver(shelf)
    assert not saver.search().result(SOON).kept[0].is_seen
    saver.stop(keep=is_ended_by_system, timeout=SOON)
    (kept,) = look().kept
    assert kept.is_seen == is_seen
