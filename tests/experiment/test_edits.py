"""Each edit: the new value, the old one untouched, what is refused, and the ids of layers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment import edits
from bpstudio.experiment.spec import MAX_ADDED, MAX_LAYERS, MAX_SEED, Choice, DataSpec, replace
from bpstudio.experiment.storage import experiment_text, parse_experiment
from bpstudio.refusal import Refusal
from tests.experiment.plain import parse
from tests.experiment.strategies import experiments

NORMAL = Choice("normal", (("std", 2.0),))


def three():
    hidden = [{"units": 2}, {"units": 3, "activation": "relu"}, {"units": 4}]
    return parse(network={"hidden": hidden})


def layers(experiment):
    return [(layer.id, layer.units, layer.activation) for layer in experiment.hidden]


THREE = [(1, 2, "tanh"), (2, 3, "relu"), (3, 4, "tanh")]


def test_points_take_the_place_of_other_data_but_for_the_share_to_test_on():
    circle = parse(data={"name": "circle", "test_fraction": 0.5, "seed": 3})
    drawing = edits.set_points(circle, ((0.5, 0.25, 1),))
    assert drawing.data == DataSpec(
        name="drawn", test_fraction=0.5, points=((0.5, 0.25, 1),), classes=2
    )
    assert replace(drawing, data=circle.data) == circle
    third = edits.set_points(drawing, ((0.0, 0.0, 3),))
    assert third.data.classes == 3
    assert edits.set_points(third, ((0.0, 0.0, 1),)).data.classes == 3, "a class stays"
    assert edits.set_points(third, ((0.0, 0.0, 1),), afresh=True).data.classes == 2
    with pytest.raises(Refusal, match="would have 10,001 points, and 10,000 are the most"):
        edits.set_points(drawing, ((0.0, 0.0, 1),) * 10_001)


NUMBERS = tuple(0.12345678901234567 + at for at in range(16))


@pytest.mark.parametrize(
    ("name", "taken", "refused"),
    [
        ("no", 9_999, 10_000),  # as many as there may be
        ("no, no, no", 9_400, 9_500),  # 19 commas each
        ("ñ", 7_500, 9_400),  # other than ASCII
        ("ñ" * 2_000, 850, 1_000),
        ("n" * 20_000, 750, 850),
    ],
)
def test_no_sample_is_added_that_a_file_could_not_hold(name, taken, refused):
    row = (*NUMBERS, name)
    full = replace(three(), data=DataSpec(path="mine.csv", added=(row,) * taken))
    more = edits.add_sample(full, row)
    assert parse_experiment(experiment_text(more).encode()) == more
    over = replace(full, data=replace(full.data, added=(row,) * refused))
    with pytest.raises(Refusal) as caught:
        edits.add_sample(over, row)
    most = "has 10,000 samples already, the most" if refused == MAX_ADDED else "would be more than"
    assert str(caught.value).startswith(f"data.added: {most}")


def test_a_sample_added_to_a_drawing_is_a_point():
    drawing = edits.set_points(three(), ((0.5, 0.25, 1),))
    more = edits.add_sample(drawing, (1.0, -1.0, "2"))
    assert more.data.points == ((0.5, 0.25, 1), (1.0, -1.0, 2))
    assert more.data.added == ()


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, [(4, 2, "sigmoid"), *THREE]),
        (1, [THREE[0], (4, 3, "sigmoid"), *THREE[1:]]),
        (3, [*THREE, (4, 4, "sigmoid")]),
        (-5, [(4, 2, "sigmoid"), *THREE]),
        (99, [*THREE, (4, 4, "sigmoid")]),
    ],
)
def test_add_layer(place, expected):
    old = three()
    assert layers(edits.add_layer(old, place, "sigmoid")) == expected
    assert layers(old) == THREE


def test_a_new_layer_has_the_initializer_of_its_activation():
    for name, activation in ACTIVATIONS.items():
        added = edits.add_layer(parse(), 0, name)
        assert layers(added) == [(1, 8, name)]
        assert added.hidden[0].initializer == Choice(activation.initializer)
    assert edits.add_layer(three(), 1, "tanh", units=50).hidden[1].units == 50


def test_remove_layers():
    old = three()
    assert layers(edits.remove_layers(old, (2,))) == [THREE[0], THREE[2]]
    assert layers(edits.remove_layers(old, (3, 1))) == [THREE[1]]
    assert layers(edits.remove_layers(old, ())) == layers(old) == THREE


@pytest.mark.parametrize(
    ("number", "place", "ids"),
    [
        (1, 2, [2, 3, 1]),
        (1, 1, [2, 1, 3]),
        (3, 0, [3, 1, 2]),
        (2, 1, [1, 2, 3]),
        (1, 99, [2, 3, 1]),
        (3, -1, [3, 1, 2]),
    ],
)
def test_move_layer(number, place, ids):
    old = three()
    assert [layer.id for layer in edits.move_layers(old, (number,), place).hidden] == ids
    assert layers(old) == THREE


def test_layer_edits_change_one_field_of_one_layer():
    old = three()
    second = old.hidden[1]
    for new, changed in (
        (edits.set_units(old, 2, 7), replace(second, units=7)),
        (edits.set_activation(old, 2, "sigmoid"), replace(second, activation="sigmoid")),
        (edits.set_initializer(old, 2, NORMAL), replace(second, initializer=NORMAL)),
    ):
        hidden = (old.hidden[0], changed, old.hidden[2])
        assert new == replace(old, network=replace(old.network, hidden=hidden))
        assert [layer.id for layer in new.hidden] == [1, 2, 3]
    assert layers(old) == THREE


def test_the_outputs_initializer_has_the_id_0():
    old = three()
    new = edits.set_initializer(old, edits.OUTPUT, NORMAL)
    assert new == replace(old, network=replace(old.network, initializer=NORMAL))
    assert old.network.initializer == Choice("glorot_uniform")


def test_data_loss_and_training():
    old = three()
    data = DataSpec(name="xor", samples=10)
    assert edits.set_data(old, data) == replace(old, data=data)
    assert edits.set_loss(old, "squared_error") == replace(old, loss="squared_error")
    new = edits.set_training(old, learning_rate=0.5, batch_size="all")
    assert new.training == replace(old.training, learning_rate=0.5, batch_size="all")
    assert edits.set_optimizer(new, Choice("sgd")) == new
    assert old == three()


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (lambda e: edits.add_layer(e, 1, "softmax"), "activation"),
        (lambda e: edits.add_layer(e, 1, "tanh", units=0), "network.hidden[1].units"),
        (lambda e: edits.remove_layers(e, (1, 9)), "network.hidden"),
        (lambda e: edits.remove_layers(e, (edits.OUTPUT,)), "network.hidden"),
        (lambda e: edits.move_layers(e, (9,), 0), "network.hidden"),
        (lambda e: edits.set_units(e, 2, 0), "network.hidden[1].units"),
        (lambda e: edits.set_units(e, 3, 10**6 + 1), "network.hidden[2].units"),
        (lambda e: edits.set_units(e, edits.OUTPUT, 3), "network.hidden"),
        (lambda e: edits.set_activation(e, 2, "softmax"), "activation"),
        (lambda e: edits.set_activation(e, 9, "tanh"), "network.hidden"),
        (lambda e: edits.set_initializer(e, 2, Choice("ones")), "initializer"),
        (lambda e: edits.set_initializer(e, 9, Choice("zeros")), "network.hidden"),
        (lambda e: edits.set_loss(e, "hinge"), "loss"),
        (lambda e: edits.set_optimizer(e, Choice("lion")), "optimizer"),
    ],
)
def test_refused_edits_leave_all_as_it_was(edit, place):
    old = three()
    with pytest.raises(Refusal) as caught:
        edit(old)
    assert caught.value.place == place
    assert old == three()


def test_a_thousand_layers_are_the_most():
    full = parse(network={"hidden": [{"units": 1}] * MAX_LAYERS})
    with pytest.raises(Refusal, match="1000 layers already"):
        edits.add_layer(full, 0, "tanh")


def test_a_new_id_is_none_of_the_others():
    old = parse(network={"hidden": [{"id": MAX_SEED}, {"id": 1}]})
    new = edits.add_layer(old, 0, "tanh")
    assert [layer.id for layer in new.hidden] == [2, MAX_SEED, 1]
    assert parse_experiment(experiment_text(new).encode()) == new


@settings(max_examples=50, deadline=None)
@given(experiments)
def test_giving_ids_twice_is_giving_them_once(experiment):
    again = edits.with_ids(experiment)
    assert [layer.id for layer in again.hidden] == [layer.id for layer in experiment.hidden]


class Editing(RuleBasedStateMachine):
    """A list of (id, units, activation) lives through the same edits."""

    @initialize()
    def start(self):
        self.experiment = three()
        self.model = list(THREE)

    @rule(place=st.integers(0, 6), activation=st.sampled_from(list(ACTIVATIONS)))
    def add(self, place, activation):
        before = {number for number, _, _ in self.model}
        self.experiment = edits.add_layer(self.experiment, place, activation, units=5)
        place = min(place, len(self.model))
        number = self.experiment.hidden[place].id
        assert number not in before
        self.model.insert(place, (number, 5, activation))

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data):
        gone = data.draw(st.sampled_from(self.model))
        self.experiment = edits.remove_layers(self.experiment, (gone[0],))
        self.model.remove(gone)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), place=st.integers(0, 6))
    def move(self, data, place):
        moved = data.draw(st.sampled_from(self.model))
        self.experiment = edits.move_layers(self.experiment, (moved[0],), place)
        self.model.remove(moved)
        self.model.insert(place, moved)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), units=st.integers(1, 10**6))
    def resize(self, data, units):
        number, old, activation = data.draw(st.sampled_from(self.model))
        self.experiment = edits.set_units(self.experiment, number, units)
        self.model[self.model.index((number, old, activation))] = (number, units, activation)

    @invariant()
    def agrees(self):
        assert layers(self.experiment) == self.model
        assert len({number for number, _, _ in self.model} - {0}) == len(self.model)
        assert parse_experiment(experiment_text(self.experiment).encode()) == self.experiment


Editing.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestEditing = Editing.TestCase
