"""Work that isn't saved: kept by itself, offered after a crash, never over the original."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.data.dataset import Dataset
from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data
from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.experiment.storage import experiment_text, write_experiment
from bpstudio.experiment.surgery import Number, Surgery
from bpstudio.runtime import opening
from bpstudio.runtime.recovery import About
from bpstudio.runtime.saver import ExperimentDraft, Saver
from bpstudio.ui import autosave
from bpstudio.ui.autosave import recovery_folder
from bpstudio.ui.dialogs import Answer
from bpstudio.ui.faults import faults
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.banner import Banner
from bpstudio.ui.widgets.kept_work import KeptWork
from tests.runtime.experiments import make_experiment
from tests.ui.some_window import parameters

LEFT = Qt.MouseButton.LeftButton
SOON = 20.0  # seconds


@dataclass
class Ended:
    """What a window told before it was ended, and how it ended."""

    told: dict[str, object]
    status: int


def ended_window(file: Path, interval: float, number: signal.Signals) -> Ended:
    """Open `file` in a process of its own, let it work, and end that by a signal."""
    command = [sys.executable, "-m", "tests.ui.some_window", str(interval), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            line = process.stdout.readline()
            process.send_signal(number)
            _, errors = process.communicate(timeout=SOON)
        finally:
            process.kill()
    assert line, errors.decode()
    assert errors == b""
    return Ended(json.loads(line), process.returncode)


def left_work(experiment: Experiment, origin: Path | None = None, at: float = 1e9) -> None:
    """Keep an experiment as a window does that is then gone without a word."""
    saver = Saver(recovery_folder())
    about = About(About.now(origin).origin, at)
    saver.keep(ExperimentDraft(experiment, None, about)).result(SOON)
    saver.stop(keep=True, timeout=SOON)


def offered(qtbot: QtBot, window: MainWindow) -> KeptWork:
    window.recovery.offer()
    bar = window.findChild(KeptWork)
    qtbot.waitUntil(bar.isVisible)
    return bar


def button(bar: KeptWork, name: str) -> QPushButton:
    shown = (one for one in bar.findChildren(QPushButton) if one.isVisible())
    (found,) = (one for one in shown if one.accessibleName() == name)
    return found


def names(bar: KeptWork) -> list[str]:
    return [one.accessibleName() for one in bar.findChildren(QPushButton) if one.isVisible()]


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def kept_files() -> list[str]:
    return sorted(path.name for path in recovery_folder().glob("*/*") if path.suffix != ".about")


def found_by_next_start() -> int:
    saver = Saver(recovery_folder())
    found = saver.search().result(SOON)
    saver.stop(keep=False, timeout=SOON)
    return len(found.kept)


def change_rate(window: MainWindow, rate: float) -> None:
    experiment = edits.set_training(window.document.experiment, learning_rate=rate)
    window.document.edit("Change learning rate", experiment)


def keep(qtbot: QtBot, window: MainWindow) -> None:
    """Let it keep what there is, as it does by itself now and then, and wait until it has."""
    autosave = window.autosave
    autosave.save_now()
    qtbot.waitUntil(lambda: not any(map(autosave.has_news, autosave.documents)))
    autosave.saver.drop("circuit").result(SOON)  # what was asked for before is done, too


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "mine.json"
    write_experiment(make_experiment(3, batch_size=10), path)
    return path


@pytest.fixture
def killed(small: Path) -> Ended:
    """A window that was killed once its work was kept."""
    with untouched(small):
        return ended_window(small, 0.1, signal.SIGKILL)


@pytest.fixture
def terminated(small: Path) -> Ended:
    """A window that was told to end before anything was kept."""
    return ended_window(small, 0.0, signal.SIGTERM)


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    before = path.read_bytes(), path.stat().st_mtime_ns
    yield
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_what_a_killed_window_kept_is_offered_and_recovered(
    qtbot: QtBot,
    killed: Ended,
    window: MainWindow,
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with untouched(small):
        assert killed.status == -signal.SIGKILL
        bar = offered(qtbot, window)
        assert window.document.path is None  # nothing is done before it is asked for
        assert window.focusWidget() is not bar
        assert not bar.isAncestorOf(window.focusWidget())
        assert sorted(names(bar)) == [
            "Discard Untitled",
            "Discard mine.json",
            "Recover Untitled",
            "Recover mine.json",
        ]
        qtbot.mouseClick(button(bar, "Recover mine.json"), LEFT)
        document = window.document
        assert experiment_text(document.experiment) == killed.told["experiment"]
        qtbot.waitUntil(lambda: window.session.snapshot.step == 6)
        assert parameters(window.session.snapshot) == killed.told["parameters"]
        assert len(window.session.recorder.losses) == 6
        assert document.is_dirty
        assert document.path is None
        assert window.windowTitle() == "mine (recovered)[*] – bpstudio"
        assert str(small) in window.statusBar().sentence
        action(window, "actionRecover").trigger()
        recover = button(bar, "Recover Untitled")
        assert recover.hasFocus()
        qtbot.keyClick(recover, Qt.Key.Key_Space)
        circuit = window.circuit.document
        assert len(circuit.diagram.circuit.nodes) == killed.told["gates"]
        assert circuit.is_dirty
        assert not bar.isVisible()
        assert window.circuit.canvas.hasFocus()
        assert not action(window, "actionRecover").isEnabled()
        window.autosave.saver.search().result(SOON)
        assert kept_files() == ["circuit.json", "experiment.bps", "lock"]  # kept all the time
        asked = []
        monkeypatch.setattr(
            QFileDialog,
            "getSaveFileName",
            lambda *words: (asked.append(words[2]), (str(tmp_path / "other"), ""))[1],
        )
        window.show_tab("Network")
        action(window, "actionSave").trigger()
        assert asked == [str(tmp_path / "mine (recovered).bps")]  # beside the original
        assert document.path == tmp_path / "other.bps"
        assert not document.is_dirty
    window.close()
    assert kept_files() == []


def test_a_window_that_is_told_to_end_leaves_its_work_for_the_next(
    qtbot: QtBot, terminated: Ended, window: MainWindow
) -> None:
    assert terminated.status == 0
    bar = offered(qtbot, window)
    qtbot.mouseClick(button(bar, "Recover mine.json"), LEFT)
    assert experiment_text(window.document.experiment) == terminated.told["experiment"]
    qtbot.waitUntil(lambda: window.session.snapshot.step == 6)
    assert parameters(window.session.snapshot) == terminated.told["parameters"]


def test_all_that_is_waited_for_at_the_end_has_one_limit(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, given = [100.0], []
    saver, session = window.autosave.saver, window.session

    def sleep(seconds: float) -> None:
        now[0] += seconds

    def stop(*, keep: bool, timeout: float) -> None:
        given.append(timeout)
        stopped(keep=keep, timeout=SOON)

    stopped = saver.stop
    monkeypatch.setattr(saver, "stop", stop)
    monkeypatch.setattr(autosave, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    bench = session.users
    monkeypatch.setattr(bench, "ask_for_run", Future)  # a huge network is in the midst of a step
    change_rate(window, 0.25)
    window.autosave.leave_work()
    waited = now[0] - 100
    assert waited == pytest.approx(autosave.LAST_RUN, abs=0.02)
    window.close()
    assert given == [pytest.approx(autosave.LAST - waited)]
    assert kept_files() == ["experiment.bps", "lock"]  # without its run


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


def test_a_window_shows_nothing_of_its_own_accord(qtbot: QtBot, window: MainWindow) -> None:
    left_work(make_experiment(3))
    qtbot.wait(100)
    assert not window.findChild(KeptWork).isVisible()
    window.close()
    assert kept_files() == ["experiment.bps", "lock"]


def test_what_is_put_off_is_offered_by_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    left_work(make_experiment(3))
    bar = offered(qtbot, window)
    action(window, "actionRecover").trigger()
    assert button(bar, "Recover Untitled").hasFocus()
    qtbot.keyClick(button(bar, "Recover Untitled"), Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not bar.isAncestorOf(window.focusWidget())
    action(window, "actionRecover").trigger()
    assert bar.isVisible()


def test_what_was_let_be_is_offered_again_only_when_asked_for(
    qtbot: QtBot, window: MainWindow
) -> None:
    left_work(make_experiment(3))
    assert found_by_next_start() == 1  # it was closed in order
    left_work(make_experiment(4), Path("/home/me/new.bps"))
    bar = offered(qtbot, window)
    assert names(bar) == ["Recover new.bps", "Discard new.bps"]
    qtbot.mouseClick(button(bar, "Discard new.bps"), LEFT)
    assert not bar.isVisible()
    action(window, "actionRecover").trigger()
    assert names(bar) == ["Recover Untitled", "Discard Untitled"]
    assert button(bar, "Recover Untitled").hasFocus()
    window.autosave.leave_work()  # the system ends it
    window.close()
    assert found_by_next_start() == 1


def test_several_are_offered_the_newest_first_and_edits_are_asked_about(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for units, name in ((2, "a.bps"), (3, "b.bps"), (4, "c.bps"), (5, "d.bps")):
        left_work(make_experiment(units), tmp_path / name, at=1e9 + units)
    bar = offered(qtbot, window)
    recover = [name for name in names(bar) if name.startswith("Recover")]
    assert recover == [f"Recover {name}.bps" for name in "dcba"]
    assert bar.height() < 200  # three are in sight, the others are scrolled to
    answers = [Answer.Cancel, Answer.Discard]
    asked = []

    def ask(_window: QWidget, what: str) -> Answer:
        asked.append(what)
        return answers[len(asked) - 1]

    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", ask)
    qtbot.mouseClick(button(bar, "Recover d.bps"), LEFT)
    assert asked == []
    for _ in range(2):
        qtbot.mouseClick(button(bar, "Recover b.bps"), LEFT)
    assert asked == ["the experiment d (recovered)"] * 2
    assert window.document.experiment.hidden[0].units == 3
    assert window.windowTitle() == "b (recovered)[*] – bpstudio"
    assert "Recover b.bps" not in names(bar)
    assert len(names(bar)) == 4


def test_what_is_discarded_is_in_the_trash_and_offered_no_more(
    qtbot: QtBot, window: MainWindow, home: Path, tmp_path: Path
) -> None:
    left_work(make_experiment(3), tmp_path / "mine.bps")
    left_work(make_experiment(4))
    bar = offered(qtbot, window)
    qtbot.mouseClick(button(bar, "Discard mine.bps"), LEFT)
    assert "Recover mine.bps" not in names(bar)
    qtbot.mouseClick(button(bar, "Discard Untitled"), LEFT)
    assert not bar.isVisible()
    window.close()
    assert found_by_next_start() == 0
    (trashed,) = home.rglob("Trash/files/mine (experiment, not saved).bps")
    assert read_contents(trashed).experiment.hidden[0].units == 3


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


@pytest.fixture
def kept_on_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Work on a table that counts as large, left behind; it is read once the event is set."""
    table = tmp_path / "mine.csv"
    table.write_text("x,kind\n" + "\n".join(f"{k},{'ab'[k % 2]}" for k in range(30)) + "\n")
    left_work(edits.set_data(make_experiment(3), DataSpec(path=str(table))), tmp_path / "mine.bps")
    go_on = threading.Event()

    def waited(*given: Any) -> Dataset:
        assert threading.current_thread() is not threading.main_thread()
        assert go_on.wait(SOON)
        return load_data(*given)

    monkeypatch.setattr(opening, "LARGE", 10)
    monkeypatch.setattr(opening, "load_data", waited)
    yield go_on
    go_on.set()


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
