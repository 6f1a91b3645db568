"""Exporting by menu and keys: what is proposed, written, said, and left alone."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.data.progress import Cancelled
from bpstudio.runtime.run_writer import write_run
from bpstudio.ui.export import exporter
from bpstudio.ui.export.dialog import ask_where
from bpstudio.ui.export.kinds import CSV, KINDS, PNG, Kind
from bpstudio.ui.export.numbers import csv_content
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import View
from bpstudio.ui.widgets.banner import Banner


class Asked:
    """Stands for the file dialog: what it was asked, and the name that it answers with."""

    def __init__(self) -> None:
        self.proposed: list[Path] = []
        self.answer: Path | None = None

    def __call__(self, parent: QWidget, title: str, proposed: Path, kind: Kind) -> Path | None:
        self.proposed.append(proposed)
        return self.answer


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    made = Asked()
    monkeypatch.setattr(exporter, "ask_where", made)
    return made


def view_of(window: MainWindow, kind: type[View]) -> View:
    found = window.findChild(kind)
    assert found is not None
    return found


def choose(view: View, kind: Kind) -> None:
    next(action for action in view.actions() if action.text() == kind.command).trigger()


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def trained(window: MainWindow, qtbot: QtBot, steps: int = 3) -> None:
    for step in range(1, steps + 1):
        window.session.step()
        qtbot.waitUntil(lambda step=step: window.session.snapshot.step == step)
    qtbot.waitUntil(lambda: len(window.session.recorder.losses) == steps)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_exported_from_its_menu(
    window: MainWindow,
    qtbot: QtBot,
    asked: Asked,
    tmp_path: Path,
    view: type[View],
    kind: Kind,
) -> None:
    asked.answer = tmp_path / f"mine{kind.suffix}"
    choose(view_of(window, view), kind)
    assert asked.answer.stat().st_size > 4
    slug = view.title.lower().replace(" ", "-")
    assert asked.proposed == [Path.home() / f"digits-{slug}-step-0{kind.suffix}"]
    assert window.statusBar().sentence == f"Exported to {asked.answer}."


def test_a_key_is_enough_while_the_keyboard_is_on_the_view(
    window: MainWindow, qtbot: QtBot, asked: Asked, tmp_path: Path
) -> None:
    asked.answer = tmp_path / "loss.png"
    view = view_of(window, LossView)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    window.activateWindow()
    view.plot.setFocus()
    qtbot.keyClick(view.plot, Qt.Key.Key_P, modifiers)
    assert QImage(str(asked.answer)).width() == 2 * view.width()


def test_a_file_has_all_the_digits_of_a_number_and_no_number_is_nan() -> None:
    third = 1 / 3
    content = csv_content(["step", "a, b"], [["1", cell(third)], ["2", cell(float("nan"))]])
    rows = list(csv.reader(io.StringIO(content.decode())))
    assert rows == [["step", "a, b"], ["1", repr(third)], ["2", ""]]
    assert cell(third) == "0.333333"


def test_the_losses_in_a_file_are_those_of_the_run(
    window: MainWindow, qtbot: QtBot, asked: Asked, tmp_path: Path
) -> None:
    trained(window, qtbot)
    asked.answer = tmp_path / "loss.csv"
    view = view_of(window, LossView)
    view.refresh(window.session.snapshot, window.session.recorder)
    choose(view, CSV)
    rows = rows_of(asked.answer)
    losses = [float(row["mean batch"]) for row in rows]
    assert losses == [window.session.recorder.losses.value(step) for step in (1, 2, 3)]


def test_a_name_without_its_ending_gets_it_and_spares_what_is_there(
    window: MainWindow, asked: Asked, tmp_path: Path
) -> None:
    asked.answer = tmp_path / "loss.v2"
    choose(view_of(window, LossView), PNG)
    made = tmp_path / "loss.v2.png"
    assert not QImage(str(made)).isNull()
    made.write_text("mine")
    choose(view_of(window, LossView), PNG)
    assert made.read_text() == "mine"
    assert "loss.v2.png wasn’t exported" in window.findChild(Banner).text


def test_what_cannot_be_written_is_said(window: MainWindow, asked: Asked, tmp_path: Path) -> None:
    asked.answer = tmp_path / "gone" / "loss.png"
    choose(view_of(window, LossView), PNG)
    text = window.findChild(Banner).text
    assert "loss.png wasn’t exported" in text
    assert "there is no such folder" in text
    assert not asked.answer.exists()


def test_who_picks_no_name_gets_no_file(window: MainWindow, asked: Asked, tmp_path: Path) -> None:
    before = window.statusBar().sentence
    choose(view_of(window, LossView), PNG)
    assert window.statusBar().sentence == before
    assert window.findChild(Banner).isHidden()


def test_the_folder_that_was_picked_is_proposed_again(
    window: MainWindow, asked: Asked, tmp_path: Path
) -> None:
    asked.answer = tmp_path / "loss.png"
    for _ in range(2):
        choose(view_of(window, LossView), PNG)
    assert asked.proposed[1].parent == tmp_path


@pytest.mark.parametrize(("name", "suffix"), [("Png", ".png"), ("Svg", ".svg")])
def test_the_network_is_exported_from_the_file_menu(
    window: MainWindow, asked: Asked, tmp_path: Path, name: str, suffix: str
) -> None:
    asked.answer = tmp_path / f"net{suffix}"
    window.findChild(QAction, f"actionExport{name}").trigger()
    assert asked.proposed[0].name == f"digits-network-step-0{suffix}"
    assert asked.answer.stat().st_size > 10_000


def test_the_dialog_proposes_a_name_and_adds_the_ending(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accept(dialog: QFileDialog) -> int:
        assert Path(dialog.selectedFiles()[0]) == tmp_path / "a.csv"
        assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        dialog.selectFile("b")
        return 1

    monkeypatch.setattr(QFileDialog, "exec", accept)
    assert ask_where(window, "Export", tmp_path / "a.csv", CSV) == tmp_path / "b.csv"
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 0)
    assert ask_where(window, "Export", tmp_path / "a.csv", CSV) is None


# The whole run


def run_action(window: MainWindow) -> QAction:
    return window.findChild(QAction, "actionExportRun")


def test_the_whole_run_is_written_while_the_window_goes_on(
    window: MainWindow, qtbot: QtBot, asked: Asked, tmp_path: Path
) -> None:
    trained(window, qtbot)
    asked.answer = tmp_path / "run.csv"
    run_action(window).trigger()
    qtbot.waitUntil(asked.answer.exists)
    assert asked.proposed[0].name == "digits-run.csv"
    rows = rows_of(asked.answer)
    assert list(rows[0])[:3] == ["step", "epoch", "loss"]
    assert list(rows[0])[-1] == "saturation.1"
    assert [row["step"] for row in rows] == ["1", "2", "3"]
    losses = [np.float32(row["loss"]) for row in rows]
    assert losses == [window.session.recorder.losses.value(step) for step in (1, 2, 3)]
    qtbot.waitUntil(lambda: window.statusBar().sentence == f"Exported the run to {asked.answer}.")


def test_a_run_that_cannot_be_written_is_said(
    window: MainWindow, qtbot: QtBot, asked: Asked, tmp_path: Path
) -> None:
    asked.answer = tmp_path / "gone" / "run.csv"
    run_action(window).trigger()
    qtbot.waitUntil(lambda: "run.csv wasn’t exported" in window.findChild(Banner).text)


@pytest.fixture
def long_run(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window on a run whose export takes longer than anybody waits."""

    def pieces(_table: object) -> object:
        while True:
            yield "1,,0.5\n"

    monkeypatch.setattr(exporter.RunTable, "text", pieces)
    return window


def test_an_export_can_be_given_up(
    long_run: MainWindow, qtbot: QtBot, asked: Asked, tmp_path: Path
) -> None:
    asked.answer = tmp_path / "run.csv"
    asked.answer.write_text("mine")
    run_action(long_run).trigger()
    run_action(long_run).trigger()  # one at a time
    assert len(asked.proposed) == 1
    dialog = long_run.findChild(QProgressDialog)
    assert not dialog.isModal()
    qtbot.waitUntil(dialog.isVisible)
    qtbot.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: long_run.statusBar().sentence == "The run wasn’t exported.")
    assert asked.answer.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["run.csv"]


def test_closing_the_window_gives_up_the_export(
    long_run: MainWindow, asked: Asked, tmp_path: Path
) -> None:
    asked.answer = tmp_path / "run.csv"
    run_action(long_run).trigger()
    long_run.close()
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_is_told_to_end_writes_nothing(tmp_path: Path) -> None:
    table = type("Table", (), {"text": lambda _: iter(["a\n"]), "__len__": lambda _: 1})()

    def end(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_run(table, tmp_path / "run.csv", end)
    assert list(tmp_path.iterdir()) == []
