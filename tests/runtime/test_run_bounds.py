"""A run in a document: what is too much is refused before it is looked at, and never written."""

from pathlib import Path

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.tensors import Tensors, pack
from bpstudio.experiment.versions import RUN, Format
from bpstudio.refusal import Refusal
from bpstudio.runtime import history_reading, run_bounds, run_parts
from bpstudio.runtime.history import History
from bpstudio.runtime.record import Record
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_file import JSON
from bpstudio.runtime.run_reading import taken_run
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.test_documents import opened, write
from tests.runtime.test_drawn_data import LEFT, drawing
from tests.runtime.test_saved_run import changed, parts

DEEP = b"[" * 2**20


def replaced(old: bytes, new: bytes, where: str) -> None:
    """Read a run whose text, in `state` or `run`, has something else in it."""
    kept, data, *arrays = parts()
    places = ("state", "run")
    one = arrays[places.index(where)]
    text = one[JSON].tobytes()
    assert old in text
    arrays[places.index(where)] = one | {JSON: np.frombuffer(text.replace(old, new, 1), np.uint8)}
    state, run = (Tensors(pack(one), place) for one, place in zip(arrays, places, strict=True))
    taken_run(state, run, kept.experiment, data, kept.now.parameters, Path())


@pytest.mark.parametrize(
    ("where", "old", "new", "words"),
    [
        (
            "state",
            b"{",
            b"{" + b" " * 3 * 2**20,
            "state: json: has 3.15 MB of text; 2.1 MB at most",
        ),
        ("run", b"{", b"{" + b" " * 11 * 2**20, "run: json: has 11.5 MB of text; 10.5 MB at most"),
        ("run", b"{", b'{"a":' + DEEP + b",", "run: json: is damaged: "),
        ("run", b'"experiment":', b'"experiment":' + DEEP, "run: json: is damaged: "),
        (
            "run",
            b'"data":',
            b'"x":' + b"[" * 500 + b"]" * 500 + b',"data":',
            "run: segments[0].experiment.x: is unknown",
        ),
        (
            "run",
            b'"hidden":',
            b'"x":[' + b"0," * 10**6 + b'0],"hidden":',
            "run: segments[0].experiment: has far more values in it",
        ),
        ("run", b'"start":', b'"start":' + b"9" * 10**6, "run: json: is damaged: "),
        ("state", b'"version":', b'"version":' + b"9" * 10**6, "state: json: is damaged: "),
        ("run", b'"order":[', b'"order":[' + b"[0,0,0,true]," * 10**5, "an order has more than"),
    ],
)
def test_what_is_too_much_is_refused_naming_the_part(
    where: str, old: bytes, new: bytes, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        replaced(old, new, where)
    assert words in str(refused.value)
    assert str(refused.value).startswith(where)
    assert len(str(refused.value)) < 300


def edited_run(steps: int = 12) -> Run:
    experiment = make_experiment(4, batch_size=10)
    run = Run(experiment, data_of(experiment), history=History())
    for number in range(1, steps + 1):
        run.advance(2)
        slower = edits.set_training(experiment, learning_rate=number / 100)
        run.change(slower, run.trainer.data, number)
    run.advance(2)
    return run


def test_a_run_with_more_text_than_a_file_has_opens_with_the_last_of_its_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_bounds, "MOST_RUN", 3_000)
    monkeypatch.setattr(run_bounds, "ROOM", 1_500)
    run = edited_run()
    path = tmp_path / "edited.bps"
    write(path, run, Record(run.number))
    again, _ = opened(path)
    assert 1 < len(again.history.segments) < 8
    assert again.history.nearest(run.step_made - 1) is not None
    np.testing.assert_array_equal(run.advance(9), again.advance(9))
    assert len(run.history.segments) == 13, "the run keeps its own"


def painted_run(strokes: int = 10) -> Run:
    experiment = drawing(LEFT)
    run = Run(experiment, data_of(experiment), history=History())
    for number in range(1, strokes + 1):
        run.advance(2)
        points = (*LEFT, *((0.5, k / 100, 2) for k in range(10 * number)))
        painted = edits.set_points(experiment, points)
        run.change(painted, data_of(painted), number)
    run.advance(2)
    return run


def test_a_drawing_of_many_strokes_is_written_with_the_last_of_them_and_no_more_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = painted_run()
    path, whole = tmp_path / "some.bps", tmp_path / "whole.bps"
    write(whole, run, Record(run.number))
    for module in (run_bounds, history_reading):
        monkeypatch.setattr(module, "MOST_BY_HAND", 10_000)
    with pytest.raises(Refusal, match=r"^run\.safetensors: segments\[\d\]: its data come to more"):
        opened(whole)
    write(path, run, Record(run.number))
    again, _ = opened(path)
    assert 1 < len(again.history.segments) < 6
    np.testing.assert_array_equal(run.advance(9), again.advance(9))


def test_an_older_run_goes_through_all_upgrades_that_came_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, data, state, run = parts()
    state = changed(state, lambda plain: plain.update(purpose=plain.pop("goal")))

    def upgrade(fields: dict[str, object]) -> dict[str, object]:
        if "purpose" in fields:
            fields["goal"] = fields.pop("purpose")
        return fields

    monkeypatch.setattr(run_parts, "RUN", Format(RUN.name, (upgrade,)))
    tensors = (Tensors(pack(one), "a part") for one in (state, run))
    read = taken_run(*tensors, kept.experiment, data, kept.now.parameters, Path())
    assert read.state.goal == kept.state.goal
