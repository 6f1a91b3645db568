"""Circuits in the real window: files, the title, what closing asks."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QFileDialog
from pytestqt.qtbot import QtBot

from bpstudio.experiment.circuits.storage import diagram_text
from bpstudio.ui import dialogs, settings
from bpstudio.ui.app import create_window
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.banner import Banner
from tests.ui.circuit.circuits import product


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the user is asked to save; they cancel."""
    heard: list[str] = []

    def ask(_parent: object, name: str) -> dialogs.Answer:
        heard.append(name)
        return dialogs.Answer.Cancel

    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", ask)
    return heard


def test_a_circuit_is_opened_saved_and_asked_about(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    path, circuit = tmp_path / "product.json", window.circuit
    path.write_text(diagram_text(product()))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    trigger(window, "actionOpen")
    assert window.parts.pages.current.title == "Circuit"
    assert circuit.document.diagram == product()
    assert window.windowTitle() == "product.json[*] – bpstudio"
    assert settings.recent_files() == (path,)
    assert window.statusBar().sentence.startswith("L is −6.00.")

    circuit.canvas.editor.set_number(1, 4.0)
    assert window.isWindowModified()
    trigger(window, "actionSave")
    assert not window.isWindowModified()
    assert '"number": 4,' in path.read_text()

    circuit.canvas.editor.set_number(1, 5.0)
    window.show_tab("Network")
    assert not window.isWindowModified()  # the experiment is as it was
    assert window.windowTitle() == "Untitled[*] – bpstudio"
    assert not window.files.may_leave()
    assert asked == ["the circuit product.json"]
    assert window.parts.pages.current.title == "Circuit"  # what is asked about is in sight
    trigger(window, "actionOpen")  # the file once more: its edits are asked about, and kept
    assert len(asked) == 2
    assert circuit.document.diagram.circuit.by_id[1].number == 5.0
    trigger(window, "actionUndo")
    trigger(window, "actionNew")
    assert len(asked) == 2
    assert circuit.document.diagram.circuit.nodes == ()
    assert window.document.experiment.data.name == "digits"


def test_a_broken_circuit_is_refused_in_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    path, before = tmp_path / "broken.json", window.circuit.document.diagram
    path.write_text(
        '{"format": "bpstudio-circuit", "version": 1, "nodes": [{"id": 1, "gate": "nor"}]}'
    )
    assert not window.opener.open(path)
    banner = window.findChild(Banner)
    assert banner.isVisible()
    assert "broken.json wasn’t opened." in banner.text
    assert "nodes[0].gate" in banner.text
    assert window.circuit.document.diagram == before


def test_an_example_after_mere_numbers_is_an_undo_step_after_wiring_it_asks(
    window: MainWindow, asked: list[str]
) -> None:
    circuit = window.circuit
    assert circuit.document.title == "Sigmoid neuron"
    first = circuit.document.diagram
    rules = {example.title: example for example in _examples()}
    circuit.canvas.editor.set_number(1, 7.0)
    circuit.example_chosen.emit(rules["Rule 1, add"])
    assert asked == []
    assert circuit.document.title == "Rule 1, add"
    trigger(window, "actionUndo")
    assert circuit.document.diagram.circuit.by_id[1].number == 7.0
    trigger(window, "actionUndo")
    assert circuit.document.diagram == first
    trigger(window, "actionRedo")
    trigger(window, "actionRedo")
    circuit.canvas.editor.remove((next(iter(circuit.state.circuit.by_id)),))
    circuit.example_chosen.emit(rules["Rule 4, max"])
    assert asked == ["the circuit Untitled"]
    assert circuit.document.title == "Rule 1, add"


def _examples():
    from bpstudio.experiment.circuits.examples import read_examples

    return read_examples()


def test_the_bars_go_with_the_page(window: MainWindow) -> None:
    assert not window.circuit.toolbar.isVisible()
    window.show_tab("Circuit")
    assert window.circuit.toolbar.isVisible()
    assert not window.parts.toolbar.isVisible()
    window.show_tab("Network")
    assert window.parts.toolbar.isVisible()
    assert not window.circuit.toolbar.isVisible()
    assert window.statusBar().sentence.startswith("Digits")


def test_the_picture_of_the_page_in_front_is_exported(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def pick(_window: object, title: str, path: Path, _kind: object) -> Path:
        asked.append(f"{title}: {path.name}")
        return tmp_path / path.name

    monkeypatch.setattr("bpstudio.ui.export.exporter.ask_where", pick)
    window.show_tab("Circuit")
    window.circuit.canvas.editor.set_incoming(0.625)
    trigger(window, "actionExportSvg")
    assert asked == ["Export the circuit: circuit.svg"]
    svg = (tmp_path / "circuit.svg").read_text()
    for words in ("multiply", "−0.246", ">0.625<"):  # -0.393 * 0.625 = -0.246
        assert words in svg


def test_a_window_opens_on_a_circuit_without_the_panels_of_the_run(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "product.json"
    path.write_text(diagram_text(product()))
    window = create_window(path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.restore_panels()
    assert window.has_circuit_in_front
    assert not window.parts.toolbar.isVisible()
    docks = window.findChildren(QDockWidget)
    assert docks
    assert not any(dock.isVisible() for dock in docks)
    window.show_tab("Network")
    assert any(dock.isVisible() for dock in docks)
    assert window.parts.toolbar.isVisible()
    window.close()
