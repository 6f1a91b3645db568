"""A file that is open in two windows, and another window of the user's."""

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from bpstudio.experiment.storage import write_experiment
from bpstudio.ui import new_window, settings
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.new_window import BESIDE
from bpstudio.ui.open_elsewhere import OpenElsewhere, _lock_of
from tests.runtime.experiments import make_experiment
from tests.trials.keys_window import start_no_process
from tests.ui.desk import Desk, offer_of

NAME = "experimentElsewhereOffer"


def desk_on(qtbot: QtBot, path: Path) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    OpenElsewhere(desk.files, desk.offers)
    assert desk.opener.open(path)
    return desk


def come_to_front() -> None:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "mine.json"
    write_experiment(make_experiment(3), file)
    return file


def test_the_second_window_says_so_until_the_first_leaves_the_file(
    qtbot: QtBot, path: Path
) -> None:
    first, link = desk_on(qtbot, path), path.with_name("link.json")
    link.symlink_to(path)
    second = desk_on(qtbot, link)
    assert not offer_of(first, NAME).isVisible()
    offer = offer_of(second, NAME)
    assert offer.isVisible()
    assert "link.json is open in another window, too." in offer.text
    come_to_front()
    assert offer.isVisible()
    first.document.new()
    come_to_front()
    assert not offer.isVisible()


def test_another_file_is_no_matter(qtbot: QtBot, path: Path) -> None:
    desk_on(qtbot, path)
    other = path.with_name("other.json")
    write_experiment(make_experiment(3), other)
    second = desk_on(qtbot, other)
    assert not offer_of(second, NAME).isVisible()
    assert second.files.front.save_to(path)
    assert offer_of(second, NAME).isVisible()


def test_a_window_that_was_killed_has_nothing_open(qtbot: QtBot, path: Path) -> None:
    lock = _lock_of(path)
    assert lock is not None
    hold = (
        "import sys; from PySide6.QtCore import QLockFile; lock = QLockFile(sys.argv[1]);"
        "lock.setStaleLockTime(0); print(lock.tryLock(0), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, lock.fileName()]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        desk = desk_on(qtbot, path)
        assert offer_of(desk, NAME).isVisible()
        other.send_signal(signal.SIGKILL)
        other.wait()
    come_to_front()
    assert not offer_of(desk, NAME).isVisible()


def test_without_a_place_for_locks_nothing_is_said(qtbot: QtBot, path: Path, home: Path) -> None:
    (home / "cache").write_text("no folder")
    assert not offer_of(desk_on(qtbot, path), NAME).isVisible()


def test_a_new_window_is_a_process_a_little_beside(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, works = [], [True, False]

    def start(program: str, arguments: list[str]) -> tuple[bool, int]:
        started.append([program, *arguments])
        return works.pop(0), 0

    monkeypatch.setattr(QProcess, "startDetached", start)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_W, keys)
    assert started == [[sys.executable, "-P", "-m", "bpstudio"]]
    place = settings.window_place()
    assert place is not None
    assert place.topLeft() == window.pos() + BESIDE
    menu = next(menu for menu in window.findChildren(QMenu) if menu.title() == "&File")
    next(action for action in menu.actions() if action.text() == "New &window").trigger()
    assert len(started) == 2
    assert "Another window can’t be opened" in window.statusBar().sentence


def test_random_fingers_start_no_other_window(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QProcess, "startDetached", None)  # which can't be called
    monkeypatch.setattr(new_window, "QProcess", QProcess)  # to be put back
    start_no_process(np.random.default_rng(0))
    new = window.findChild(QAction, "actionNewWindow")
    for _ in range(9):
        new.trigger()
    assert "Another window can’t be opened" in window.statusBar().sentence
