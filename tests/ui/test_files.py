from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.resources import resource
from bpstudio.ui import dialogs, settings
from bpstudio.ui.app import create_window
from bpstudio.ui.gallery.catalogue import read_catalogue
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.banner import Banner
from tests.ui.opened import table_dialog

SOON = 10_000  # ms
XOR = '{"format": "bpstudio", "version": 1, "data": {"name": "xor"}}'


def change_rate(window: MainWindow, rate: float) -> None:
    experiment = edits.set_training(window.document.experiment, learning_rate=rate)
    window.document.edit("Change learning rate", experiment)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def test_a_window_opens_on_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(XOR)
    window = create_window(str(path))
    qtbot.addWidget(window)
    assert window.document.experiment.data.name == "xor"
    assert window.document.path == path
    assert settings.recent_files() == (path,)


@pytest.mark.parametrize("text", ["", "{", '{"format": "bpstudio", "version": 1}', "\0"])
def test_a_broken_file_is_told_of_and_the_digits_are_open(
    qtbot: QtBot, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text)
    window = create_window(path)
    qtbot.addWidget(window)
    window.show()
    banner = window.findChild(Banner)
    assert banner.isVisible()
    assert "broken.json wasn’t opened." in banner.text
    assert "is open as it was" in banner.text
    assert window.document.experiment.data.name == "digits"
    assert settings.recent_files() == ()


def test_the_banner_goes_when_something_opens(window: MainWindow, tmp_path: Path) -> None:
    banner = window.findChild(Banner)
    assert not window.opener.open(tmp_path / "missing.json")
    assert banner.isVisible()
    assert "wasn’t opened. There is no such file." in banner.text
    assert not window.opener.open(tmp_path)
    assert "wasn’t opened. It is a directory, not a file." in banner.text
    (tmp_path / "x.json").write_text(XOR)
    assert window.opener.open(tmp_path / "x.json")
    assert not window.findChild(Banner).isVisible()


def test_saving_asks_for_a_name_once(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [str(tmp_path / "mine")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (names.pop(), ""))
    change_rate(window, 0.25)
    trigger(window, "actionSave")
    path = tmp_path / "mine.bps"
    assert path.is_file()
    assert not window.isWindowModified()
    assert window.windowTitle() == "mine.bps[*] – bpstudio"
    change_rate(window, 0.125)
    assert window.isWindowModified()
    trigger(window, "actionSave")
    window.opener.open(path)
    assert window.document.experiment.training.learning_rate == 0.125


def test_saving_says_where_to(window: MainWindow, tmp_path: Path) -> None:
    window.document.save(tmp_path / "mine.json")
    trigger(window, "actionSave")
    assert window.statusBar().sentence == f"Saved to {tmp_path / 'mine.json'}."


def test_shipped_files_are_not_written_over(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def pick(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "mine.json"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", pick)
    shipped = resource("experiments", "digits.json")
    before = shipped.read_bytes()
    window.opener.open(shipped)
    trigger(window, "actionTable")
    change_rate(window, 0.25)
    trigger(window, "actionSave")
    assert asked == [str(Path.home()), str(Path.home() / "digits.json")]
    assert shipped.read_bytes() == before
    assert window.document.path == tmp_path / "mine.json"


def test_an_untitled_document_looks_beside_the_file_before(
    window: MainWindow, tmp_path: Path
) -> None:
    assert window.files.folder == Path.home()
    assert window.files.front.save_to(tmp_path / "mine.json")
    trigger(window, "actionNew")
    assert window.document.path is None
    assert window.files.folder == tmp_path


def test_tables_are_looked_for_where_the_last_one_was_picked(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def pick(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "gone.csv"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", pick)
    trigger(window, "actionTable")
    trigger(window, "actionTable")
    assert asked == [str(Path.home()), str(tmp_path)]


def test_what_cannot_be_saved_is_said(window: MainWindow, tmp_path: Path) -> None:
    before = window.document.path
    assert not window.files.front.save_to(tmp_path / "no such folder" / "x.json")
    assert "x.json wasn’t saved." in window.findChild(Banner).text
    assert window.document.path == before


@pytest.mark.parametrize(
    ("answer", "leaves"),
    [
        (dialogs.Answer.Discard, True),
        (dialogs.Answer.Cancel, False),
        (dialogs.Answer.Save, False),  # no name was picked
    ],
)
def test_new_asks_about_unsaved_edits(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, answer: dialogs.Answer, leaves: bool
) -> None:
    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", lambda *_: answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    change_rate(window, 0.25)
    trigger(window, "actionNew")
    assert (window.document.experiment.hidden == ()) is leaves
    assert window.isWindowModified() is not leaves


def test_a_table_becomes_the_data(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("x,kind\n" + "".join(f"{n},{'ab'[n % 2]}\n" for n in range(20)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    trigger(window, "actionTable")
    dialog = table_dialog(qtbot, window)
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    assert window.document.experiment.data.name == "digits"
    with qtbot.waitSignal(dialog.chosen, timeout=SOON):
        qtbot.mouseClick(dialog.foot.accept, Qt.MouseButton.LeftButton)
    assert window.document.experiment.data.path == str(path)
    assert window.document.undo_stack.undoText() == "Change data"
    assert window.document.dataset.inputs == 1
    window.document.undo_stack.undo()
    assert window.document.experiment.data.name == "digits"


def test_a_broken_table_is_told_of(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "broken.csv"
    path.write_text("x,kind\n1\n")
    window.opener.take(path)  # the dialog shows the fault at its place
    dialog = table_dialog(qtbot, window)
    assert dialog.notes.words[0].startswith("Line 2, column 2 (kind)")
    assert not dialog.foot.accept.isEnabled()
    dialog.reject()
    assert not window.opener.open(path)
    assert "broken.csv can’t be trained on." in window.findChild(Banner).text
    assert window.document.experiment.data.name == "digits"


def test_examples_start_without_a_file_of_their_own(window: MainWindow) -> None:
    circle = next(example for example in read_catalogue() if example.title == "Circle")
    window.files.open_example(circle)
    assert window.document.experiment.data.name == "circle"
    assert window.document.path is None


def test_recent_files_can_be_opened_and_forgotten(window: MainWindow, tmp_path: Path) -> None:
    menu = next(menu for menu in window.findChildren(QMenu) if menu.title() == "Open &recent")
    menu.aboutToShow.emit()
    assert [action.isEnabled() for action in menu.actions()] == [False]
    (tmp_path / "x.json").write_text(XOR)
    settings.add_recent_file(tmp_path / "x.json")
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert window.document.path == tmp_path / "x.json"
    menu.actions()[-1].trigger()
    assert settings.recent_files() == ()


def test_a_table_can_be_opened_like_an_experiment(window: MainWindow, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("x,y\n1,a\n2,b\n3,a\n4,b\n")
    window.opener.open(table)
    assert window.document.experiment.data.path == str(table)


def test_the_banner_goes_with_the_next_success(window: MainWindow, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    window.opener.open(broken)
    banner = window.findChild(Banner)
    assert banner is not None
    assert banner.isVisible()
    experiment = window.document.experiment
    window.document.edit("Rate", edits.set_training(experiment, learning_rate=0.3))
    assert not banner.isVisible()
