from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QGraphicsView,
    QLabel,
    QSlider,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Status
from bpstudio.ui import dialogs, settings
from bpstudio.ui.actions import COMMANDS
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.theme import theme
from bpstudio.ui.tooltips import plain
from bpstudio.ui.widgets.number_fields import BatchField, RateField
from bpstudio.ui.widgets.palette_item import PaletteItem

LEFT = Qt.MouseButton.LeftButton
NAMES = (
    *("networkCanvas", "palette", "inspector", "lossView", "gradientView", "saturationView"),
    *("pace", "learningRate", "batchSize", "optimizer", "dataSet"),
)


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def status(window: MainWindow) -> Status:
    return window.session.snapshot.status


def test_it_opens_paused_on_the_digits(window: MainWindow) -> None:
    assert window.document.experiment.data.name == "digits"
    assert window.session.snapshot.step == 0
    assert status(window) is Status.PAUSED
    assert window.session.pace == 100
    assert not window.isWindowModified()
    assert QApplication.activeModalWidget() is None


def test_its_parts_have_their_names_and_say_what_they_are(window: MainWindow) -> None:
    for name in NAMES:
        part = window.findChild(QWidget, name)
        assert part is not None, name
        assert part.isVisible(), name
        assert part.accessibleName(), name


def is_qts_own(part: QWidget) -> bool:
    """Whether it is a piece of another control, such as the list that a combo box opens."""
    return part.objectName().startswith("qt_") or part.window().windowType() == Qt.WindowType.Popup


def test_every_control_has_a_name_from_the_start(window: MainWindow) -> None:
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox)
    kinds += (QGraphicsView, QSlider, QTabBar)
    controls = [part for part in window.findChildren(QWidget) if isinstance(part, kinds)]
    assert len(controls) > 30
    unnamed = [part for part in controls if not part.accessibleName() and not is_qts_own(part)]
    assert unnamed == []


def test_actions_teach_what_they_do(window: MainWindow) -> None:
    for command in COMMANDS:
        made = action(window, command.name)
        assert made.statusTip()
        assert made.statusTip() in plain(made.toolTip())
        for key in made.shortcuts():
            assert key.toString(key.SequenceFormat.NativeText) in made.toolTip()


def test_no_two_actions_that_are_possible_at_once_have_one_key(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for made in window.findChildren(QAction):
        for key in made.shortcuts() if made.isEnabled() else ():
            assert seen.setdefault(key.toString(), made.objectName()) == made.objectName()


def test_two_hundred_edits_can_be_undone(window: MainWindow) -> None:
    for number in range(1, 203):
        change = edits.set_training(window.document.experiment, learning_rate=number / 1000)
        window.document.edit("Rate", change)
    assert window.document.undo_stack.count() == 200


def test_tabs_are_turned_to_by_name(window: MainWindow) -> None:
    window.show_tab("Network")
    with pytest.raises(Refusal, match="there is no tab 'Circuits'; known: Network"):
        window.show_tab("Circuits")


def test_fields_edit_the_experiment_and_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    before = window.document.experiment
    rate, batch = window.findChild(RateField), window.findChild(BatchField)
    qtbot.keyClick(rate, Qt.Key.Key_Up)
    qtbot.keyClick(rate, Qt.Key.Key_Up)
    qtbot.keyClick(batch, Qt.Key.Key_Up)
    assert window.document.experiment.training.learning_rate == 2.0
    assert window.document.experiment.training.batch_size == 64
    assert window.isWindowModified()
    assert action(window, "actionUndo").text() == "Undo: change batch size"
    action(window, "actionUndo").trigger()
    assert batch.batch_size == 32
    action(window, "actionUndo").trigger()  # both steps of the rate are one edit
    assert window.document.experiment == before
    assert rate.value() == 0.5
    assert not window.isWindowModified()
    assert not action(window, "actionUndo").isEnabled()


def test_data_is_chosen_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    field = window.findChild(QComboBox, "dataSet")
    before = window.document.experiment
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert window.document.experiment is before, "the list is open, and nothing is chosen yet"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(field.view(), key)
    assert window.document.experiment.data.name == field.currentData() == "iris"
    assert field.currentText() == "Iris"


def test_a_refused_edit_is_said_and_leaves_all_as_it_was(window: MainWindow) -> None:
    before = window.document.experiment
    window.findChild(NetworkCanvas).choose_data("no such set")
    assert window.document.experiment == before
    assert window.statusBar().sentence.startswith("Change data: 'no such set' is unknown")
    assert window.statusBar().sentence.endswith("Nothing was changed.")


def test_layers_are_added_from_the_menu(window: MainWindow) -> None:
    before = len(window.document.experiment.hidden)
    layers = next(a for a in window.findChildren(QAction) if a.text() == "Tanh")
    layers.trigger()
    assert len(window.document.experiment.hidden) == before + 1
    assert window.document.experiment.hidden[-1].activation == "tanh"


def test_expand_hides_the_panels_and_brings_back_those_that_were_there(window: MainWindow) -> None:
    docks = window.findChildren(QDockWidget)
    docks[0].close()
    action(window, "actionExpand").trigger()
    assert not any(dock.isVisible() for dock in docks)
    assert not window.findChild(QWidget, "leftColumn").isVisible()
    action(window, "actionExpand").trigger()
    assert [dock.isVisible() for dock in docks] == [False, *[True] * (len(docks) - 1)]
    assert window.findChild(QWidget, "leftColumn").isVisible()


def test_expand_gives_the_circuit_the_room_of_its_columns(window: MainWindow) -> None:
    window.show_tab("Circuit")
    columns = [window.circuit.palette_panel, window.circuit.side.parentWidget()]
    assert all(column.isVisible() for column in columns)
    action(window, "actionExpand").trigger()
    assert window.has_circuit_in_front
    assert not any(column.isVisible() for column in columns)
    window.show_tab("Network")
    assert not window.findChild(QDockWidget, "lossViewDock").isVisible()
    window.show_tab("Circuit")
    action(window, "actionExpand").trigger()
    assert all(column.isVisible() for column in columns)
    window.show_tab("Network")
    assert window.findChild(QDockWidget, "lossViewDock") is not None
    assert any(dock.isVisible() for dock in window.findChildren(QDockWidget))


def test_the_theme_is_chosen_and_remembered(window: MainWindow) -> None:
    action(window, "themeDark").trigger()
    assert theme().is_dark
    assert settings.theme_mode() == "dark"
    assert window.palette().window().color() == theme().colors.window


@pytest.mark.parametrize("name", ["actionShortcuts", "actionAbout"])
def test_help_opens_beside_the_window(qtbot: QtBot, window: MainWindow, name: str) -> None:
    action(window, name).trigger()
    dialog = window.findChild(QDialog)
    assert dialog is not None
    assert not dialog.isModal()
    dialog.close()


def test_the_list_of_keys_fits_a_small_screen_and_has_those_of_the_pages(
    window: MainWindow,
) -> None:
    action(window, "actionShortcuts").trigger()
    dialog = window.findChild(QDialog)
    assert dialog.height() <= 740
    assert dialog.width() <= 1200
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Everywhere", "Ctrl+T", "Network", "PgUp, PgDown", "On a view"} <= texts
    dialog.close()


def test_closing_while_it_trains_ends_the_thread(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "actionTrain").trigger()
    qtbot.waitUntil(lambda: window.session.snapshot.step > 1)
    assert window.close()


def close_as_user(window: MainWindow) -> bool:
    class ByUser(QCloseEvent):
        def spontaneous(self) -> bool:
            return True

    event = ByUser()
    window.closeEvent(event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("answer", "closes"), [(dialogs.Answer.Discard, True), (dialogs.Answer.Cancel, False)]
)
def test_the_users_close_asks_about_unsaved_edits(
    qtbot: QtBot,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    answer: dialogs.Answer,
    closes: bool,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "bpstudio.ui.keeper.ask_to_save", lambda _parent, name: asked.append(name) or answer
    )
    qtbot.keyClick(window.findChild(RateField), Qt.Key.Key_Up)
    assert close_as_user(window) is closes
    assert asked == ["the experiment Untitled"]


def test_a_file_that_is_dropped_is_opened(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{"format": "bpstudio", "version": 1, "data": {"name": "xor"}}')
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, LEFT, none))
    assert window.document.path == path
    assert window.windowTitle() == "mine.json[*] – bpstudio"


def test_items_of_the_palette_keep_their_height_with_another_theme(qtbot, window):
    def heights():
        palette = window.parts.stage.palette_panel
        return [item.height() for item in palette.findChildren(PaletteItem)]

    window.resize(1280, 720)
    qtbot.wait(50)
    before = heights()
    for mode in ("dark", "light"):
        theme().set_mode(mode)
        qtbot.wait(50)
        assert heights() == before


def test_no_tab_is_cut_after_others_were_in_front(qtbot, window):
    tabs = window.findChild(QTabBar, "tabs")
    window.resize(1280, 720)
    for page in ("Circuit", "Check", "Draw", "Network"):
        window.show_tab(page)
        qtbot.wait(50)
        assert tabs.width() >= tabs.sizeHint().width(), page
