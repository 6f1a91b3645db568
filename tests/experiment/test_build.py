"""What is built from an experiment: data, targets, first weights, the order of the samples."""

import math

import numpy as np
import pytest

from bpstudio.experiment import build, edits
from bpstudio.experiment.spec import TrainingSpec
from bpstudio.refusal import Refusal
from tests.experiment.data import data_of, made_data
from tests.experiment.plain import parse

TABLE = "height,kind\n1,a\n2,b\n3,a\n4,b\n6,a\n"


def table(tmp_path, text=TABLE, **fields):
    (tmp_path / "mine.csv").write_text(text)
    return {"path": "mine.csv", "test_fraction": 0, **fields}


def drawn(experiment, dtype=np.float32):
    return build.initial_parameters(experiment, data_of(experiment), dtype)


def with_initializer(name, **options):
    choice = {"name": name, **options}
    hidden = [{"units": 300, "activation": "tanh", "initializer": choice}]
    noise = {"name": "noise", "features": 200, "classes": 100, "samples": 200}
    return parse(data=noise, network={"hidden": hidden, "initializer": choice})


def test_the_same_seed_draws_the_same_bits():
    experiment = parse(network={"hidden": [{}, {}]})
    assert drawn(experiment).flat.tobytes() == drawn(experiment).flat.tobytes()
    other = edits.set_training(experiment, seed=1)
    assert not np.isin(drawn(other).weights[0], drawn(experiment).weights[0]).any()


def test_layers_of_the_same_shape_draw_different_numbers():
    _, second, third, _ = drawn(parse(network={"hidden": [{}, {}, {}]})).weights
    assert not np.isin(second, third).any()


def test_float32_is_float64_rounded():
    experiment = parse(network={"hidden": [{}]})
    wide = drawn(experiment, np.float64).flat.astype(np.float32)
    assert wide.tobytes() == drawn(experiment).flat.tobytes()


def test_a_new_layer_leaves_the_other_draws_alone():
    two = parse(network={"hidden": [{"units": 8}, {"units": 8}]})
    first, second, output = drawn(two).weights
    grown = drawn(edits.add_layer(two, 1, "relu")).weights
    np.testing.assert_array_equal(grown[0], first)
    np.testing.assert_array_equal(grown[2], second)
    np.testing.assert_array_equal(grown[3], output)
    moved = drawn(edits.move_layers(edits.add_layer(two, 1, "relu"), (3,), 2)).weights
    np.testing.assert_array_equal(moved[2], grown[1])


def test_glorot_uniform_fills_its_bounds():
    for W in drawn(with_initializer("glorot_uniform")).weights:
        bound = math.sqrt(6 / sum(W.shape))
        assert 0.99 * bound < np.abs(W).max() <= bound * (1 + 1e-6)
        assert W.var() == pytest.approx(2 / sum(W.shape), rel=0.03)
        assert abs(W.mean()) < 0.01 * bound


def test_he_normal_has_the_variance_two_over_fan_in():
    for W in drawn(with_initializer("he_normal")).weights:
        assert W.var() == pytest.approx(2 / W.shape[1], rel=0.03)
        assert np.abs(W).max() > 3 * math.sqrt(2 / W.shape[1])  # a bell has tails


def test_normal_has_the_spread_that_is_asked_for():
    for W in drawn(with_initializer("normal", std=2.1)).weights:
        assert W.std() == pytest.approx(2.1, rel=0.02)
    assert drawn(with_initializer("normal")).weights[0].std() == pytest.approx(0.1, rel=0.02)


def test_zeros_and_biases_are_zero():
    assert not drawn(with_initializer("zeros")).flat.any()
    assert not any(bias.any() for bias in drawn(with_initializer("normal", std=1)).biases)


def test_classes_become_one_hot_rows():
    data = made_data([[0], [1], [2]], [2, 0, 1], classes=("a", "b", "c"))
    rows = build.targets(data, data.train.t, np.float32)
    assert rows.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert rows.dtype == np.float32


def test_numbers_become_a_column(tmp_path):
    spec = table(tmp_path, "a,t\n1,2.5\n2,-4\n", standardize=False)
    data = data_of(parse(data=spec, loss="squared_error"), tmp_path)
    assert data.is_regression
    assert build.targets(data, data.train.t, np.float64).tolist() == [[2.5], [-4.0]]


@pytest.mark.parametrize("name", ["circle", "digits"])
def test_squared_error_on_classes_has_linear_outputs_and_one_hot_targets(name):
    experiment = parse(data={"name": name}, loss="squared_error")
    data = data_of(experiment)
    network = build.network(experiment, data)
    assert network.loss.output == "identity"
    assert network.outputs == len(data.classes)
    rows = build.targets(data, data.train.t, np.float64)
    assert rows.sum(axis=1).tolist() == [1] * len(rows)
    build.check_fit(experiment, data)


def test_cross_entropy_needs_categories():
    experiment = parse(data={"name": "diabetes"})
    with pytest.raises(Refusal, match="use squared_error") as caught:
        build.check_fit(experiment, data_of(experiment))
    assert caught.value.place == "loss"


def test_the_network_has_the_widths_of_data_and_layers():
    experiment = parse(data={"name": "digits"}, network={"hidden": [{"units": 32}, {"units": 9}]})
    network = build.network(experiment, data_of(experiment))
    assert network.shape.widths == (64, 32, 9, 10)
    assert [activation.name for activation in network.activations] == ["tanh", "tanh"]


@pytest.mark.parametrize(
    ("name", "standardized"),
    [("circle", False), ("noise", False), ("digits", False), ("iris", True), ("diabetes", True)],
)
def test_standardised_as_is_usual_unless_said_otherwise(name, standardized):
    loss = "squared_error" if name == "diabetes" else "cross_entropy"
    for wish, expected in ((None, standardized), (True, True), (False, False)):
        fields = {"name": name} if wish is None else {"name": name, "standardize": wish}
        data = data_of(parse(data=fields, loss=loss))
        assert (data.scale != 1).any() == expected
        if name == "diabetes":
            assert (data.target_scale != 1) == expected


def test_tables_are_standardised_and_relative_to_the_file(tmp_path):
    data = data_of(parse(data=table(tmp_path)), tmp_path)
    assert data.name == "mine.csv"
    assert data.train.x.mean() == pytest.approx(0)
    assert data.train.x.std() == pytest.approx(1)
    raw = data_of(parse(data=table(tmp_path, standardize=False)), tmp_path)
    assert raw.train.x.ravel().tolist() == [1, 2, 3, 4, 6]
    with pytest.raises(Refusal, match="no such file"):
        data_of(parse(data=table(tmp_path)), tmp_path / "elsewhere")


def test_data_and_training_have_seeds_of_their_own():
    one = data_of(parse(data={"name": "circle", "seed": 1}, training={"seed": 5}))
    same = data_of(parse(data={"name": "circle", "seed": 1}))
    other = data_of(parse(data={"name": "circle", "seed": 2}))
    assert one.train.x.tobytes() == same.train.x.tobytes()
    assert one.train.x.tobytes() != other.train.x.tobytes()


@pytest.mark.parametrize("name", ["mnist", "x" * 10**6, "a\n\x1b[2J", "\ud800"])
def test_an_unknown_set_is_told_with_the_known_ones(name):
    with pytest.raises(Refusal) as caught:
        data_of(parse(data={"name": name}))
    assert caught.value.place == "data.name"
    assert "there are circle, xor, gauss, spiral, moons, noise, digits" in caught.value.reason
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_any_epochs_order_can_be_had_again():
    order = build.order(TrainingSpec(seed=3), 100)
    again = build.order(TrainingSpec(seed=3), 100)
    assert order(7).tolist() == again(7).tolist()
    assert sorted(order(7)) == list(range(100))
    assert order(7).tolist() != order(8).tolist()
    assert order(7).tolist() != build.order(TrainingSpec(seed=4), 100)(7).tolist()


def test_without_shuffle_the_order_is_the_files(tmp_path):
    order = build.order(TrainingSpec(shuffle=False), 5)
    assert order(1).tolist() == order(9).tolist() == [0, 1, 2, 3, 4]
    spec = table(tmp_path, standardize=False, test_fraction=0.4)
    data = data_of(parse(data=spec, training={"shuffle": False}), tmp_path)
    assert (np.diff(data.train.x[:, 0]) > 0).all()


def test_the_rule_is_the_trainings():
    rule = build.rule(TrainingSpec(learning_rate=0.5, l1=0.1, l2=0.2))
    assert (rule.optimizer.name, rule.rate, rule.l1, rule.l2) == ("sgd", 0.5, 0.1, 0.2)


def test_samples_that_do_not_fit_are_refused_before_they_are_made():
    experiment = parse(data={"name": "noise", "samples": 10**7, "features": 10**6})
    with pytest.raises(Refusal, match="10,000,000 samples would need") as caught:
        data_of(experiment)
    assert caught.value.place == "data.samples"
