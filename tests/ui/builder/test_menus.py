"""The context menu of every place: what it is about, and that each entry does what it says."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment import edits
from tests.ui.builder.networks import (
    activations_of,
    click,
    drag,
    header,
    place,
    snapshot_of,
    units_of,
)

MOUSE, KEYBOARD = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


def open_menu(canvas, at=None):
    """Ask for the menu at a place of the scene with the mouse, or without one by key."""
    where = place(canvas, QPointF() if at is None else at)
    view = canvas.viewport()
    reason = KEYBOARD if at is None else MOUSE
    QApplication.sendEvent(view, QContextMenuEvent(reason, where, view.mapToGlobal(where)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def words(menu):
    return [action.text().partition("\t")[0] for action in menu.actions() if action.text()]


def choose(menu, *path):
    """Choose an entry by its words, through the menus on the way to it, and close the menu."""
    inner = menu
    for step in path:
        action = next(a for a in inner.actions() if a.text().partition("\t")[0] == step)
        assert action.isEnabled()
        # QAction.menu() takes the menu along when its wrapper goes
        inner = next((m for m in inner.findChildren(QMenu) if m.title() == step), inner)
    action.trigger()
    menu.close()


def gap(canvas, after):
    """Return a place in the gap behind a layer, 0 being the input."""
    layout = canvas.network.layout
    left = canvas.network.layer_cards[after].rect if after else layout.input
    return QPointF(left.right() + layout.gap / 2, 30)


def test_a_layer_has_a_menu(canvas, document):
    menu = open_menu(canvas, header(canvas, 2))
    assert canvas.selected_layers == (2,)
    assert words(menu)[0] == "layer 2"
    choose(menu, "Activation", "ReLU")
    assert activations_of(document) == ["sigmoid", "relu"]
    choose(open_menu(canvas, header(canvas, 2)), "One unit more")
    assert units_of(document) == [4, 4]
    choose(open_menu(canvas, header(canvas, 2)), "Skip")
    assert document.experiment.hidden[1].skip
    menu = open_menu(canvas, header(canvas, 2))
    assert next(a for a in menu.actions() if a.text() == "Skip\tS").isChecked()
    choose(menu, "Remove layer 2")
    assert activations_of(document) == ["sigmoid"]
    assert document.undo_stack.count() == 4


def test_the_initializer_is_chosen_from_the_menu(canvas, document):
    choose(open_menu(canvas, header(canvas, 1)), "Initializer", "He normal")
    assert [layer.initializer.name for layer in document.experiment.hidden] == [
        "he_normal",
        "glorot_uniform",
    ]
    menu = open_menu(canvas, header(canvas, 1)).findChildren(QMenu)[1]
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["He normal"]
    assert "Reset" in words(menu)[0], "when it acts"
    assert all(action.toolTip() != action.text() for action in menu.actions()[2:])
    choose(menu, "He normal")
    assert document.undo_stack.count() == 1, "what is chosen already is no edit"
    document.undo_stack.undo()
    assert document.experiment.hidden[0].initializer.name == "glorot_uniform"


def test_the_output_has_an_initializer_too(canvas, document):
    at = canvas.network.output_card.rect.center()
    choose(open_menu(canvas, at), "Initializer", "Zeros")
    assert document.experiment.network.initializer.name == "zeros"


def test_what_a_layer_cannot_do_is_not_offered(canvas, document):
    document.edit("Units", edits.set_units(document.experiment, 1, 1))
    menu = open_menu(canvas, header(canvas, 1))
    enabled = {a.text().partition("\t")[0]: a.isEnabled() for a in menu.actions()}
    assert not enabled["One unit less"]
    assert not enabled["Move towards the input"]
    assert enabled["Move towards the output"]
    assert not enabled["layer 1"], "the heading"
    choose(menu, "Move towards the output")
    assert activations_of(document) == ["tanh", "sigmoid"]


def test_layers_are_added_before_and_after(canvas, document):
    choose(open_menu(canvas, header(canvas, 1)), "Add layer before", "Tanh")
    choose(open_menu(canvas, header(canvas, 1)), "Add layer after", "ReLU")
    assert activations_of(document) == ["tanh", "sigmoid", "relu", "tanh"]


def test_a_menu_opens_and_closes_a_column(canvas):
    choose(open_menu(canvas, header(canvas, 1)), "Close: units in cells")
    assert canvas.network.layer_cards[1].column.is_condensed
    choose(open_menu(canvas, header(canvas, 1)), "Open: a row for each unit")
    assert not canvas.network.layer_cards[1].column.is_condensed


def test_several_layers_have_a_menu_together(canvas, document):
    canvas.selection.set((1, 2))
    menu = open_menu(canvas, header(canvas, 2))
    assert canvas.selected_layers == (1, 2)
    assert words(menu)[0] == "2 layers"
    choose(menu, "Duplicate")
    assert activations_of(document) == ["sigmoid", "tanh", "sigmoid", "tanh"]
    choose(open_menu(canvas, header(canvas, 3)), "Remove 2 layers")
    assert activations_of(document) == ["sigmoid", "tanh"]
    canvas.selection.set((1, 2))
    choose(open_menu(canvas, header(canvas, 1)), "Cut")
    assert activations_of(document) == []
    choose(open_menu(canvas, QPointF(3, 3)), "Paste layers before the output")
    assert activations_of(document) == ["sigmoid", "tanh"]
    QGuiApplication.clipboard().clear()


def test_a_unit_has_a_menu(canvas, document, session):
    session.publish(snapshot_of(document))
    at = canvas.network.layer_cards[1].unit_centre(2)
    menu = open_menu(canvas, at)
    assert words(menu)[0] == "layer 1, unit 3"
    choose(menu, "Show its numbers")
    assert canvas.network.asking.unit_card.of == (1, 2)
    on_card = canvas.network.asking.unit_card.rect.center()
    choose(open_menu(canvas, on_card), "Close its numbers")
    assert canvas.network.asking.unit_card.of is None
    choose(open_menu(canvas, at), "One unit less")
    assert units_of(document) == [3, 3]
    choose(open_menu(canvas, at), "layer 1", "Remove layer 1")
    assert units_of(document) == [3]


@pytest.mark.parametrize(
    ("after", "heading", "expected"),
    [
        (0, "between input and layer 1", ["identity", "sigmoid", "tanh"]),
        (1, "between layer 1 and layer 2", ["sigmoid", "identity", "tanh"]),
        (2, "between layer 2 and output", ["sigmoid", "tanh", "identity"]),
    ],
)
def test_a_gap_has_a_menu(canvas, document, after, heading, expected):
    menu = open_menu(canvas, gap(canvas, after))
    assert words(menu)[0] == heading
    choose(menu, "Add layer here", ACTIVATIONS["identity"].label)
    assert activations_of(document) == expected
    assert canvas.selected_layers == (3,)


def test_what_was_copied_is_pasted_into_the_gap(canvas, document):
    canvas.selection.set((2,))
    canvas.commands.copy()
    choose(open_menu(canvas, gap(canvas, 0)), "Paste layers here")
    assert activations_of(document) == ["tanh", "sigmoid", "tanh"]
    QGuiApplication.clipboard().clear()


def test_the_input_has_a_menu(canvas, document, session):
    at = canvas.network.input_card.rect.center()
    menu = open_menu(canvas, at)
    assert words(menu)[0] == "input"
    choose(menu, "Next sample")
    assert session.positions == [0]
    choose(open_menu(canvas, at), "Data", "Iris")
    assert document.experiment.data.name == "iris"
    choose(open_menu(canvas, canvas.network.input_card.rect.center()), "Add layer after the input")
    assert activations_of(document) == ["sigmoid", "tanh"], "a menu of its own"


@pytest.mark.parametrize("card", ["output_card", "loss_card"])
def test_output_and_loss_have_a_menu(canvas, document, qtbot, card):
    at = getattr(canvas.network, card).rect.center()
    path = ("Loss",) if card == "output_card" else ()
    choose(open_menu(canvas, at), *path, "Squared error")
    assert document.experiment.loss == "squared_error"
    assert document.undo_stack.undoText() == "Change loss"
    document.undo_stack.undo()
    canvas.choose_data("diabetes")
    with qtbot.waitSignal(canvas.refused) as told:
        choose(open_menu(canvas, at), *path, "Cross-entropy")
    assert "loss" in told.args[0]
    assert document.experiment.loss == "squared_error"


def test_the_empty_canvas_has_a_menu(canvas):
    menu = open_menu(canvas, QPointF(3, 3))
    assert words(menu)[0] == "network"
    choose(menu, "Select all layers")
    assert canvas.selected_layers == (1, 2)
    canvas.zoom.zoom(240, place(canvas, QPointF(3, 3)))
    choose(open_menu(canvas, canvas.mapToScene(3, 3)), "Fit the network")
    assert canvas.zoom.is_fitted


def test_the_menu_key_is_about_what_the_keyboard_is_on(canvas, document, session):
    session.publish(snapshot_of(document))
    for selected, heading in (((), "network"), ((0,), "output"), ((1, 2), "2 layers")):
        canvas.selection.set(selected)
        menu = open_menu(canvas)
        assert words(menu)[0] == heading
        menu.close()
    click(canvas, canvas.network.layer_cards[1].unit_centre(1))
    menu = open_menu(canvas)
    assert words(menu)[0] == "layer 1, unit 2"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert canvas.network.asking.unit_card.of is None


def test_a_menu_ends_a_drag(canvas, document, session):
    drag(canvas, header(canvas, 1), header(canvas, 2), release=False)
    open_menu(canvas, header(canvas, 1)).close()
    assert session.held == 0
    assert document.undo_stack.count() == 0


def test_a_menu_of_what_is_no_layer_leaves_none_selected(canvas):
    for card in (canvas.network.loss_card, canvas.network.input_card):
        canvas.selection.set((0,))
        open_menu(canvas, card.rect.center()).close()
        assert canvas.selected_layers == ()


def test_the_samples_have_no_arrows_that_look_like_a_submenus(canvas):
    menu = open_menu(canvas, canvas.network.input_card.rect.center())
    icons = {a.text().partition("\t")[0]: a.icon().isNull() for a in menu.actions()}
    assert icons["Next sample"]
    assert icons["Previous sample"]
    menu.close()
