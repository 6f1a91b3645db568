"""All that the mouse can do to the network, by key, with the place of the keyboard in sight."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bpstudio.engine.activations import ACTIVATIONS
from tests.ui.builder.networks import activations_of, drag, header, press, snapshot_of, units_of

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture(autouse=True)
def focused(canvas):
    canvas.setFocus()


@pytest.fixture
def said(canvas):
    heard = []
    canvas.refused.connect(heard.append)
    return heard


def close(menu):
    menu.close()


def popup():
    menu = QApplication.activePopupWidget()
    assert menu is not None
    return menu


def test_arrows_walk_over_layers_and_units_in_sight(canvas, document, session):
    session.publish(snapshot_of(document))
    press(canvas, Key.Key_Right)
    assert canvas.network.layer_cards[1].has_ring
    press(canvas, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert canvas.network.asking.unit_card.of == (1, 2)
    press(canvas, Key.Key_Up)
    assert canvas.network.asking.unit_card.of == (1, 1)
    press(canvas, Key.Key_Right)
    assert canvas.network.layer_cards[2].has_ring
    assert not canvas.network.layer_cards[1].has_ring
    assert canvas.network.asking.unit_card.of is None


def test_with_no_layer_selected_the_canvas_shows_the_place_of_the_keyboard(canvas):
    press(canvas, Key.Key_Right)
    assert not canvas.shows_ring()
    without = canvas.grab().toImage()
    press(canvas, Key.Key_Escape)
    assert canvas.shows_ring()
    with_ring = canvas.grab().toImage()
    assert with_ring.pixelColor(2, 300) != without.pixelColor(2, 300)
    assert with_ring.pixelColor(9, 9) == without.pixelColor(9, 9), "a ring, and nothing in it"
    canvas.clearFocus()
    assert not canvas.shows_ring()


def test_shift_with_arrows_selects_more(canvas):
    press(canvas, Key.Key_Right)
    press(canvas, Key.Key_Right, modifier=SHIFT)
    assert canvas.selected_layers == (1, 2)
    assert canvas.network.layer_cards[2].has_ring
    press(canvas, Key.Key_A, modifier=CONTROL)
    assert canvas.selected_layers == (1, 2)
    press(canvas, Key.Key_Escape)
    assert canvas.selected_layers == ()
    press(canvas, Key.Key_Left, modifier=SHIFT)
    assert canvas.selected_layers == (0,)


def test_alt_with_arrows_moves_the_selected_layers_together(canvas, document):
    canvas.add_layer("relu")
    canvas.selection.set((1, 2))
    press(canvas, Key.Key_Right, modifier=ALT)
    assert activations_of(document) == ["relu", "sigmoid", "tanh"]
    assert document.undo_stack.undoText() == "Move 2 layers"
    count = document.undo_stack.count()
    press(canvas, Key.Key_Right, modifier=ALT)
    assert document.undo_stack.count() == count, "the end of the chain"
    press(canvas, Key.Key_Left, modifier=ALT)
    assert activations_of(document) == ["sigmoid", "tanh", "relu"]


@pytest.mark.parametrize(
    ("key", "modifier", "units"),
    [
        (Key.Key_Plus, Qt.KeyboardModifier.NoModifier, 5),
        (Key.Key_Plus, SHIFT, 5),
        (Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier, 5),
        (Key.Key_Equal, Qt.KeyboardModifier.NoModifier, 5),
        (Key.Key_Minus, Qt.KeyboardModifier.NoModifier, 3),
    ],
)
def test_plus_and_minus_change_the_units(canvas, document, key, modifier, units):
    canvas.selection.set((1,))
    press(canvas, key, modifier=modifier)
    assert units_of(document) == [units, 3]
    assert document.undo_stack.undoText() == "Units of layer 1"
    document.undo_stack.undo()
    assert units_of(document) == [4, 3]


def test_a_goes_round_the_activations_in_one_step(canvas, document):
    names = list(ACTIVATIONS)
    canvas.selection.set((1,))
    seen = []
    for _ in names:
        press(canvas, Key.Key_A)
        seen.append(document.experiment.hidden[0].activation)
    start = names.index("sigmoid") + 1
    assert seen == [*names[start:], *names[:start]]
    assert units_of(document) == [4, 3]
    assert document.undo_stack.count() == 0, "all the way round is nowhere"
    press(canvas, Key.Key_A, Key.Key_A)
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert activations_of(document) == ["sigmoid", "tanh"]


def test_shift_a_opens_the_menu_of_activations(canvas, document):
    canvas.selection.set((1, 2))
    press(canvas, Key.Key_A, modifier=SHIFT)
    menu = popup()
    labels = [action.text() for action in menu.actions()]
    assert labels == [activation.label for activation in ACTIVATIONS.values()]
    assert not any(action.isChecked() for action in menu.actions()), "they differ"
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    assert activations_of(document) == [list(ACTIVATIONS)[1]] * 2
    assert document.undo_stack.count() == 1


def test_insert_asks_for_a_layer_and_puts_it_after(canvas, document):
    canvas.selection.set((1,))
    press(canvas, Key.Key_Insert)
    QTest.keyClick(popup(), Key.Key_Return)
    assert activations_of(document) == ["sigmoid", next(iter(ACTIVATIONS)), "tanh"]
    assert canvas.selected_layers == (3,)
    document.undo_stack.undo()
    assert activations_of(document) == ["sigmoid", "tanh"]


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_removes_the_selected_layers(canvas, document, key):
    canvas.selection.set((1, 2, 0))
    press(canvas, key)
    assert activations_of(document) == []
    assert document.undo_stack.undoText() == "Remove 2 layers"
    document.undo_stack.undo()
    assert activations_of(document) == ["sigmoid", "tanh"]


def test_s_gives_a_skip_or_says_what_would_have_to_change(canvas, document, qtbot):
    canvas.selection.set((2,))
    with qtbot.waitSignal(canvas.refused) as told:
        press(canvas, Key.Key_S)
    assert "units" in told.args[0]
    assert "." not in told.args[0].rstrip("."), "one sentence"
    assert document.undo_stack.count() == 0
    press(canvas, Key.Key_Plus, Key.Key_S)
    assert document.experiment.hidden[1].skip
    press(canvas, Key.Key_S)
    assert not document.experiment.hidden[1].skip


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Plus, Key.Key_S, Key.Key_A])
def test_the_output_says_why_it_stays(canvas, document, qtbot, key):
    canvas.selection.set((0,))
    with qtbot.waitSignal(canvas.refused) as told:
        press(canvas, key)
    assert "the output is what the data and the loss make it" in told.args[0]
    assert document.undo_stack.count() == 0


def test_with_nothing_selected_keys_change_nothing(canvas, document, said):
    press(canvas, Key.Key_Delete, Key.Key_Plus, Key.Key_S, Key.Key_A, Key.Key_Return)
    press(canvas, Key.Key_A, modifier=SHIFT)
    press(canvas, Key.Key_Left, modifier=ALT)
    assert document.undo_stack.count() == 0
    assert len(said) == 7, "each says so"


def test_during_a_drag_only_escape_is_heard(canvas, document):
    drag(canvas, header(canvas, 1), header(canvas, 2), release=False)
    press(canvas, Key.Key_Delete, Key.Key_Plus, Key.Key_A)
    assert document.undo_stack.count() == 0
    assert canvas.pointer.is_busy
    press(canvas, Key.Key_Escape)
    assert not canvas.pointer.is_busy


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        *((key, PLAIN) for key in (Key.Key_Delete, Key.Key_Minus, Key.Key_Plus, Key.Key_A)),
        *((key, PLAIN) for key in (Key.Key_S, Key.Key_Return, Key.Key_Down)),
        *((key, CONTROL) for key in (Key.Key_D, Key.Key_X, Key.Key_C)),
        *((key, ALT) for key in (Key.Key_Left, Key.Key_Right)),
        (Key.Key_A, SHIFT),
    ],
)
def test_a_key_that_needs_a_layer_says_so(canvas, document, said, key, modifier):
    press(canvas, key, modifier=modifier)
    assert len(said) == 1
    assert "select a layer first" in said[0]
    assert document.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("key", "modifier"), [(Key.Key_W, PLAIN), (Key.Key_E, CONTROL), (Key.Key_Delete, CONTROL)]
)
def test_a_key_that_needs_a_unit_says_so(canvas, document, said, key, modifier):
    canvas.selection.set((1,))
    press(canvas, key, modifier=modifier)
    assert len(said) == 1
    assert "choose a unit first" in said[0]
    assert document.undo_stack.count() == 0


def test_what_is_at_its_end_says_so(canvas, document, session, said):
    canvas.selection.set((1,))
    press(canvas, Key.Key_Left, modifier=ALT)
    assert said == ["Move: nothing stands between what is selected and the input"]
    press(canvas, Key.Key_Minus, Key.Key_Minus, Key.Key_Minus)
    assert len(said) == 1
    press(canvas, Key.Key_Minus)
    assert said[-1].startswith("Units of layer 1: a layer has at least 1")
    press(canvas, Key.Key_Down, Key.Key_W)
    assert said[-1].startswith("Weights: the run hasn't told them")
    session.publish(snapshot_of(document))
    press(canvas, Key.Key_Down, Key.Key_W, Key.Key_W, Key.Key_W)
    assert said[-1] == "Weights: this is the weakest of them"
