"""What isn’t in its file is kept by itself, until it is there."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.surgery import Number, Surgery
from bpstudio.ui.autosave import recovery_folder
from bpstudio.ui.faults import faults
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.banner import Banner
from tests.runtime.experiments import make_experiment
from tests.ui.desk import click, shown
from tests.ui.recovery.left_behind import SOON, change_rate, keep, kept_files


def test_what_isnt_in_its_file_is_kept_until_it_is(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.autosave.save_now()
    assert kept_files() == []  # nothing was done
    change_rate(window, 0.25)
    keep(qtbot, window)
    assert kept_files() == ["experiment.bps", "lock"]
    (kept,) = recovery_folder().glob("*/experiment.bps")
    contents = read_contents(kept)
    assert contents.experiment.training.learning_rate == 0.25
    assert contents.has_run
    window.document.undo_stack.undo()
    window.autosave.save_now()
    window.autosave.saver.drop("circuit").result(SOON)
    assert kept_files() == ["lock"]  # undone: it is as it was
    change_rate(window, 0.5)
    keep(qtbot, window)
    window.document.save(tmp_path / "mine.bps")
    window.autosave.saver.drop("circuit").result(SOON)
    assert kept_files() == ["lock"]  # saved: at once
    change_rate(window, 0.25)
    keep(qtbot, window)
    window.document.new()  # the user was asked
    window.autosave.saver.drop("circuit").result(SOON)
    assert kept_files() == ["lock"]


def test_training_and_numbers_written_by_hand_are_kept_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.document.new(make_experiment(3))
    session = window.session
    qtbot.waitUntil(lambda: session.snapshot.experiment is window.document.experiment)
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    keep(qtbot, window)
    (kept,) = recovery_folder().glob("*/experiment.bps")
    assert read_contents(kept).has_run
    assert not window.document.is_dirty
    window.document.save(tmp_path / "mine.bps")
    window.autosave.saver.drop("circuit").result(SOON)
    assert not kept.exists()
    by_hand = Surgery(numbers=(Number(0, 0, None, 3.0),))
    window.document.edit("Bias", window.document.experiment, surgery=by_hand)
    keep(qtbot, window)
    layers = read_contents(kept).tensors("parameters.safetensors")
    assert layers.decimals("layers.1.bias", (2,), np.float32)[0] == 3.0


def test_a_fault_of_the_program_has_unsaved_work_kept_at_once(
    qtbot: QtBot, window: MainWindow
) -> None:
    change_rate(window, 0.25)
    faults().reported.emit("ValueError: a mistake")
    qtbot.waitUntil(lambda: kept_files() == ["experiment.bps", "lock"])
    window.close()
    faults().reported.emit("ValueError: a mistake")  # nothing is left to be kept


def test_a_run_that_isnt_in_the_file_is_kept_beside_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.document.new(make_experiment(3))
    qtbot.waitUntil(lambda: window.session.snapshot.experiment is window.document.experiment)
    window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1)
    window.document.save(tmp_path / "alone.json")
    keep(qtbot, window)
    assert kept_files() == ["experiment.bps", "lock"]


@pytest.fixture
def went_on(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> Path:
    """A document's file whose run has gone on since, which is kept."""
    path = tmp_path / "mine.bps"
    window.document.new(make_experiment(3))
    updated(qtbot, window, 1)
    window.document.save(path)
    updated(qtbot, window, 2)
    keep(qtbot, window)
    assert kept_files() == ["experiment.bps", "lock"]
    return path


def updated(qtbot: QtBot, window: MainWindow, step: int) -> None:
    """Let the run make its next update, which is `step`."""
    session = window.session
    qtbot.waitUntil(lambda: session.snapshot.experiment is window.document.experiment)
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.step == step)


def is_kept_on(window: MainWindow) -> bool:
    window.autosave.save_now()
    window.autosave.saver.drop("circuit").result(SOON)
    return kept_files() == ["experiment.bps", "lock"]


def test_what_is_kept_stays_when_the_file_has_another_name(
    qtbot: QtBot, window: MainWindow, went_on: Path
) -> None:
    went_on.rename(went_on.with_name("yours.bps"))
    click(qtbot, shown(qtbot, window), "Follow it")
    assert window.document.path == went_on.with_name("yours.bps")
    assert is_kept_on(window)


def test_what_is_kept_stays_when_the_file_is_there_again(
    qtbot: QtBot, window: MainWindow, went_on: Path
) -> None:
    content = went_on.read_bytes()
    went_on.unlink()
    shown(qtbot, window)
    went_on.write_bytes(content)
    qtbot.waitUntil(lambda: not window.document.is_apart)
    assert is_kept_on(window)


def test_what_is_kept_stays_when_the_file_has_no_run(
    qtbot: QtBot, window: MainWindow, went_on: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(window.document, "give_run", lambda: None)
        window.document.save(went_on)
    assert window.document.lacks_run
    assert is_kept_on(window)
    window.document.save(went_on)
    assert not is_kept_on(window)


def test_a_file_that_lost_the_run_leaves_it_to_be_kept(
    qtbot: QtBot, window: MainWindow, went_on: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.save(went_on)
    assert not is_kept_on(window)
    monkeypatch.setattr(window.document, "give_run", lambda: None)
    window.document.save(went_on)
    keep(qtbot, window)
    assert is_kept_on(window)


def test_what_a_run_has_done_since_it_was_written_is_kept(
    qtbot: QtBot, window: MainWindow, went_on: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step is that of the run in the file, whatever the window has come to meanwhile."""
    run = window.document.give_run()
    updated(qtbot, window, 3)
    monkeypatch.setattr(window.document, "give_run", lambda: run)
    window.document.save(went_on)
    window.autosave.saver.drop("circuit").result(SOON)
    assert kept_files() == ["lock"]  # it is of before
    keep(qtbot, window)
    assert is_kept_on(window)


def test_work_that_cant_be_kept_is_told_of_once_and_tried_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    told: list[str] = []
    mended: list[bool] = []
    window.autosave.failed.connect(told.append)
    window.autosave.mended.connect(lambda: mended.append(True))
    folder = recovery_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    banner = window.findChild(Banner)
    change_rate(window, 0.25)
    for _ in range(3):
        window.autosave.save_now()
        qtbot.waitUntil(lambda: not window.autosave.is_busy)
    assert len(told) == 1
    assert "can’t be written to" in banner.text
    assert banner.isVisible()
    folder.unlink()
    keep(qtbot, window)
    assert mended == [True]
    assert "kept again" in window.statusBar().sentence
