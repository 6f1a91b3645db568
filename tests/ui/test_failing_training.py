"""The training fails inside: the window says so once, and everything can still be done."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.document_file import read_contents
from bpstudio.refusal import Refusal
from bpstudio.runtime.conductor import Conductor
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.document import Document
from bpstudio.ui.faults import FaultDialog, fault_desk, faults
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.session import Session
from bpstudio.ui.unsaved import UnsavedExperiment
from bpstudio.ui.widgets.banner import Banner
from tests.runtime.experiments import make_experiment

pytestmark = pytest.mark.usefixtures("fault_on_purpose")


def raising(error: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def trigger(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def words(dialog: FaultDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def dialog_of(qtbot: QtBot) -> FaultDialog:
    qtbot.waitUntil(lambda: fault_desk().dialog is not None)
    dialog = fault_desk().dialog
    assert dialog is not None
    return dialog


def test_it_is_said_and_all_can_be_done(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session, document = window.session, window.document
    document.new(make_experiment(3, batch_size=10))
    trigger(window, "actionStep")
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    with monkeypatch.context() as patch:
        patch.setattr(Run, "advance", raising(ValueError("seven")))
        trigger(window, "actionTrain")
        dialog = dialog_of(qtbot)
        qtbot.waitUntil(lambda: session.snapshot.status is Status.FAILED)
    assert "Training failed." in words(dialog)
    assert "ValueError: seven" in words(dialog)
    state = "The run is at step 1; training has stopped, and Train goes on with it."
    qtbot.waitUntil(lambda: state in words(dialog))
    banner = window.findChild(Banner)
    assert banner.text == ("Training was stopped by a fault inside bpstudio. ValueError: seven")

    path = tmp_path / "mine.bps"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    (save,) = [one for one in dialog.findChildren(QPushButton) if "Save" in one.text()]
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    assert read_contents(path).has_run
    assert "It is saved." in words(dialog)
    dialog.accept()

    trigger(window, "actionTrain")
    qtbot.waitUntil(lambda: session.snapshot.step > 3)
    assert banner.isHidden()
    trigger(window, "actionPause")
    document.edit("Units", edits.set_units(document.experiment, 1, 5))
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    document.undo_stack.undo()
    assert not document.is_dirty
    trigger(window, "actionReset")
    qtbot.waitUntil(lambda: session.snapshot.step == 0)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """A session without a window, after an update."""
    made = Session(Document(make_experiment(3, batch_size=10)))
    made.step()
    qtbot.waitUntil(lambda: made.snapshot.step == 1)
    yield made
    made.stop()


def kill(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the training thread end by what it can't survive."""
    with monkeypatch.context() as patch:
        patch.setattr(threading, "excepthook", lambda _: None)
        patch.setattr(Conductor, "go_on", raising(ValueError("seven")))
        patch.setattr(Conductor, "fail", raising(ValueError("eight")))
        session._worker.want_snapshot()
        session._worker.join(5)
    assert not session.is_alive


def test_with_a_dead_thread_the_document_is_saved_at_once_run_and_all(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session._ticker.end()  # nobody replaces the thread meanwhile
    kill(session, monkeypatch)
    start = time.monotonic()
    session._document.save(tmp_path / "mine.bps")
    assert time.monotonic() - start < 1
    assert read_contents(tmp_path / "mine.bps").has_run


def test_a_thread_that_dies_while_it_is_waited_for_is_not_waited_for_long(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = session._worker
    session._ticker.end()
    kill(session, monkeypatch)
    was_there = iter([True, False])
    monkeypatch.setattr(worker, "is_alive", lambda: next(was_there, False))
    start = time.monotonic()
    given = session._give_run()
    assert given is not None
    assert given[0].state.newest == 1
    assert time.monotonic() - start < 1


def test_a_dead_thread_is_replaced_and_the_run_goes_on(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill(session, monkeypatch)
    qtbot.waitUntil(lambda: session.is_alive)
    qtbot.waitUntil(lambda: session.snapshot.status is Status.FAILED)
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 3)


def test_a_run_that_cannot_be_taken_down_is_refused_and_the_experiment_saved(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bpstudio.runtime.conductor.saved", raising(ValueError("seven")))
    with pytest.raises(Refusal, match=r"choose a name that ends in \.json"):
        session._document.save(tmp_path / "mine.bps")
    assert not (tmp_path / "mine.bps").exists()
    session._document.save(tmp_path / "mine.json")
    assert (tmp_path / "mine.json").is_file()
    assert [fault.words for fault in faults().all] == ["ValueError: seven"]


def test_a_view_that_fails_leaves_the_others_and_the_ticks(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", faults()._hear)
    monkeypatch.setattr(faults(), "_former", lambda *_: None)

    class Bad:
        def isVisible(self) -> bool:
            return True

        def studies(self) -> tuple[()]:
            return ()

        def refresh(self, *_: object) -> None:
            raise ValueError("no picture")

    window.session.add_view(Bad())
    window.session.train()
    qtbot.waitUntil(lambda: window.session.snapshot.step > 20)
    dialog = dialog_of(qtbot)
    assert "ValueError: no picture" in words(dialog)
    assert window.session.snapshot.status is Status.RUNNING
    qtbot.waitUntil(lambda: len(window.session.recorder.losses) > 20)
    dialog.accept()


def test_for_the_case_of_a_crash_the_experiment_is_kept_alone(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpstudio.runtime.conductor.saved", raising(ValueError("seven")))
    work = UnsavedExperiment(session._document, session, session)
    waiting, start = work.draft(), time.monotonic()
    draft = None
    while draft is None:
        try:
            next(waiting)
        except StopIteration as end:
            draft = end.value
        qtbot.wait(1)
    assert time.monotonic() - start < 2
    assert (draft.experiment, draft.run) == (session._document.experiment, None)
