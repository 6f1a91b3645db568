"""The list of runs: what it tells, and what the user does to runs; a race in a window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit

from bpstudio.experiment import edits
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Begun
from bpstudio.ui.race.dialog import MOST, RaceDialog
from bpstudio.ui.views.run_rows import run_rows
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.runs_table import BOX, ROW
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


def test_a_race_in_a_window_pins_its_runs_and_each_can_be_gone_on_with(qtbot, window):
    session, recorder = window.session, window.session.recorder
    document = window.document
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    session.set_pace(None)
    document.edit("Epochs", edits.set_training(document.experiment, epochs=3, batch_size=32))
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    window._actions["actionRace"].trigger()
    qtbot.waitUntil(lambda: bool(session.snapshot.racing) or len(recorder.overlays) == 2)
    qtbot.waitUntil(lambda: not session.snapshot.is_training and len(recorder.overlays) == 2)
    names = [record.name for record in (recorder.record(recorder.run), *recorder.overlays)]
    assert names == ["B-SGD 32", "SGD", "GD"]
    assert [len(record.losses) for record in recorder.overlays] == [3 * 1258, 3]
    view = window.findChild(RunsView)
    view.resumed.emit(recorder.overlays[1].number)
    qtbot.waitUntil(lambda: document.experiment.training.batch_size == "all")
    assert document.undo_stack.undoText().startswith("Go back to run")
    view.restored.emit(recorder.records[0].number)
    assert document.experiment.training.batch_size == 32


def test_the_dialog_wants_two_to_eight(qtbot):
    dialog = RaceDialog(FIRST)
    qtbot.addWidget(dialog)
    assert [name for name, _ in dialog.variants] == ["B-SGD 10", "SGD", "GD"]
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
    field.setText("broad one")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view._actions["Rename"].isEnabled())
    assert told == [(3, "broad one")]
