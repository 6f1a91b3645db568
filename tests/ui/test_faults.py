import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.ui.faults import Faults


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    made = Faults()
    made.install()
    return made


def fail(number: int) -> None:
    raise ValueError(f"number {number}")


def throw(number: int) -> None:
    try:
        fail(number)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_cause_is_reported_once(faults: Faults) -> None:
    heard: list[str] = []
    faults.reported.connect(heard.append)
    throw(1)
    throw(2)
    assert heard == ["ValueError: number 1"]


def test_the_hook_before_hears_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: heard.append(str(error)))
    Faults().install()
    throw(1)
    throw(2)
    assert heard == ["number 1", "number 2"]


def test_other_threads_are_heard(qtbot: QtBot, faults: Faults) -> None:
    with qtbot.waitSignal(faults.reported) as told:
        thread = threading.Thread(target=fail, args=(7,))
        thread.start()
    thread.join()
    assert told.args == ["ValueError: number 7"]


def test_an_interrupt_is_no_fault(qtbot: QtBot, faults: Faults) -> None:
    with qtbot.assertNotEmitted(faults.reported):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
