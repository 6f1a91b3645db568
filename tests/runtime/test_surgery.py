"""Edits of a living network: what survives, what undo brings back, to the last bit.

A model beside the run knows each unit by a name of its own and so each parameter by the names of
its two units, wherever it lies.
"""

from itertools import count

import numpy as np
import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.surgery import NO_SURGERY, Number, Surgery
from bpstudio.refusal import Refusal
from bpstudio.runtime.run import Run
from bpstudio.runtime.snapshot import Status
from tests.runtime.experiments import data_of, make_experiment

EDITS = 1_500
MOST_LAYERS, MOST_UNITS = 4, 6


class Model:
    """A run with an undo history, and the names of its units."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        experiment = make_experiment(3, 4, batch_size=7, learning_rate=0.05, optimizer=ADAM)
        self.run = Run(experiment, data_of(experiment))
        self.run.train(endless=True)
        self.fresh = count()
        self.units = {layer.id: self.names(layer.units) for layer in experiment.hidden}
        self.numbers, self.last_id = count(1), 2
        self.done, self.undone = [], []  # (number, before, after, surgery), of experiment and units
        self.gone = {}  # what vanished, by the edit that brings it back

    @property
    def experiment(self):
        return self.run.trainer.experiment

    def names(self, number):
        return [next(self.fresh) for _ in range(number)]

    def values(self, parameters):
        """Return every parameter by the names of layer, unit and source."""
        found, source = {}, [f"x{k}" for k in range(2)]
        layers = [*((layer.id, self.units[layer.id]) for layer in self.experiment.hidden)]
        for (layer, units), block in zip(
            [*layers, (OUTPUT, ["y0", "y1"])], parameters.blocks, strict=True
        ):
            for unit, row in zip(units, block, strict=True):
                for into, value in zip([*source, "bias"], row, strict=True):
                    found[layer, unit, into] = value
            source = units
        return found

    def all_values(self):
        state = self.run.trainer.descent.state
        shape = self.run.trainer.parameters.shape
        optimizer = [type(self.run.trainer.parameters)(shape, state[n]) for n in ("mean", "square")]
        return [self.values(part) for part in (self.run.trainer.parameters, *optimizer)]

    def go(self, number, experiment, units, surgery=NO_SURGERY):
        """Carry an edit out, and see that nothing else has changed."""
        before, place = self.all_values(), self.run.trainer.descent.place
        self.run.change(experiment, self.run.trainer.data, number, surgery)
        self.units = units
        after, back = self.all_values(), self.gone.pop(number, None)
        assert self.run.trainer.descent.place == place
        assert self.run.is_running
        written = {
            (written.layer, self.name_of(written.layer, written.unit), self.source_of(written))
            for written in surgery.numbers
        }
        for kind, (old, new) in enumerate(zip(before, after, strict=True)):
            for key in new:
                if kind == 0 and (key in written or (back and key in back["written"])):
                    expected = back["written"][key] if back and key in back["written"] else None
                    assert expected is None or new[key] == expected
                elif key in old:
                    assert new[key] == old[key], (key, number)
                elif back and key in back["lost"][kind]:
                    assert new[key] == back["lost"][kind][key], (key, number)
                elif kind:
                    assert new[key] == 0
        lost = [
            {key: old[key] for key in old if key not in new}
            for old, new in zip(before, after, strict=True)
        ]
        kept = {key: before[0][key] for key in written} if number > 0 else {}
        self.gone[-number] = {"lost": lost, "written": kept}

    def name_of(self, layer, unit):
        return f"y{unit}" if layer == OUTPUT else self.units[layer][unit]

    def source_of(self, number):
        if number.source is None:
            return "bias"
        ids = [layer.id for layer in self.experiment.hidden]
        place = len(ids) if number.layer == OUTPUT else ids.index(number.layer)
        return f"x{number.source}" if place == 0 else self.units[ids[place - 1]][number.source]

    def edit(self, experiment, units, surgery=NO_SURGERY):
        before = (self.experiment, self.units)
        number = next(self.numbers)
        self.go(number, experiment, units, surgery)
        self.done.append((number, before, (experiment, units), surgery))
        self.undone.clear()

    def undo(self):
        if self.done:
            number, before, after, surgery = self.done.pop()
            self.go(-number, *before, surgery.undone(before[0]))
            self.undone.append((number, before, after, surgery))

    def redo(self):
        if self.undone:
            number, before, after, surgery = self.undone.pop()
            self.go(number, *after, surgery)
            self.done.append((number, before, after, surgery))

    def any_layer(self):
        hidden = self.experiment.hidden
        return hidden[self.rng.integers(len(hidden))] if hidden else None

    def add_layer(self):
        if len(self.experiment.hidden) < MOST_LAYERS:
            self.last_id += 1
            place = int(self.rng.integers(len(self.experiment.hidden) + 1))
            made = edits.add_layer(self.experiment, place, "tanh", int(self.rng.integers(1, 5)))
            made = with_id(made, place, self.last_id)
            units = made.hidden[place].units
            self.edit(made, {**self.units, self.last_id: self.names(units)})

    def remove_layer(self):
        if layer := self.any_layer():
            units = {number: names for number, names in self.units.items() if number != layer.id}
            self.edit(edits.remove_layers(self.experiment, (layer.id,)), units)

    def move_layer(self):
        if layer := self.any_layer():
            place = int(self.rng.integers(len(self.experiment.hidden)))
            self.edit(edits.move_layers(self.experiment, (layer.id,), place), self.units)

    def set_units(self):
        if layer := self.any_layer():
            wanted = int(self.rng.integers(1, MOST_UNITS + 1))
            names = self.units[layer.id][:wanted] + self.names(max(wanted - layer.units, 0))
            changed = edits.set_units(self.experiment, layer.id, wanted)
            self.edit(changed, {**self.units, layer.id: names})

    def remove_units(self):
        layer = self.any_layer()
        if layer and layer.units > 1:
            some = int(self.rng.integers(1, layer.units))
            gone = tuple(self.rng.choice(layer.units, some, replace=False).tolist())
            changed, surgery = edits.remove_units(self.experiment, layer.id, gone)
            names = [n for place, n in enumerate(self.units[layer.id]) if place not in gone]
            self.edit(changed, {**self.units, layer.id: names}, surgery)

    def set_activation(self):
        if layer := self.any_layer():
            name = ("relu", "tanh", "sigmoid")[self.rng.integers(3)]
            self.edit(edits.set_activation(self.experiment, layer.id, name), self.units)

    def write_number(self):
        blocks = self.run.trainer.parameters.blocks
        place = int(self.rng.integers(len(blocks)))
        ids = [*(layer.id for layer in self.experiment.hidden), OUTPUT]
        unit = int(self.rng.integers(len(blocks[place])))
        source = int(self.rng.integers(-1, blocks[place].shape[1] - 1))
        source = None if source < 0 else source
        surgery = edits.write_number(self.experiment, ids[place], unit, source, 0.5)
        self.edit(self.experiment, self.units, surgery)
        block = self.run.trainer.parameters.blocks[place]
        assert block[unit, -1 if source is None else source] == 0.5


ADAM = edits.Choice("adam")
KINDS = (
    *("add_layer", "remove_layer", "move_layer", "set_units", "remove_units", "set_activation"),
    *("write_number", "undo", "undo", "redo"),
)


def with_id(experiment, place, number):
    hidden = list(experiment.hidden)
    hidden[place] = edits.replace(hidden[place], id=number)
    network = edits.replace(experiment.network, hidden=tuple(hidden))
    return edits.replace(experiment, network=network)


@pytest.mark.filterwarnings("ignore:.*encountered in.*:RuntimeWarning")
@pytest.mark.parametrize("seed", range(2))
def test_random_edits_while_training(seed):
    model = Model(seed)
    for _ in range(EDITS // 2):
        getattr(model, KINDS[model.rng.integers(len(KINDS))])()
        model.run.advance(int(model.rng.integers(4)))
        assert model.run.status is Status.RUNNING


def test_removing_a_unit_keeps_the_others_and_undo_brings_it_back():
    experiment = make_experiment(3, 2)
    run = Run(experiment, data_of(experiment))
    run.advance(5)
    before = run.trainer.parameters.copy()
    changed, surgery = edits.remove_units(experiment, 1, (1,))
    run.change(changed, run.trainer.data, 1, surgery)
    first, second, _ = run.trainer.parameters.blocks
    np.testing.assert_array_equal(first, before.blocks[0][[0, 2]])
    np.testing.assert_array_equal(second, before.blocks[1][:, [0, 2, 3]])
    run.advance(5)
    learned = run.trainer.parameters.copy()
    run.change(experiment, run.trainer.data, -1, surgery.undone(experiment))
    first, second, _ = run.trainer.parameters.blocks
    np.testing.assert_array_equal(first[[0, 2]], learned.blocks[0])
    np.testing.assert_array_equal(first[1], before.blocks[0][1])
    np.testing.assert_array_equal(second[:, 1], before.blocks[1][:, 1])


def test_a_number_by_hand_survives_and_undo_puts_the_old_one_back():
    experiment = make_experiment(3)
    run = Run(experiment, data_of(experiment))
    old = float(run.trainer.parameters.weights[0][1, 0])
    for value in (2.0, 3.0):  # turned twice within one undo step
        surgery = edits.write_number(experiment, 1, 1, 0, value)
        run.change(experiment, run.trainer.data, 1, surgery)
        assert run.trainer.parameters.weights[0][1, 0] == value
    run.change(experiment, run.trainer.data, -1)
    assert float(run.trainer.parameters.weights[0][1, 0]) == old


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ((1, 0, None, np.nan), "must be a number"),
        ((1, 0, None, 1e31), "at most 1e\\+30"),
        ((1, 3, None, 1.0), "no unit 4"),
        ((7, 0, None, 1.0), "no layer of id 7"),
    ],
)
def test_numbers_that_can_not_be_written(number, words):
    with pytest.raises(Refusal, match=words):
        edits.write_number(make_experiment(3), *number)


@pytest.mark.parametrize("number", [(1, 0, 2), (0, 2, 0), (0, 0, 3), (5, 0, 0)])
def test_a_parameter_that_there_is_not_leaves_the_run_as_it_was(number):
    experiment = make_experiment(3)
    run = Run(experiment, data_of(experiment))
    trainer, before = run.trainer, run.trainer.parameters.flat.tobytes()
    with pytest.raises(Refusal, match="no such weight"):
        run.change(experiment, trainer.data, 1, Surgery(numbers=(Number(*number, 1.0),)))
    assert run.trainer is trainer
    assert trainer.parameters.flat.tobytes() == before


def test_the_last_unit_stays():
    with pytest.raises(Refusal, match="needs a unit"):
        edits.remove_units(make_experiment(2), 1, (0, 1))
