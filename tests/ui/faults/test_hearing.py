"""Faults are heard wherever they happen, once a cause, and kept in bounded size."""

import logging
import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.ui.faults import Faults
from bpstudio.ui.faults.fault import LONGEST_MESSAGE, LONGEST_TRACE
from bpstudio.ui.faults.hearing import MOST
from tests.ui.faults.places import fail, throw


def test_a_cause_is_reported_once(faults: Faults) -> None:
    heard: list[str] = []
    faults.reported.connect(heard.append)
    throw(1)
    throw(2)
    assert heard == ["ValueError: number 1"]
    assert [fault.count for fault in faults.all] == [2]


def test_the_hook_before_hears_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: heard.append(str(error)))
    made = Faults()
    made.install()
    throw(1)
    throw(2)
    made.uninstall()
    assert heard == ["number 1", "number 2"]
    throw(3)
    assert heard[-1] == "number 3"


def test_other_threads_are_heard(qtbot: QtBot, faults: Faults) -> None:
    with qtbot.waitSignal(faults.reported) as told:
        thread = threading.Thread(target=fail, args=(7,))
        thread.start()
    thread.join()
    assert told.args == ["ValueError: number 7"]


def test_an_interrupt_is_no_fault(qtbot: QtBot, faults: Faults) -> None:
    with qtbot.assertNotEmitted(faults.reported):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


@pytest.mark.usefixtures("fault_on_purpose")
def test_what_the_log_has_is_heard_once(faults: Faults, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        try:
            fail(1)
        except ValueError:
            logging.getLogger("bpstudio.runtime").exception("a task failed")
    (fault,) = faults.all
    assert (fault.title, fault.words, fault.count) == ("A task failed", "ValueError: number 1", 3)
    assert "in fail" in fault.trace
    assert len(caplog.records) == 3, "it is put down by whom it happened to, and nobody else"


def test_what_is_heard_is_kept_as_text_of_bounded_length(faults: Faults) -> None:
    class Long(Exception):
        def __str__(self) -> str:
            return "x" * 10**6

    class Mute(Exception):
        def __str__(self) -> str:
            raise OSError

    faults.report(Long, Long(), None)
    faults.report(Mute, Mute(), None)
    long, mute = faults.all
    assert len(long.message) <= LONGEST_MESSAGE + 2
    assert len(long.trace) <= LONGEST_TRACE + 3
    assert mute.message == "it can’t say what"


def test_the_way_through_overrides_is_no_part_of_the_message(faults: Faults) -> None:
    way = "Error calling Python override of QObject::eventFilter(): "
    faults.report(IndexError, IndexError(2 * way + "list index out of range"), None)
    assert faults.all[0].words == "IndexError: list index out of range"


def test_no_more_than_so_many_causes_are_kept(faults: Faults) -> None:
    for number in range(MOST + 5):
        faults.report(type(f"Error{number}", (Exception,), {}), None, None)
    assert len(faults.all) == MOST


def test_what_cannot_be_told_now_is_told_later(
    qtbot: QtBot, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise MemoryError

    with qtbot.waitSignal(faults.reported) as told:
        with monkeypatch.context() as patch:
            patch.setattr("bpstudio.ui.faults.hearing.fault_of", no_room)
            throw(1)
    assert told.args == ["Exception"]
