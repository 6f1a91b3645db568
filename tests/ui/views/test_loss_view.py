import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.ui.theme import theme
from bpstudio.ui.views.legend import Entry, Legend, Mark
from bpstudio.ui.views.loss import LossView
from tests.ui.views.runs import digits, opened, output, recorded, snapshot


def test_the_legend_has_the_current_losses(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*recorded(snapshot(3, output(), test_loss=1.68), losses=[2.5, 2.0, 1.72]))
    assert view.accessibleDescription() == "batch 1.72; test 1.68"


def test_many_steps_are_drawn_as_means(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    losses = np.tile([1.0, 3.0], 400)
    view.refresh(*recorded(snapshot(800, output()), losses=losses))
    assert view.accessibleDescription() == "mean of 16 batches 2.00"
    assert view.plot.has_band
    headers, rows = view.table()
    assert rows[0] == ["1", "16", "1", "3", "2", ""]
    assert len(headers) == len(rows[0])


def test_the_key_of_a_long_run_keeps_both_numbers(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    mean = Entry(Mark.LINE, ("mean of 131 072 batches", "mean of 131 072", "mean"), "2.5·10⁻⁴")
    legend.show_entries([mean, Entry(Mark.DOTS, ("test",), "0.1234")])
    legend.resize(legend.sizeHint().width(), 22)
    assert legend.texts()[0].startswith("mean of 131 072 batches ")
    legend.resize(200, 22)
    assert legend.texts() == ["mean  2.5·10⁻⁴", "test  0.1234"]


def test_a_single_loss_has_room_around_it(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*recorded(snapshot(0, output(), test_loss=2.0)))
    assert view.plot.frame.y.low <= 1.8
    assert view.plot.frame.y.high >= 2.2
    at = view.plot.x_of(np.array(0.0)), view.plot.y_of(np.array(2.0))
    picture = view.plot.grab().toImage()
    ground, y = theme().colors.surface, round(float(at[1]))
    left = [picture.pixelColor(round(float(at[0])) - k, y) for k in range(1, 5)]
    assert any(color != ground for color in left), "the marker on the axis is whole"


def test_the_loss_axis_can_be_logarithmic(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*recorded(snapshot(3, output()), losses=[100.0, 1.0, 0.0]))
    assert not view.plot.frame.y.log
    switch = view.header().findChild(QToolButton)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert view.plot.frame.y.log
    view.grab()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert not view.plot.frame.y.log


def test_the_nearest_evaluation_is_read(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*digits())
    at = QPointF(float(view.plot.x_of(np.array(20.0))), 60)
    readout = view.plot.readout_at(at)
    assert readout is not None
    assert readout.rows == [("batch", "0.1250"), ("test, step 20", "0.1000")]
