"""Cells of a bounded size: whatever the shape, the order and the portions."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.engine.parameters import Shape
from bpstudio.runtime.tasks import cells
from bpstudio.runtime.tasks.cells import CellTally, Checked


@settings(max_examples=40)
@given(
    widths=st.lists(st.integers(1, 9), min_size=2, max_size=4),
    most=st.integers(2, 60),
    seed=st.integers(0, 99),
)
def test_a_cell_has_the_worst_and_counts_all_of_its_parameters(widths, most, seed):
    shape, rng = Shape(tuple(widths)), np.random.default_rng(seed)
    size = shape.size
    exact, numeric = rng.normal(size=(2, size))
    errors, left_out = rng.random(size), rng.random(size) < 0.2
    order = rng.permutation(size)[: rng.integers(1, size + 1)]
    kept, cells.MOST_CELLS = cells.MOST_CELLS, most
    try:
        tally = CellTally(shape, size)
    finally:
        cells.MOST_CELLS = kept
    for part in np.array_split(order, 3):
        tally.add(Checked(part, exact[part], numeric[part], errors[part], left_out[part]))
    for layer in tally.layers():
        _compare(layer, order, exact, numeric, errors, left_out)
    total = sum(layer.error.size for layer in tally.layers())
    assert total <= max(most, size if size <= most else most, len(shape.blocks))


def _compare(layer, order, exact, numeric, errors, left_out):
    rows, columns = layer.error.shape
    parts = {}
    for place in order.tolist():
        if 0 <= place - layer.first < layer.units * layer.inputs:
            unit, source = layer.parameter(place)
            cell = unit * rows // layer.units, source * columns // layer.inputs
            parts.setdefault(cell, []).append(place)
    for row in range(rows):
        for column in range(columns):
            places = parts.get((row, column), [])
            assert layer.checked[row, column] == len(places)
            assert layer.left_out[row, column] == sum(left_out[place] for place in places)
            compared = [place for place in places if not left_out[place]]
            if not compared:
                assert np.isnan(layer.error[row, column])
                continue
            worst = max(compared, key=lambda place: errors[place])
            assert layer.worst[row, column] == worst
            assert layer.error[row, column] == errors[worst]
            assert layer.exact[row, column] == exact[worst]
            assert layer.numeric[row, column] == numeric[worst]
