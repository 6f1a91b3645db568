"""The options of what is chosen from a registry: shown and typed as any other number."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QToolButton

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice
from bpstudio.ui.numbers import parsed
from tests.ui.builder.networks import field


def epsilon_of(inspector, document, epsilon):
    """Return the field for Adam's epsilon, of an experiment that has it as in a file."""
    adam = Choice("adam", (("epsilon", epsilon),) if epsilon else ())
    document.edit("x", edits.set_optimizer(document.experiment, adam))
    field(inspector, QToolButton, "More of the training").click()
    QApplication.processEvents()
    return field(inspector, QDoubleSpinBox, "ε")


@pytest.mark.parametrize("epsilon", [1e-10, 1.5e-12, 0.25])
def test_a_small_option_is_shown_as_it_is_and_stays(inspector, document, epsilon):
    shown = epsilon_of(inspector, document, epsilon)
    assert parsed(shown.text()) == epsilon
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert dict(document.experiment.training.optimizer.options) == {"epsilon": epsilon}
    assert document.undo_stack.count() == 1


@pytest.mark.parametrize(
    ("typed", "epsilon"),
    [("1e-9", 1e-9), ("1e\u22129", 1e-9), ("0,5", 0.5), ("0.5", 0.5), ("1e6", 1e6)],
)
def test_an_option_is_typed_as_any_number_is(inspector, document, typed, epsilon):
    shown = epsilon_of(inspector, document, None)
    assert parsed(shown.text()) == 1e-8
    shown.selectAll()
    if typed.isascii():
        QTest.keyClicks(shown, typed)
    else:  # pasted: QTest has no such key
        shown.lineEdit().insert(typed)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert document.experiment.training.optimizer == Choice("adam", (("epsilon", epsilon),))
    assert document.undo_stack.count() == 2


def test_an_epsilon_of_nothing_is_refused_in_words(inspector, canvas, document):
    said = []
    canvas.refused.connect(said.append)
    shown = epsilon_of(inspector, document, None)
    shown.selectAll()
    QTest.keyClicks(shown, "0")
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert said == ["Change optimizer: must be a number from 1e-20 to 1e+30, not 0.0"]
    assert document.experiment.training.optimizer == Choice("adam")
    assert parsed(shown.text()) == 1e-8


def test_a_digit_of_a_small_option_is_changed(inspector, document):
    shown = epsilon_of(inspector, document, None)
    QTest.keyClick(shown, Qt.Key.Key_End)
    QTest.keyClick(shown, Qt.Key.Key_Backspace)
    QTest.keyClicks(shown, "7")
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert document.experiment.training.optimizer == Choice("adam", (("epsilon", 1e-7),))


@pytest.mark.parametrize("typed", ["-1", "2e6", "small", ""])
def test_what_is_no_option_changes_nothing(inspector, document, typed):
    shown = epsilon_of(inspector, document, 0.25)
    shown.selectAll()
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    QTest.keyClicks(shown, typed)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert shown.text() == "0.25"
    assert document.undo_stack.count() == 1
