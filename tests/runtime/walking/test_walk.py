"""The walk through both passes, beside arithmetic by hand and brute force."""

from math import exp, log

import numpy as np
import pytest

from bpstudio.engine.counted import CountedNetwork
from bpstudio.engine.gradcheck import GradientCheck
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.studies.walk import FIRST, LAST, MOST_UNITS, Walk
from bpstudio.runtime.walking.names import Kind, Name
from bpstudio.runtime.walking.numbers import Numbers
from tests.runtime.walking.trainers import choice, trainer_of, xor_trainer


def walked(trainer, **asked):
    return Walk(**asked).prepare(trainer)()


def values(walk, kind, layer):
    return walk.excerpts[Name(kind, layer)].values


def test_the_xor_step_is_that_of_the_arithmetic_by_hand():
    walk = walked(xor_trainer())
    # a1 = W1 x + b1:  1.5*0.8 + 0.8*0.4 + 0.1 = 1.62,  -0.6*0.8 - 1.2*0.4 - 0.3 = -1.26,
    #                  4.5*0.8 - 0.4 + 0.6 = 3.8
    assert values(walk, Kind.A, 1)[:, 0] == pytest.approx([1.62, -1.26, 3.8], rel=1e-6)
    z = [1 / (1 + exp(-a)) for a in (1.62, -1.26, 3.8)]
    assert values(walk, Kind.Z, 1)[:, 0] == pytest.approx(z, rel=1e-6)  # 0.835, 0.221, 0.978
    a2 = (
        1.1 * z[0] - 0.7 * z[1] + 0.5 * z[2] + 0.1,
        -0.9 * z[0] + 0.8 * z[1] - 1.3 * z[2] - 0.1,
    )
    assert values(walk, Kind.A, 2)[:, 0] == pytest.approx(a2, rel=1e-6)  # 1.35, -1.95
    y = [exp(a) / (exp(a2[0]) + exp(a2[1])) for a in a2]
    assert values(walk, Kind.Y, 2)[:, 0] == pytest.approx(y, rel=1e-6)  # 0.964, 0.036
    assert walk.loss == pytest.approx(-log(y[1]), rel=1e-6)
    assert round(walk.loss, 3) == 3.335  # as the design's picture has it
    delta2 = y[0], y[1] - 1
    assert values(walk, Kind.DELTA, 2)[:, 0] == pytest.approx(delta2, rel=1e-6)
    back = [1.1 * delta2[0] - 0.9 * delta2[1], -0.7 * delta2[0] + 0.8 * delta2[1]]
    back.append(0.5 * delta2[0] - 1.3 * delta2[1])
    assert values(walk, Kind.PULLED, 1)[:, 0] == pytest.approx(back, rel=1e-6)
    delta1 = [g * f * (1 - f) for g, f in zip(back, z, strict=True)]  # 0.266, -0.249, 0.037
    assert values(walk, Kind.DELTA, 1)[:, 0] == pytest.approx(delta1, rel=1e-6)
    dW1 = np.outer(delta1, (0.8, -0.4))
    assert values(walk, Kind.DW, 1) == pytest.approx(dW1, rel=1e-6)
    assert values(walk, Kind.NEW_W, 1)[0, 0] == pytest.approx(1.5 - 0.5 * delta1[0] * 0.8)
    assert values(walk, Kind.NEW_B, 2)[1, 0] == pytest.approx(-0.1 - 0.5 * delta2[1])
    assert walk.parameters == 17


def test_the_instructions_are_the_engines_equations_apart():
    walk = walked(xor_trainer())
    assert [step.equation for step in walk.steps] == [
        "z0 = x",
        "a1 = W1 z0 + b1",
        "z1 = σ(a1)",
        "a2 = W2 z1 + b2",
        "y = softmax(a2)",
        "L = −Σ t log y",
        "δ2 = y − t",
        "∂L/∂W2 = δ2 z1ᵀ",
        "∂L/∂b2 = δ2",
        "δ1 = W2ᵀ δ2 ∘ z1(1 − z1)",
        "∂L/∂W1 = δ1 z0ᵀ",
        "∂L/∂b1 = δ1",
        "W1 ← W1 − η ∂L/∂W1, b1 ← b1 − η ∂L/∂b1",
        "W2 ← W2 − η ∂L/∂W2, b2 ← b2 − η ∂L/∂b2",
    ]
    assert [step.phase for step in walk.steps] == ["forward"] * 6 + ["backward"] * 6 + [
        "update"
    ] * 2
    assert all(name in walk.excerpts for step in walk.steps for name in (*step.made, *step.names))
    assert all(step.sentence and step.tex for step in walk.steps)
    assert walk.steps[9].tex == r"\delta_{1} = W_{2}^\top \delta_{2} \circ  z_{1}(1 - z_{1})"


CASES = (
    ((), "xor", "cross_entropy"),
    (((3, "sigmoid"), (4, "tanh")), "xor", "cross_entropy"),
    (((4, "relu"), (4, "leaky_relu", True), (3, "identity")), "xor", "cross_entropy"),
    (((10, "tanh"), (10, "sigmoid", True), (10, "relu", True)), "diabetes", "squared_error"),
    (((2, "tanh", True), (2, "sigmoid", True)), "xor", "squared_error"),
)


@pytest.mark.parametrize(("layers", "data", "loss"), CASES)
@pytest.mark.parametrize("is_batch", [False, True])
def test_gradients_are_those_of_the_check_and_of_brute_force(layers, data, loss, is_batch):
    trainer = trainer_of(*layers, data=data, loss=loss, batch_size=7)
    walk = walked(trainer, sample=3, is_batch=is_batch)
    places = trainer.descent.upcoming if is_batch else np.array([3])
    assert (walk.samples == trainer.data.train.index[places]).all()
    parameters = Parameters(trainer.network.shape, trainer.parameters.flat.astype(np.float64))
    x, t = trainer.x[places].astype(float), trainer.t[places].astype(float)
    gradient = Parameters(
        trainer.network.shape,
        CountedNetwork(trainer.network, parameters, x, t, 0.0, 0.0).gradient(),
    )
    check = GradientCheck(trainer.network, parameters, x, t, difference="central")
    list(check)
    numeric = Parameters(trainer.network.shape, check.numeric)
    for layer, block in enumerate(gradient.blocks, start=1):
        found = np.hstack([values(walk, Kind.DW, layer), values(walk, Kind.DB, layer)])
        assert found == pytest.approx(block, rel=1e-12, abs=1e-15)
        if not check.left_out.any():
            assert found == pytest.approx(numeric.blocks[layer - 1], rel=1e-5, abs=1e-7)


RULES = (
    {},
    {"l1": 0.01, "l2": 0.1},
    {"clip_norm": 0.1},
    {"optimizer": choice("momentum")},
    {"optimizer": choice("nesterov", momentum=0.5)},
    {"optimizer": choice("rmsprop")},
    {"optimizer": choice("adam"), "l2": 0.01},
    {"schedule": choice("step"), "epochs": 3},
)


@pytest.mark.parametrize("rule", RULES)
def test_the_update_of_the_batch_is_the_one_that_training_makes(rule):
    trainer = trainer_of((3, "tanh"), batch_size=8, learning_rate=0.2, **rule)
    trainer.descent.advance(3)
    before = trainer.parameters.flat.copy()
    state = {name: array.copy() for name, array in trainer.descent.state.items()}
    walk = walked(trainer, is_batch=True)
    assert (trainer.parameters.flat == before).all(), "it works on copies"
    assert all((trainer.descent.state[name] == kept).all() for name, kept in state.items())
    trainer.descent.advance(1)
    for layer, block in enumerate(trainer.parameters.blocks, start=1):
        new = np.hstack([values(walk, Kind.NEW_W, layer), values(walk, Kind.NEW_B, layer)])
        assert new == pytest.approx(block, rel=1e-4, abs=1e-6)  # the run is in float32
        for kind, change, old in (
            (Kind.NEW_W, Kind.CHANGE_W, Kind.W),
            (Kind.NEW_B, Kind.CHANGE_B, Kind.B),
        ):
            name = Name(change, layer)
            if name in walk.excerpts:
                made = values(walk, old, layer) - walk.excerpts[name].values
                assert made == pytest.approx(values(walk, kind, layer), rel=1e-12)
    last = walk.steps[-1]
    assert ("η ∂L/∂W" in last.equation) == (not rule or "schedule" in rule)


def test_a_large_layer_travels_in_parts():
    noise = DataSpec(name="noise", samples=4, features=700, classes=3)
    walk = walked(trainer_of((600, "relu"), data=noise, scale=0.01, batch_size=2))
    weights = walk.excerpts[Name(Kind.W, 1)]
    assert weights.shape == (600, 700)
    assert weights.values.shape == (FIRST + LAST, FIRST + LAST)
    assert weights.rows[-1] == 599
    assert weights.columns[FIRST] == 700 - LAST
    assert weights.at(599, 699) == weights.values[-1, -1]
    assert weights.at(300, 0) is None
    assert len(walk.layers[1].z) == MOST_UNITS
    assert walk.layers[1].units == 600
    assert max(excerpt.values.size for excerpt in walk.excerpts.values()) <= 33 * 33


def test_a_place_beyond_the_end_is_the_last():
    trainer = trainer_of((2, "tanh"), batch_size=5)
    assert walked(trainer, sample=10**6).samples == trainer.data.train.index[-1:]
    assert walked(trainer, sample=10**6, is_batch=True).column == 4


def test_of_the_batch_the_shown_sample_is_the_column():
    trainer = trainer_of((2, "tanh"), batch_size=40)
    walk = walked(trainer, sample=33, is_batch=True)
    shown = walk.excerpts[Name(Kind.Z, 1)]
    assert 33 in walk.excerpts[Name(Kind.Z, 0)].columns
    assert shown.at(0, 33) == walk.layers[1].z[0]
    assert walk.steps[6].equation == "δ2 = (y − t)/B"
    assert "∂L/∂b2 = Σ δ2" in [step.equation for step in walk.steps]


def test_fifty_layers_have_an_instruction_for_each_equation():
    walk = walked(trainer_of(*[(5, "tanh")] * 50, scale=0.3))
    assert len(walk.steps) == 1 + 2 * 50 + 3 + 1 + 2 * 51 + 50 + 51
    assert Numbers.__doc__
