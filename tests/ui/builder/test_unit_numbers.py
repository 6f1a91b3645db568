"""Operating on one unit: it goes, or its numbers are written by hand; the run follows."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from bpstudio.experiment import edits
from bpstudio.ui.builder.unit_numbers import UnitNumbers
from bpstudio.ui.dialogs import Answer
from bpstudio.ui.widgets.banner import Banner


@pytest.fixture
def alive(qtbot, window):
    """Return a window whose network has come to life."""
    qtbot.waitUntil(lambda: window.session.snapshot.experiment == window.document.experiment)
    return window


def weights_of(window, layer=0):
    return window.session.snapshot.layers[layer].weights


def opened(qtbot, window, number, unit):
    canvas = window.parts.stage.canvas
    canvas.setFocus()
    canvas.selection.set((number,))
    canvas.network.asking.open_unit(number, unit)
    qtbot.keyClick(canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    return window.findChild(UnitNumbers)


def write(dialog, row, text):
    dialog._table.item(row, 1).setText(text)


def test_a_weight_by_hand_and_back(qtbot, alive):
    number = alive.document.experiment.hidden[0].id
    dialog = opened(qtbot, alive, number, 3)
    before = float(weights_of(alive)[3, 5])
    shown = dialog._table.item(6, 1).text().replace("−", "-")
    assert float(shown) == pytest.approx(before, rel=1e-6)
    write(dialog, 6, "2,5")
    qtbot.waitUntil(lambda: weights_of(alive)[3, 5] == 2.5)
    assert alive.document.undo_stack.undoText() == "Weight of unit 4 of layer 1"
    write(dialog, 0, "-1.5")
    qtbot.waitUntil(lambda: alive.session.snapshot.layers[0].biases[3] == -1.5)
    dialog.reject()
    alive.document.undo_stack.undo()
    alive.document.undo_stack.undo()
    qtbot.waitUntil(lambda: float(weights_of(alive)[3, 5]) == before)
    assert alive.session.snapshot.layers[0].biases[3] == 0


def test_a_number_by_hand_is_an_edit_that_is_asked_about(qtbot, alive, tmp_path, monkeypatch):
    document, asked = alive.document, []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()) or Answer.Cancel)
    dialog = opened(qtbot, alive, document.experiment.hidden[0].id, 3)
    write(dialog, 6, "2.5")
    dialog.reject()
    assert alive.isWindowModified()
    qtbot.keyClick(alive, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1
    assert document.undo_stack.count() == 1, "the answer was Cancel"
    document.undo_stack.undo()
    assert not alive.isWindowModified()
    document.undo_stack.redo()
    qtbot.waitUntil(lambda: weights_of(alive)[3, 5] == 2.5)
    document.save(tmp_path / "mine.bps")
    assert not alive.isWindowModified()
    alive.session.step()
    qtbot.waitUntil(lambda: alive.session.snapshot.step == 1)
    assert not alive.isWindowModified(), "training alone makes nothing dirty"
    document.undo_stack.undo()
    assert alive.isWindowModified(), "the file has the number"
    document.undo_stack.redo()
    assert not alive.isWindowModified()
    document.open(tmp_path / "mine.bps")
    assert not alive.isWindowModified()


def test_an_experiments_text_has_no_place_for_numbers_by_hand(qtbot, alive, tmp_path):
    dialog = opened(qtbot, alive, alive.document.experiment.hidden[0].id, 3)
    write(dialog, 6, "2.5")
    dialog.reject()
    alive.files.front.save_to(tmp_path / "bare.json")
    banner = alive.findChild(Banner, "banner")
    assert "bare.json was saved without the numbers written by hand." in banner.text
    assert alive.isWindowModified()
    alive.document.undo_stack.undo()
    assert not alive.isWindowModified()


@pytest.mark.parametrize("text", ["", "much", "nan", "1e40", "inf"])
def test_what_is_no_number_leaves_the_weight_as_it_was(qtbot, alive, text):
    number = alive.document.experiment.hidden[0].id
    dialog = opened(qtbot, alive, number, 0)
    before = dialog._table.item(1, 1).text()
    write(dialog, 1, text)
    assert dialog._table.item(1, 1).text() == before
    assert alive.document.undo_stack.count() == 0
    assert "number" in dialog._note.text() or "at most" in dialog._note.text()
    dialog.reject()


def test_one_unit_goes_while_it_trains_and_comes_back(qtbot, alive):
    document, session = alive.document, alive.session
    number = document.experiment.hidden[0].id
    canvas = alive.parts.stage.canvas
    units = document.experiment.hidden[0].units
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 3)
    canvas.setFocus()
    canvas.selection.set((number,))
    canvas.network.asking.open_unit(number, 2)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert document.experiment == edits.set_units(document.experiment, number, units - 1)
    assert document.undo_stack.undoText() == "Remove unit 3 of layer 1"
    qtbot.waitUntil(lambda: len(session.snapshot.layers[0].biases) == units - 1)
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: len(session.snapshot.layers[0].biases) == units)
    session.pause()


def test_what_is_told_after_it_is_closed_finds_nobody(qtbot, alive):
    session, number = alive.session, alive.document.experiment.hidden[0].id
    dialog = opened(qtbot, alive, number, 3)
    assert session.snapshot.unit is None
    dialog.reject()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: session.snapshot.unit is not None)
    qtbot.wait(50)
