"""A run's machinery: probe, limit of a divergence, test figures, counting of steps and epochs."""

import numpy as np
import pytest

from bpstudio.experiment import build, edits
from bpstudio.experiment.trainer import Trainer
from bpstudio.refusal import Refusal
from tests.experiment.data import data_of, made_data
from tests.experiment.plain import parse


def make_trainer(experiment, data=None, dtype=np.float64, **options):
    data = data_of(experiment) if data is None else data
    parameters = build.initial_parameters(experiment, data, dtype)
    return Trainer(experiment, data, parameters, **options)


def activations_on_the_probe(trainer):
    seen = []
    trainer.probe.evaluate(lambda workspace: seen.append(workspace.z[0].copy()))
    return np.concatenate(seen, axis=1)


@pytest.mark.parametrize(("samples", "probe"), [(400, 400), (512, 512), (513, 512), (2_000, 512)])
def test_the_probe_set_is_at_most_512_samples_of_all_stretches(samples, probe):
    data = {"name": "circle", "samples": samples, "test_fraction": 0}
    trainer = make_trainer(parse(data=data, network={"hidden": [{}]}))
    places = trainer.probe_places
    # not the first samples: a file that is sorted by class would have a probe set of one class
    ends = [samples * place // probe for place in range(probe + 1)]
    assert np.histogram(places, ends)[0].tolist() == [1] * probe, "one in each equal stretch"
    W, b = trainer.parameters.weights[0], trainer.parameters.biases[0]
    expected = np.tanh(W @ trainer.data.train.x[places].T + b[:, None])
    np.testing.assert_allclose(activations_on_the_probe(trainer), expected, rtol=1e-12)


@pytest.mark.parametrize("classes", [2, 3, 5, 10])
@pytest.mark.parametrize("samples", [600, 1_024, 1_536, 4_001, 10_240])
@pytest.mark.parametrize("order", ["sorted", "in turns"])
def test_the_probe_set_has_the_classes_in_their_shares(classes, samples, order):
    targets = np.arange(samples) % classes
    targets = np.sort(targets) if order == "sorted" else targets
    data = made_data(np.zeros((samples, 2)), targets, classes=tuple("abcdefghij"[:classes]))
    trainer = make_trainer(parse(), data)
    found = np.bincount(trainer.data.train.t[trainer.probe_places], minlength=classes)
    allowed = 2 if order == "sorted" else 0.5 * 512 / classes
    assert np.abs(found - 512 / classes).max() <= allowed


def test_the_limit_of_cross_entropy_is_at_least_a_hundred_log_k():
    # zeros: all classes alike, a loss of log K
    zeros = parse(network={"initializer": "zeros"}, data={"name": "iris"})
    assert make_trainer(zeros).descent.limit == pytest.approx(100 * np.log(3))
    # a certain network that is right has a loss of 0, and the limit is log K all the same
    data = made_data([[1, 0], [0, 1]], [0, 1])
    right = build.initial_parameters(zeros, data, np.float64)
    right.weights[0][:] = 200 * np.eye(2)
    assert Trainer(zeros, data, right).descent.limit == pytest.approx(100 * np.log(2))
    right.weights[0][:] = -200 * np.eye(2)  # certain and wrong: a loss of 200 each
    assert Trainer(zeros, data, right).descent.limit == pytest.approx(100 * 200)


def test_the_limit_of_squared_error_is_at_least_half_the_largest_square():
    experiment = parse(network={"initializer": "zeros"}, loss="squared_error")
    data = made_data([[1], [1], [1], [1]], [1.0, 2.0, 3.0, 6.0], classes=())
    # y = 0: L = (1 + 4 + 9 + 36)/8 = 6.25; mean 3, so half the largest square is 9/2
    assert make_trainer(experiment, data).descent.limit == pytest.approx(625)
    data = made_data([[1], [1], [1], [1]], [0.0, 0.0, 0.0, 4.0], classes=())
    # L = 16/8 = 2; mean 1, half the largest square 9/2
    assert make_trainer(experiment, data).descent.limit == pytest.approx(450)


def test_a_limit_is_taken_over():
    assert make_trainer(parse(), limit=7.0).descent.limit == 7.0


def test_a_start_that_is_not_finite_is_refused():
    experiment = parse(network={"initializer": {"name": "normal", "std": 1e30}})
    data = made_data([[1e30, -1e30], [1e30, 1e30]], [0, 1])
    with np.errstate(all="ignore"), pytest.raises(Refusal, match="standardise the data") as caught:
        make_trainer(experiment, data, np.float32)
    assert caught.value.place == "data"


def test_test_figures():
    experiment = parse(network={"initializer": "zeros"}, data={"name": "iris"})
    trainer = make_trainer(experiment)
    loss, accuracy = trainer.test_figures()
    assert loss == pytest.approx(np.log(3))
    assert accuracy == pytest.approx((trainer.data.test.t == 0).mean())  # the first of equals
    numeric = parse(data={"name": "diabetes"}, loss="squared_error")
    assert make_trainer(numeric).test_figures()[1] is None
    bare = parse(data={"name": "iris", "test_fraction": 0})
    assert make_trainer(bare).test_figures() == (None, None)


def test_steps_and_epochs():
    # 25 samples by 10: batches of 10, 10 and 5
    data = {"name": "circle", "samples": 25, "test_fraction": 0}
    trainer = make_trainer(parse(data=data))
    assert (trainer.epoch, trainer.steps_left_of_epoch, trainer.steps_to(4)) == (0, 3, 12)
    counted = []
    for _ in range(7):
        trainer.descent.advance(1)
        counted.append((trainer.epoch, trainer.steps_left_of_epoch, trainer.steps_to(2)))
    assert counted == [
        (1, 2, 5),
        (1, 1, 4),
        (1, 3, 3),
        (2, 2, 2),
        (2, 1, 1),
        (2, 3, 0),
        (3, 2, 0),
    ]


@pytest.mark.parametrize(("size", "steps"), [("all", 1), (1, 25), (25, 1), (10**7, 1), (24, 2)])
def test_batch_sizes(size, steps):
    data = {"name": "circle", "samples": 25, "test_fraction": 0}
    trainer = make_trainer(parse(data=data, training={"batch_size": size}))
    assert trainer.steps_to(1) == steps


def test_going_on_from_a_checkpoint_gives_the_same_bits():
    experiment = parse(network={"hidden": [{}]}, data={"name": "circle", "samples": 40})
    whole, half = make_trainer(experiment), make_trainer(experiment)
    whole.descent.advance(10)
    half.descent.advance(4)
    rest = Trainer(
        experiment, half.data, half.parameters.copy(), origin=half.descent.checkpoint(), limit=99.0
    )
    rest.descent.advance(6)
    assert rest.parameters.flat.tobytes() == whole.parameters.flat.tobytes()


def test_the_experiments_order_is_what_is_trained_on():
    base = parse(data={"name": "circle", "samples": 12, "test_fraction": 0})
    experiment = edits.set_training(base, batch_size=1, shuffle=False, learning_rate=0.0)
    trainer = make_trainer(experiment)
    W, b = trainer.parameters.weights[0], trainer.parameters.biases[0]
    logits = trainer.data.train.x @ W.T + b
    right = logits[np.arange(12), trainer.data.train.t]
    expected = np.log(np.exp(logits).sum(axis=1)) - right
    np.testing.assert_allclose(trainer.descent.advance(12), expected, rtol=1e-12)
