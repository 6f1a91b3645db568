"""Each control of the windows that open on request says what it does."""

from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.ui.dialogs import show_about
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.race.dialog import RaceDialog
from bpstudio.ui.widgets.invitation import Invitation
from bpstudio.ui.widgets.notice import Notice
from bpstudio.ui.widgets.offer import Choice

CONTROLS = (QAbstractButton, QComboBox, QAbstractItemView)


def silent(window: QWidget) -> list[str]:
    """Return the names of controls that say nothing; the list of a combo box is that's own."""
    controls = (one for one in window.findChildren(QWidget) if isinstance(one, CONTROLS))
    own = [one for one in controls if not isinstance(one.window().parent(), QComboBox)]
    assert own
    return [str(one) for one in own if not one.isHidden() and not one.toolTip()]


def test_the_race(qtbot: QtBot) -> None:
    dialog = RaceDialog(Experiment(data=DataSpec(name="xor")))
    qtbot.addWidget(dialog)
    dialog.show()
    assert silent(dialog) == []


def test_what_only_tells(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = show_about(window)
    assert silent(dialog) == []
    dialog.close()


def test_a_notice(qtbot: QtBot) -> None:
    notice = Notice("It is so.", [Choice("Copy", "Copy it", lambda: None)])
    qtbot.addWidget(notice)
    notice.show()
    assert silent(notice) == []


def test_what_an_empty_window_invites_to(qtbot: QtBot, window: MainWindow) -> None:
    window.document.new()
    canvas = window.parts.stage.canvas
    qtbot.waitUntil(lambda: not canvas.findChild(Invitation).isHidden(), timeout=5_000)
    buttons = [one.button for one in window.findChildren(Invitation) if one.button.text()]
    assert len({button.text() for button in buttons}) >= 4
    assert [button.text() for button in buttons if not button.toolTip()] == []
