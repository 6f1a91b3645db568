"""A start with whatever it finds: settings, traces, faults of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bpstudio.ui import settings
from bpstudio.ui.log_files import crash_path, folder, log_path, take_crash

SCRIPT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from bpstudio.ui import app as program
from bpstudio.ui.faults import FaultDialog, fault_desk
from bpstudio.ui.widgets.notice import Notice

def look():
    (window,) = [one for one in QApplication.topLevelWidgets() if one.objectName() == "mainWindow"]
    for notice in window.findChildren(Notice):
        print("notice:", notice.sentence)
    print("place:", window.width(), window.height())
    if fault_desk().dialog is not None:
        for fault in fault_desk().dialog.faults:
            print("fault:", fault.title)
    window.close()

def end():
    for one in QApplication.topLevelWidgets():
        if isinstance(one, FaultDialog):
            print("fault:", one.faults[0].title)
            one.accept()

program.create_application()
{before}
QTimer.singleShot({wait}, {what})
sys.exit(program.run({file}))
"""


def start(
    home: Path, before: str = "", what: str = "look", file: str = "None", wait: int = 500
) -> subprocess.CompletedProcess[str]:
    """Start the program, look at its window after a moment, and close it."""
    script = SCRIPT.format(before=before, what=what, file=file, wait=wait)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60
    )


def said(run: subprocess.CompletedProcess[str], what: str = "notice") -> list[str]:
    lines = run.stdout.splitlines()
    return [line.partition(": ")[2] for line in lines if line.startswith(f"{what}:")]


def test_a_first_start_says_nothing_and_begins_a_log(home: Path) -> None:
    run = start(home)
    assert (run.returncode, said(run)) == (0, [])
    assert "begins" in log_path().read_text()


def test_what_a_crash_and_the_settings_have_left_is_said_once(home: Path) -> None:
    folder().mkdir(parents=True)
    crash_path().write_text("Fatal Python error: Aborted\n\nCurrent thread\n")
    path = settings._store().path
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"version": 1, "theme": 7, "place": [0, 0, 10**9, 10**9]}))
    run = start(home)
    assert run.returncode == 0, run.stderr
    mended, crash = said(run)
    assert mended.endswith("the theme, the window’s place.")
    assert crash.startswith("bpstudio crashed on ")
    assert settings.mend() == ""
    assert take_crash() is None


def test_faults_at_the_start_are_said_in_the_window(home: Path) -> None:
    broken = """
from bpstudio.ui.opener import Opener
Opener.open = lambda self, path: 1 / 0
program.restore_place = lambda window: [][0]
program.MainWindow.restore_panels = lambda window: {}["panels"]
"""
    run = start(home, broken, file="'mine.json'")
    assert run.returncode == 0, run.stderr
    assert said(run, "fault") == [
        "mine.json couldn’t be opened",
        "The window couldn’t be put where it was",
        "The panels couldn’t be put where they were",
    ]
    for kind in ("ZeroDivisionError", "IndexError", "KeyError"):
        assert kind in log_path().read_text()


def test_without_a_window_it_says_why_and_ends(home: Path) -> None:
    broken = "program.Session = lambda document: 1 / 0"
    run = start(home, broken, what="end")
    assert said(run, "fault") == ["bpstudio couldn’t start"]
    assert run.returncode == 1
    assert "ZeroDivisionError" in run.stderr
    assert "Qt" not in run.stderr
