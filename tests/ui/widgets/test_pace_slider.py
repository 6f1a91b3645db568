import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from bpstudio.runtime.pace import EPOCH, Rate
from bpstudio.ui.widgets.pace_slider import PaceSlider, pace_text


@pytest.fixture
def slider(qtbot: QtBot) -> PaceSlider:
    made = PaceSlider()
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


@pytest.mark.parametrize(
    ("pace", "text"),
    [
        (1, "1 update/s"),
        (100, "100 updates/s"),
        (10_000, "10\u202f000 updates/s"),
        (37.0, "37 updates/s"),
        (0.5, "0.5 updates/s"),
        (EPOCH, "1 epoch a refresh"),
        (None, "full"),
    ],
)
def test_it_says_what_it_is_set_to(slider: PaceSlider, pace: Rate, text: str) -> None:
    slider.show_pace(pace)
    assert pace_text(slider.pace) == text
    assert slider.accessibleName() == f"Pace: {text}"


def test_a_pace_between_two_stops_is_shown_at_the_nearer(qtbot: QtBot, slider: PaceSlider) -> None:
    with qtbot.assertNotEmitted(slider.pace_changed):
        slider.show_pace(90.0)
    assert slider.pace == 90
    assert slider.accessibleName() == "Pace: 90 updates/s"
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.pace == 200


def test_a_click_on_the_stop_beside_a_pace_sets_it(qtbot: QtBot, slider: PaceSlider) -> None:
    slider.show_pace(0.5)
    with qtbot.waitSignal(slider.pace_changed) as told:
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(2, 33))
    assert told.args == [1]


def test_keys_go_from_stop_to_stop(qtbot: QtBot, slider: PaceSlider) -> None:
    slider.show_pace(5_000)
    for pace in (10_000, EPOCH, None, None):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
        assert slider.pace == pace
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.pace == 1


def test_the_mouse_sets_it_where_it_points(qtbot: QtBot, slider: PaceSlider) -> None:
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(slider.pace_changed) as told:
        qtbot.mousePress(slider, left, pos=QPoint(slider.width() - 2, 33))
    assert told.args == [None]
    qtbot.mouseMove(slider, QPoint(2, 33))
    qtbot.mouseRelease(slider, left, pos=QPoint(2, 33))
    assert slider.pace in (1, None)  # offscreen, a moved mouse has no pressed button
    qtbot.mouseClick(slider, left, pos=QPoint(2, 33))
    assert slider.pace == 1
