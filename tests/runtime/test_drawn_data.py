"""A drawing: the run goes on while points are painted and erased, forth and back, and in files."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from bpstudio.data.dataset import Dataset
from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice, Experiment, replace
from bpstudio.experiment.tensors import Tensors, pack
from bpstudio.refusal import Refusal
from bpstudio.runtime.history import History
from bpstudio.runtime.run import Run
from bpstudio.runtime.run_file import JSON, history_arrays, state_arrays
from bpstudio.runtime.run_reading import taken_run
from bpstudio.runtime.runs import Runs
from bpstudio.runtime.saved_run import saved
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.test_history import one_by_one, past_of, state
from tests.runtime.test_saved_run import through_bytes

LEFT = tuple((-0.5, k / 10, 1) for k in range(10))
RIGHT = tuple((0.5, k / 10, 2) for k in range(10))


def drawing(points=LEFT, **training):
    made = make_experiment(4, batch_size=4, optimizer=Choice("adam"), **training)
    return edits.set_points(made, points)


def more(experiment, points) -> tuple[Experiment, Dataset]:
    painted = edits.set_points(experiment, points)
    return painted, data_of(painted)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("points", [LEFT[:1], LEFT, LEFT + RIGHT])
def test_any_drawing_can_be_trained_on_a_single_point_too(points, loss):
    experiment = edits.set_loss(drawing(points), loss)
    run = Run(experiment, data_of(experiment))
    first = run.advance(1)[0]
    run.advance(300)
    assert np.isfinite(run.advance(1)[0])
    assert run.advance(1)[0] < first


def test_the_run_goes_on_while_one_paints_and_erases():
    experiment = drawing()
    runs = Runs()
    runs.open(experiment, data_of(experiment))
    run = runs.current
    run.train()
    run.advance(13)
    before = state(run.trainer)[0]
    runs.change(*more(experiment, LEFT + RIGHT), edit=1)
    assert runs.current is run
    assert state(run.trainer)[0] == before
    assert len(run.trainer.x) + len(run.trainer.data.test.t) == 20
    run.advance(20)
    runs.change(*more(experiment, LEFT[:2]), edit=2)
    run.advance(20)
    assert (runs.current, run.step_made) == (run, 53)


def test_another_class_is_another_output_and_so_another_run():
    experiment = drawing(LEFT + RIGHT)
    runs = Runs()
    runs.open(experiment, data_of(experiment))
    run = runs.current
    run.train()
    run.advance(5)
    runs.change(*more(experiment, (*LEFT, *RIGHT, (0.0, 0.0, 3))), edit=1)
    assert runs.current is not run
    assert runs.current.trainer.network.outputs == 3
    assert (run.is_running, runs.current.is_running) == (False, True), "painting stops no training"
    runs.change(experiment, run.trainer.data, edit=-1)
    assert runs.current is run
    assert run.is_running
    run.pause()
    runs.change(*more(experiment, (*LEFT, *RIGHT, (0.0, 0.0, 3))), edit=2)
    assert not runs.current.is_running


def test_other_data_that_are_not_drawn_begin_paused():
    experiment = drawing(LEFT)
    runs = Runs()
    runs.open(experiment, data_of(experiment))
    runs.current.train()
    circle = make_experiment(4)
    runs.change(circle, data_of(circle), edit=1)
    assert not runs.current.is_running


def test_looking_back_across_strokes_is_bit_for_bit_also_out_of_a_file():
    experiment = drawing(LEFT)
    run, seen = Run(experiment, data_of(experiment), history=History()), {}
    one_by_one(run, 20, seen)
    for number, points in enumerate((LEFT + RIGHT, LEFT[3:] + RIGHT, LEFT), start=1):
        experiment, data = more(experiment, points)
        run.change(experiment, data, edit=number)
        one_by_one(run, 20, seen)
    for step, told in seen.items():
        past = past_of(run, step)
        assert (*state(past.trainer), past.loss) == told, step
    assert [(mark.step, mark.words) for mark in run.history.marks] == [
        (20, "10 points painted"),
        (40, "3 points erased"),
        (60, "3 points painted, 10 points erased"),
    ]
    again = through_bytes(run, run.trainer.data)
    for step in (10, 30, 50, 70):
        past, other = past_of(run, step), past_of(again, step)
        assert state(past.trainer)[:2] == state(other.trainer)[:2]
        assert past.trainer.experiment == other.trainer.experiment


def strokes(number):
    """Return what a run is saved as, on whose drawing there were so many strokes."""
    points = LEFT
    experiment = drawing(points)
    run = Run(experiment, data_of(experiment), history=History())
    for stroke in range(number):
        run.advance(2)
        points += tuple((0.5, (10 * stroke + k) / 1000, 2) for k in range(10))
        run.change(*more(experiment, points), edit=stroke + 1)
    run.advance(2)
    return saved(run)


def read(kept, arrays):
    return taken_run(
        Tensors(pack(state_arrays(kept)), "state"),
        Tensors(pack(arrays), "run"),
        kept.experiment,
        kept.data,
        kept.now.parameters,
        Path(),
    )


def test_each_point_is_written_once_however_many_strokes_came_after_it():
    kept = strokes(20)
    arrays = history_arrays(kept, Path())
    plain = msgspec.json.decode(arrays[JSON].tobytes())
    written = [
        len(segment["experiment"]["data"].get("points", ())) for segment in plain["segments"]
    ]
    assert written == [10] * 21
    assert [segment.get("points_before", 0) for segment in plain["segments"]] == [
        0,
        *range(10, 210, 10),
    ]
    known = [segment.experiment.data.points for segment in kept.history.segments]
    again = read(kept, arrays)
    assert [segment.experiment.data.points for segment in again.history.segments] == known


def test_another_share_to_test_on_keeps_the_run_and_its_stretches():
    experiment = drawing(LEFT + RIGHT)
    run = Run(experiment, data_of(experiment), history=History())
    run.advance(4)
    less = replace(experiment, data=replace(experiment.data, test_fraction=0.6))
    run.change(less, data_of(less), edit=1)
    run.advance(4)
    again = through_bytes(run, run.trainer.data)
    before, after = (len(one.data.train.t) for one in again.history.segments)
    assert before > after
    assert state(past_of(again, 2).trainer)[:2] == state(past_of(run, 2).trainer)[:2]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"[-0.5,0.0,1]", b"[-0.5,0.0,3]", r"segments\[0\]: is damaged: its data are others"),
        (b'"points_before":10', b'"points_before":11', r"segments\[1\]: is damaged: there are not"),
        (b'"points_before":10', b'"points_before":-1', "is damaged"),
    ],
)
def test_a_file_whose_stretch_of_a_run_is_on_other_data_is_refused(old, new, words):
    kept = strokes(1)
    arrays = history_arrays(kept, Path())
    text = arrays[JSON].tobytes()
    assert old in text
    arrays[JSON] = np.frombuffer(text.replace(old, new, 1), np.uint8)
    with pytest.raises(Refusal, match=words):
        read(kept, arrays)


def painted_run(count, budget):
    """Return a run through so many strokes, and how many bytes the data of one have."""
    rng = np.random.default_rng(0)
    points = tuple((float(x), float(y), 1 + k % 2) for k, (x, y) in enumerate(rng.random((400, 2))))
    experiment = drawing(points[:300])
    run = Run(experiment, data_of(experiment), history=History(budget))
    run.step()
    for stroke in range(count):
        run.change(*more(experiment, points[: 301 + stroke]), edit=stroke + 1)
        run.step()
    return run, sum(array.nbytes for array in run.trainer.data.arrays)


def test_the_data_of_earlier_stretches_count_for_the_memory_and_the_oldest_go():
    run, each = painted_run(60, 30 * 7_000)
    history = run.history
    earlier = {id(a): a for one in history.segments[:-1] for a in one.data.arrays}
    now = {id(a) for a in run.trainer.data.arrays}
    held = sum(array.nbytes for key, array in earlier.items() if key not in now)
    assert each > 1_000
    assert 0 < held <= history.nbytes <= history.budget
    assert 2 < len(history.segments) < 60
    assert history.first == history.segments[0].start == run.timeline.first > 0
    assert history.nearest(history.first) is not None
    assert past_of(run, history.first).step == history.first
    assert past_of(run, run.step_made - 3).step == run.step_made - 3
    history.limit(4 * each)
    assert len(history.segments) <= 3
    assert history.nbytes <= 4 * each


def test_a_branch_from_a_stretch_that_has_just_been_forgotten_has_what_it_needs():
    run, _ = painted_run(8, 2**24)
    past = past_of(run, 3)
    run.history.limit(0)
    branch = past.branch(2)
    assert branch.history.segments == (past.segment,)
    branch.advance(200)
    assert branch.step_made == 203
    assert through_bytes(branch, branch.trainer.data).step_made == 203


def test_edits_on_the_same_data_cost_nothing_of_them():
    run = Run(drawing(), data_of(drawing()), history=History(2**16))
    for rate in (0.2, 0.3):
        run.step()
        changed = edits.set_training(run.trainer.experiment, learning_rate=rate)
        run.change(changed, run.trainer.data, edit=1)
    assert run.history.nbytes == sum(kept.checkpoint.nbytes for kept in run.history.kept)
