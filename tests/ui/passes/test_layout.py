"""Where layers stand: boxes while they fit, then rows, then cells; nothing laps over anything."""

import pytest
from PySide6.QtCore import QLineF, QSizeF

from bpstudio.runtime.studies.walk import Walk
from bpstudio.ui.passes.edges import gaps_of
from bpstudio.ui.passes.labels import places_on
from bpstudio.ui.passes.layout import ABOVE, BELOW, Style, arranged
from bpstudio.ui.passes.words import drawn_title
from tests.runtime.walking.trainers import trainer_of

VIEW = QSizeF(900, 480)


def walked(*layers, **options):
    return Walk().prepare(trainer_of(*layers, **options))()


def styles(layout):
    return [column.style for column in layout.columns]


def test_a_small_network_has_boxes_with_its_weights_on_the_edges():
    walk = walked((3, "tanh"))
    layout = arranged(walk, VIEW)
    assert styles(layout) == [Style.BOX] * 3
    assert layout.width == VIEW.width()
    labels = [edge.label for gap in gaps_of(walk, layout) for edge in gap.edges]
    assert len(labels) == 12
    assert None not in labels


@pytest.mark.parametrize("size", [(900, 480), (640, 400), (900, 620), (1300, 520)])
@pytest.mark.parametrize("units", [(1,), (2,), (3,), (4,), (6,), (3, 3), (3, 4), (2, 6), (5, 2)])
def test_weights_stand_on_their_edges_and_none_on_another(units, size):
    walk = walked(*[(count, "tanh") for count in units])
    layout = arranged(walk, QSizeF(*size))
    for gap in gaps_of(walk, layout):
        left, right = layout.columns[gap.layer - 1 : gap.layer + 1]
        if not (left.style.is_box and right.style.is_box):
            continue
        labels = [edge.label for edge in gap.edges]
        assert None not in labels
        for k, label in enumerate(labels):
            assert not any(label.intersects(other) for other in labels[:k])
            assert left.rect.right() < label.left()
            assert label.right() < right.rect.left()
            line, at = gap.edges[k].line, label.center()
            share = (at.x() - line.x1()) / line.dx()
            assert at.y() == pytest.approx(line.y1() + share * line.dy())


def test_of_numbers_that_find_no_room_some_are_left_out():
    lines = [QLineF(0, 0, 70, 0), QLineF(0, 0, 70, 5)]
    places = places_on(lines)
    assert sum(place is None for place in places) == 1
    assert places_on([]) == []


def test_more_units_have_less_room_each():
    assert styles(arranged(walked((4, "tanh")), VIEW))[1] is Style.LOW
    assert styles(arranged(walked((16, "tanh")), VIEW))[1] is Style.ROW
    digits = arranged(walked((32, "tanh"), data="digits"), VIEW)
    assert styles(digits) == [Style.CELL, Style.CELL, Style.ROW]
    assert digits.height == VIEW.height()


def test_of_a_very_large_layer_it_is_said_how_many_units_are_drawn():
    walk = walked((600, "relu"), (3, "relu"), scale=0.1)
    assert drawn_title(walk, 1) == "layer 1, 512 of 600"
    assert drawn_title(walk, 2) == "layer 2"


def test_fifty_layers_stand_close_together():
    walk = walked(*[(8, "tanh")] * 50, scale=0.1)
    layout = arranged(walk, VIEW)
    assert set(styles(layout)) == {Style.SLIM}
    assert layout.width == VIEW.width()
    assert gaps_of(walk, layout) == ()


def test_closer_units_have_room_for_more():
    walk = walked((40, "tanh"), (300, "tanh"), scale=0.1)
    far, near = arranged(walk, VIEW), arranged(walk, VIEW, 128.0)
    assert styles(far)[1:3] == [Style.CELL, Style.CELL]
    assert far.height == VIEW.height()
    assert near.is_closest
    assert near.height > 300 * 96
    assert styles(arranged(walk, VIEW, 16.0))[2] is Style.ROW
    deep = walked(*[(8, "tanh")] * 50, scale=0.1)
    assert Style.SLIM not in styles(arranged(deep, VIEW, 16.0))


@pytest.mark.parametrize("size", [(330, 140), (900, 480), (2000, 1200)])
@pytest.mark.parametrize(
    "layers", [(), ((1, "relu"),), ((6, "relu"), (2, "relu")), ((300, "relu"), (5, "relu"))]
)
def test_nothing_laps_over_anything(layers, size):
    layout = arranged(walked(*layers, scale=0.1), QSizeF(*size))
    right = 0.0
    for column in layout.columns:
        assert column.rect.left() > right
        right = column.rect.right()
        assert column.rect.top() >= ABOVE - 1e-6
        assert column.rect.bottom() <= layout.height - BELOW + 1e-6
        for above, below in zip(column.units, column.units[1:], strict=False):
            assert above.bottom() <= below.top() + 1e-6
        for unit, rect in enumerate(column.units):
            assert column.unit_at(rect.center()) == unit
    assert layout.loss.left() > right
    assert layout.loss.right() <= layout.width


def test_where_room_is_scarce_a_small_network_moves_together():
    """XOR's, beside the guide in a window of 1440 px."""
    walk = walked((2, "sigmoid"))
    layout = arranged(walk, QSizeF(728, 480))
    assert styles(layout) == [Style.BOX] * 3
    assert layout.width == 728
    assert layout.loss.right() < 728
