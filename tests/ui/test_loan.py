"""The window is lent to a guest and given back: nothing of the user's own is another."""

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.circuits.examples import shipped_examples
from bpstudio.experiment.storage import read_experiment
from bpstudio.refusal import Refusal
from bpstudio.resources import resource
from bpstudio.runtime.opening import read_data, read_document
from bpstudio.runtime.portrait import Asked
from bpstudio.ui import dialogs
from bpstudio.ui.main_window import MainWindow

GUEST = read_experiment(resource("experiments", "xor.json"))
DIAGRAM = shipped_examples()[0].diagram


def lend(window: MainWindow) -> None:
    window.loan.begin(GUEST, read_data(GUEST), DIAGRAM, "Lesson: a trial")


def train(window: MainWindow, qtbot: QtBot, step: int) -> None:
    window.session.train_to(step)
    qtbot.waitUntil(lambda: window.session.snapshot.step == step, timeout=10_000)
    qtbot.waitUntil(lambda: not window.session.snapshot.is_training)


def run_of(window: MainWindow):
    saved, record = window.document.give_run()
    now = saved.now
    return {
        "number": saved.number,
        "parameters": now.parameters.tobytes(),
        "state": {name: array.tobytes() for name, array in now.state.items()},
        "place": now.place,
        "loss": saved.state.loss,
        "losses": np.asarray(record.losses.between(1, len(record.losses))).tobytes(),
        "experiment": saved.experiment,
    }


@pytest.fixture
def own(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window in which the user has worked: an edit that isn't saved, a run, a circuit."""
    path = tmp_path / "mine.bps"
    window.document.new(read_experiment(resource("experiments", "moons_batch.json")))
    train(window, qtbot, 30)
    window.document.save(path)
    window.document.edit("Penalty", edits.set_training(window.document.experiment, l2=0.001))
    window.document.edit("Rate", edits.set_training(window.document.experiment, learning_rate=0.2))
    train(window, qtbot, 60)
    return window


def test_all_is_as_it_was(own: MainWindow, qtbot: QtBot) -> None:
    window, document = own, own.document
    had = run_of(window)
    value, path, steps = document.experiment, document.path, document.undo_stack.count()
    diagram, stack = window.circuit.document.diagram, document.undo_stack
    window.show_tab("Circuit")
    window.session.set_pace(7)
    title, canvas = window.windowTitle(), window.parts.stage.canvas
    canvas.ask_about(Asked(1, 2))

    lend(window)
    assert not canvas.selected_layers
    qtbot.waitUntil(lambda: window.session.snapshot.experiment == GUEST)
    assert document.experiment == GUEST
    assert document.path is None
    assert not document.undo_stack.canUndo()
    assert "Lesson: a trial" in window.windowTitle()
    assert window.circuit.document.diagram == DIAGRAM
    window.show_tab("Network")
    train(window, qtbot, 50)
    document.edit("Rate", edits.set_training(document.experiment, learning_rate=9.0))
    window.session.set_pace(None)

    window.loan.end()
    assert document.experiment == value
    assert document.experiment is value
    assert (document.path, document.undo_stack.count()) == (path, steps)
    assert document.undo_stack is stack
    assert document.is_dirty
    assert window.windowTitle() == title
    assert window.circuit.document.diagram is diagram
    assert canvas.selected_layers == (1,)
    assert canvas.network.asking.about == (1, 2)
    assert window.parts.pages.current.title == "Circuit"
    assert window.session.pace == 7
    qtbot.waitUntil(lambda: window.session.snapshot.step == 60)
    assert run_of(window) == had
    document.undo_stack.undo()
    assert document.experiment.training.learning_rate == 0.3


def test_the_run_goes_on_as_if_nothing_had_been(own: MainWindow, qtbot: QtBot) -> None:
    window = own
    lend(window)
    train(window, qtbot, 20)
    window.session.set_threshold(0.25)  # a setting of the window, whoever has it
    window.loan.end()
    qtbot.waitUntil(lambda: window.session.snapshot.thresholds[-1].share == 0.25)
    train(window, qtbot, 90)
    after = run_of(window)
    window.session.travel(60)
    qtbot.waitUntil(lambda: window.session.snapshot.is_past and window.session.snapshot.step == 60)
    window.session.branch()
    qtbot.waitUntil(lambda: not window.session.snapshot.is_past)
    train(window, qtbot, 90)
    assert run_of(window)["parameters"] == after["parameters"]


def test_saving_in_it_writes_over_no_file_of_the_users(own: MainWindow, tmp_path: Path) -> None:
    window, path = own, own.document.path
    before = path.read_bytes()
    lend(window)
    with pytest.raises(Refusal, match="your own document"):
        window.document.save(path)
    window.document.save(tmp_path / "copy.json")
    assert window.document.path is None
    assert path.read_bytes() == before
    window.loan.end()
    assert window.document.path == path
    assert window.document.is_dirty


def test_closing_asks_about_the_users_own(own: MainWindow, monkeypatch) -> None:
    asked = []

    def answer(_parent, name):
        asked.append(name)
        return dialogs.Answer.Cancel

    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", answer)
    lend(own)
    assert not own.files.may_leave()
    assert asked == ["the experiment mine.bps"]
    assert not own.loan.is_on


def test_what_is_kept_meanwhile_is_the_users_own(own: MainWindow, qtbot: QtBot) -> None:
    lend(own)
    train(own, qtbot, 10)
    own.document.edit("Rate", edits.set_training(own.document.experiment, learning_rate=9.0))
    own.autosave.save_now()
    qtbot.waitUntil(lambda: not own.autosave.is_busy, timeout=10_000)
    kept = list(own.autosave.saver.shelf.rglob("*.bps"))
    assert len(kept) == 1
    found = read_document(kept[0])
    assert found.experiment.training.l2 == 0.001
    assert found.learned.saved.now.place.step == 60
    own.loan.end()
    assert list(own.autosave.saver.shelf.rglob("*.bps")) == kept


def test_what_a_guest_had_is_let_go_of(own: MainWindow, qtbot: QtBot) -> None:
    lend(own)
    train(own, qtbot, 10)
    guest = weakref.ref(own.session._bench.worker)
    own.loan.end()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and guest() is None)
