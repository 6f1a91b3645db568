"""What is typed for a layer that goes before it is done: Undo by the mouse, amid typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QSpinBox, QToolButton

from bpstudio.experiment import edits
from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.spec import Choice
from bpstudio.ui.builder import Inspector
from bpstudio.ui.builder.editor import Editor
from bpstudio.ui.names import layer_names

GONE = 77  # an id that no layer has


@pytest.fixture
def added(qtbot, window):
    """A window in which a layer has just been added, and is selected."""
    window.activateWindow()
    window.parts.stage.canvas.add_layer("sigmoid")
    qtbot.waitUntil(lambda: "layer" in window.document.undo_stack.undoText())
    return window


def at_hand(qtbot, window, kind, name):
    """Return a visible field of the inspector once it has the focus."""
    QApplication.processEvents()  # what is new in a layout shows at the next turn
    fields = window.findChild(Inspector).findChildren(kind)
    field = next(one for one in fields if one.accessibleName() == name and one.isVisible())
    qtbot.mouseClick(field.lineEdit(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    return field


def undo(qtbot, window):
    """Press Undo in the toolbar by the mouse: the focus stays where it is until the field goes."""
    wanted = window.findChild(QAction, "actionUndo")
    buttons = window.findChildren(QToolButton)
    button = next(one for one in buttons if one.defaultAction() is wanted and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("typed", ["", "0"])
def test_units_that_no_layer_has(qtbot, added, typed):
    before = added.document.experiment
    units = at_hand(qtbot, added, QSpinBox, "Units")
    qtbot.keyClick(units, Qt.Key.Key_Delete)
    qtbot.keyClicks(units, typed)
    undo(qtbot, added)
    assert len(added.document.experiment.hidden) == len(before.hidden) - 1
    assert added.document.undo_stack.count() == 1
    added.document.undo_stack.redo()
    assert added.document.experiment == before


def test_a_number_of_the_initializer(qtbot, added):
    document = added.document
    (number,) = added.parts.stage.canvas.selected_layers
    spread = edits.set_initializer(document.experiment, number, Choice("normal"))
    document.undo_stack.undo()
    had = set(layer_names(document.experiment))
    document.edit("Add layer", spread)
    (number,) = set(layer_names(document.experiment)) - had
    added.parts.stage.canvas.selection.set((number,))
    before = document.experiment
    field = at_hand(qtbot, added, QDoubleSpinBox, "spread")
    qtbot.keyClicks(field, "0.5")
    undo(qtbot, added)
    assert set(layer_names(document.experiment)) == had
    assert document.undo_stack.count() == 1
    document.undo_stack.redo()
    assert document.experiment == before


def test_a_number_of_an_initializer_that_is_undone(qtbot, added):
    document = added.document
    (number,) = added.parts.stage.canvas.selected_layers
    before = document.experiment
    normal = edits.set_initializer(before, number, Choice("normal"))
    document.edit("Initializer", normal)
    field = at_hand(qtbot, added, QDoubleSpinBox, "spread")
    qtbot.keyClicks(field, "0.5")
    undo(qtbot, added)
    assert document.experiment == before
    assert document.undo_stack.count() == 2
    document.undo_stack.redo()
    assert document.experiment == normal


@pytest.fixture
def editor(document):
    return Editor(document)


@pytest.fixture
def said(editor):
    words = []
    editor.refused.connect(words.append)
    return words


def test_of_a_layer_that_has_gone_nothing_is_said_or_done(editor, document, said):
    editor.refuse_units((GONE,))
    editor.set_initializer((GONE,), Choice("normal"), "x")
    assert not editor.write_number(GONE, 0, 0, 1.0)
    assert not editor.remove_unit(GONE, 0)
    assert said == []
    assert document.undo_stack.count() == 0


def test_those_that_are_left_are_refused_or_changed(editor, document, said):
    editor.refuse_units((GONE, 2))
    assert [words.partition(":")[0] for words in said] == ["Units of layer 2"]
    editor.set_initializer((1, GONE), Choice("normal"), "x")
    assert document.experiment.hidden[0].initializer == Choice("normal")
    assert document.undo_stack.undoText() == "Initializer of layer 1"
    editor.set_initializer((OUTPUT,), Choice("zeros"), "y")
    assert document.undo_stack.undoText() == "Initializer of output"
