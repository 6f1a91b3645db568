"""Any number, opened: the lines add up to it, and the paths of a weight to its gradient."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.spec import MAX_LAYERS, DataSpec
from bpstudio.runtime.studies.walk import Walk
from bpstudio.runtime.walking.lines import MOST_TERMS
from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.runtime.walking.numbers import Numbers
from bpstudio.runtime.walking.steps import paths_to_loss
from bpstudio.runtime.walking.sums import has, opened
from tests.runtime.walking.trainers import choice, trainer_of, xor_trainer


def opened_in(trainer, kind, layer, row=0, column=0, **asked):
    number = Number(Name(kind, layer), row, column)
    return Walk(asked=number, **asked).prepare(trainer)().opened


def added_up(lines):
    """Carry out the lines: terms are added, factors multiply what there is by then."""
    total = 0.0
    for line in lines[:-1]:
        if line.role in ("term", "rest"):
            total += line.value
        elif line.role == "sum":
            assert line.value == pytest.approx(total, rel=1e-12)
        elif line.role == "factor":
            total *= line.value
        elif line.role == "function":
            if line.words == "its own term / the sum":
                total = line.value
            else:
                total += line.value
    return total


def test_a_logit_is_the_sum_of_weights_times_what_comes_in_and_the_bias():
    found = opened_in(xor_trainer(), Kind.A, 1, row=2)
    # a of unit 3: 4.5 * 0.8 + 1.0 * -0.4 + 0.6
    assert [line.value for line in found.lines] == pytest.approx([3.6, -0.4, 0.6, 3.8])
    weight, into = found.lines[0].factors
    assert weight.value == pytest.approx(4.5)
    assert weight.number == Number(Name(Kind.W, 1), 2, 0)
    assert into.number == Number(Name(Kind.Z, 0), 0, 0)


CASES = (
    {"layers": ((3, "sigmoid"), (4, "tanh"))},
    {"layers": ((3, "relu"), (3, "leaky_relu", True), (3, "identity", True))},
    {"layers": ((2, "tanh", True), (2, "sigmoid")), "loss": "squared_error"},
    {"layers": ((2, "tanh"),), "optimizer": choice("adam"), "l2": 0.1},
)


@pytest.mark.parametrize("is_batch", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_every_number_is_what_its_lines_add_up_to(case, is_batch):
    options = {key: value for key, value in case.items() if key != "layers"}
    trainer = trainer_of(*case["layers"], batch_size=6, **options)
    numbers = Numbers(trainer, trainer.descent.upcoming if is_batch else np.array([2]))
    seen = set()
    for kind in Kind:
        for layer in range(trainer.network.layers + 1):
            number = Number(Name(kind, layer), 0, 0)
            if not has(numbers, number) or (kind is Kind.F and not trainer.network.has_skip(layer)):
                continue
            found = opened(numbers, number)
            if found.lines:
                assert added_up(found.lines) == pytest.approx(found.value, rel=1e-9, abs=1e-15)
                assert found.lines[-1].value == found.value
                seen.add(kind)
    assert seen >= {Kind.A, Kind.Z, Kind.Y, Kind.LOSS, Kind.DELTA, Kind.SLOPE, Kind.DW, Kind.NEW_W}


def test_what_comes_from_elsewhere_is_not_worked_out():
    for kind, layer in ((Kind.Z, 0), (Kind.T, 2), (Kind.W, 1), (Kind.B, 2)):
        assert opened_in(xor_trainer(), kind, layer).lines == ()


def test_what_is_not_there_is_not_opened():
    trainer = xor_trainer()
    for kind, layer, row, column in (
        (Kind.A, 1, 3, 0),
        (Kind.A, 1, 0, 1),
        (Kind.A, 0, 0, 0),
        (Kind.A, 3, 0, 0),
        (Kind.Z, 2, 0, 0),
        (Kind.W, 1, 0, 2),
        (Kind.SLOPE, 2, 0, 0),
    ):
        assert opened_in(trainer, kind, layer, row, column) is None


def test_a_long_sum_tells_the_largest_terms_and_the_rest_in_one():
    noise = DataSpec(name="noise", samples=4, features=300, classes=3)
    trainer = trainer_of((5, "relu"), data=noise, scale=0.1)
    found = opened_in(trainer, Kind.A, 1, row=4)
    roles = [line.role for line in found.lines]
    assert roles.count("term") == MOST_TERMS - 1 + 1  # with the bias
    rest = found.lines[roles.index("rest")]
    assert rest.words == str(300 - MOST_TERMS + 1)
    assert added_up(found.lines) == pytest.approx(found.value, rel=1e-12)


def test_the_paths_of_a_weight_are_the_product_of_the_widths_behind():
    trainer = trainer_of((3, "tanh"), (4, "tanh"), (5, "tanh"), data="digits")
    assert [paths_to_loss(trainer.network, layer) for layer in (1, 2, 3, 4)] == [200, 50, 10, 1]
    # A skip is one way more: to the unit straight behind.
    skipping = trainer_of((2, "tanh"), (2, "tanh", True))
    assert [paths_to_loss(skipping.network, layer) for layer in (1, 2, 3)] == [6, 2, 1]


@pytest.mark.parametrize("is_batch", [False, True])
@pytest.mark.parametrize(
    "layers",
    [
        ((3, "sigmoid"),),
        ((2, "tanh"), (2, "relu", True), (2, "sigmoid", True)),
        ((2, "tanh", True),),
    ],
)
def test_all_paths_together_are_the_gradient(layers, is_batch):
    trainer = trainer_of(*layers, batch_size=4)
    for kind, layer in ((Kind.W, 1), (Kind.B, 1), (Kind.W, 2)):
        found = opened_in(trainer, kind, layer, row=1, is_batch=is_batch)
        assert len(found.routes) == found.paths == paths_to_loss(trainer.network, layer)
        assert len({(route.units, route.skips) for route in found.routes}) == found.paths
        total = sum(route.gradient for route in found.routes)
        assert total == pytest.approx(found.gradient, rel=1e-12, abs=1e-16)


def test_many_paths_are_counted_not_told():
    trainer = trainer_of(*[(8, "tanh")] * 30, scale=0.1)
    found = opened_in(trainer, Kind.W, 1)
    assert found.paths == 8**29 * 2
    assert found.routes == ()


def test_a_path_is_followed_through_as_many_layers_as_there_can_be():
    layers = [(2, "tanh"), *[(1, "identity")] * (MAX_LAYERS - 1)]
    found = opened_in(trainer_of(*layers, scale=1.0), Kind.W, 1)
    assert [len(route.units) for route in found.routes] == [MAX_LAYERS + 1] * 2
    total = sum(route.gradient for route in found.routes)
    assert total == pytest.approx(found.gradient, rel=1e-9, abs=1e-300)


UNITS = st.integers(1, 4)
LAYERS = st.lists(st.tuples(UNITS, st.sampled_from(sorted(ACTIVATIONS))), max_size=4)


@settings(max_examples=15)
@given(LAYERS, st.sampled_from(["cross_entropy", "squared_error"]), st.integers(1, 5), st.data())
def test_any_number_of_any_network_adds_up(layers, loss, batch, data):
    """Layers as wide as what comes in skip: two come in, and so on."""
    arriving, made = 2, []
    for units, activation in layers:
        made.append((units, activation, units == arriving))
        arriving = units
    trainer = trainer_of(*made, loss=loss, batch_size=batch)
    numbers = Numbers(trainer, trainer.descent.upcoming)
    layer = data.draw(st.integers(0, trainer.network.layers))
    kind = data.draw(st.sampled_from(list(Kind)))
    rows, columns = numbers.shape(Name(kind, max(layer, kind is not Kind.Z)))
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    number = Number(Name(kind, layer), row, column)
    if not has(numbers, number):
        return
    found = opened(numbers, number)
    if found.lines:
        assert added_up(found.lines) == pytest.approx(found.value, rel=1e-9, abs=1e-14)
    if found.routes:
        total = sum(route.gradient for route in found.routes)
        assert total == pytest.approx(found.gradient, rel=1e-9, abs=1e-14)
