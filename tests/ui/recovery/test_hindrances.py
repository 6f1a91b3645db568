"""What hinders a recovery: a table that is gone, or large; work that is damaged."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.recovery import Slot
from bpstudio.ui.autosave import recovery_folder
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.banner import Banner
from bpstudio.ui.widgets.kept_work import KeptWork
from tests.runtime.experiments import make_experiment
from tests.ui.recovery.left_behind import (
    LEFT,
    SOON,
    button,
    found_by_next_start,
    keep,
    left_work,
    names,
    offered,
)
from tests.ui.test_failing_training import raising


def test_what_cant_be_recovered_is_told_of_and_stays_kept(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    table = tmp_path / "mine.csv"
    left_work(edits.set_data(make_experiment(3), DataSpec(path=str(table))))
    bar = offered(qtbot, window)
    qtbot.mouseClick(button(bar, "Recover Untitled"), LEFT)
    banner = window.findChild(Banner)
    assert "there is no such file" in banner.text
    assert "still kept" in banner.text
    table.write_text("x,kind\n" + "\n".join(f"{k},{'ab'[k % 2]}" for k in range(30)) + "\n")
    qtbot.mouseClick(button(bar, "Recover Untitled"), LEFT)
    assert window.document.experiment.data.path == str(table)


def test_what_was_kept_of_a_large_table_is_read_beside_the_window(
    qtbot: QtBot, window: MainWindow, kept_on_a_table: threading.Event, tmp_path: Path
) -> None:
    bar = offered(qtbot, window)
    qtbot.mouseClick(button(bar, "Recover mine.bps"), LEFT)
    waiting = window.findChild(QProgressDialog, "waiting")
    qtbot.waitUntil(waiting.isVisible)
    assert waiting.labelText() == "Reading what was kept of mine.bps …"
    assert window.document.experiment.data.path is None
    qtbot.mouseClick(waiting.findChild(QPushButton), LEFT)
    assert window.statusBar().sentence == "Stopped; nothing was changed."
    assert names(bar) == ["Recover mine.bps", "Discard mine.bps"]  # it is still kept
    qtbot.mouseClick(button(bar, "Recover mine.bps"), LEFT)
    kept_on_a_table.set()
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=round(1000 * SOON))
    assert window.document.experiment.data.path == str(tmp_path / "mine.csv")
    assert window.document.is_dirty
    assert window.windowTitle() == "mine (recovered)[*] – bpstudio"


def test_what_is_discarded_while_it_is_read_isnt_recovered(
    qtbot: QtBot, window: MainWindow, kept_on_a_table: threading.Event
) -> None:
    before = window.document.experiment
    bar = offered(qtbot, window)
    qtbot.mouseClick(button(bar, "Recover mine.bps"), LEFT)
    qtbot.mouseClick(button(bar, "Discard mine.bps"), LEFT)
    kept_on_a_table.set()
    assert not bar.isVisible()
    window.opener.stop()
    assert window.document.experiment is before
    window.close()
    assert found_by_next_start() == 0


def test_another_piece_is_discarded_while_one_is_read_and_then_that_one(
    qtbot: QtBot, window: MainWindow, kept_on_a_table: threading.Event, tmp_path: Path
) -> None:
    left_work(make_experiment(4), tmp_path / "other.bps")
    before = window.document.experiment
    bar = offered(qtbot, window)
    qtbot.mouseClick(button(bar, "Recover mine.bps"), LEFT)
    qtbot.waitUntil(lambda: "reading" in (thread.name for thread in threading.enumerate()))
    qtbot.wait(200)  # it waits for its table by then
    for name in ("Discard other.bps", "Discard mine.bps"):
        qtbot.mouseClick(button(bar, name), LEFT)
    assert not bar.isVisible()
    kept_on_a_table.set()
    qtbot.wait(500)  # it would be open by then
    assert window.document.experiment is before


def test_what_is_recovered_and_cant_be_kept_on_is_told_of(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    left_work(make_experiment(3), tmp_path / "mine.bps")
    bar = offered(qtbot, window)
    told: list[str] = []
    window.autosave.failed.connect(told.append)
    with monkeypatch.context() as patch:
        patch.setattr(Slot, "adopt", raising(OSError("the disk is full")))
        qtbot.mouseClick(button(bar, "Recover mine.bps"), LEFT)
        qtbot.waitUntil(lambda: told == ["the disk is full"])
    banner = window.findChild(Banner)
    assert "the disk is full" in banner.text
    assert window.document.experiment.hidden[0].units == 3
    keep(qtbot, window)
    assert "kept again" in window.statusBar().sentence


def test_damaged_work_doesnt_stop_the_start(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    left_work(make_experiment(3), tmp_path / "mine.bps")
    (path,) = recovery_folder().glob("*/experiment.bps")
    path.write_bytes(path.read_bytes()[:-40])
    window.recovery.offer()
    banner = window.findChild(Banner)
    qtbot.waitUntil(banner.isVisible)
    assert "What was kept of the experiment mine can’t be read (is damaged" in banner.text
    assert not window.findChild(KeptWork).isVisible()


def test_much_damaged_work_leaves_room_in_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for _ in range(5):
        left_work(make_experiment(3), tmp_path / "mine.bps")
    for path in recovery_folder().glob("*/experiment.bps"):
        path.write_text("{")
    window.recovery.offer()
    banner = window.findChild(Banner)
    qtbot.waitUntil(banner.isVisible)
    assert banner.text.count("isn’t JSON") == 1
    assert banner.text.endswith("4 more can’t be read, and were put aside there, too.")


def test_damaged_work_that_cant_be_put_aside_is_said_to_be_where_it_is(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for _ in range(3):
        left_work(make_experiment(3), tmp_path / "mine.bps")
    (recovery_folder() / "unreadable").write_text("in the way of the folder")
    paths = sorted(recovery_folder().glob("*/experiment.bps"))
    for path in paths:
        path.write_text("{")
    window.recovery.offer()
    banner = window.findChild(Banner)
    qtbot.waitUntil(banner.isVisible)
    assert f"and is still {paths[0]}." in banner.text
    assert banner.text.endswith("2 more can’t be read, and are still where they were, too.")
    assert all(path.read_text() == "{" for path in paths)
