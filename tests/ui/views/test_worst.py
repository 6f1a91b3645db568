"""The units that are saturated most, and since when."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.views.saturation import WORST, SaturationView
from bpstudio.ui.views.unit_shares import UnitShares
from bpstudio.ui.views.worst import worst_units
from bpstudio.ui.widgets.segmented import Segmented
from tests.ui.views.runs import digits, layer, opened, output, recorded, snapshot


def shares(number: int, *rows: list[float], **options: object) -> UnitShares:
    """A layer sampled at steps 10, 20, ..."""
    values = np.array(rows, np.float32)
    steps = 10.0 * np.arange(1, len(rows) + 1)
    return UnitShares(f"layer {number}", steps, values[:-1], values[-1], number=number, **options)


def test_the_worst_come_first_with_the_step_since_which_they_are() -> None:
    one = shares(1, [0.6, 0.9, 0.0], [0.4, 0.9, 0.0], [0.6, 0.8, 0.0])
    two = shares(2, [0.0, 0.5], [0.0, 1.0], [0.2, 1.0], dead=np.array([False, True]))
    never = shares(3, [1.0], never=True)
    found, many = worst_units([one, two, never], 9)
    assert many == 4, "layer 1's last unit isn't saturated on any sample"
    assert [(unit.asked, unit.since, unit.state) for unit in found] == [
        (Asked(2, 1), 20, "dead"),
        (Asked(1, 1), 10, "saturated"),
        (Asked(1, 0), 30, "saturated"),
        (Asked(2, 0), None, "alive"),
    ]
    assert [unit.name for unit in found][:2] == ["layer 2, unit 2", "layer 1, unit 2"]
    assert len(worst_units([one, two], 2)[0]) == 2
    assert worst_units([never], 9) == ([], 0)


def listing(qtbot: QtBot, *size: int) -> SaturationView:
    view = opened(qtbot, SaturationView, *size)
    view.header().findChild(Segmented).choose(WORST)
    return view


def test_a_row_is_pointed_at_and_clicked(qtbot: QtBot) -> None:
    view = listing(qtbot, 384, 180)
    view.refresh(*digits())
    pointed, chosen = [], []
    view.unit_pointed.connect(pointed.append)
    view.unit_chosen.connect(chosen.append)
    # shares of layer 1 are 1, 0.5 and 0.9, of layer 2 0 and 0.2
    second = view.plot.row_of(1).center().toPoint()
    qtbot.mouseMove(view.plot, second)
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=second)
    assert pointed == chosen == [Asked(1, 2)]
    assert len(view.table()[1]) == 4
    assert view.table()[1][1] == ["layer 1, unit 3", "90", "1", "saturated"]
    assert view.plot.unit_at(QPointF(second.x(), view.height() - 2)) is None


def test_the_keyboard_goes_through_more_than_there_is_room_for(qtbot: QtBot) -> None:
    view = listing(qtbot, 384, 120)
    view.refresh(*recorded(snapshot(3, layer(1, np.linspace(1, 0.1, 30)), output())))
    pointed, chosen = [], []
    view.unit_pointed.connect(pointed.append)
    view.unit_chosen.connect(chosen.append)
    for _ in range(12):
        qtbot.keyClick(view.plot, Qt.Key.Key_Down)
    assert pointed[-1] == Asked(1, 11)
    row = view.plot.row_of(11)
    assert 0 < row.top() < row.bottom() < view.height()
    assert view.plot.unit_at(row.center()) == Asked(1, 11)
    qtbot.keyClick(view.plot, Qt.Key.Key_Return)
    assert chosen == [Asked(1, 11)]
    qtbot.keyClick(view.plot, Qt.Key.Key_Escape)
    assert pointed[-1] is None
    view.grab()


def test_where_none_is_saturated_it_says_so(qtbot: QtBot) -> None:
    view = listing(qtbot, 384, 120)
    view.refresh(*recorded(snapshot(3, layer(1, [0.0, 0.0]), output())))
    assert "lets gradient through" in view.plot.message
    view.grab()
