"""A window that is killed, or told to end, leaves its work for the next one."""

import signal
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from bpstudio.experiment.storage import experiment_text
from bpstudio.ui import autosave
from bpstudio.ui.main_window import MainWindow
from tests.ui.recovery.left_behind import (
    LEFT,
    SOON,
    Ended,
    action,
    button,
    change_rate,
    kept_files,
    names,
    offered,
    untouched,
)
from tests.ui.some_window import parameters


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
