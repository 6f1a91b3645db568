"""The document: one value, one history of it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.experiment.storage import read_experiment
from bpstudio.refusal import Refusal
from bpstudio.ui.document import Document

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def document() -> Document:
    return Document()


def numbers(document: Document) -> list[int]:
    heard: list[int] = []
    document.edited.connect(lambda number, _surgery: heard.append(number))
    return heard


def test_an_edit_can_be_undone_and_redone(document: Document) -> None:
    before, heard = document.experiment, numbers(document)
    after = edits.add_layer(before, 0, "relu")
    document.edit("Add layer", after)
    assert document.undo_stack.undoText() == "Add layer"
    document.undo_stack.undo()
    assert document.experiment == before
    document.undo_stack.redo()
    assert document.experiment == after
    assert heard == [heard[0], -heard[0], heard[0]]


def test_edits_with_one_key_are_one_step(document: Document) -> None:
    before = document.experiment
    for rate in (0.2, 0.3, 0.4):
        document.edit("Change rate", edits.set_training(before, learning_rate=rate), merge="rate")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment == before


def test_merged_edits_that_come_back_to_the_start_are_none(document: Document) -> None:
    before = document.experiment
    for rate in (0.2, before.training.learning_rate):
        document.edit("Change rate", edits.set_training(before, learning_rate=rate), merge="rate")
    assert document.undo_stack.count() == 0


def test_an_edit_that_changes_nothing_is_none(document: Document) -> None:
    document.edit("Nothing", document.experiment)
    assert document.undo_stack.count() == 0
    assert not document.is_dirty


@pytest.mark.parametrize(
    "data", [DataSpec(name="no such set"), DataSpec(path="missing.csv"), DataSpec(name="diabetes")]
)
def test_a_refused_edit_leaves_everything_as_it_was(document: Document, data: DataSpec) -> None:
    before, dataset = document.experiment, document.dataset
    with pytest.raises(Refusal):
        document.edit("Choose data", edits.set_data(before, data))
    assert (document.experiment, document.dataset) == (before, dataset)
    assert document.undo_stack.count() == 0


def test_what_needs_too_much_memory_is_refused_in_words(document: Document) -> None:
    experiment = edits.add_layer(document.experiment, 0, "relu", units=10**6)
    with pytest.raises(Refusal, match=r"would need .* of memory"):
        document.edit("Add layer", edits.add_layer(experiment, 0, "relu", units=10**6))


def test_a_value_that_no_file_could_hold_is_refused(document: Document) -> None:
    before = document.experiment
    with pytest.raises(Refusal, match=r"training\.batch_size: .*, not 0"):
        document.edit("Batch", edits.set_training(before, batch_size=0))
    assert document.experiment == before


def test_undo_of_other_data_brings_the_same_data_back(document: Document) -> None:
    dataset = document.dataset
    document.edit("Choose data", edits.set_data(document.experiment, DataSpec(name="iris")))
    assert document.dataset.name == "iris"
    document.undo_stack.undo()
    assert document.dataset is dataset


def test_data_that_are_there_already_are_not_read_again(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = document.dataset
    spec = DataSpec(name="xor", samples=20)
    data = load_data(spec, "cross_entropy", Path())
    monkeypatch.setattr("bpstudio.runtime.opening.load_data", None)
    document.edit("Other data", edits.set_data(document.experiment, spec), dataset=data)
    assert document.dataset is data
    document.undo_stack.undo()
    assert document.dataset is before
    skip = edits.set_skip(edits.add_layer(document.experiment, 0, "relu", 5), 1, True)
    with pytest.raises(Refusal):  # what doesn't fit is refused as ever
        document.edit("Skip", skip, dataset=data)
    assert document.dataset is before


def test_saved_and_opened_again(document: Document, tmp_path: Path) -> None:
    document.edit("Add layer", edits.add_layer(document.experiment, 0, "tanh"))
    assert document.is_dirty
    document.save(tmp_path / "mine.json")
    assert not document.is_dirty
    again = Document()
    again.open(tmp_path / "mine.json")
    assert again.experiment == document.experiment
    assert again.path == tmp_path / "mine.json"


def test_a_broken_file_leaves_the_open_one(document: Document, tmp_path: Path) -> None:
    before = document.experiment
    document.edit("Add layer", edits.add_layer(before, 0, "tanh"))
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "bpstudio", "version": 1, "data": {"name": 5}}')
    with pytest.raises(Refusal, match=r"data\.name"):
        document.open(broken)
    assert document.path is None
    assert document.undo_stack.count() == 1


def test_a_failed_save_leaves_it_dirty(document: Document, tmp_path: Path) -> None:
    document.edit("Add layer", edits.add_layer(document.experiment, 0, "tanh"))
    with pytest.raises(Refusal):
        document.save(tmp_path / "no such folder" / "mine.json")
    assert document.is_dirty
    assert document.path is None


def test_the_path_of_a_table_follows_the_file(document: Document, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,y\n1,a\n2,b\n3,a\n4,b\n")
    (tmp_path / "there").mkdir()
    data = DataSpec(path=str(tmp_path / "t.csv"))
    document.edit("Open table", edits.set_data(document.experiment, data))
    document.edit("Add layer", edits.add_layer(document.experiment, 0, "tanh"))
    document.save(tmp_path / "first.json")
    assert read_experiment(tmp_path / "first.json").data.path == "t.csv"
    elsewhere = tmp_path / "there" / "second.json"
    document.save(elsewhere)
    assert read_experiment(elsewhere).data.path == str(tmp_path / "t.csv")
    document.undo_stack.undo()
    document.save(elsewhere)
    again = Document()
    again.open(elsewhere)
    assert again.dataset.train.x.shape == document.dataset.train.x.shape


def test_tables_of_one_name_in_two_folders_are_two(document: Document, tmp_path: Path) -> None:
    for folder, rows in (("a", 10), ("b", 40)):
        (tmp_path / folder).mkdir()
        lines = [f"{row},{row % 2}" for row in range(rows)]
        (tmp_path / folder / "t.csv").write_text("\n".join(["x,y", *lines]))
        (tmp_path / folder / "e.json").write_text(
            '{"format": "bpstudio", "version": 1, "data": {"path": "t.csv"}}'
        )
    for folder, rows in (("a", 10), ("b", 40)):
        document.open(tmp_path / folder / "e.json")
        assert len(document.dataset.train.x) + len(document.dataset.test.x) == rows


def test_a_new_layer_has_an_id_that_no_layer_has_had(document: Document) -> None:
    document.edit("Add layer", edits.add_layer(document.experiment, 0, "tanh"))
    first = document.experiment.hidden[0].id
    document.edit("Remove", edits.remove_layers(document.experiment, (first,)))
    document.edit("Add layer", edits.add_layer(document.experiment, 0, "tanh"))
    assert document.experiment.hidden[0].id != first
    document.undo_stack.setIndex(1)
    assert document.experiment.hidden[0].id == first


def test_merged_edits_have_one_number(document: Document) -> None:
    heard, before = numbers(document), document.experiment
    for rate in (0.2, 0.3):
        document.edit("Change rate", edits.set_training(before, learning_rate=rate), merge="rate")
    document.undo_stack.undo()
    assert heard == [heard[0], heard[0], -heard[0]]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 9), max_size=25))
def test_undo_all_is_the_first_value_and_redo_all_the_last(choices: list[int]) -> None:
    document = Document()
    first = document.experiment
    for choice in choices:
        now = document.experiment
        place = choice % (len(now.hidden) + 1)
        if choice < 4 or not now.hidden:
            document.edit("Add", edits.add_layer(now, place, "tanh", units=choice + 1))
        elif choice < 6:
            document.edit("Remove", edits.remove_layers(now, (now.hidden[place - 1].id,)))
        elif choice < 8:
            wider = edits.set_units(now, now.hidden[0].id, choice)
            document.edit("Units", wider, merge="units")
        else:
            document.undo_stack.undo()
    last, stack = document.experiment, document.undo_stack
    redone = stack.index()
    stack.setIndex(0)
    assert document.experiment == first
    assert document.is_dirty == (not stack.isClean())
    stack.setIndex(redone)
    assert document.experiment == last


def test_a_sample_added_by_hand_is_one_undo_step_and_nothing_is_read_anew(qapp, tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("x1,x2,t\n" + "".join(f"{k},{k * k},{'ab'[k % 2]}\n" for k in range(10)))
    document = Document(Experiment(data=DataSpec(path=str(table))))
    before = document.dataset
    table.unlink()
    document.edit("Add sample", edits.add_sample(document.experiment, (2.5, 1.0, "a")))
    assert document.dataset.added == 1
    assert document.dataset.test is before.test
    document.undo_stack.undo()
    assert document.dataset is before
    with pytest.raises(Refusal, match="there is no class 'c'"):
        document.edit("Add sample", edits.add_sample(document.experiment, (2.5, 1.0, "c")))
    assert document.dataset is before
