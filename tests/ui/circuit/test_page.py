"""The Circuit page in a bare window: its toolbar, its switch, its commands, what it says."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidget, QMainWindow, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.examples import read_examples
from bpstudio.ui.actions import make_actions
from bpstudio.ui.app import create_application
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.page import CircuitPage
from bpstudio.ui.page_commands import PageCommands
from bpstudio.ui.pages import Pages
from tests.ui.circuit.circuits import neuron, product


class House:
    """A window with the Circuit page alone."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.actions = make_actions(self.window)
        self.page = CircuitPage(
            CircuitDocument(product()), self.actions, read_examples(), self.window
        )
        self.state = self.page.state
        self.pages = Pages(self.window)
        self.window.addToolBar(self.page.toolbar)
        self.window.setCentralWidget(self.pages)
        self.as_page = self.page.page()
        self.pages.add(self.as_page)
        self.refused: list[str] = []
        self.state.refused.connect(self.refused.append)
        PageCommands(self.pages, self.actions, self.refused.append, self.window)

    def says(self) -> tuple[str, str]:
        assert self.as_page.status is not None
        return self.as_page.status()


@pytest.fixture
def house(qtbot: QtBot) -> Iterator[House]:
    create_application()
    made = House()
    qtbot.addWidget(made.window)
    made.window.resize(960, 600)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.page.player.stop()
    made.window.close()


def test_an_empty_circuit_has_no_passes_to_run(house: House, qtbot: QtBot) -> None:
    run = house.page.toolbar.findChild(QPushButton, "runPasses")
    assert run.isEnabled()
    house.page.document.new(Diagram())
    qtbot.waitUntil(lambda: not run.isEnabled())
    house.page.canvas.commands.add("input")
    house.page.canvas.commands.add("tanh")
    qtbot.waitUntil(lambda: run.isEnabled())


def test_the_pace_is_that_of_the_day_before(qtbot: QtBot, house: House) -> None:
    assert house.page.toolbar.pace.text() == "2 gates/s"
    house.page.toolbar.pace.setValue(4)
    again = House()
    qtbot.addWidget(again.window)
    assert again.page.toolbar.pace.text() == "10 gates/s"
    again.page.player.play()
    assert again.page.player._timer.interval() == 100  # ms
    again.page.player.stop()
    again.window.close()


def test_the_switch_shows_both_passes_or_one(house: House) -> None:
    def segment(text: str) -> QToolButton:
        buttons = house.pages.findChildren(QToolButton)
        return next(button for button in buttons if button.text() == text)

    QTest.mouseClick(segment("forward"), Qt.MouseButton.LeftButton)
    assert house.state.mode == "forward"
    assert not house.page.canvas.incoming.isVisible()
    QTest.mouseClick(segment("both"), Qt.MouseButton.LeftButton)
    assert house.state.mode == "both"
    house.state.set_mode("backward")
    assert segment("backward").isChecked()
    house.state.set_mode("both")
    assert house.page.canvas.incoming.isVisible()


def test_the_passes_run_gate_by_gate_at_a_pace(house: House, qtbot: QtBot) -> None:
    house.page.document.new(neuron())
    house.page.toolbar.pace.setValue(5)  # 20 gates a second
    run = house.page.toolbar.findChild(QPushButton, "runPasses")
    assert run.text() == "Run both passes"
    seen: list[int] = []
    house.state.shown_changed.connect(lambda: seen.append(house.state.done))
    QTest.mouseClick(run, Qt.MouseButton.LeftButton)
    assert run.text() == "Hold"
    assert house.state.done == 0
    qtbot.waitUntil(lambda: house.state.is_done and not house.page.player.is_playing)
    assert seen == list(range(11))  # five gates forward, five backward
    assert run.text() == "Run both passes"


def test_held_passes_stay_where_they_are(house: House, qtbot: QtBot) -> None:
    house.page.document.new(neuron())
    house.actions["actionRunPasses"].trigger()
    house.actions["actionHoldPasses"].trigger()
    house.actions["actionStepGate"].trigger()
    house.actions["actionStepGate"].trigger()
    house.actions["actionStepGateBack"].trigger()
    assert house.state.done == 1
    assert house.says()[0] == "Step 1 of 10, forward: multiply 6 works out −2.00."


def test_full_pace_runs_all_at_once(house: House) -> None:
    house.state.go_to(0)
    house.page.toolbar.pace.setValue(house.page.toolbar.pace.maximum())
    house.actions["actionRunPasses"].trigger()
    assert house.state.is_done
    assert not house.page.player.is_playing


def test_an_example_is_picked_from_the_list_and_from_the_toolbar(house: House) -> None:
    picked: list[str] = []
    house.page.example_chosen.connect(lambda example: picked.append(example.title))
    listed = house.pages.findChild(QListWidget, "circuitExamples")
    assert [listed.item(row).text() for row in range(3)] == [
        *("Rule 1, add", "Rule 2, times k", "Rule 3, multiply")
    ]
    where = listed.visualItemRect(listed.item(2)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=where)
    listed.setCurrentRow(0)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    field = house.page.toolbar.findChild(QComboBox, "circuitExample")
    field.activated.emit(4)
    assert picked == ["Rule 3, multiply", "Rule 1, add", "Rule 4, max"]
    house.page.document.new(neuron(), "Sigmoid neuron")
    assert listed.currentItem().text() == field.currentText() == "Sigmoid neuron"
    house.page.document.new()
    assert listed.currentItem() is None


def test_commands_go_with_what_is_selected(house: House) -> None:
    actions, state = house.actions, house.state
    assert not actions["actionCopy"].isEnabled()
    assert actions["actionPaste"].isEnabled()
    state.selection.set((3,))
    assert actions["actionCopy"].isEnabled()
    state.selection.set_wire((3, 0))
    assert not actions["actionCopy"].isEnabled()
    actions["actionRemove"].trigger()
    assert state.circuit.by_id[3].inputs == (None, 2)
    actions["actionUndo"].trigger()
    assert state.circuit.by_id[3].inputs == (1, 2)
    actions["actionSelectAll"].trigger()
    actions["actionDuplicate"].trigger()
    assert len(state.circuit.nodes) == 6


def test_the_sentence_names_what_moves_l_most_then_the_rule_then_trouble(house: House) -> None:
    # dL/dy = x = 3, dL/dx = y = -2
    assert house.says() == (
        "L is −6.00. y is the input that moves it most: 3.000 per unit.",
        "2 inputs · 1 gate · float64",
    )
    house.state.selection.set((3,))
    assert house.says()[0] == (
        "Multiply swaps its inputs: the larger |x| = 3.00 makes y the input that moves L more: "
        "3.000 per unit."
    )
    house.state.selection.set((1,))
    assert house.says()[0] == "If x moves a little, L moves −2.000 times as far."
    house.page.canvas.editor.unwire((3, 1))
    assert house.says()[0] == "Multiply 3: Input 2 isn’t wired."
    house.page.document.new()
    assert house.says()[0].startswith("No gates yet")


def test_all_keys_are_listed(house: House) -> None:
    listed = " ".join(key for _, key in house.as_page.keys)
    for key in ("Tab", "Enter", "F2", "Ins", "C", "W", "O", "G", "Del", "Esc"):
        assert key in listed


def test_an_example_that_isn_t_opened_after_all_isn_t_marked(house: House) -> None:
    house.page.document.new(neuron(), "Sigmoid neuron")
    listed = house.pages.findChild(QListWidget, "circuitExamples")
    where = listed.visualItemRect(listed.item(2)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=where)  # nobody opens it
    assert listed.currentItem().text() == "Sigmoid neuron"
