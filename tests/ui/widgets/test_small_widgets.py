from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.widgets.banner import Banner
from bpstudio.ui.widgets.dock import Dock
from bpstudio.ui.widgets.readout import Readout
from bpstudio.ui.widgets.run_button import RunButton
from bpstudio.ui.widgets.segmented import Segmented

LEFT = Qt.MouseButton.LeftButton


def test_a_segment_is_chosen_by_mouse(qtbot: QtBot) -> None:
    segmented = Segmented("norm", {"L2 norm": "the length", "mean": "the mean size"})
    qtbot.addWidget(segmented)
    segmented.show()
    assert segmented.chosen == "L2 norm"
    second = segmented.findChildren(QToolButton)[1]
    assert second.toolTip() == "the mean size"
    with qtbot.waitSignal(segmented.changed) as told:
        qtbot.mouseClick(second, LEFT)
    assert told.args == [segmented.chosen] == ["mean"]
    with qtbot.assertNotEmitted(segmented.changed):
        segmented.choose("mean")


def test_a_readout_keeps_its_place_whatever_it_shows(qtbot: QtBot) -> None:
    readout = Readout("step", "0 000 000", "how many")
    qtbot.addWidget(readout)
    before = readout.sizeHint()
    readout.show_value("7")
    assert readout.sizeHint() == before
    assert readout.accessibleName() == "step: 7"
    readout.show_value("0.5", "loss, test")
    assert readout.accessibleName() == "loss, test: 0.5"


def test_the_run_button_stands_for_what_is_possible(qtbot: QtBot) -> None:
    train, pause = QAction("Train"), QAction("Pause")
    pause.setEnabled(False)
    button = RunButton({train: "play", pause: "pause"})
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(train.triggered), qtbot.assertNotEmitted(pause.triggered):
        qtbot.mouseClick(button, LEFT)
    train.setEnabled(False)
    pause.setEnabled(True)
    assert button.text() == "Pause"
    with qtbot.waitSignal(pause.triggered):
        qtbot.mouseClick(button, LEFT)


def test_a_banner_waits_until_it_is_dismissed(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert not banner.isVisible()
    banner.show_message("x.json wasn’t opened.", "<b>line 3</b>")
    assert banner.isVisible()
    told = [label for label in banner.findChildren(QLabel) if label.text()]
    assert "<b>line 3</b>" in [label.text() for label in told]  # as it stands, never as markup
    assert {label.textFormat() for label in told} == {Qt.TextFormat.PlainText}
    qtbot.mouseClick(banner.findChild(QToolButton), LEFT)
    assert not banner.isVisible()


def test_a_dock_floats_and_closes_by_its_menu(qtbot: QtBot) -> None:
    content = QWidget()
    content.addAction(QAction("Show as table", content))
    dock = Dock("Loss", "lossView", content, QLabel("linear"))
    qtbot.addWidget(dock)
    dock.show()
    assert dock.objectName() == "lossViewDock"
    assert dock.titleBarWidget().height() == 28
    assert content.geometry().top() > dock.titleBarWidget().geometry().bottom()
    menu = dock.titleBarWidget().findChild(QToolButton).menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Show as table", "Float", "Close"]
    menu.actions()[-1].trigger()
    assert not dock.isVisible()
