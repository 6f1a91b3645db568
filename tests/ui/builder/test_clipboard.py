"""Copy, cut, paste and duplicate: by the keys of the window, as text, one undo step each."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QSpinBox

from bpstudio.experiment import edits
from bpstudio.experiment.spec import MAX_LAYERS
from tests.ui.builder.networks import activations_of, click, experiment, header, press, units_of

CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def clipboard(qapp):
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture
def studio(window, clipboard):
    """The window with two layers and the keyboard on the network."""
    window.document.new(experiment((4, "sigmoid"), (3, "tanh")))
    window.activateWindow()
    canvas_of(window).setFocus()
    return window


def canvas_of(window):
    return window.parts.stage.canvas


def test_copy_and_paste_by_key(studio, clipboard):
    canvas, document = canvas_of(studio), studio.document
    click(canvas, header(canvas, 1))
    press(canvas, Key.Key_C, modifier=CONTROL)
    assert json.loads(clipboard.text()) == [
        {"units": 4, "activation": "sigmoid", "initializer": "glorot_uniform"}
    ]
    assert document.undo_stack.count() == 0
    click(canvas, header(canvas, 2))
    press(canvas, Key.Key_V, modifier=CONTROL)
    assert activations_of(document) == ["sigmoid", "tanh", "sigmoid"]
    assert document.undo_stack.undoText() == "Paste layers"
    assert [layer.id for layer in document.experiment.hidden] == [1, 2, 3]
    assert canvas.selected_layers == (3,)
    document.undo_stack.undo()
    assert activations_of(document) == ["sigmoid", "tanh"]


def test_cut_is_one_step_and_what_is_cut_comes_back_as_another_layer(studio):
    canvas, document = canvas_of(studio), studio.document
    canvas.selection.set((2, 0))
    press(canvas, Key.Key_X, modifier=CONTROL)
    assert activations_of(document) == ["sigmoid"]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Cut layer 2"
    press(canvas, Key.Key_V, modifier=CONTROL)
    assert activations_of(document) == ["sigmoid", "tanh"]
    assert [layer.id for layer in document.experiment.hidden] == [1, 3], "it is drawn anew"
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert [layer.id for layer in document.experiment.hidden] == [1, 2]


def test_duplicate_by_key_puts_all_after_the_last(studio, clipboard):
    canvas, document = canvas_of(studio), studio.document
    canvas.selection.set((1, 2))
    press(canvas, Key.Key_D, modifier=CONTROL)
    assert units_of(document) == [4, 3, 4, 3]
    assert canvas.selected_layers == (3, 4)
    assert document.undo_stack.undoText() == "Duplicate 2 layers"
    assert clipboard.text() == ""
    document.undo_stack.undo()
    assert units_of(document) == [4, 3]


def test_without_a_selection_layers_are_pasted_before_the_output(studio, clipboard):
    clipboard.setText('[{"units": 5}, {"units": 6, "activation": "relu"}]')
    press(canvas_of(studio), Key.Key_V, modifier=CONTROL)
    assert units_of(studio.document) == [4, 3, 5, 6]
    assert activations_of(studio.document)[2:] == ["tanh", "relu"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste layers: the clipboard holds no layers; copy some first"),
        ('[{"units": 0}]', "layer 1, units must be a whole number of at least 1, not 0"),
        ('[{"units": 9, "skip": true}]', "skip"),
        ('[{"units": 1000000}, {"units": 1000000}]', "memory"),
        (json.dumps([{}] * (MAX_LAYERS - 1)), "1\u202f001 layers"),
    ],
)
def test_what_cannot_be_pasted_is_said_in_a_sentence(studio, qtbot, clipboard, text, words):
    clipboard.setText(text)
    with qtbot.waitSignal(canvas_of(studio).refused) as told:
        press(canvas_of(studio), Key.Key_V, modifier=CONTROL)
    assert words in told.args[0]
    assert units_of(studio.document) == [4, 3]
    assert studio.document.undo_stack.count() == 0


@pytest.mark.parametrize("command", ["copy", "cut", "duplicate"])
def test_the_output_is_refused_in_words(canvas, document, clipboard, qtbot, command):
    canvas.selection.set((0,))
    with qtbot.waitSignal(canvas.refused) as told:
        getattr(canvas.commands, command)()
    assert "the output is what the data and the loss make it" in told.args[0]
    assert clipboard.text() == ""
    assert document.undo_stack.count() == 0


def test_the_edit_menu_offers_what_is_possible(studio):
    canvas = canvas_of(studio)
    edit = next(menu for menu in studio.menuBar().findChildren(QMenu) if menu.title() == "&Edit")
    actions = {action.objectName(): action for action in edit.actions()}
    assert not actions["actionCopy"].isEnabled()
    actions["actionSelectAll"].trigger()
    assert canvas.selected_layers == (1, 2)
    assert actions["actionCopy"].isEnabled()
    actions["actionDuplicate"].trigger()
    assert units_of(studio.document) == [4, 3, 4, 3]
    actions["actionCut"].trigger()
    assert units_of(studio.document) == [4, 3]
    actions["actionPaste"].trigger()
    assert units_of(studio.document) == [4, 3, 4, 3]


def test_a_field_keeps_the_keys_for_its_own_text(studio, clipboard):
    canvas = canvas_of(studio)
    canvas.selection.set((1,))
    field = studio.parts.stage.inspector.findChild(QSpinBox)
    field.setFocus()
    field.selectAll()
    press(field, Key.Key_C, modifier=CONTROL)
    assert clipboard.text() == "4"


def test_it_works_between_windows(studio, clipboard, canvas, document):
    other = canvas_of(studio)
    studio.document.edit("Units", edits.set_units(studio.document.experiment, 1, 7))
    other.selection.set((1,))
    other.commands.copy()
    canvas.commands.paste(0)
    assert units_of(document) == [7, 4, 3]


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_X])
def test_what_an_undo_brings_back_is_selected(studio, key):
    canvas, document = canvas_of(studio), studio.document
    click(canvas, header(canvas, 2))
    if key == Key.Key_X:
        press(canvas, key, modifier=CONTROL)
    else:
        press(canvas, key)
    assert units_of(document) == [4]
    document.undo_stack.undo()
    assert canvas.selected_layers == (2,)
    press(canvas, Key.Key_D, modifier=CONTROL)
    assert units_of(document) == [4, 3, 3]
    document.undo_stack.undo()
    assert canvas.selected_layers == (), "what was added is gone, and nothing came back"
