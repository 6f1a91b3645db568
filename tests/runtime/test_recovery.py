"""Work that is kept for the case of a crash: by whom, for how long, and what is found of it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bpstudio.engine.flow import Circuit
from bpstudio.experiment.circuits.places import placed
from bpstudio.experiment.document_file import read_contents
from bpstudio.refusal import Refusal
from bpstudio.runtime.left_behind import Found, left_behind
from bpstudio.runtime.recovery import CIRCUIT, EXPERIMENT, FILES, About, Slot
from bpstudio.runtime.saved_run import saved
from bpstudio.runtime.saver import CircuitDraft, ExperimentDraft, Saver
from tests.runtime.experiments import make_experiment
from tests.runtime.test_documents import trained

SOON = 10.0  # seconds
Look = Callable[[], Found]

# keeps an experiment, tells so, and then does nothing until it is killed
WINDOW = """
import sys, time
from pathlib import Path
from bpstudio.runtime.saver import Saver
from tests.runtime.test_recovery import draft
Saver(Path(sys.argv[1])).keep(draft(int(sys.argv[2]))).result(10)
print("kept", flush=True)
time.sleep(60)
"""


def draft(units: int, origin: Path | None = None, at: float = 0.0) -> ExperimentDraft:
    about = About.now(origin)
    about = About(about.origin, at or about.kept_at, 7)
    return ExperimentDraft(make_experiment(units), None, about)


def with_run(units: int, *, steps: int = 5) -> ExperimentDraft:
    """Return an experiment with its run."""
    run, record = trained(make_experiment(units), steps)
    about = About(kept_at=1e9, step=steps)
    return ExperimentDraft(run.trainer.experiment, (saved(run), record), about)


def crashed(shelf: Path, *drafts: ExperimentDraft | CircuitDraft) -> None:
    """Keep these as a window does that is then gone without a word."""
    saver = Saver(shelf)
    for one in drafts:
        saver.keep(one).result(SOON)
    saver.stop(keep=True, timeout=SOON)


def units_of(path: Path) -> list[int]:
    return [layer.units for layer in read_contents(path).experiment.hidden]


@pytest.fixture
def look(shelf: Path) -> Iterator[Callable[[], Found]]:
    """Look for what was left behind; what is found is held to the end of the test."""
    found: list[Found] = []

    def look() -> Found:
        found.append(left_behind(shelf))
        return found[-1]

    yield look
    for kept in (kept for one in found for kept in one.kept):
        kept.slot.release(remove=False)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recovery"


def test_what_a_killed_process_kept_is_found_and_that_of_a_living_one_isnt(
    shelf: Path, look: Look
) -> None:
    command = [sys.executable, "-c", WINDOW, str(shelf)]
    with (
        subprocess.Popen([*command, "3"], stdout=subprocess.PIPE) as first,
        subprocess.Popen([*command, "4"], stdout=subprocess.PIPE) as second,
    ):
        try:
            assert first.stdout.readline() == second.stdout.readline() == b"kept\n"
            assert look().kept == ()
            os.kill(first.pid, signal.SIGKILL)
            first.wait(SOON)
            found = look().kept
            assert [units_of(kept.path) for kept in found] == [[3]]
            assert found[0].about.step == 7
            assert look().kept == ()  # they are held by whoever found them
        finally:
            first.kill()
            second.kill()
    found[0].slot.release(remove=False)
    assert len(look().kept) == 2


def test_an_orderly_end_leaves_nothing(shelf: Path) -> None:
    saver = Saver(shelf)
    saver.keep(draft(3)).result(SOON)
    assert len(list(shelf.iterdir())) == 1
    saver.stop(keep=False, timeout=SOON)
    assert list(shelf.iterdir()) == []
    Saver(shelf).stop(keep=False, timeout=SOON)  # nothing was kept: nothing is made
    assert list(shelf.iterdir()) == []


def test_the_newest_takes_the_place_of_what_was_kept_and_can_be_dropped(
    shelf: Path, look: Look
) -> None:
    saver = Saver(shelf)
    for units in (3, 4):
        saver.keep(draft(units)).result(SOON)
    (folder,) = shelf.iterdir()
    assert units_of(folder / FILES[EXPERIMENT]) == [4]
    saver.drop(EXPERIMENT).result(SOON)
    assert [path.name for path in folder.iterdir()] == ["lock"]
    saver.stop(keep=True, timeout=SOON)
    assert look().kept == ()
    assert list(shelf.iterdir()) == []  # an empty slot of a window that is gone goes, too


def test_several_windows_leave_several_things_the_newest_first(shelf: Path, look: Look) -> None:
    circuit = placed(Circuit((), None, 1.0), {})
    crashed(shelf, draft(3, at=1e9), CircuitDraft(circuit, About(kept_at=3e9)))
    crashed(shelf, draft(4, at=2e9))
    found = look().kept
    assert [kept.kind for kept in found] == [CIRCUIT, EXPERIMENT, EXPERIMENT]
    assert [units_of(kept.path) for kept in found[1:]] == [[4], [3]]


def test_what_lacks_its_run_is_kept_beside_what_has_one(shelf: Path, look: Look) -> None:
    saver = Saver(shelf)
    assert saver.keep(with_run(3)).result(SOON)
    for units in (4, 5):
        assert not saver.keep(draft(units)).result(SOON)
    saver.stop(keep=True, timeout=SOON)
    newest, whole = look().kept
    assert (newest.kind, whole.kind) == (EXPERIMENT, EXPERIMENT)
    assert (units_of(newest.path), units_of(whole.path)) == ([5], [3])
    assert (newest.is_alone, whole.is_alone) == (True, False)
    assert read_contents(whole.path).has_run
    assert whole.about.step == 5


def test_the_next_that_has_its_run_takes_the_place_of_both(shelf: Path) -> None:
    saver = Saver(shelf)
    for one in (with_run(3), draft(4), with_run(4)):
        saver.keep(one).result(SOON)
    (folder,) = shelf.iterdir()
    assert len(list(folder.iterdir())) == 3  # with its note, and the lock
    assert units_of(folder / FILES[EXPERIMENT]) == [4]
    saver.keep(draft(5)).result(SOON)
    saver.drop(EXPERIMENT).result(SOON)
    assert [path.name for path in folder.iterdir()] == ["lock"]
    saver.stop(keep=False, timeout=SOON)


def test_what_is_kept_with_its_run_isnt_kept_once_more_without(shelf: Path) -> None:
    saver = Saver(shelf)
    saver.keep(with_run(3)).result(SOON)
    (folder,) = shelf.iterdir()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for units in (4, 3):  # an edit, which is undone
        assert not saver.keep(draft(units)).result(SOON)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    saver.stop(keep=False, timeout=SOON)


def test_both_are_dealt_with_one_by_one(shelf: Path, look: Look) -> None:
    crashed(shelf, with_run(3), draft(4))
    saver = Saver(shelf)
    newest, whole = saver.search().result(SOON).kept
    saver.adopt(newest).result(SOON)
    assert whole.path.is_file()
    saver.discard(whole).result(SOON)
    assert not whole.slot.folder.exists()
    saver.stop(keep=True, timeout=SOON)
    (kept,) = look().kept
    assert units_of(kept.path) == [4]
    assert kept.path.name == FILES[EXPERIMENT]


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


def test_a_folder_that_cant_be_written_to_is_refused_and_tried_again(shelf: Path) -> None:
    shelf.parent.mkdir(parents=True)
    shelf.write_text("in the way")
    saver = Saver(shelf)
    with pytest.raises(Refusal, match="can't be written to: file exists"):
        saver.keep(draft(3)).result(SOON)
    shelf.unlink()
    saver.keep(draft(3)).result(SOON)
    (folder,) = shelf.iterdir()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()  # somebody tidies up
    with pytest.raises(Refusal, match="no such folder"):
        saver.keep(draft(3)).result(SOON)
    saver.keep(draft(3)).result(SOON)
    saver.stop(keep=False, timeout=SOON)


def test_a_slot_is_nobody_elses_from_its_first_moment(shelf: Path, look: Look) -> None:
    slot = Slot.make(shelf)
    assert look().kept == ()
    assert slot.folder.is_dir()
    assert slot.folder.stat().st_mode & 0o077 == 0  # nor to be read by others
    slot.release(remove=True)


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
