import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QMenu

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.builder.menus import context_menu
from bpstudio.ui.document import Document
from bpstudio.ui.theme import theme
from tests.ui.builder.networks import (
    activations_of,
    click,
    experiment,
    header,
    place,
    press,
    snapshot_of,
    turn_wheel,
    units_of,
)


def test_structure_shows_before_any_numbers(canvas):
    assert sorted(canvas.network.layer_cards) == [1, 2]
    assert canvas.network.layer_cards[1].layer is None
    assert "layer 1 sigmoid 4; layer 2 tanh 3" in canvas.accessibleDescription()
    assert "units" in canvas.network.tip(header(canvas, 1))


def test_cards_are_kept_by_id(canvas, document):
    kept = canvas.network.layer_cards[2]
    document.edit("Remove", edits.remove_layers(document.experiment, (1,)))
    assert canvas.network.layer_cards == {2: kept}
    assert kept.name == "layer 1"


def test_a_snapshot_shows_where_it_fits(canvas, document, session):
    session.publish(snapshot_of(document))
    cards = canvas.network.layer_cards
    assert cards[1].layer is not None
    document.edit("Units", edits.set_units(document.experiment, 1, 5))
    assert cards[1].layer is None, "the snapshot still has four units"
    assert cards[2].layer is not None
    session.publish(snapshot_of(document))
    assert cards[1].layer is not None


def test_pictures_of_a_data_set_are_kept_by_the_set_itself(canvas, document):
    # by its id() they could be taken for those of a later set at the same address
    for card in (canvas.network.input_card, canvas.network.output_card):
        assert card.still_key()[0] is document.dataset


def test_a_snapshot_of_other_data_is_not_shown(canvas, document, session):
    session.publish(snapshot_of(document))
    document.edit("Data", edits.set_data(document.experiment, DataSpec(name="iris")))
    canvas.grab()
    assert "sample 126" not in canvas.network.tip(canvas.network.loss_card.rect.center())
    session.publish(snapshot_of(document))
    assert "sample 126" in canvas.network.tip(canvas.network.loss_card.rect.center())


def test_tips_give_exact_numbers(canvas, document, session):
    session.publish(snapshot_of(document))
    card = canvas.network.layer_cards[1]
    unit = canvas.network.tip(card.unit_centre(1))
    assert "layer 1, unit 2" in unit
    assert "0.3333" in unit  # z runs from 0 to 1 over four units
    assert "25.0\u202f%" in unit
    loss = canvas.network.tip(canvas.network.loss_card.rect.center())
    assert "0.87500" in loss
    assert "1.2500" in loss
    feature = canvas.network.tip(canvas.network.layout.input.center())
    assert "x2" in feature or "x1" in feature


def test_the_tip_of_an_edge_is_its_weight(canvas, document, session):
    session.publish(snapshot_of(document))
    layers = canvas.network.layer_cards
    # the first weight of layer 2 is -1, from unit 1 of layer 1 to unit 1 of layer 2
    start = layers[1].unit_centre(0).y()
    end = layers[2].unit_centre(0).y()
    left, right = layers[1].rect.right(), layers[2].rect.left()
    at = QPointF(left + 0.05 * (right - left), start + 0.05 * (end - start))
    words = canvas.network.tip(at)
    assert "layer 1, unit 1" in words
    assert "−1.000" in words


def test_a_tooltip_appears(canvas, qtbot):
    at = place(canvas, header(canvas, 1))
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, canvas.viewport().mapToGlobal(at))
    assert QApplication.sendEvent(canvas.viewport(), event)


def test_a_click_on_a_unit_opens_its_card(canvas, document, session):
    session.publish(snapshot_of(document))
    centre = canvas.network.layer_cards[1].unit_centre(2)
    click(canvas, centre)
    assert canvas.network.asking.unit_card.of == (1, 2)
    assert canvas.selected_layers == (1,)
    canvas.grab()
    press(canvas, Qt.Key.Key_Escape)
    assert canvas.network.asking.unit_card.of is None
    click(canvas, centre)
    document.edit("Units", edits.set_units(document.experiment, 1, 2))
    assert canvas.network.asking.unit_card.of is None, "its unit is gone"


def test_the_buttons_walk_over_the_samples(canvas, document, session):
    previous, following = canvas.network.input_card.buttons()
    click(canvas, following.center())
    session.publish(snapshot_of(document))
    click(canvas, following.center())
    click(canvas, previous.center())
    press(canvas, Qt.Key.Key_PageDown)
    assert session.positions == [0, 4, 2, 4]
    first = snapshot_of(document)
    sample = dataclasses.replace(first.sample, position=0)
    session.publish(dataclasses.replace(first, sample=sample))
    press(canvas, Qt.Key.Key_PageUp)
    assert session.positions[-1] == len(document.dataset.train.t) - 1


def test_keys_walk_and_edit(canvas, document):
    canvas.setFocus()
    press(canvas, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert canvas.selected_layers == (2,)
    press(canvas, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert units_of(document) == [4, 5]
    assert document.undo_stack.count() == 1, "a run of keys is one step"
    press(canvas, Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    assert activations_of(document) == ["tanh", "sigmoid"]
    press(canvas, Qt.Key.Key_Delete)
    assert activations_of(document) == ["sigmoid"]
    assert canvas.selected_layers == ()
    press(canvas, Qt.Key.Key_Left)
    assert canvas.selected_layers == (0,)
    press(canvas, Qt.Key.Key_Delete)
    assert activations_of(document) == ["sigmoid"], "the output stays"


def test_keys_change_all_selected_layers_in_one_step(canvas, document):
    canvas.selection.set((1, 2))
    press(canvas, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert units_of(document) == [7, 6]
    assert document.undo_stack.count() == 1
    press(canvas, *[Qt.Key.Key_Minus] * 8)
    assert units_of(document) == [1, 1], "a layer keeps one unit"
    document.undo_stack.undo()
    assert units_of(document) == [4, 3]


def test_tab_walks_to_the_end_and_leaves(canvas):
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.selected_layers == (1,)
    press(canvas, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert canvas.selected_layers == (0,)
    assert canvas.network.output_card.has_ring
    assert not canvas.selection.walk(1), "from here on Tab goes to the next widget"
    press(canvas, Qt.Key.Key_Backtab)
    assert canvas.selected_layers == (2,)
    click(canvas, header(canvas, 1))
    assert not canvas.network.layer_cards[1].has_ring, "the mouse needs no ring"


def test_layers_are_added_after_the_selected_one(canvas, document):
    canvas.add_layer("relu")
    assert activations_of(document) == ["sigmoid", "tanh", "relu"]
    canvas.selection.set((1,))
    canvas.add_layer("identity")
    assert activations_of(document) == ["sigmoid", "identity", "tanh", "relu"]


def test_the_wheel_zooms_within_limits(canvas):
    at = canvas.viewport().rect().center()
    for _ in range(60):
        turn_wheel(canvas, at, 240)
    assert canvas.transform().m11() == pytest.approx(4)
    canvas.grab()
    for _ in range(90):
        turn_wheel(canvas, at, -240)
    assert canvas.transform().m11() == pytest.approx(0.25)
    press(canvas, Qt.Key.Key_F)
    assert canvas.transform().m11() == 1


def test_a_refusal_is_told_and_changes_nothing(canvas, document, qtbot):
    with qtbot.waitSignal(canvas.refused) as told:
        canvas.choose_data("no such set")
    assert "no such set" in told.args[0]
    assert document.undo_stack.count() == 0


def test_the_loss_follows_what_is_to_be_learned(canvas, document):
    canvas.choose_data("diabetes")
    assert document.experiment.loss == "squared_error"
    canvas.choose_data("iris")
    assert document.experiment.loss == "cross_entropy"
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.experiment.loss == "squared_error"


def test_an_empty_network_says_how_to_fill_it(canvas, document):
    assert canvas.network.notes.words == ()
    document.edit("Remove", edits.remove_layers(document.experiment, (1, 2)))
    (words,) = canvas.network.notes.words
    assert words.startswith("Drag a layer here")
    canvas.grab()


def test_only_layers_can_be_removed(canvas):
    assert not canvas.can_remove
    canvas.selection.set((0,))
    assert not canvas.can_remove, "the output stays"
    canvas.selection.set((1, 0))
    assert canvas.can_remove


def test_the_loss_of_a_scaled_target_says_so(canvas, document, session):
    canvas.choose_data("diabetes")
    session.publish(snapshot_of(document))
    words = canvas.network.tip(canvas.network.loss_card.rect.center())
    assert "Squared error, scaled target" in words
    assert "progression" in words
    canvas.grab()


def test_units_that_never_saturate_are_told_apart_from_those_that_do_not_now(
    qtbot, session, canvas, document
):
    document.edit("Activation", edits.set_activation(document.experiment, 1, "identity"))
    session.publish(snapshot_of(document))
    assert "never" in canvas.network.tip(canvas.network.layer_cards[1].unit_centre(0))
    assert "never" in canvas.network.tip(header(canvas, 1))
    assert "never" not in canvas.network.tip(header(canvas, 2))


@pytest.mark.parametrize("layers", [30, 200])
def test_very_long_chains_can_be_drawn_and_read(qtbot, session, layers):
    wanted = experiment(*[(8, "sigmoid"), (5, "tanh")] * (layers // 2), data="digits")
    document = Document(wanted)
    canvas = NetworkCanvas(document, session)
    qtbot.addWidget(canvas)
    canvas.resize(926, 700)
    canvas.show()
    empty = canvas.grab().toImage()
    session.publish(snapshot_of(document))
    assert canvas.grab().toImage() != empty
    assert canvas.network.notes.words == ("saturated, probe", "‖δ‖, batch", "parameters")
    last = canvas.network.layer_cards[layers]
    assert canvas.viewport().rect().contains(place(canvas, last.rect.center()))
    click(canvas, last.unit_centre(2))
    assert canvas.selected_layers == (layers,)
    assert canvas.network.asking.unit_card.of == (layers, 2)
    assert last.isVisible()
    canvas.grab()


def test_context_menus(canvas, document):
    menu = context_menu(canvas, header(canvas, 2))
    words = [action.text() for action in menu.actions()]
    assert "Remove layer 2\tDel" in words
    next(action for action in menu.actions() if action.text().startswith("Remove")).trigger()
    assert activations_of(document) == ["sigmoid"]
    menu.deleteLater()
    menu = context_menu(canvas, QPointF(2, 2))
    layers = next(found for found in menu.findChildren(QMenu) if "Add" in found.title())
    layers.actions()[0].trigger()
    assert activations_of(document) == ["sigmoid", "sigmoid"]
    menu.deleteLater()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("wanted", "size"),
    [
        (experiment(), (900, 660)),
        (experiment((40, "relu"), (3, "identity"), data="digits"), (900, 660)),
        (experiment(*[(24, "sigmoid")] * 12, data="breast_cancer"), (768, 480)),
        (experiment((8, "tanh"), data="diabetes", loss="squared_error"), (600, 400)),
    ],
)
def test_every_network_can_be_drawn(qtbot, session, wanted, size, mode):
    document = Document(wanted)
    canvas = NetworkCanvas(document, session)
    qtbot.addWidget(canvas)
    canvas.resize(*size)
    canvas.show()
    theme().set_mode(mode)
    empty = canvas.grab().toImage()
    session.publish(snapshot_of(document))
    full = canvas.grab().toImage()
    theme().set_mode("system")
    assert empty != full


def test_numbers_that_are_not_finite_can_be_drawn(canvas, document, session):
    good = snapshot_of(document, loss=float("nan"))
    layers = tuple(
        dataclasses.replace(
            layer,
            z=np.full(len(layer.z), np.nan),
            batch_delta=np.full(len(layer.z), np.inf),
            delta=np.full(len(layer.z), np.nan),
        )
        for layer in good.layers
    )
    session.publish(dataclasses.replace(good, layers=layers))
    canvas.grab()
    canvas.network.tip(canvas.network.layer_cards[1].unit_centre(0))
