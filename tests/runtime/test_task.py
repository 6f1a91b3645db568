"""Tasks: carried on beside the training, given up, replaced, failing without harm."""

import numpy as np
import pytest

from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.turnstile import Turnstile
from bpstudio.runtime.worker import Worker
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.some_tasks import REFUSED, Counting, Failing, Greedy, report_when
from tests.runtime.waiting import SOON, wait_for


def opened(worker, **training):
    experiment = make_experiment(3, **training)
    worker.open(experiment, data_of(experiment))
    return experiment


def test_it_ends_with_what_was_found_last(worker):
    experiment = opened(worker)
    worker.start_task(Counting(to=40), 1)
    report = report_when(worker, lambda report: report.is_over)
    assert (report.number, report.status, report.found) == (1, TaskStatus.FINISHED, (40, 0))
    assert report.experiment == experiment
    assert report.step == 0
    assert worker.snapshot.status is Status.PAUSED  # training stays as it was


def test_training_goes_on_beside_it_and_makes_the_same_bits(worker):
    experiment = opened(worker, epochs=30, batch_size=10)
    worker.start_task(Counting(), 1)
    report_when(worker, lambda report: report.found)
    worker.train()
    snapshot = wait_for(worker, lambda snapshot: snapshot.status is Status.FINISHED)
    report = worker.report
    assert report.status is TaskStatus.RUNNING
    assert report.found[1] == 0  # it is about the step at which it began
    report_when(worker, lambda later: later.found[0] > report.found[0])
    alone = Run(experiment, data_of(experiment))
    alone.train()
    alone.advance(10_000)
    for layer, W in zip(snapshot.layers, alone.trainer.parameters.weights, strict=True):
        np.testing.assert_array_equal(layer.weights, W)


def test_it_can_be_given_up_and_keeps_what_it_has_found(worker):
    opened(worker)
    worker.start_task(Counting(), 1)
    report_when(worker, lambda report: report.found and report.found[0] > 3)
    worker.stop_task()
    report = report_when(worker, lambda report: report.is_over)
    assert report.status is TaskStatus.CANCELLED
    assert report.found[0] > 3
    worker.stop_task()  # nothing to give up
    worker.start_task(Counting(to=2), 2)
    report = report_when(worker, lambda report: report.number == 2 and report.is_over)
    assert report.status is TaskStatus.FINISHED


def test_a_newer_one_takes_its_place(worker):
    opened(worker)
    worker.start_task(Counting(), 1)
    report_when(worker, lambda report: report.found)
    worker.start_task(Counting(to=5), 2)
    report = report_when(worker, lambda report: report.is_over and report.number == 2)
    assert (report.status, report.found) == (TaskStatus.FINISHED, (5, 0))


@pytest.mark.parametrize(
    ("task", "found", "words"),
    [
        (Failing(REFUSED), 7, "network: it can’t be done"),
        (Failing(MemoryError()), 7, "there isn’t enough memory for it"),
        (Greedy(), None, "a greedy task would need"),
    ],
)
def test_a_failure_is_told_in_words_and_harms_nothing(worker, task, found, words):
    opened(worker)
    worker.start_task(task, 1)
    report = report_when(worker, lambda report: report.is_over)
    assert (report.status, report.found) == (TaskStatus.FAILED, found)
    assert report.message.startswith(words)
    worker.step()
    assert wait_for(worker, lambda snapshot: snapshot.step == 1).status is Status.PAUSED
    worker.start_task(Counting(to=2), 2)
    assert report_when(worker, lambda report: report.number == 2 and report.is_over).found


def test_a_mistake_in_a_task_is_told_and_logged(worker, caplog):
    opened(worker)
    worker.start_task(Failing(KeyError("x")), 1)
    report = report_when(worker, lambda report: report.is_over)
    assert report.message == "KeyError: 'x'"
    assert "a task failed" in caplog.text
    assert worker.snapshot.status is Status.PAUSED


def test_without_a_network_there_is_nothing_to_work_at(worker):
    worker.start_task(Counting(), 1)
    report = report_when(worker, lambda report: report.is_over)
    assert report.message == "there is no network yet"


def test_it_is_about_the_step_that_is_looked_back_at(worker):
    opened(worker, epochs=20, batch_size=10)
    worker.train()
    newest = wait_for(worker, lambda snapshot: snapshot.status is Status.FINISHED).step
    worker.travel(newest // 2)
    worker.start_task(Counting(to=3), 1)
    report = report_when(worker, lambda report: report.is_over)
    assert report.step == report.found[1] == newest // 2
    worker.come_back()
    worker.start_task(Counting(to=3), 2)
    report = report_when(worker, lambda report: report.number == 2 and report.is_over)
    assert report.step == newest


def test_another_document_ends_it(worker):
    opened(worker)
    worker.start_task(Counting(), 1)
    report_when(worker, lambda report: report.found)
    opened(worker)
    assert report_when(worker, lambda report: report.is_over).status is TaskStatus.CANCELLED


def test_the_thread_ends_in_the_middle_of_a_task():
    worker = Worker(Turnstile())
    worker.start()
    opened(worker)
    worker.start_task(Counting(), 1)
    report_when(worker, lambda report: report.found)
    worker.stop()
    worker.join(SOON)
    assert not worker.is_alive()
