"""Every number that the chapter's lessons ask for, worked out here by other means."""

from math import exp, log, sqrt
from pathlib import Path

import numpy as np
import pytest

from bpstudio.engine.flow import backward, forward
from bpstudio.experiment import build
from bpstudio.experiment.lessons.conditions import is_right
from bpstudio.experiment.lessons.making import diagram_from, experiment_from
from bpstudio.experiment.lessons.shipped import shipped_lessons
from bpstudio.experiment.trainer import Trainer

LESSONS = {
    placed.name: placed.lesson for section in shipped_lessons() for placed in section.lessons
}
ASKED = {
    (name, place): step.predict
    for name, lesson in LESSONS.items()
    for place, step in enumerate(lesson.steps)
    if step.predict is not None
}


def sigmoid(a):
    return 1 / (1 + exp(-a))


def slope_by_difference(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def opened_loss(a1, a2=2, a3=0):
    logits, targets = (a1, a2, a3), (0.1, 0.7, 0.2)
    total = sum(exp(a) for a in logits)
    return -sum(t * log(exp(a) / total) for a, t in zip(logits, targets, strict=True))


def with_skips(z1):
    """The circuit with skips, from z1 on: two saturated sigmoids, each with a way around it."""
    z2 = sigmoid(9 * z1) + z1
    return sigmoid(6 * z2) + z2


PARAMETERS_OF_PHOTO = 224 * 224 * 3 * 100 + 100
SECONDS_A_DAY = 24 * 60 * 60
BY_HAND = {
    ("photo", 0): 224 * 224 * 3 * 100,
    ("cross_entropy", 0): log(10),
    ("cross_entropy", 2): -log(0.2) + log(0.4),
    ("linear_model", 0): sigmoid(2 * 1.5 - 2) - 1,
    ("linear_model", 1): 1.5 * (sigmoid(2 * 1.5 - 2) - 1),
    ("learning_rate", 0): 3 - 0.25 * 2 * 3,
    ("learning_rate", 2): 3 - 1 * 2 * 3,
    ("three_descents", 0): 400 * 0.7 / 10,
    ("brute_force", 0): (2 * 4 + 4) + (4 * 2 + 2) + 1,
    ("brute_force", 2): (PARAMETERS_OF_PHOTO + 1) * 0.01 / SECONDS_A_DAY,
    ("chain_series", 0): 1 / 9,
    ("chain_series", 1): slope_by_difference(lambda g: log(g**2), 3),
    ("chain_series", 2): slope_by_difference(lambda x: log((2 * x) ** 2), 1.5),
    ("chain_paths", 0): 3 * 2,
    ("chain_paths", 1): 2 * 2 * (3 * 2),
    ("chain_paths", 2): slope_by_difference(lambda x: x**2 * (3 * x), 2),
    ("softmax_error", 0): slope_by_difference(opened_loss, 1),
    ("softmax_error", 1): slope_by_difference(lambda d: opened_loss(1 + d, 2 + d, d), 0),
    ("rule_add", 0): 0.5,
    ("rule_add", 1): slope_by_difference(lambda x: 0.5 * (x + x), 3),
    ("rule_times_k", 0): -2 * 0.5,
    ("rule_times_k", 1): 0.1**3,
    ("rule_multiply", 0): -4 * 0.5,
    ("rule_multiply", 1): 3000 * 0.5,
    ("rule_max", 0): slope_by_difference(lambda y: 0.5 * max(2, y), -1),
    ("rule_sigmoid", 0): slope_by_difference(sigmoid, 1),
    ("rule_sigmoid", 2): slope_by_difference(lambda a: 1 / (1 + exp(-a)), 1),
    ("sigmoid_neuron", 0): 2 * -1 + -3 * -2 - 3,
    ("sigmoid_neuron", 2): slope_by_difference(lambda w: sigmoid(w * -1 + -3 * -2 - 3), 2),
    ("sigmoid_neuron", 3): slope_by_difference(lambda x: sigmoid(2 * -1 + -3 * x - 3), -2),
    ("saturated_unit", 0): slope_by_difference(sigmoid, 5),
    ("saturation", 0): 0.25**10,
    ("initializer", 0): sqrt(2 / (32 + 32)),
    ("relu", 0): sqrt(2 / 32),
    ("skip", 1): slope_by_difference(with_skips, 0.622),
}


class Passes:
    """Both passes in plain NumPy, with the first weights and the data of a lesson's state."""

    def __init__(self, name, place):
        experiment = experiment_from(LESSONS[name].steps[place].show.experiment, Path())
        data = build.load_data(experiment.data, experiment.loss, Path())
        parameters = build.initial_parameters(experiment, data)
        self.trainer = Trainer(experiment, data, parameters)
        self.W = [np.array(W, np.float64) for W in parameters.weights]
        self.rate = experiment.training.learning_rate

    def forward(self, samples):
        """Return what goes into each layer and y, (units, samples); biases begin at 0."""
        z = [np.array(self.trainer.x[samples], np.float64).T]
        for W in self.W[:-1]:
            z.append(1 / (1 + np.exp(-W @ z[-1])))
        powers = np.exp(self.W[-1] @ z[-1])
        return z, powers / powers.sum(axis=0)

    def targets(self, samples):
        """Return the classes, one-hot, (classes, samples)."""
        return np.eye(2)[self.trainer.data.train.t[samples].astype(int)].T

    def losses(self, samples):
        _, y = self.forward(samples)
        return -np.log((y * self.targets(samples)).sum(axis=0))


def passes_of_one():
    """The numbers of sample 0 in the network with two units, and in the one without any."""
    tiny, linear = Passes("network_passes", 0), Passes("linear_classes", 0)
    (_, z), y = tiny.forward([0])
    delta2 = y - tiny.targets([0])
    delta1 = tiny.W[1].T @ delta2 * z * (1 - z)
    (x_linear,), y_linear = linear.forward([0])
    delta = y_linear - linear.targets([0])
    return {
        ("mean_loss", 0): tiny.losses([0])[0],
        ("network_passes", 0): delta2[1, 0],
        ("network_passes", 1): delta1[0, 0],
        ("network_passes", 2): tiny.W[1][0, 0] - tiny.rate * (delta2 @ z.T)[0, 0],
        ("linear_classes", 0): delta[0, 0],
        ("linear_classes", 1): (delta @ x_linear.T)[0, 0],
    }


def mean_without_the_fourth():
    passes = Passes("mean_loss", 1)
    losses = passes.losses(passes.trainer.descent.upcoming)
    assert losses[3] == pytest.approx(1.05, abs=0.005)  # as the hint says
    assert losses.mean() == pytest.approx(0.683, abs=0.0005)  # as the text says
    return {("mean_loss", 1): losses[:3].sum() / 4}


def test_the_answers_are_right():
    worked_out = BY_HAND | passes_of_one() | mean_without_the_fourth()
    assert worked_out.keys() == ASKED.keys()
    wrong = {key: x for key, x in worked_out.items() if not is_right(ASKED[key], x)}
    assert not wrong


def test_a_careless_answer_is_wrong():
    """Neither another sign nor a fifth more is taken for right."""
    for key, predict in ASKED.items():
        if predict.answer:
            assert not is_right(predict, -predict.answer), key
            assert not is_right(predict, 1.2 * predict.answer), key


def test_two_tangled_paths_and_their_end():
    """What the texts beside the questions say."""
    assert 0.955 * 0.369 - 0.737 * 0.369 == pytest.approx(0.0802, abs=3e-4)
    z1, h = 0.622, 1e-6

    def without(z):
        return sigmoid(6 * sigmoid(9 * z))

    before = slope_by_difference(without, z1, h)
    after = slope_by_difference(with_skips, z1, h)
    assert before == pytest.approx(0.0005, rel=0.01)
    assert after / before == pytest.approx(2000, rel=0.05)
    assert sigmoid(9 * z1) * (1 - sigmoid(9 * z1)) == pytest.approx(0.0037, abs=5e-5)
    z2 = sigmoid(9 * z1)
    assert sigmoid(6 * z2) * (1 - sigmoid(6 * z2)) == pytest.approx(0.0025, abs=5e-5)
    assert 0.25 / ASKED["saturated_unit", 0].answer == pytest.approx(40, abs=4)


def test_the_opened_network_has_the_gradient_of_the_matrices():
    """The circuit that the last step opens is the network of the others."""
    passes, step = Passes("network_passes", 0), LESSONS["network_passes"].steps[3]
    circuit = diagram_from(step.do.solution.circuit).circuit
    gates = [node for node in circuit.nodes if node.inputs]
    assert (len(circuit.nodes) - len(gates), len(gates)) == (16, 17)
    gradients = backward(circuit, forward(circuit)).gradients
    (_, z), y = passes.forward([0])
    wanted = (y - passes.targets([0])) @ z.T
    for (k, i), weight in np.ndenumerate(passes.W[1]):
        found = next(n.id for n in circuit.nodes if abs((n.number or 0) - weight) < 1e-5)
        assert gradients[found] == pytest.approx(wanted[k, i], abs=1e-5)
