"""What is known of a unit that was asked about, and whether it still learns."""

from dataclasses import replace

import numpy as np
import pytest

from bpstudio.runtime.snapshot import EMPTY, Snapshot
from bpstudio.ui.numbers import HIDDEN
from bpstudio.ui.views.unit_subject import Subject, relative_change, subject_of, verdict
from tests.ui.views import runs
from tests.ui.views.units import dataset, layer, pixels, portrait, shown


def about(snapshot: Snapshot) -> Subject:
    found = subject_of(snapshot)
    assert found is not None
    return found


def test_it_has_a_name_and_knows_its_sources() -> None:
    subject = about(pixels())
    assert subject.title == "layer 1, unit 1 · sigmoid"
    assert subject.incoming == "input"
    assert subject.source(3) == "feature 3"
    assert subject.image == (2, 3)


def test_deeper_units_look_at_units() -> None:
    unit = portrait([1, 2, 3], [0.0], layer=2, unit=1)
    data = dataset(3, 4, (1, 3))
    subject = about(shown(unit, data, layer(), layer("relu", number=2)))
    assert subject.title == "layer 2, unit 2 · ReLU"
    assert (subject.incoming, subject.source(2)) == ("layer 1", "unit 3")
    assert subject.image is None


def test_a_skip_and_the_class_of_an_output_are_named() -> None:
    skipping = replace(layer(), skip=True)
    assert about(shown(portrait([1], [0.0]), None, skipping)).title.endswith("sigmoid + skip")
    last = about(shown(portrait([1], [0.0], layer=0, unit=2), dataset(1, 4), layer()))
    assert last.title == "output, unit 3 (class 2) · softmax"
    assert last.activation is None
    assert np.isnan(last.shown_slope)


@pytest.mark.parametrize(
    "snapshot",
    [
        EMPTY,
        runs.snapshot(1, layer(), runs.output()),
        shown(portrait([1], [0.0], layer=7), None),
        shown(portrait([1], [0.0], unit=3), None),
    ],
)
def test_without_such_a_unit_there_is_nothing_to_tell(snapshot: Snapshot) -> None:
    assert subject_of(snapshot) is None


def test_weights_of_another_shape_are_no_image() -> None:
    subject = about(shown(portrait(np.ones(5), [0.0]), dataset(6, 4, (2, 3))))
    assert subject.image is None
    assert about(shown(portrait([1, 2], [0.0]), dataset(1, 4))).source(1) == "input 2"


def test_the_change_is_of_weights_and_bias_together() -> None:
    unit = portrait([3.0, 4.0], [0.0])  # and a bias of 0.5: all are changed by a hundredth
    assert relative_change(unit) == pytest.approx(0.01)
    assert np.isnan(relative_change(portrait([3.0], [0.0], updated=False)))
    assert np.isnan(relative_change(portrait([np.inf], [0.0])))


@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_a_change_that_vanishes_or_explodes_is_one(size: float) -> None:
    unit = portrait([3.0, 4.0], [0.0])
    changes = np.array([-3 * size, 4 * size], np.float32)
    changed = replace(unit, weights=unit.weights * 100, changes=changes, bias_change=0.0)
    assert relative_change(changed) == pytest.approx(5 * size / 500, rel=1e-4)
    unit = replace(changed, weights=np.array([3e30, 4e30], np.float32))
    assert relative_change(unit) == pytest.approx(size / 1e30, rel=1e-4)


def test_of_a_covered_number_no_change_is_told() -> None:
    unit = portrait([3.0, 4.0], [0.0])
    hidden = np.array([HIDDEN, 4.0], np.float32)
    for covered in (replace(unit, changes=hidden), replace(unit, weights=hidden)):
        assert np.isnan(relative_change(covered))


def test_the_verdict_says_whether_it_learns() -> None:
    words = verdict(about(pixels()))
    assert words == ["last update changed w by 1.0\u202f%", "saturated on 25\u202f% of probe"]
    still = replace(pixels().unit, changes=np.zeros(6), bias_change=0.0)
    assert verdict(about(replace(pixels(), unit=still)))[0] == "the last update changed nothing"
    slow = replace(pixels().unit, changes=np.full(6, 1e-30, np.float32), bias_change=0.0)
    assert "changed w by" in verdict(about(replace(pixels(), unit=slow)))[0]
    fresh = replace(shown(portrait([1], [0.0], updated=False), None), step=0)
    assert verdict(about(fresh))[0] == "no update yet"
    assert "update" not in "".join(verdict(about(replace(fresh, step=7)))), "there were some"


def test_the_verdict_begins_with_death_and_omits_what_cannot_be() -> None:
    dead = layer("relu", a=[-1, 0, 0], saturation=[1, 0, 0], dead=[True, False, False])
    assert verdict(about(shown(portrait([1], [-1.0]), None, dead)))[0].startswith("dead")
    never = layer("identity", saturation=[0, 0, 0])
    assert len(verdict(about(shown(portrait([1], [1.0]), None, never)))) == 1
