import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
)

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice
from tests.ui.builder.networks import activations_of, field, units_of


def words(inspector):
    labels = inspector.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisibleTo(inspector)]


def pick(combo, key):
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())
    QApplication.processEvents()  # what is new in a layout shows at the next turn


def test_with_nothing_selected_it_shows_the_network(inspector):
    # 2-4-3-2: 3*4 + 5*3 + 4*2
    assert "network" in words(inspector)
    assert "35 parameters" in words(inspector)


@pytest.mark.parametrize("typed", ["5000000", "0", "", "99999999999999999999"])
def test_units_that_no_layer_has_are_refused_in_words(inspector, canvas, document, typed):
    canvas.selection.set((1,))
    said = []
    canvas.refused.connect(said.append)
    units = field(inspector, QSpinBox, "Units")
    units.selectAll()
    QTest.keyClick(units, Qt.Key.Key_Delete)
    QTest.keyClicks(units, typed)
    assert units.lineEdit().text() == typed, "no digit is dropped"
    QTest.keyClick(units, Qt.Key.Key_Return)
    assert said == ["Units of layer 1: a layer has at least 1 and at most 1\u202f000\u202f000"]
    assert units.text() == "4"
    assert document.undo_stack.count() == 0


def test_units_are_typed_and_stepped_down_to_one(inspector, canvas, document):
    canvas.selection.set((1,))
    said = []
    canvas.refused.connect(said.append)
    units = field(inspector, QSpinBox, "Units")
    units.selectAll()
    QTest.keyClicks(units, "12")
    QTest.keyClick(units, Qt.Key.Key_Return)
    assert units_of(document) == [12, 3]
    units.stepBy(-10)
    units.stepBy(-10)
    assert units_of(document) == [1, 3]
    assert said == []
    QTest.keyClick(units, Qt.Key.Key_Down)
    assert len(said) == 1
    assert units.text() == "1"
    canvas.selection.set((1, 2))
    assert units.text() == " ", "they differ"


def test_the_number_of_epochs(inspector, document):
    epochs = field(inspector, QDoubleSpinBox, "Epochs")
    assert epochs.value() == document.experiment.training.epochs == 100
    epochs.setValue(250)
    assert document.experiment.training.epochs == 250
    document.undo_stack.undo()
    assert epochs.text() == "100"


def test_it_asks_for_the_same_whatever_is_selected(inspector, canvas, document):
    network = inspector.sizeHint().height()
    spread = Choice("normal", (("std", 2.0),))
    document.edit("x", edits.set_initializer(document.experiment, 1, spread))
    for selected in ((1,), (2,), (0,), ()):
        canvas.selection.set(selected)
        assert inspector.sizeHint().height() == network


def test_large_numbers_do_not_widen_it(inspector, canvas, document):
    document.edit("Units", edits.set_units(document.experiment, 2, 10**6))
    for selected in ((), (2,), (0,)):
        canvas.selection.set(selected)
        assert inspector.widget().minimumSizeHint().width() <= inspector.width()


def test_a_layer_in_fields(inspector, canvas, document):
    canvas.selection.set((1,))
    assert "layer 1" in words(inspector)
    assert "12 parameters" in words(inspector)
    pick(field(inspector, QComboBox, "Activation"), "relu")
    field(inspector, QSpinBox, "Units").setValue(6)
    assert activations_of(document) == ["relu", "tanh"]
    assert units_of(document) == [6, 3]
    assert "18 parameters" in words(inspector)
    assert document.undo_stack.count() == 2


def test_turning_a_number_is_one_undo_step(inspector, canvas, document):
    canvas.selection.set((2,))
    units = field(inspector, QSpinBox, "Units")
    for _ in range(5):
        units.stepUp()
    assert units_of(document) == [4, 8]
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert units.value() == 3


def test_an_initializer_and_its_options(inspector, canvas, document):
    canvas.selection.set((1,))
    pick(field(inspector, QComboBox, "Initializer"), "normal")
    field(inspector, QDoubleSpinBox, "spread").setValue(2.1)
    chosen = document.experiment.hidden[0].initializer
    assert chosen == Choice("normal", (("std", 2.1),))
    pick(field(inspector, QComboBox, "Initializer"), "zeros")
    assert document.experiment.hidden[0].initializer == Choice("zeros")
    assert "spread" not in words(inspector)


def test_several_layers_at_once(inspector, canvas, document):
    canvas.selection.set((1, 2))
    assert "2 layers" in words(inspector)
    assert field(inspector, QComboBox, "Activation").currentIndex() == -1
    units = field(inspector, QSpinBox, "Units")
    assert units.text().strip() == ""
    units.setValue(9)
    pick(field(inspector, QComboBox, "Activation"), "relu")
    assert units_of(document) == [9, 9]
    assert activations_of(document) == ["relu", "relu"]
    assert document.undo_stack.count() == 2


def test_the_output(inspector, canvas, document):
    canvas.selection.set((0,))
    assert "softmax" in words(inspector)
    pick(field(inspector, QComboBox, "Initializer"), "he_normal")
    assert document.experiment.network.initializer == Choice("he_normal")


def test_the_remove_button(inspector, canvas, document):
    canvas.selection.set((1,))
    field(inspector, QPushButton, "Remove layer 1").click()
    assert activations_of(document) == ["tanh"]
    assert "network" in words(inspector)


def test_choices_are_named_as_on_the_screen(inspector, canvas):
    assert field(inspector, QComboBox, "Loss").currentText() == "Cross-entropy"
    canvas.selection.set((1,))
    activations = field(inspector, QComboBox, "Activation")
    assert [activations.itemText(place) for place in range(3)] == ["Sigmoid", "Tanh", "ReLU"]
    assert field(inspector, QComboBox, "Initializer").currentText() == "Glorot uniform"


def test_a_refused_edit_puts_the_field_back(inspector, canvas, document, qtbot, monkeypatch):
    monkeypatch.setattr("bpstudio.data.memory.available_memory", lambda: 2**30)
    canvas.selection.set((1, 2))
    with qtbot.waitSignal(canvas.refused) as told:
        # two layers of a million units have 10^12 weights between them: 4 TB
        field(inspector, QSpinBox, "Units").setValue(10**6)
    assert told.args[0].startswith("Units of 2 layers: ")
    assert field(inspector, QSpinBox, "Units").text().strip() == "", "4 and 3 units: no number"
    assert units_of(document) == [4, 3]
    assert document.undo_stack.count() == 0


def test_how_to_descend_and_when_to_stop(inspector, document):
    more = field(inspector, QToolButton, "More of the training")
    assert more.text() == "more"
    before = inspector.sizeHint().height()
    more.click()
    QApplication.processEvents()
    assert inspector.sizeHint().height() > before
    field(inspector, QDoubleSpinBox, "Penalty l2").setValue(0.01)
    field(inspector, QDoubleSpinBox, "Clip gradient at").setValue(2.5)
    field(inspector, QDoubleSpinBox, "Stop at loss").setValue(0.125)
    field(inspector, QDoubleSpinBox, "Patience").setValue(20)
    training = document.experiment.training
    assert (training.l2, training.clip_norm, training.stop_loss) == (0.01, 2.5, 0.125)
    assert training.patience == 20
    assert document.undo_stack.count() == 4
    document.undo_stack.undo()
    assert field(inspector, QDoubleSpinBox, "Patience").text() == "off"
    assert more.text() == "more (3)"


def test_the_options_of_an_optimizer_and_a_schedule(inspector, document):
    field(inspector, QToolButton, "More of the training").click()
    pick(field(inspector, QComboBox, "Optimizer and its options"), "momentum")
    field(inspector, QDoubleSpinBox, "momentum").setValue(0.5)
    pick(field(inspector, QComboBox, "Schedule"), "exponential")
    field(inspector, QDoubleSpinBox, "factor").setValue(0.75)
    training = document.experiment.training
    assert training.optimizer == Choice("momentum", (("momentum", 0.5),))
    assert training.schedule == Choice("exponential", (("factor", 0.75),))


def test_a_skip_needs_as_many_units_as_come_in(inspector, canvas, document, qtbot):
    canvas.selection.set((2,))  # 3 units, and 4 come in
    box = field(inspector, QCheckBox, "Skip")
    with qtbot.waitSignal(canvas.refused) as told:
        box.click()
    assert told.args[0].startswith("Skip of layer 2: layer 2 has 3 units and 4 come in")
    assert not box.isChecked()
    field(inspector, QSpinBox, "Units").setValue(4)
    box.click()
    assert document.experiment.hidden[1].skip
    qtbot.keyClick(canvas, "S")
    assert not document.experiment.hidden[1].skip


def test_units_typed_for_a_layer_that_goes_meanwhile_are_forgotten(inspector, canvas, document):
    canvas.selection.set((1,))
    units = field(inspector, QSpinBox, "Units")
    units.setFocus()
    units.lineEdit().selectAll()
    QTest.keyClicks(units, "7")
    document.edit("Remove layer", edits.remove_layers(document.experiment, (1,)))
    QTest.keyClick(units, Qt.Key.Key_Return)
    assert units_of(document) == [3]
    assert document.undo_stack.count() == 1
