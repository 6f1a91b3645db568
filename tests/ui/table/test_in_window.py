"""Tables in the window: one undoable edit with the data that were read, large ones beside it."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QProgressDialog
from pytestqt.qtbot import QtBot

from bpstudio.data.dataset import Dataset
from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import replace
from bpstudio.runtime import opening
from bpstudio.ui.app import create_window
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.table import opener
from bpstudio.ui.table import reader as table_reader
from bpstudio.ui.table.dialog import TableDialog
from bpstudio.ui.table.uses import Use
from bpstudio.ui.widgets.banner import Banner
from tests.ui.opened import table_dialog
from tests.ui.table.sheets import FLOWERS, SOON, flowers_in, read

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return flowers_in(tmp_path)


@pytest.fixture
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (opening, opener, table_reader):
        monkeypatch.setattr(module, "LARGE", 10)


def drop(window: MainWindow, path: Path, qtbot: QtBot) -> TableDialog:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, LEFT, none))
    return table_dialog(qtbot, window)


def test_a_dropped_table_becomes_one_step_with_the_data_that_were_read(
    window: MainWindow, table: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = drop(window, table, qtbot)
    read(qtbot, dialog)
    assert dialog.reader.found is not None
    dataset = dialog.reader.found.dataset
    monkeypatch.setattr("bpstudio.runtime.opening.load_data", None)  # nothing is read again
    qtbot.mouseClick(dialog.foot.accept, LEFT)
    document = window.document
    assert document.dataset is dataset
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment.data.name == "digits"
    document.undo_stack.redo()
    assert document.dataset is dataset


@pytest.mark.parametrize(
    ("header", "row", "note"),
    [
        (",a,b,y", "{i},{i}.5,{k},{c}", "Column 1 is ignored: it numbers the rows."),
        ("a;b;y;", "{i}.5;{k};{c};", "Column 4 is ignored: it has no cells that aren’t empty."),
    ],
)
def test_a_column_without_a_name_is_ignored_and_the_table_trains(
    window: MainWindow, header: str, row: str, note: str, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = [row.format(i=i, k=i % 3, c="uv"[i % 2]) for i in range(20)]
    path = tmp_path / "frame.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    dialog = drop(window, path, qtbot)
    read(qtbot, dialog)
    assert dialog.reader.refusal is None
    assert note in dialog.notes.words
    with qtbot.waitSignal(dialog.chosen, timeout=SOON):
        qtbot.mouseClick(dialog.foot.accept, LEFT)
    document = window.document
    assert document.experiment.data.columns == {"": "ignore"}
    assert document.dataset.features == ("a", "b")
    window.findChild(QAction, "actionStep").trigger()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1, timeout=SOON)
    for name in ("mine.bps", "mine.json"):
        document.save(tmp_path / name)
        before = document.dataset
        assert window.opener.open(tmp_path / name)
        assert document.dataset is not before
        assert document.dataset.features == ("a", "b")
    window.findChild(QAction, "actionDataOptions").trigger()
    again = table_dialog(qtbot, window)
    assert again.plan.preview.problem is None
    again.plan.set_uses([again.plan.names.index("")], Use.NUMBER)  # that can't be
    assert "has no name in the header" in str(again.plan.preview.problem)


def test_the_table_that_was_chosen_last_is_shown(
    window: MainWindow, table: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(FLOWERS)
    window.opener.take(table)
    window.opener.take(other)
    while (made := window.findChild(TableDialog)) is None:
        QCoreApplication.processEvents()  # a piece of the work at a time
    assert not made.isVisible()
    window.opener.take(table)
    qtbot.waitUntil(lambda: len(_shown_dialogs(window)) == 1, timeout=SOON)
    (dialog,) = _shown_dialogs(window)
    assert dialog.plan.spec.path == str(table)
    qtbot.waitUntil(lambda: window.findChildren(TableDialog) == [dialog])


def _shown_dialogs(window: MainWindow) -> list[TableDialog]:
    return [dialog for dialog in window.findChildren(TableDialog) if dialog.isVisible()]


def test_a_numeric_target_brings_its_loss_in_the_same_step(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "costs.csv"
    path.write_text(
        "size,kind,cost\n" + "".join(f"{n % 9},{'ab'[n % 2]},{n * 1.7}\n" for n in range(40))
    )
    dialog = drop(window, path, qtbot)
    assert dialog.plan.target == "cost"
    with qtbot.waitSignal(dialog.chosen, timeout=SOON):
        qtbot.mouseClick(dialog.foot.accept, LEFT)
    assert window.document.experiment.loss == "squared_error"
    assert window.document.undo_stack.count() == 1
    window.document.undo_stack.undo()
    assert window.document.experiment.loss == "cross_entropy"


def test_the_options_of_the_open_table_can_be_changed_later(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    options = window.findChild(QAction, "actionDataOptions")
    assert not options.isEnabled()
    assert window.opener.use_table(table)
    assert window.document.dataset.inputs == 3
    field = window.findChild(QComboBox, "dataSet")
    field.setCurrentIndex(field.findText("Data options …"))
    field.activated.emit(field.currentIndex())
    dialog = table_dialog(qtbot, window)
    assert dialog.plan.uses == (Use.NUMBER, Use.CATEGORY, Use.IGNORE, Use.TARGET)
    assert dialog.reader.found.dataset is window.document.dataset
    dialog.plan.set_uses([1], Use.IGNORE)
    with qtbot.waitSignal(dialog.chosen, timeout=SOON):
        qtbot.mouseClick(dialog.foot.accept, LEFT)
    assert window.document.dataset.inputs == 1
    assert window.document.undo_stack.count() == 2


def test_a_window_on_a_table_asks_nothing(qtbot: QtBot, table: Path) -> None:
    window = create_window(table)
    qtbot.addWidget(window)
    assert window.document.experiment.data.path == str(table)
    assert window.findChild(TableDialog) is None


@pytest.mark.usefixtures("all_are_large")
def test_an_experiment_on_a_large_table_opens_when_it_has_been_read(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    path = table.with_name("e.json")
    data = {"path": table.name, "columns": {"colour": "category", "garden": "ignore"}}
    path.write_text(json.dumps({"format": "bpstudio", "version": 1, "data": data}))
    assert not window.opener.open(path)
    assert window.document.experiment.data.name == "digits"
    qtbot.waitUntil(lambda: window.document.path == path, timeout=SOON)
    assert window.document.dataset.classes == ("a", "b")
    assert window.findChild(QProgressDialog, "waiting") is None or not window.isWindowModified()


@pytest.mark.usefixtures("all_are_large")
def test_a_large_table_that_cannot_be_used_leaves_what_is_open(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "t.csv").write_text("x,kind\n1,a\noops,b\n")
    path = tmp_path / "e.json"
    path.write_text('{"format": "bpstudio", "version": 1, "data": {"path": "t.csv"}}')
    window.opener.open(path)
    banner = window.findChild(Banner)
    qtbot.waitUntil(banner.isVisible, timeout=SOON)
    assert "line 3, column 1 (x)" in banner.text
    assert window.document.experiment.data.name == "digits"


@pytest.mark.usefixtures("all_are_large")
def test_an_edit_that_needs_a_large_table_anew_waits_for_it(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "n.csv"
    path.write_text("x,level\n" + "".join(f"{n * 1.5},{n % 3}\n" for n in range(30)))
    window.opener.use_table(path)
    document = window.document
    qtbot.waitUntil(lambda: document.experiment.data.path == str(path), timeout=SOON)
    assert document.experiment.loss == "cross_entropy"
    document.edit("Change loss", edits.set_loss(document.experiment, "squared_error"))
    assert document.experiment.loss == "cross_entropy"
    qtbot.waitUntil(lambda: document.experiment.loss == "squared_error", timeout=SOON)
    assert document.dataset.is_regression
    assert document.undo_stack.undoText() == "Change loss"


@pytest.mark.usefixtures("all_are_large")
def test_no_road_to_a_large_table_reads_it_on_the_windows_thread(
    window: MainWindow, table: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def noted(*given: Any) -> Dataset:
        threads.append(threading.current_thread().name)
        return load_data(*given)

    def then(change: Callable[[], object]) -> None:
        before = document.dataset
        change()
        qtbot.waitUntil(lambda: document.dataset is not before, timeout=SOON)

    monkeypatch.setattr(opening, "load_data", noted)
    document = window.document
    mine = table.with_name("mine.bps")
    then(lambda: window.opener.use_table(table))
    document.save(mine)
    then(lambda: window.opener.open(mine))  # as Reload, the recent files and the command line do
    then(lambda: window.opener.take(mine))  # as a drop does
    then(window.opener.read_again)
    other = replace(document.experiment.data, seed=5)
    then(lambda: document.edit("Split", edits.set_data(document.experiment, other)))
    assert threads == ["reading"] * 5
    then(document.undo_stack.undo)
    then(document.undo_stack.redo)
    assert threads == ["reading"] * 5  # what was read is there


@pytest.mark.usefixtures("all_are_large")
def test_that_the_reading_was_cancelled_is_said(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    window.opener.use_table(table)
    window.findChild(QProgressDialog, "waiting").canceled.emit()  # as its button does
    assert window.document.experiment.data.path is None
    assert window.statusBar().sentence == "Stopped; nothing was changed."


def test_all_that_is_taken_for_a_table_is_offered(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *words: (asked.append(words[3]), ("", ""))[1]
    )
    for name in ("actionOpen", "actionTable"):
        window.findChild(QAction, name).trigger()
        assert all(f"*{suffix}" in asked[-1] for suffix in (".csv", ".tsv", ".txt", ".tab"))


@pytest.mark.usefixtures("all_are_large")
def test_what_hurts_in_a_large_table_is_said_before_it_is_taken(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    dialog = drop(window, table, qtbot)
    dialog.plan.set_uses([2], Use.CATEGORY)  # constant
    assert not dialog.reader.is_reading
    assert dialog.foot.words.startswith("About")
    qtbot.mouseClick(dialog.foot.accept, LEFT)
    read(qtbot, dialog)
    assert dialog.isVisible()
    assert any("same value" in words for words in dialog.notes.words)
    assert dialog.foot.accept.text() == "Train on it all the same"
    qtbot.mouseClick(dialog.foot.accept, LEFT)
    assert window.document.experiment.data.path == str(table)


def test_a_closed_window_reads_nothing_on(qtbot: QtBot, table: Path) -> None:
    window = create_window()
    qtbot.addWidget(window)
    window.show()
    dialog = drop(window, table, qtbot)
    dialog.reader.read()
    window.close()
    assert not dialog.reader.is_reading


def test_a_long_name_is_elided_in_the_toolbar(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "measured_in_the_garden_2024.csv"
    path.write_text("x,kind\n" + "".join(f"{n},{'ab'[n % 2]}\n" for n in range(20)))
    assert window.opener.use_table(path)
    field = window.findChild(QComboBox, "dataSet")
    assert field.currentText().endswith("…")
    assert field.itemData(field.currentIndex(), Qt.ItemDataRole.ToolTipRole) == path.name
