"""The list of runs: what it tells, and what the user does to runs; a race in a window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QToolButton

from bpstudio.experiment import edits
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Begun
from bpstudio.ui.race.dialog import MOST, RaceDialog
from bpstudio.ui.theme import theme
from bpstudio.ui.views.overlay import DASHES
from bpstudio.ui.views.run_rows import run_rows
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.runs_table import BOX, ROW, STROKE
from tests.ui.views.runs import output, snapshot

LEFT = Qt.MouseButton.LeftButton
FIRST = with_ids(
    Experiment(data=DataSpec(name="xor"), network=NetworkSpec(hidden=(LayerSpec(units=4),)))
)


def recorded():
    """Three runs: one, a branch of it with another rate, and one that was called and pinned."""
    recorder = Recorder()
    recorder.begin(Begun(1, FIRST))
    recorder.add_losses(1, 1, np.linspace(1, 0.1, 50))
    for step, loss in ((10, 0.9), (30, 0.4), (50, 0.6)):
        recorder.add(snapshot(step, output(), run=1, test_loss=loss))
    slower = edits.set_training(FIRST, learning_rate=0.01)
    recorder.begin(Begun(2, slower, parent=1, step=20))
    recorder.add_losses(2, 21, np.ones(5))
    wide = edits.set_units(FIRST, 1, 9)
    recorder.begin(Begun(3, wide, name="wide", is_shown=False))
    recorder.add_losses(3, 1, np.ones(7))
    return recorder


def test_each_run_is_told_with_what_differs_and_its_best():
    shown = snapshot(25, output(), run=2)
    rows = run_rows(shown, recorded())
    assert [row.cells for row in rows] == [
        ["run 1", "xor · layers 4 · sgd 0.1 · batch 10", "50", "0.400", "–"],
        ["run 2", "from step 20 of run 1, rate 0.1 → 0.01", "25", "0.900", "–"],
        ["wide", "layer 1: units 4 → 9, rate 0.01 → 0.1", "7", "–", "–"],
    ]
    assert [(row.is_shown, row.is_pinned) for row in rows] == [
        (False, False),
        (True, False),
        (False, True),
    ]


@pytest.fixture
def view(qtbot):
    made = RunsView()
    qtbot.addWidget(made.header())
    qtbot.addWidget(made)
    made.resize(384, 240)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh(snapshot(25, output(), run=2), recorded())
    return made


def row_at(view, row, x=120):
    table = view.runs
    return QPoint(x, table.rowViewportPosition(row) + ROW // 2)


def test_it_is_seen_where_its_list_is_covered_by_its_own_parts(view):
    view.runs.setFrameShape(QFrame.Shape.NoFrame)  # nothing of the list itself is left
    assert view.isVisible()


def test_the_box_pins_and_the_name_is_typed(qtbot, view):
    told = []
    view.pinned.connect(lambda *what: told.append(what))
    view.renamed.connect(lambda *what: told.append(what))
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 0, BOX // 2))
    assert told == [(1, True)]
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 0))
    view._actions["Rename"].trigger()
    editor = view.runs.viewport().focusWidget() or view.runs.findChild(type(view.runs).__mro__[0])
    item = view.runs.item(0, 0)
    item.setText("  the slow one ")
    assert told[-1] == (1, "the slow one")
    item.setText("")
    assert item.text() == "run 1"
    assert editor is not None


def test_only_what_can_be_done_to_a_run_is_offered(qtbot, view):
    told = []
    view.forgotten.connect(told.append)
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 1))
    assert not view._actions["Delete"].isEnabled(), "it is on"
    assert not view._actions["Restore its experiment"].isEnabled()
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 2))
    assert view._actions["Delete"].isEnabled()
    view._actions["Delete"].trigger()
    assert told == [3]
    view.grab()
    headers, rows = view.table()
    assert headers == ["run", "what differs", "steps", "test loss", "accuracy"]
    assert rows[0][3] == "0.4"


def test_runs_of_a_race_are_compared_with_the_one_that_they_are_variants_of() -> None:
    recorder = Recorder()
    for number, batch in ((1, 10), (2, 1), (3, "all")):
        variant = edits.set_training(FIRST, batch_size=batch)
        first = None if number == 1 else 1
        recorder.begin(Begun(number, variant, name=f"{batch}", races_with=first))
        recorder.add_losses(number, 1, np.ones(3))
    rows = run_rows(snapshot(3, output(), run=1), recorder)
    assert [row.differs for row in rows[1:]] == ["batch 10 → 1", "batch 10 → all"]
    recorder.add(snapshot(3, output(), run=3))
    recorder.forget(1)  # without it the one before has to do
    rows = run_rows(snapshot(3, output(), run=3), recorder)
    assert rows[-1].differs == "batch 1 → all"


def test_a_race_in_a_window_pins_its_runs_and_each_can_be_gone_on_with(qtbot, window):
    session, recorder = window.session, window.session.recorder
    document = window.document
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    session.set_pace(None)
    document.edit("Epochs", edits.set_training(document.experiment, epochs=3, batch_size=32))
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    window._actions["actionRace"].trigger()
    qtbot.waitUntil(lambda: bool(session.snapshot.racing) or len(recorder.overlays) == 2)
    qtbot.waitUntil(
        lambda: not session.snapshot.is_training and len(recorder.overlays) == 2, timeout=20_000
    )
    qtbot.waitUntil(
        lambda: "The race of 3 runs is over after 3 of 3" in window.parts.status.sentence
    )
    names = [record.name for record in (recorder.record(recorder.run), *recorder.overlays)]
    assert names == ["B-SGD 32", "SGD", "GD"]
    assert [len(record.losses) for record in recorder.overlays] == [3 * 1258, 3]
    view = window.findChild(RunsView)
    kept = recorder.overlays[1]
    assert kept.pinned_by_race == recorder.run
    view.pinned.emit(kept.number, True)
    assert (kept.is_pinned, kept.pinned_by_race) == (True, 0), "by hand, and so for good"
    view.resumed.emit(recorder.overlays[1].number)
    qtbot.waitUntil(lambda: document.experiment.training.batch_size == "all")
    assert document.undo_stack.undoText().startswith("Go back to run")
    view.restored.emit(recorder.records[0].number)
    assert document.experiment.training.batch_size == 32


def test_the_dialog_wants_two_to_eight(qtbot):
    dialog = RaceDialog(FIRST)
    qtbot.addWidget(dialog)
    assert [name for name, _ in dialog.variants] == ["B-SGD 10", "SGD", "GD"]
    dialog.kinds.setCurrentIndex(dialog.kinds.findData("rate"))
    names = [name for name, _ in dialog.variants]
    assert names == ["rate 0.1", "rate 0.03", "rate 0.3"], "its own and those next to it"
    assert dialog.values.item(3).text() == "rate 0.1 – as it is now, always races"
    dialog.kinds.setCurrentIndex(dialog.kinds.findData("optimizer"))
    assert dialog.start.isEnabled()
    for place in range(dialog.values.count()):
        item = dialog.values.item(place)
        if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            item.setCheckState(Qt.CheckState.Unchecked)
    assert len(dialog.variants) == 1
    assert not dialog.start.isEnabled()
    dialog.kinds.setCurrentIndex(dialog.kinds.findData("initializer"))
    for place in range(dialog.values.count()):
        dialog.values.item(place).setCheckState(Qt.CheckState.Checked)
    assert (len(dialog.variants) <= MOST) is dialog.start.isEnabled()
    dialog.reject()


def test_while_a_name_is_typed_the_keys_are_the_fields(qtbot, view):
    told = []
    view.renamed.connect(lambda *what: told.append(what))
    for other in (view.resumed, view.forgotten):
        other.connect(told.append)
    view.activateWindow()
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 2))
    view._actions["Rename"].trigger()
    field = view.runs.viewport().findChild(QLineEdit)
    assert not any(action.isEnabled() for action in view._actions.values())
    further = recorded()
    further.add_losses(3, 8, np.ones(2))
    view.refresh(snapshot(25, output(), run=2), further)
    assert not any(action.isEnabled() for action in view._actions.values())
    field.setText("broad one")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view._actions["Rename"].isEnabled())
    assert told == [(3, "broad one")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_what_came_while_a_name_was_typed_is_in_the_list_when_the_field_closes(qtbot, view, key):
    view.activateWindow()
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 2))
    qtbot.keyClick(view.runs, Qt.Key.Key_F2)
    field = view.runs.viewport().findChild(QLineEdit)
    further = recorded()
    further.add_losses(3, 8, np.ones(2))
    further.begin(Begun(4, FIRST, name="new one", is_shown=False))
    further.add_losses(4, 1, np.ones(4))
    view.refresh(snapshot(25, output(), run=2), further)
    assert view.runs.viewport().findChild(QLineEdit) is field, "it isn't taken away"
    qtbot.keyClick(field, key)
    qtbot.waitUntil(lambda: view._actions["Rename"].isEnabled())
    view.refresh(snapshot(25, output(), run=2), further)
    told = [[view.runs.item(row, column).text() for column in (0, 1)] for row in range(4)]
    assert told == [["run 1", "50"], ["run 2", "25"], ["wide", "9"], ["new one", "4"]]


def test_a_deleted_run_is_had_back_by_button_and_key(qtbot, window):
    session, view = window.session, window.findChild(RunsView)
    button = view.header().findChildren(QToolButton)[0]
    window._actions["actionCompare"].trigger()
    window.document.new(window.document.experiment)
    for _ in range(2):
        session.step()
        session.reset()
    qtbot.waitUntil(lambda: len(session.snapshot.aside) == 2)
    qtbot.waitUntil(lambda: [row.name for row in view._rows] == ["run 1", "run 2", "run 3"])
    assert button.isHidden()
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 1))
    qtbot.keyClick(view.runs, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [row.name for row in view._rows] == ["run 1", "run 3"])
    assert window.statusBar().sentence.startswith("Deleted run 2;")
    qtbot.waitUntil(lambda: len(session.snapshot.aside) == 1)
    assert button.accessibleName() == "Restore run 2"
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: [row.name for row in view._rows] == ["run 1", "run 2", "run 3"])
    qtbot.waitUntil(lambda: view._rows[1].can_resume)
    assert button.isHidden()
    qtbot.mouseClick(view.runs.viewport(), LEFT, pos=row_at(view, 0))
    qtbot.keyClick(view.runs, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not button.isHidden())
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view.runs, Qt.Key.Key_Delete, shift)
    qtbot.waitUntil(lambda: [row.name for row in view._rows] == ["run 1", "run 2", "run 3"])


def test_each_row_has_a_piece_of_its_curve(qtbot, view):
    recorder = recorded()
    for number in range(4, 13):
        recorder.begin(Begun(number, FIRST, name=f"pinned {number}", is_shown=False))
        recorder.add_losses(number, 1, np.ones(7))
    recorder.record(1).is_pinned = False
    rows = run_rows(snapshot(25, output(), run=2), recorder)
    assert [row.dashes for row in rows[:4]] == [None, None, None, None], "eight are drawn at most"
    assert [row.dashes for row in rows[4:]] == list(DASHES)
    assert rows[1].curve == "the bold line"
    assert len({row.curve for row in rows[4:]}) == len(DASHES)
    view.resize(384, 560)
    view.refresh(snapshot(25, output(), run=2), recorder)
    picture, ground = view.runs.viewport().grab().toImage(), theme().colors.surface.lightness()

    def inked(row):
        y = row_at(view, row).y() - ROW // 4
        return [
            min(picture.pixelColor(x, y + d).lightness() for d in range(-6, 7)) < ground - 60
            for x in range(BOX + 2, BOX + STROKE - 2)
        ]

    assert all(inked(1)), "the run that is on: a line without gaps"
    assert all(inked(4)), "the first pinned one: thin, without gaps"
    shares = [np.mean(inked(row)) for row in (5, 6)]
    assert 0.5 < shares[0] < 0.9  # 10 px of ink, 4 of ground
    assert 0.3 < shares[1] < 0.8  # 2 and 2
    tip = view.runs.item(5, 0).toolTip()
    assert "Its curves are drawn with long dashes." in tip
