"""What the network says on a grid, against a forward pass that isn't the engine's."""

import numpy as np
import pytest

from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.studies.regions import LEAST_SIDE, POINTS, SIDE, RegionsStudy
from tests.runtime.studies.trainers import forward, trainer_of

STUDY = RegionsStudy((-2.0, 2.0), (-1.0, 3.0))


def by_hand(trainer, found):
    x = np.stack(np.meshgrid(found.xs, found.ys), axis=-1).reshape(-1, 2)
    y = forward(trainer, (x - trainer.data.offset) / trainer.data.scale)[-1]
    return y.reshape(-1, len(found.ys), len(found.xs))


@pytest.mark.parametrize("standardize", [False, True])
def test_the_outputs_are_those_of_each_point_in_the_inputs_own_units(standardize):
    trainer = trainer_of(DataSpec(name="circle", standardize=standardize), 6, 5, steps=50)
    answer = STUDY.prepare(trainer)
    found = answer()
    assert found.y.shape == (2, SIDE, SIDE)
    assert (found.xs[0], found.xs[-1], found.ys[0], found.ys[-1]) == (-2, 2, -1, 3)
    np.testing.assert_allclose(found.y, by_hand(trainer, found), atol=1e-12)
    np.testing.assert_array_equal(found.winner, found.y.argmax(axis=0))
    trainer.descent.advance(20)
    later = answer()
    np.testing.assert_allclose(later.y, by_hand(trainer, later), atol=1e-12)
    assert np.abs(later.y - found.y).max() > 0, "an answer stays as it was"


def test_the_boundary_of_a_linear_network_is_its_line():
    trainer = trainer_of("gauss", steps=40)
    found = STUDY.prepare(trainer)()
    w, b = trainer.parameters.weights[0], trainer.parameters.biases[0]
    ends = found.boundary.reshape(-1, 2)
    x1 = np.interp(ends[:, 0], np.arange(SIDE), found.xs)
    x2 = np.interp(ends[:, 1], np.arange(SIDE), found.ys)
    margin = (w[0] - w[1]) @ np.stack([x1, x2]) + b[0] - b[1]
    assert len(ends)
    assert np.abs(margin).max() < 2e-3 * np.abs(w).max()


def test_three_classes_meet_in_lines_between_them(tmp_path):
    rng = np.random.default_rng(0)
    rows = [
        f"{a + rng.normal() / 3},{b + rng.normal() / 3},{name}"
        for a, b, name in ((0, 0, "p"), (2, 0, "q"), (0, 2, "r"))
        for _ in range(30)
    ]
    table = tmp_path / "three.csv"
    table.write_text("u,v,t\n" + "\n".join(rows))
    trainer = trainer_of(DataSpec(path=str(table)), 5, steps=200)
    found = STUDY.prepare(trainer)()
    assert set(np.unique(found.winner)) == {0, 1, 2}
    at = np.round(found.boundary[:, :2]).astype(int)
    around = [
        set(found.winner[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2].ravel()) for c, r in at
    ]
    assert min(map(len, around)) >= 2


def test_a_single_input_is_a_row_and_a_number_is_in_its_own_units(tmp_path):
    table = tmp_path / "line.csv"
    table.write_text("x,t\n" + "".join(f"{k / 4},{100 + 7 * k}\n" for k in range(20)))
    trainer = trainer_of(DataSpec(path=str(table)), 4, loss="squared_error", steps=30)
    found = RegionsStudy((0.0, 5.0)).prepare(trainer)()
    data = trainer.data
    y = forward(trainer, (found.xs[:, None] - data.offset) / data.scale)[-1][0]
    assert found.y.shape == (1, 1, POINTS)
    np.testing.assert_allclose(found.y[0, 0], y * data.target_scale + data.target_offset)
    assert 90 < found.y.mean() < 240


def test_other_data_have_no_regions_and_a_huge_network_a_coarse_grid():
    assert STUDY.prepare(trainer_of("iris", 3))() is None
    assert RegionsStudy((0.0, 1.0)).prepare(trainer_of("circle", 3))() is None
    huge = trainer_of("circle", 900, 900, dtype=np.float32)
    assert STUDY.prepare(huge)().winner.shape == (LEAST_SIDE, LEAST_SIDE)
