"""The timeline in a window: looking back by mouse and keys, branching, edits meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Choice
from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.builder.units_field import UnitsField
from bpstudio.ui.widgets.locked import fields_of
from tests.ui.timeline.hand import LEFT, at, click, steps, track_of, wait_for_step


def test_a_drag_looks_back_and_the_canvas_shows_what_was(qtbot, trained):
    track, canvas = track_of(trained), trained.parts.stage.canvas
    now = trained.document.experiment.hidden[0]
    qtbot.mousePress(track, LEFT, pos=at(track, 35))
    for step in (30, 20, 12):
        qtbot.mouseMove(track, at(track, step))
        qtbot.wait(5)
    qtbot.mouseRelease(track, LEFT, pos=at(track, 12))
    wait_for_step(qtbot, trained, 12)
    assert trained.session.snapshot.is_past
    assert canvas.network.layer_cards[now.id].column.slot.units == now.units - 3
    assert trained.document.experiment.hidden[0] == now, "the document stays as it is"
    qtbot.waitUntil(lambda: "Looking back at step 12 of 40" in trained.statusBar().sentence)
    click(qtbot, trained, 40)
    qtbot.waitUntil(lambda: not trained.session.snapshot.is_past)
    assert trained.session.snapshot.step == 40
    qtbot.waitUntil(lambda: canvas.network.layer_cards[now.id].column.slot.units == now.units)


def test_keys_walk_along_the_run(qtbot, trained):
    track = track_of(trained)
    track.setFocus()
    for key, step in (
        (Qt.Key.Key_Left, 39),
        (Qt.Key.Key_Left, 38),
        (Qt.Key.Key_Right, 39),
        (Qt.Key.Key_PageDown, 37),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(track, key)
        wait_for_step(qtbot, trained, step)
    qtbot.keyClick(track, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not trained.session.snapshot.is_past)
    trained._actions["actionBack"].trigger()
    wait_for_step(qtbot, trained, 39)
    trained._actions["actionNow"].trigger()
    qtbot.waitUntil(lambda: not trained.session.snapshot.is_past)


def test_nothing_can_be_edited_in_the_past_and_nothing_is_lost(qtbot, trained):
    canvas, document = trained.parts.stage.canvas, trained.document
    before, count = document.experiment, document.undo_stack.count()
    click(qtbot, trained, 30)
    wait_for_step(qtbot, trained, 30)
    qtbot.waitUntil(lambda: bool(document.lock))
    with pytest.raises(Refusal, match="branch from here"):
        document.edit("Rate", edits.set_training(before, learning_rate=0.01))
    said = []
    canvas.refused.connect(said.append)
    canvas.setFocus()
    canvas.selection.set((before.hidden[0].id,))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Plus, Qt.Key.Key_A, Qt.Key.Key_S):
        qtbot.keyClick(canvas, key)
    assert len(said) == 4
    assert (document.experiment, document.undo_stack.count()) == (before, count)


def test_fields_show_the_settings_of_the_step_locked_and_those_of_now_again(qtbot, trained):
    document, fields = trained.document, trained.parts.fields
    inspector, canvas = trained.parts.stage.inspector, trained.parts.stage.canvas
    rate = document.experiment.training.learning_rate
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=0.02))
    document.edit("Optimizer", edits.set_optimizer(document.experiment, Choice("adam")))
    number, units = document.experiment.hidden[0].id, document.experiment.hidden[0].units
    canvas.selection.set((number,))
    units_field = inspector.findChild(UnitsField)
    when = inspector.findChild(QLabel, "whenOfInspector")
    own_hint = fields.rate.toolTip()
    click(qtbot, trained, 10)
    wait_for_step(qtbot, trained, 10)
    qtbot.waitUntil(lambda: fields.optimizer.currentData() == "sgd")
    assert fields.rate.value() == rate != 0.02
    assert units_field.value() == units - 3
    for field in (fields.data, fields.batch, fields.rate, fields.optimizer, units_field):
        assert not field.isEnabled()
        assert field.toolTip().startswith("As it was at step 10, and locked: branch from here")
    assert (when.text(), when.isVisible()) == ("As it was at step 10", True)
    click(qtbot, trained, 30)
    wait_for_step(qtbot, trained, 30)
    qtbot.waitUntil(lambda: when.text() == "As it was at step 30")
    assert units_field.value() == units
    canvas.selection.set(())
    assert not any(field.isEnabled() for field in fields_of(inspector._network))
    trained._actions["actionNow"].trigger()
    qtbot.waitUntil(lambda: fields.rate.isEnabled())
    assert (fields.rate.value(), fields.optimizer.currentData()) == (0.02, "adam")
    assert fields.rate.toolTip() == own_hint
    assert all(field.isEnabled() for field in fields_of(inspector._network))
    assert when.isHidden()


def test_undo_in_the_past_is_refused_like_any_edit(qtbot, trained):
    before = trained.document.experiment
    click(qtbot, trained, 30)
    wait_for_step(qtbot, trained, 30)
    qtbot.waitUntil(lambda: bool(trained.document.lock))
    trained._actions["actionUndo"].trigger()
    assert trained.document.experiment == before
    assert "branch from here" in trained.statusBar().sentence.lower()


def test_an_undo_that_comes_all_the_same_comes_back_to_now(qtbot, trained):
    click(qtbot, trained, 30)
    wait_for_step(qtbot, trained, 30)
    trained.document.undo_stack.undo()
    qtbot.waitUntil(
        lambda: (
            trained.session.snapshot.experiment == trained.document.experiment
            and not trained.session.snapshot.is_past
        )
    )
    assert trained.session.snapshot.step == 40
    assert trained.document.lock == ""


def test_a_branch_makes_the_past_the_present_as_one_undo_step(qtbot, trained):
    document, session = trained.document, trained.session
    wide = document.experiment
    click(qtbot, trained, 10)
    wait_for_step(qtbot, trained, 10)
    was = session.snapshot.layers[0].weights.copy()
    trained._actions["actionBranch"].trigger()
    qtbot.waitUntil(lambda: not session.snapshot.is_past and session.snapshot.step == 10)
    qtbot.waitUntil(lambda: document.experiment != wide)
    assert document.undo_stack.undoText() == "Branch from step 10"
    assert session.snapshot.layers[0].weights.tolist() == was.tolist()
    assert len(session.snapshot.aside) == 1
    assert len(session.recorder.losses) == 10
    steps(qtbot, trained, 5)
    assert len(session.recorder.losses) == 15
    session.resume(session.snapshot.aside[0])
    qtbot.waitUntil(lambda: session.snapshot.step == 40 and document.experiment == wide)
    assert len(session.recorder.losses) == 40


def test_train_branches_where_one_looks(qtbot, trained):
    session = trained.session
    run = session.snapshot.run
    click(qtbot, trained, 30)
    wait_for_step(qtbot, trained, 30)
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.run != run and session.snapshot.step == 31)
    assert session.snapshot.status is Status.PAUSED
    qtbot.waitUntil(lambda: trained.document.undo_stack.undoText() == "Branch from step 30")
    assert trained.document.undo_stack.count() == 2


def test_undo_of_a_branch_brings_the_run_back_and_redo_the_branch(qtbot, trained):
    session, stack = trained.session, trained.document.undo_stack
    run, learned = session.snapshot.run, session.snapshot.layers[0].weights.copy()
    click(qtbot, trained, 30)
    wait_for_step(qtbot, trained, 30)
    trained._actions["actionBranch"].trigger()
    qtbot.waitUntil(lambda: session.snapshot.run != run)
    steps(qtbot, trained, 3)
    branch = session.snapshot.run
    trained._actions["actionUndo"].trigger()
    qtbot.waitUntil(lambda: session.snapshot.run == run)
    assert session.snapshot.step == 40
    assert session.snapshot.layers[0].weights.tobytes() == learned.tobytes()
    assert len(session.recorder.losses) == 40
    stack.redo()
    qtbot.waitUntil(lambda: session.snapshot.run == branch and session.snapshot.step == 33)


def test_escape_takes_a_drag_back(qtbot, trained):
    track = track_of(trained)
    track.setFocus()
    qtbot.mousePress(track, LEFT, pos=at(track, 25))
    wait_for_step(qtbot, trained, 25)
    qtbot.keyClick(track, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not trained.session.snapshot.is_past)
    qtbot.mouseRelease(track, LEFT, pos=at(track, 25))
    assert trained.session.snapshot.step == 40


def test_a_divergence_selects_the_unit_that_went_first_and_can_be_walked_through(qtbot, trained):
    session, canvas = trained.session, trained.parts.stage.canvas
    document = trained.document
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=1e6))
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.status is Status.DIVERGED)
    culprit = session.snapshot.culprit
    assert culprit is not None
    qtbot.waitUntil(lambda: canvas.network.asking.about == culprit)
    assert canvas.selected_layers == (culprit.layer,)
    line = session.snapshot.timeline
    qtbot.waitUntil(lambda: track_of(trained)._line.newest == line.newest)
    trained._actions["actionForward"].trigger()
    wait_for_step(qtbot, trained, line.now + 1)
    assert session.snapshot.is_past
    banner = trained.parts.pages.banner
    assert banner.isVisible(), "what happened is still said"
    assert banner.text.endswith("along the history.")
    assert canvas.network.asking.about == culprit
    trained._actions["actionBack"].trigger()
    qtbot.waitUntil(lambda: not session.snapshot.is_past)
    assert session.snapshot.status is Status.DIVERGED
    banner.hide()
    trained._actions["actionBack"].trigger()
    qtbot.waitUntil(lambda: session.snapshot.is_past)
    trained._actions["actionNow"].trigger()
    qtbot.waitUntil(lambda: not session.snapshot.is_past)
    assert banner.isHidden(), "it has been read"
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=0.1))
    qtbot.waitUntil(lambda: session.snapshot.status is Status.PAUSED)
    assert trained._narrator._trouble == ""


def test_a_finished_run_that_is_gone_on_with_is_finished_still(qtbot, trained):
    document, session = trained.document, trained.session
    document.edit("Epochs", edits.set_training(document.experiment, epochs=1))
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.status is Status.FINISHED)
    run, made = session.snapshot.run, session.snapshot.timeline.newest
    trained._actions["actionBack"].trigger()
    qtbot.waitUntil(lambda: session.snapshot.is_past and session.snapshot.is_exact)
    trained._actions["actionBranch"].trigger()
    qtbot.waitUntil(lambda: "Branch" in document.undo_stack.undoText())
    qtbot.keyClick(trained, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.snapshot.run == run)
    qtbot.wait(100)  # the document has followed
    assert session.snapshot.status is Status.FINISHED
    assert session.snapshot.timeline.newest == made == len(session.recorder.losses)
