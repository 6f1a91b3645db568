import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.runtime.recorder import Recorder
from bpstudio.ui.theme import theme
from bpstudio.ui.views.legend import Entry, Legend, Mark
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.noted_plot import Level
from tests.ui.views.painted_words import painted_words
from tests.ui.views.runs import digits, opened, output, recorded, snapshot

INF = float("inf")


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


@pytest.mark.parametrize(
    ("loss", "words"),
    [(2.3e5, "diverged: 230\u202f000"), (INF, "diverged: no longer a number")],
)
def test_a_loss_that_diverged_is_marked_at_the_edge(qtbot: QtBot, loss: float, words: str) -> None:
    view = opened(qtbot, LossView)
    calm, recorder = recorded(snapshot(40, output()), losses=[*(2.0 / np.arange(1, 41)), loss])
    view.refresh(calm, recorder)
    plot = view.plot
    assert plot.beyond is not None
    assert plot.beyond.words == words
    assert plot.frame.y.high < 3, "the other losses keep the axis to themselves"
    picture, top = plot.grab().toImage(), round(plot.area.top())
    x = round(plot.x_of(np.array(41.0)).item())
    marked = range(x - 8, x + 1)
    assert any(picture.pixelColor(k, top + 4) == theme().colors.text for k in marked)
    readout = plot.readout_at(QPointF(x, 60))
    assert readout is not None
    assert readout.rows[-1] == ("▲ diverged, step 41", words.partition(": ")[2])
    assert "nan" not in view.accessibleDescription()
    assert ("–" if loss == INF else "230") in view.accessibleDescription()
    assert "∞" not in view.accessibleDescription()
    assert view.table()[1][-1][:2] == ["41", "41"]
    qtbot.keyClick(view.plot, Qt.Key.Key_L)
    view.grab()


def test_what_diverged_and_the_level_are_written_beside_one_another(qtbot, monkeypatch) -> None:
    view = opened(qtbot, LossView)
    recorder = Recorder()
    recorder.add(snapshot(40, output()))
    # the level lies just below the top of the axis, where the words of what diverged begin, too
    recorder.add_losses(1, 1, np.array([*np.linspace(2.35, 0.1, 40), 9.5e3]))
    view.refresh(snapshot(40, output()), recorder)
    view.plot.note(snapshot(40, output()).timeline, Level(2.3, "always guessing: 2.30"))
    view.plot.changed()
    places = {words: place for place, words in painted_words(monkeypatch, view.plot)}
    diverged, level = places["diverged: 9\u202f500"], places["always guessing: 2.30"]
    assert not diverged.intersects(level)


def test_a_pinned_run_that_diverged_is_marked_too(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    recorder = Recorder()
    recorder.add_losses(1, 1, np.array([2.0, 1.0, 1e6]))
    recorder.records[0].is_pinned = True
    recorder.add(snapshot(4, output(), run=2))
    recorder.add_losses(2, 1, np.array([2.0, 1.0, 0.5, 0.4]))
    view.refresh(snapshot(4, output(), run=2), recorder)
    assert view.plot.beyond is None
    assert view.plot.frame.y.high < 3
    x = view.plot.x_of(np.array(3.0)).item()
    readout = view.plot.readout_at(QPointF(x, 60))
    assert readout is not None
    assert readout.rows[-1] == ("▲ run 1 diverged, step 3", "1.0·10⁶")
    view.grab()
