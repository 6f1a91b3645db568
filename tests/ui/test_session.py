"""Between document and training thread, in a real window."""

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Snapshot, Status
from bpstudio.runtime.task import TaskStatus
from bpstudio.ui.document import Document
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.numbers import on_screen
from bpstudio.ui.session import Session
from tests.runtime.some_tasks import Counting


class Listener:
    """Counts how often it is fed."""

    def __init__(self, visible: bool) -> None:
        self.visible, self.fed = visible, 0

    def isVisible(self) -> bool:
        return self.visible

    def studies(self) -> tuple[()]:
        return ()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        self.fed += 1


def test_it_trains_and_the_loss_falls(window: MainWindow, qtbot: QtBot) -> None:
    session, document = window.session, window.document
    document.edit("Epochs", edits.set_training(document.experiment, epochs=40))
    session.set_pace(None)
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.status is Status.FINISHED, timeout=60_000)
    recorder, snapshot = session.recorder, session.snapshot
    assert snapshot.step == len(recorder.losses) == 1_600
    assert snapshot.test_accuracy is not None
    assert snapshot.test_accuracy > 0.93
    assert recorder.losses.value(1_600) == np.float32(snapshot.loss)
    assert set(recorder.gradients) == {0, 1, 2}


def test_an_edit_while_it_trains_reaches_the_training(window: MainWindow, qtbot: QtBot) -> None:
    session, document = window.session, window.document
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 5)
    document.edit("Add layer", edits.add_layer(document.experiment, 1, "relu", units=5))
    qtbot.waitUntil(lambda: len(session.snapshot.layers) == 4)
    assert session.snapshot.status is Status.RUNNING
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: len(session.snapshot.layers) == 3)
    assert session.snapshot.run == 1


def test_what_cannot_be_seen_is_not_fed(window: MainWindow, qtbot: QtBot) -> None:
    seen, hidden = Listener(visible=True), Listener(visible=False)
    for listener in (seen, hidden):
        window.session.add_view(listener)
    window.session.train()
    qtbot.waitUntil(lambda: seen.fed > 3)
    assert hidden.fed == 0


def test_a_view_that_appears_gets_the_newest_picture(window: MainWindow, qtbot: QtBot) -> None:
    listener = Listener(visible=False)
    window.session.add_view(listener)
    window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1)
    listener.visible = True
    window.session.refresh_view(listener)
    qtbot.waitUntil(lambda: listener.fed == 1)


def test_divergence_is_said_in_the_status_bar(window: MainWindow, qtbot: QtBot) -> None:
    document, session = window.document, window.session
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=1e6))
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.status is Status.DIVERGED, timeout=20_000)
    assert "went first" in session.snapshot.message
    assert window.statusBar().sentence == on_screen(session.snapshot.message)
    assert all(np.isfinite(layer.biases).all() for layer in session.snapshot.layers)


@pytest.mark.parametrize("training", [False, True])
def test_closing_ends_the_thread(window: MainWindow, qtbot: QtBot, training: bool) -> None:
    if training:
        window.session.set_pace(None)
        window.session.train()
        qtbot.waitUntil(lambda: window.session.snapshot.step > 0)
    window.close()
    assert not window.session.is_alive


def test_a_task_is_worked_at_beside_the_training(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session.report is None
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 3)
    with qtbot.waitSignal(session.report_changed):
        number = session.start_task(Counting())
    qtbot.waitUntil(lambda: session.report.found is not None)
    assert (session.report.number, session.report.status) == (number, TaskStatus.RUNNING)
    step = session.snapshot.step
    qtbot.waitUntil(lambda: session.snapshot.step > step)  # training goes on
    session.stop_task()
    qtbot.waitUntil(lambda: session.report.is_over)
    assert session.report.status is TaskStatus.CANCELLED


def test_the_end_of_a_task_is_told_that_has_given_way(window: MainWindow, qtbot: QtBot) -> None:
    session, told = window.session, []
    session.report_changed.connect(lambda: told.append(session.report))
    first = session.start_task(Counting())
    qtbot.waitUntil(lambda: session.report is not None and session.report.found is not None)
    second = session.start_task(Counting(to=1))  # gives way before anybody hears of it
    third = session.start_task(Counting(to=3))
    qtbot.waitUntil(lambda: session.report.number == third and session.report.is_over)
    ends = {report.number: report.status for report in told if report.is_over}
    assert ends == {
        first: TaskStatus.REPLACED,
        second: TaskStatus.REPLACED,
        third: TaskStatus.FINISHED,
    }
    assert [report.number for report in told] == sorted(report.number for report in told)


def test_nothing_of_a_session_stays(qtbot: QtBot) -> None:
    """Not even of one that ends while something is being drawn."""
    gone = []
    for _ in range(4):
        document = Document()
        session = Session(document)
        gone.append(weakref.ref(session))
        qtbot.waitUntil(lambda session=session: session.snapshot.layers != ())
        session._ticker.tick()
        session.stop()
        for owned in (session, document):
            owned.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del session, document, owned
    gc.collect()
    assert [found() for found in gone] == [None] * 4
