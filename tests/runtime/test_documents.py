"""A document's file: the run and its record go through it and on, and nothing hostile does."""

from dataclasses import replace

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.document_file import (
    PARAMETERS,
    RUN,
    STATE,
    read_contents,
    write_document,
)
from bpstudio.experiment.spec import DataSpec
from bpstudio.experiment.storage import write_experiment
from bpstudio.experiment.table_path import rooted, seen_from
from bpstudio.refusal import Refusal
from bpstudio.runtime import documents
from bpstudio.runtime.documents import OTHER_DATA, begun, digest, document_entries, learned
from bpstudio.runtime.history import BUDGET, History
from bpstudio.runtime.record import Record
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.reporter import Reporter
from bpstudio.runtime.run import Run
from bpstudio.runtime.saved_run import restored, saved
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for


def trained(experiment, steps=23):
    """Return a run of so many steps, and what has been recorded of it."""
    run = Run(experiment, data_of(experiment), history=History())
    reporter, recorder = Reporter(), Recorder()
    run.train()
    while run.step_made < steps:
        reporter.advance(run, steps - run.step_made)
    for block in reporter.blocks:
        recorder.add_losses(block.run, block.first, block.losses)
    for sample in reporter.samples:
        recorder.add(sample)
    return run, recorder.record(run.number)


def write(path, run, record):
    entries = document_entries(saved(run), record, path.parent)
    write_document(path, seen_from(run.trainer.experiment, path.parent), entries)


def opened(path):
    contents = read_contents(path)
    experiment = rooted(contents.experiment, path.parent)
    data = data_of(experiment)
    found = learned(contents, experiment, data, path.parent)
    return begun(found, experiment, data, history=History(BUDGET)), found


def test_a_run_goes_on_from_its_file_with_its_record(tmp_path):
    run, record = trained(make_experiment(4, 3, batch_size=10))
    path = tmp_path / "mine.bps"
    write(path, run, record)
    again, found = opened(path)
    assert not found.notice
    np.testing.assert_array_equal(found.record.losses.values(), record.losses.values())
    for kind in ("gradients", "saturation", "units"):
        for layer, track in getattr(record, kind).items():
            same = getattr(found.record, kind)[layer]
            np.testing.assert_array_equal(same.steps, track.steps)
            np.testing.assert_array_equal(same.values, track.values)
    again.train()
    np.testing.assert_array_equal(run.advance(50), again.advance(50))


def test_the_same_document_has_the_same_bytes(tmp_path):
    run, record = trained(make_experiment(4))
    one, two = tmp_path / "one.bps", tmp_path / "two.bps"
    write(one, run, record)
    write(two, run, record)
    assert one.read_bytes() == two.read_bytes()
    again, found = opened(one)
    three = tmp_path / "three.bps"
    write(three, again, found.record)
    assert three.read_bytes() == one.read_bytes(), "opening and saving changes nothing"


def test_a_document_is_an_experiment_too(tmp_path):
    run, record = trained(make_experiment(4))
    path = tmp_path / "mine.bps"
    write(path, run, record)
    assert read_contents(path).experiment == run.trainer.experiment
    plain = tmp_path / "plain.json"
    write_experiment(run.trainer.experiment, plain)
    assert not read_contents(plain).has_parameters


def test_a_table_beside_it_may_move_with_it_and_a_changed_one_begins_a_run(tmp_path):
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    table = home / "mine.csv"
    rows = [f"{k % 7},{k % 5},{'ab'[k % 2]}" for k in range(30)]
    table.write_text("x,y,kind\n" + "\n".join(rows) + "\n")
    experiment = edits.set_data(make_experiment(3), DataSpec(path=str(table)))
    run, record = trained(experiment, 9)
    write(home / "mine.bps", run, record)
    home.rename(away)
    again, found = opened(away / "mine.bps")
    assert (found.notice, again.step_made) == ("", 9)
    (away / "mine.csv").write_text("x,y,kind\n" + "\n".join(reversed(rows)) + "\n")
    other, found = opened(away / "mine.bps")
    assert (found.notice, other.step_made, found.record) == (OTHER_DATA, 0, None)
    np.testing.assert_array_equal(other.trainer.parameters.flat, run.trainer.parameters.flat)


@pytest.mark.parametrize("lost", [PARAMETERS, STATE, RUN])
def test_a_part_that_is_missing_is_named(tmp_path, lost):
    run, record = trained(make_experiment(4))
    entries = document_entries(saved(run), record, tmp_path)
    del entries[lost]
    path = tmp_path / "half.bps"
    write_document(path, run.trainer.experiment, entries)
    with pytest.raises(Refusal, match=lost):
        read_contents(path)


def test_parameters_alone_begin_a_run(tmp_path):
    run, record = trained(make_experiment(4))
    entries = document_entries(saved(run), record, tmp_path)
    path = tmp_path / "learned.bps"
    write_document(path, run.trainer.experiment, {PARAMETERS: entries[PARAMETERS]})
    again, _ = opened(path)
    assert again.step_made == 0
    np.testing.assert_array_equal(again.trainer.parameters.flat, run.trainer.parameters.flat)


def test_checkpoints_are_thinned_out_in_the_file_and_the_run_keeps_its_own(tmp_path, monkeypatch):
    run, record = trained(make_experiment(4), 2_000)
    monkeypatch.setattr("bpstudio.runtime.documents.CHECKPOINTS", 2_000)
    before = run.history.nbytes
    path = tmp_path / "thin.bps"
    write(path, run, record)
    again = opened(path)[0]
    earlier = again.trainer.descent.earlier
    assert earlier is not None
    assert again.history.nbytes + earlier.nbytes <= 2_000 < before == run.history.nbytes


def test_the_thread_opens_a_run_and_gives_it_back_while_it_trains(worker, tmp_path):
    run, record = trained(make_experiment(4, batch_size=10, epochs=900))
    path = tmp_path / "mine.bps"
    write(path, run, record)
    experiment, data = run.trainer.experiment, run.trainer.data
    worker.open(experiment, data, learned(read_contents(path), experiment, data, tmp_path))
    assert wait_for(worker, lambda s: s.layers).step == 23
    recorder = Recorder()
    recorder.take(worker.begun, worker.blocks, worker.samples)
    np.testing.assert_array_equal(recorder.losses.values(), record.losses.values())
    worker.train()
    wait_for(worker, lambda s: s.step > 100)
    kept = worker.save().result(9)
    assert kept.state.status is Status.PAUSED
    again = restored(kept, 1, BUDGET)
    recorder.take(worker.begun, worker.blocks, worker.samples)
    assert len(recorder.losses) >= again.step_made > 100


def test_the_last_bits_of_the_data_are_the_machines_own_and_others_are_not():
    data = data_of(make_experiment(4))
    x = data.train.x
    for other, is_same in ((np.nextafter(x, 9), True), (x * (1 + 1e-6), False)):
        changed = replace(data, train=replace(data.train, x=other))
        assert (digest(changed) == digest(data)).all() == is_same


def test_what_tells_data_from_others_is_worked_out_once(monkeypatch):
    data = data_of(make_experiment(4))
    known = digest(data)
    monkeypatch.setattr(documents, "_digest", None)
    assert digest(replace(data, name="renamed.csv")) is known


def test_a_run_of_more_edits_than_a_file_has_opens_with_the_last_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr("bpstudio.runtime.documents.MOST_CHECKPOINTS", 5)
    experiment = make_experiment(4, batch_size=10)
    run = Run(experiment, data_of(experiment), history=History())
    for number in range(1, 13):
        run.advance(2)
        changed = edits.set_training(experiment, learning_rate=number / 100)
        run.change(changed, run.trainer.data, number)
    run.advance(2)
    path = tmp_path / "edited.bps"
    write(path, run, Record(run.number))
    again, _ = opened(path)
    assert len(again.history.segments) <= 5
    assert again.history.nearest(run.step_made - 1) is not None
    np.testing.assert_array_equal(run.advance(9), again.advance(9))
    assert len(run.history.segments) == 13, "the run keeps its own"
