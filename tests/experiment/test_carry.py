"""Which numbers survive an edit: a weight where both its units do, a bias where its unit does.

The old numbers tell where they were: layer, unit and source are the digits of 1·layer, unit,
source, and a bias ends in 9. What is drawn anew is -1 here.
"""

import numpy as np
import pytest

from bpstudio.engine.parameters import Parameters, Shape
from bpstudio.experiment import edits
from bpstudio.experiment.carry import carry
from tests.experiment.plain import parse

INPUTS, OUTPUTS = 2, 2
NEW = -1


def parameters_of(experiment):
    widths = (INPUTS, *(layer.units for layer in experiment.hidden), OUTPUTS)
    return Parameters(Shape(widths), dtype=np.float64)


def learned(experiment):
    """Return parameters that tell where they are: 213 is the weight of layer 2 from 3 to 1."""
    parameters = parameters_of(experiment)
    for layer, block in enumerate(parameters.blocks, start=1):
        units, sources = np.indices(block.shape)
        block[:] = 100 * layer + 10 * (units + 1) + sources + 1
        block[:, -1] = 100 * layer + 10 * (np.arange(len(block)) + 1) + 9
    return parameters


def after(had, wanted):
    new = parameters_of(wanted)
    new.flat[:] = NEW
    old = learned(had)
    before = old.flat.copy()
    carry(wanted, new, had, old)
    np.testing.assert_array_equal(old.flat, before)
    return [block.astype(int).tolist() for block in new.blocks]


def two():
    return parse(network={"hidden": [{"units": 2}, {"units": 3}]})


FIRST = [[111, 112, 119], [121, 122, 129]]  # 2 units, from 2 inputs
SECOND = [[211, 212, 219], [221, 222, 229], [231, 232, 239]]  # 3 units, from 2
OUTPUT = [[311, 312, 313, 319], [321, 322, 323, 329]]  # 2 outputs, from 3


def test_no_edit_keeps_all():
    assert after(two(), two()) == [FIRST, SECOND, OUTPUT]


@pytest.mark.parametrize(
    "edit",
    [
        lambda e: edits.set_activation(e, 1, "relu"),
        lambda e: edits.set_loss(e, "squared_error"),
        lambda e: edits.set_training(e, learning_rate=9.0, seed=4),
        lambda e: edits.set_initializer(e, 1, edits.Choice("zeros")),
    ],
)
def test_edits_that_move_no_unit_keep_all(edit):
    assert after(two(), edit(two())) == [FIRST, SECOND, OUTPUT]


def test_a_layer_in_the_middle():
    wanted = edits.add_layer(two(), 1, "tanh", units=2)
    assert after(two(), wanted) == [
        FIRST,
        [[NEW, NEW, NEW], [NEW, NEW, NEW]],
        # its units are there, but what comes in to them is new
        [[NEW, NEW, 219], [NEW, NEW, 229], [NEW, NEW, 239]],
        OUTPUT,
    ]


def test_a_layer_before_the_output():
    wanted = edits.add_layer(two(), 2, "tanh", units=1)
    assert after(two(), wanted) == [
        FIRST,
        SECOND,
        [[NEW, NEW, NEW, NEW]],
        [[NEW, 319], [NEW, 329]],
    ]


def test_a_layer_after_the_input():
    wanted = edits.add_layer(two(), 0, "tanh", units=2)
    new = [[NEW, NEW, NEW], [NEW, NEW, NEW]]
    assert after(two(), wanted) == [new, [[NEW, NEW, 119], [NEW, NEW, 129]], SECOND, OUTPUT]


def test_removing_a_layer():
    assert after(two(), edits.remove_layers(two(), (2,))) == [
        FIRST,
        [[NEW, NEW, 319], [NEW, NEW, 329]],
    ]
    assert after(two(), edits.remove_layers(two(), (1,))) == [
        [[NEW, NEW, 219], [NEW, NEW, 229], [NEW, NEW, 239]],
        OUTPUT,
    ]
    assert after(two(), edits.remove_layers(two(), (1, 2))) == [[[NEW, NEW, 319], [NEW, NEW, 329]]]


def test_reordering():
    assert after(two(), edits.move_layers(two(), (1,), 1)) == [
        [[NEW, NEW, 219], [NEW, NEW, 229], [NEW, NEW, 239]],
        [[NEW, NEW, NEW, 119], [NEW, NEW, NEW, 129]],
        [[NEW, NEW, 319], [NEW, NEW, 329]],
    ]


def test_widening():
    assert after(two(), edits.set_units(two(), 1, 3)) == [
        [*FIRST, [NEW, NEW, NEW]],
        [[211, 212, NEW, 219], [221, 222, NEW, 229], [231, 232, NEW, 239]],
        OUTPUT,
    ]


def test_narrowing():
    assert after(two(), edits.set_units(two(), 2, 1)) == [
        FIRST,
        SECOND[:1],
        [[311, 319], [321, 329]],
    ]


def test_a_removed_layer_made_anew_is_another_layer():
    wanted = edits.add_layer(two(), 2, "tanh", units=3)  # id 3
    wanted = edits.remove_layers(wanted, (2,))
    new = [[NEW, NEW, NEW]] * 3
    assert after(two(), wanted) == [FIRST, new, [[NEW] * 3 + [319], [NEW] * 3 + [329]]]
