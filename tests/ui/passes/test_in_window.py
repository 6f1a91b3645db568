"""The step-through in the window: what makes room for it, what Update does, how it is left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QToolButton, QWidget

from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.walking.names import Kind, Name

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def passes(window, qtbot):
    qtbot.waitUntil(lambda: bool(window.session.snapshot.layers))
    return window.parts.stage.passes


def button(window, name):
    found = (one for one in window.findChildren(QToolButton) if one.accessibleName() == name)
    return next(found)


def part(window, name):
    return window.findChild(QWidget, name)


def test_the_switch_turns_to_the_passes_and_back(window, passes, qtbot):
    docks = [dock for dock in window.findChildren(QDockWidget) if dock.isVisible()]
    assert docks
    QTest.mouseClick(button(window, "Network: passes"), LEFT)
    qtbot.waitUntil(lambda: passes.state.walked is not None)
    assert part(window, "passesBoard").isVisible()
    assert part(window, "passesStrip").isVisible()
    assert not part(window, "timelineStrip").isVisible()
    assert not any(dock.isVisible() for dock in docks)
    assert not window._actions["actionSelectAll"].isEnabled()
    assert window._actions["actionPasses"].isChecked()
    QTest.mouseClick(button(window, "Network: train"), LEFT)
    assert part(window, "networkCanvas").isVisible()
    assert part(window, "timelineStrip").isVisible()
    assert all(dock.isVisible() for dock in docks)
    assert window._actions["actionSelectAll"].isEnabled()


def test_an_update_is_carried_out_from_its_instruction(window, passes, qtbot):
    window._actions["actionPasses"].trigger()
    passes.strip.of_what.choose("batch")
    state = passes.state
    qtbot.waitUntil(lambda: state.walked is not None and state.walked.is_batch)
    state.go_to_end(True)
    wanted = state.walked.excerpts[Name(Kind.NEW_B, 1)].values[:, 0]
    step = window.session.snapshot.step
    update = button(window, "Carry the update out in the run")
    qtbot.waitUntil(update.isVisible)
    QTest.mouseClick(update, LEFT)
    qtbot.waitUntil(lambda: window.session.snapshot.step == step + 1)
    qtbot.waitUntil(lambda: state.position == 0)
    assert window.session.snapshot.layers[0].biases == pytest.approx(wanted, rel=1e-4, abs=1e-7)
    assert f"at step {step + 1} now" in part(window, "passesNote").text()
    assert passes.is_on


def test_train_and_a_layout_bring_the_network_back(window, passes, qtbot):
    window._actions["actionPasses"].trigger()
    qtbot.waitUntil(lambda: passes.state.walked is not None)
    window._actions["actionTrain"].trigger()
    qtbot.waitUntil(lambda: not passes.is_on)
    assert window.session.snapshot.status is Status.RUNNING
    window._actions["actionPasses"].trigger()
    qtbot.waitUntil(lambda: window.session.snapshot.status is Status.PAUSED)
    assert passes.is_on
    window._actions["actionDiagnose"].trigger()
    assert not passes.is_on
    assert part(window, "gradientView").isVisible()


def test_from_another_page_its_key_leads_to_the_passes(window, passes, qtbot):
    action = window._actions["actionPasses"]
    action.trigger()
    qtbot.waitUntil(lambda: passes.state.walked is not None)
    passes.state.go_to(3)
    for _ in range(2):
        window.show_tab("Check")
        assert not action.isChecked()
        assert passes.is_on
        action.trigger()
        assert part(window, "passesBoard").isVisible()
        assert passes.state.position == 3
        assert action.isChecked()
    window.show_tab("Circuit")
    window._actions["actionTrain"].trigger()
    qtbot.waitUntil(lambda: not passes.is_on)
    window.show_tab("Network")
    assert part(window, "networkCanvas").isVisible()
    action.trigger()
    assert passes.is_on
    action.trigger()
    assert not passes.is_on


def test_the_passes_follow_an_edit_of_the_network(window, passes, qtbot):
    window._actions["actionPasses"].trigger()
    qtbot.waitUntil(lambda: passes.state.walked is not None)
    before = passes.state.count
    window.parts.stage.canvas.add_layer("relu")
    qtbot.waitUntil(lambda: passes.state.count == before + 6)


def test_what_edges_show_is_in_the_menu_too(window, passes):
    menu = window.findChild(QAction, "edges_gradients")
    menu.trigger()
    assert window.parts.stage.edge_switch.choice.chosen == "gradients"
