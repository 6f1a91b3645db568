"""Work that is kept for the case of a crash: by whom, and for how long."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bpstudio.experiment.document_file import read_contents
from bpstudio.refusal import Refusal
from bpstudio.runtime.left_behind import Found
from bpstudio.runtime.recovery import EXPERIMENT, FILES, Slot
from bpstudio.runtime.saver import Saver
from tests.runtime.recovery.kept import SOON, crashed, draft, units_of, with_run

Look = Callable[[], Found]

# keeps an experiment, tells so, and then does nothing until it is killed
WINDOW = """
import sys, time
from pathlib import Path
from bpstudio.runtime.saver import Saver
from tests.runtime.recovery.kept import draft
Saver(Path(sys.argv[1])).keep(draft(int(sys.argv[2]))).result(10)
print("kept", flush=True)
time.sleep(60)
"""


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
