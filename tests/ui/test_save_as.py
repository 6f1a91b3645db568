"""Save as: how the name of the file ends, and what is asked before another one is replaced."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMessageBox

from bpstudio.experiment.archive import is_archive
from bpstudio.ui import dialogs
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.banner import Banner

ALONE = "The experiment alone (*.json)"


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def answer_save_as(
    monkeypatch: pytest.MonkeyPatch, name: Path, chosen: str = "", *answers: dialogs.Answer
) -> list[str]:
    """Let the dialog answer with a name and a kind of file; return what is asked after it."""
    asked, left = [], list(answers)

    def answer(box: QMessageBox) -> dialogs.Answer:
        asked.append(box.text())
        return left.pop(0)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(name), chosen))
    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


@pytest.mark.parametrize(
    ("typed", "chosen", "name"),
    [
        ("net v1.2", "", "net v1.2.bps"),
        ("net v1.2", "With its run (*.bps)", "net v1.2.bps"),
        ("foo", ALONE, "foo.json"),
        ("foo.bps", ALONE, "foo.bps"),
        ("foo.JSON", "With its run (*.bps)", "foo.JSON"),
        ("foo.csv", ALONE, "foo.csv.json"),
    ],
)
def test_a_name_that_ends_like_no_document_ends_like_the_chosen_kind(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    chosen: str,
    name: str,
) -> None:
    asked = answer_save_as(monkeypatch, tmp_path / typed, chosen)
    trigger(window, "actionSaveAs")
    assert window.document.path == tmp_path / name
    assert [path.name for path in tmp_path.glob("*.*")] == [name]
    assert is_archive((tmp_path / name).read_bytes()) is name.endswith(".bps")
    assert asked == []


def test_a_circuits_name_ends_like_a_circuit(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_tab("Circuit")
    for typed, name in (("two.bps", "two.bps.json"), ("x", "x.json"), ("y.Json", "y.Json")):
        answer_save_as(monkeypatch, tmp_path / typed, "Circuits (*.json)")
        trigger(window, "actionSaveAs")
        assert window.circuit.document.path == tmp_path / name


def test_a_file_that_the_dialog_did_not_ask_about_is_asked_about(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "foo.bps"
    theirs.write_text("theirs")
    asked = answer_save_as(monkeypatch, tmp_path / "foo", "", dialogs.Answer.Cancel)
    trigger(window, "actionSaveAs")
    assert asked == ["There is a file foo.bps already."]
    assert theirs.read_text() == "theirs"
    assert window.document.path is None
    answer_save_as(monkeypatch, tmp_path / "foo", "", dialogs.Answer.Save)
    trigger(window, "actionSaveAs")
    assert window.document.path == theirs
    assert is_archive(theirs.read_bytes())


def test_another_name_can_be_given_to_what_would_replace_a_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "foo.bps").write_text("theirs")
    asked = answer_save_as(monkeypatch, tmp_path, "", dialogs.Answer.Open)
    names = [tmp_path / "bar", tmp_path / "foo"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(names.pop()), ""))
    trigger(window, "actionSaveAs")
    assert len(asked) == 1
    assert window.document.path == tmp_path / "bar.bps"
    assert (tmp_path / "foo.bps").read_text() == "theirs"


def test_a_name_that_is_too_long_with_its_ending_is_refused(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_save_as(monkeypatch, tmp_path / ("x" * 254))
    trigger(window, "actionSaveAs")
    assert "wasn’t saved. " in window.findChild(Banner).text
