"""The fixtures of conftest.py catch what is left behind, and only that."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
PYPROJECT = CONFTEST.parents[1] / "pyproject.toml"

LEAVING = """
import threading
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QMenu, QWidget

stop = threading.Event()
kept = []

@pytest.fixture(scope="module", autouse=True)
def lasting(qapp):
    thread = threading.Thread(target=stop.wait)
    thread.start()
    window = QWidget()
    QTimer(window).start(1000)
    yield
    stop.set()
    thread.join()
    window.deleteLater()

def test_leaves_thread():
    threading.Thread(target=stop.wait, name="forgotten").start()

def test_leaves_timer(qapp):
    timer = QTimer(qapp, objectName="ticking")
    timer.start(1000)

def test_leaves_visible_window(qtbot):
    kept.append(QWidget(objectName="shown"))
    kept[-1].show()

def test_leaves_hidden_window(qtbot):
    kept.append(QWidget(objectName="hidden"))

def test_leaves_open_menu(qtbot):
    kept.append(QMenu(objectName="menu"))
    kept[-1].addAction("Close")
    kept[-1].popup(kept[-1].pos())
"""

TIDY = """
import os
import threading
import time
import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QComboBox, QMainWindow, QWidget

def test_ends_its_thread():
    threading.Thread(target=time.sleep, args=(0.05,)).start()

def test_window_of_qtbot_goes_with_its_timer(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QComboBox())
    QTimer(window).start(10)
    window.show()
    qtbot.waitExposed(window)
    window.centralWidget().showPopup()

def test_window_in_a_cycle(qtbot):
    window = QWidget()
    window.itself = window

def test_idle_timer(qapp):
    QTimer(qapp)

@pytest.mark.parametrize("turn", [1, 2])
def test_settings_are_empty(turn, home):
    settings = QSettings("bpstudio", "bpstudio")
    assert settings.value("pace") is None
    settings.setValue("pace", turn)
    settings.sync()
    assert settings.fileName().startswith(str(home))
    assert os.environ["HOME"] == str(home)

def test_raise_is_allowed_by_name(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.raise_()
"""


def run(pytester: pytest.Pytester, tests: str) -> pytest.RunResult:
    """Run the tests' text in a project with this one's settings."""
    pytester.makepyprojecttoml(PYPROJECT.read_text())
    folder = pytester.mkdir("tests")
    folder.joinpath("conftest.py").write_text(CONFTEST.read_text())
    folder.joinpath("test_leftovers.py").write_text(tests)
    return pytester.runpytest_subprocess()


def test_what_is_left_behind_fails_its_own_test(pytester: pytest.Pytester) -> None:
    result = run(pytester, LEAVING)
    result.assert_outcomes(passed=5, errors=5)
    result.stdout.fnmatch_lines_random(
        [
            "left behind: thread 'forgotten'",
            "left behind: timer 'ticking' of QApplication",
            "left behind: window QWidget 'shown'",
            "left behind: window QWidget 'hidden'",
            "left behind: window QMenu 'menu'",
        ]
    )


def test_what_is_tidied_up_passes(pytester: pytest.Pytester) -> None:
    run(pytester, TIDY).assert_outcomes(passed=7)


@pytest.mark.parametrize(
    "fault",
    [
        "import warnings; warnings.warn('of Python')",
        "from PySide6.QtCore import qWarning; qWarning('of Qt')",
    ],
)
def test_a_warning_fails(pytester: pytest.Pytester, fault: str) -> None:
    run(pytester, f"def test_warns(qapp):\n    {fault}\n").assert_outcomes(failed=1)
