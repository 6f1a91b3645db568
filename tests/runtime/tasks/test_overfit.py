"""One batch by heart: what arithmetic says can be learnt, and what can't."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from bpstudio.experiment import build, edits
from bpstudio.experiment.storage import parse_experiment
from bpstudio.runtime.run import Run
from bpstudio.runtime.tasks.overfit import OverfitBatch, first_batch
from bpstudio.runtime.tasks.overfit_verdict import floor_of
from tests.ui.check.reports import worked

TANH = {"hidden": [{"units": 8, "activation": "tanh"}]}
XOR = [[1, 1, 1], [-1, -1, 1], [1, -1, 2], [-1, 1, 2]]
TWICE = [[0.5, -1, 1], [0.5, -1, 2]]  # one place, two classes


def run_of(data, network=None, loss="cross_entropy", **training):
    plain = {"format": "bpstudio", "version": 1, "data": data, "network": network or TANH}
    wanted = parse_experiment(json.dumps(plain | {"loss": loss, "training": training}).encode())
    wanted = edits.with_ids(wanted)
    return Run(wanted, build.load_data(wanted.data, wanted.loss, Path()))


def drawn(points):
    return {"name": "drawn", "points": points, "test_fraction": 0}


def tried(*args, **training):
    return worked(OverfitBatch(), run_of(*args, **training)).found


def test_a_circle_is_learnt_by_heart():
    found = tried({"name": "circle"})
    assert found.verdict.is_learnt
    assert found.losses[-1] <= 0.01 * math.log(2)
    assert "10 samples" in found.verdict.sentence
    assert f"{found.updates} updates" in found.verdict.sentence
    assert found.floor.loss == 0


def test_equal_samples_of_two_classes_leave_the_entropy_of_a_coin():
    found = tried(drawn(TWICE))
    # whatever y is, the same for both: -(log y + log(1 - y)) / 2 is least at y = 1/2
    assert found.floor.loss == pytest.approx(math.log(2))
    assert math.log(2) * 0.999 < found.losses[-1] < 1.1 * math.log(2)
    assert (found.verdict.is_learnt, found.verdict.reason) == (False, "data")
    assert re.match(r"Samples [01] and [01] are equal", found.verdict.meaning)


def test_a_line_cant_part_xor():
    found = tried(drawn(XOR), {"hidden": []}, learning_rate=1.0)
    # the sum of the four gradients is 0 at W = 0, and the loss of a linear model is convex
    assert found.losses[-1] == pytest.approx(math.log(2), rel=1e-3)
    assert (found.verdict.is_learnt, found.verdict.reason) == (False, "line")
    assert tried(drawn(XOR)).verdict.is_learnt, "a layer of tanh parts them"


def test_the_floor_is_worked_out_by_hand():
    x = np.array([[1.0, 2], [3, 4], [1, 2], [1, 2], [3, 4]])
    classes = np.eye(2)[[0, 1, 1, 1, 1]]
    # three of five are equal, one of them of the other class; the other pair agrees
    entropy = -(1 / 3 * math.log(1 / 3) + 2 / 3 * math.log(2 / 3))
    assert floor_of(x, classes, "cross_entropy").loss == pytest.approx(3 / 5 * entropy)
    assert floor_of(x, classes, "cross_entropy").pair == (0, 2)
    numbers = np.array([[1.0], [5], [2], [3], [5]])
    # 1, 2, 3 have the mean 2: half the squares are 1/2 (1 + 0 + 1), over five samples
    assert floor_of(x, numbers, "squared_error").loss == pytest.approx(1 / 5)
    assert floor_of(x[:2], classes[:2], "cross_entropy").pair is None


def test_the_least_loss_of_equal_samples_with_numbers_is_their_mean():
    data = {"name": "diabetes", "test_fraction": 0}
    run = run_of(data, loss="squared_error", batch_size=2, shuffle=False)
    run.trainer.x[1] = run.trainer.x[0]
    run.trainer.t[:2] = [[0.0], [2.0]]
    found = worked(OverfitBatch(), run).found
    assert found.floor.loss == pytest.approx(0.5)  # both are 1 off: 1/2 (1 + 1) / 2
    assert found.losses[-1] == pytest.approx(0.5, rel=0.05)
    assert found.verdict.reason == "data"


@pytest.mark.parametrize(
    ("activation", "training", "reason"),
    [
        ("tanh", {"learning_rate": 1e4}, "rate"),
        ("tanh", {"learning_rate": 1e-6}, "rate"),
        ("sigmoid", {"learning_rate": 0.05}, "gradient"),
        ("identity", {"learning_rate": 1.0}, "line"),
    ],
)
def test_what_keeps_it_from_learning_is_told(activation, training, reason):
    layers = 8 if activation == "sigmoid" else 1
    network = {"hidden": [{"units": 4, "activation": activation}] * layers}
    verdict = tried(drawn(XOR), network, **training).verdict
    assert (verdict.is_learnt, verdict.reason) == (False, reason)


def test_weights_that_are_all_zero_let_no_gradient_in():
    zeros = {"units": 4, "activation": "tanh", "initializer": "zeros"}
    verdict = tried(drawn(XOR), {"hidden": [zeros], "initializer": "zeros"}).verdict
    assert verdict.reason == "gradient"


def test_it_is_the_first_batch_that_the_run_makes():
    run = run_of({"name": "iris"}, batch_size=7)
    upcoming = run.trainer.descent.upcoming.tolist()
    assert first_batch(run.trainer).tolist() == upcoming
    found = worked(OverfitBatch(), run).found
    assert found.samples == tuple(run.trainer.data.train.index[upcoming].tolist())
    assert len(first_batch(run_of({"name": "iris"}, batch_size="all").trainer)) == 64


def test_penalties_and_schedule_stay_out_and_the_run_stays_as_it_is():
    plain = run_of({"name": "circle"}, optimizer="momentum")
    heavy = run_of(
        {"name": "circle"},
        optimizer="momentum",
        l1=0.1,
        l2=0.1,
        schedule={"name": "step", "epochs": 1, "factor": 0.1},
    )
    before = heavy.trainer.parameters.flat.copy()
    found = worked(OverfitBatch(), heavy).found
    np.testing.assert_array_equal(found.losses, worked(OverfitBatch(), plain).found.losses)
    np.testing.assert_array_equal(heavy.trainer.parameters.flat, before)
    assert heavy.trainer.descent.place.step == 0


def test_it_begins_with_fresh_weights_however_far_the_run_is():
    run = run_of({"name": "circle"})
    fresh = worked(OverfitBatch(), run).found.losses
    run.train()
    run.advance(100)
    np.testing.assert_array_equal(worked(OverfitBatch(), run).found.losses, fresh)


def test_the_curve_is_of_bounded_length_and_seen_while_it_grows():
    run = run_of(drawn(TWICE), learning_rate=1e-3)
    reports = [found for found in OverfitBatch().begin(run.trainer) if found is not None]
    assert reports[0].updates == 0
    assert reports[0].verdict is None
    assert max(len(found.losses) for found in reports) <= 400
    assert reports[-1].steps[-1] == reports[-1].updates - 1
