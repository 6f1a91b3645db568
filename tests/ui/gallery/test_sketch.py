from pathlib import Path

import numpy as np
import pytest

from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.ui.gallery.sketch import POINTS, Points, mosaic, points, sketch


def dataset(name: str, loss: str = "cross_entropy"):
    return load_data(DataSpec(name=name), loss, Path())


@pytest.mark.parametrize("name", [*MADE, *BUNDLED])
def test_points_lie_in_the_unit_square(name: str) -> None:
    data = dataset(name, "squared_error" if name == "diabetes" else "cross_entropy")
    drawn = points(data)
    assert drawn.at.shape == (min(POINTS, len(data.train.t)), 2)
    assert drawn.at.min() >= -1e-6
    assert drawn.at.max() <= 1 + 1e-6
    assert set(drawn.kind) == set(range(max(len(data.classes), 1)))
    assert drawn.is_regression == data.is_regression


def test_a_plane_keeps_its_shape() -> None:
    data = dataset("circle")
    drawn = points(data)
    radius = np.hypot(*(drawn.at - drawn.at[drawn.kind == 0].mean(axis=0)).T)
    assert radius[drawn.kind == 0].max() < radius[drawn.kind == 1].min() + 0.1


def test_three_species_are_seen_apart() -> None:
    drawn = points(dataset("iris"))
    middles = np.array([drawn.at[drawn.kind == kind].mean(axis=0) for kind in range(3)])
    gaps = np.linalg.norm(middles[[0, 0, 1]] - middles[[1, 2, 2]], axis=1)
    assert gaps.min() > 0.15


def test_a_regression_shows_its_target_over_a_feature_that_tells() -> None:
    drawn = points(dataset("diabetes", "squared_error"))
    assert abs(np.corrcoef(drawn.at.T)[0, 1]) > 0.4


def test_images_stand_side_by_side_with_a_pixel_between() -> None:
    data = dataset("digits")
    shades = mosaic(data)
    assert shades.shape == (35, 35)
    assert not shades[8::9].any()
    first = data.train.x[0].reshape(8, 8)
    assert np.abs(shades[:8, :8] / 255 - first / data.train.x[:16].max()).max() < 1 / 255


def test_examples_on_the_same_data_share_a_sketch() -> None:
    digits = Experiment(data=DataSpec(name="digits"))
    assert sketch(digits) is sketch(Experiment(data=DataSpec(name="digits")))
    assert (sketch(digits).inputs, sketch(digits).outputs) == (64, 10)
    assert isinstance(sketch(Experiment(data=DataSpec(name="xor"))).drawn, Points)
