"""Documents saved with their run: what was learned is there when they are opened again."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.spec import DataSpec
from bpstudio.runtime.snapshot import Snapshot, Status
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.widgets.banner import Banner
from tests.runtime.experiments import huge, make_experiment


def updated(qtbot: QtBot, window: MainWindow, steps: int) -> Snapshot:
    """Make so many updates and return the snapshot after the last."""
    session = window.session
    for _ in range(steps):
        session.step()
    wanted = session.snapshot.step + steps
    qtbot.waitUntil(lambda: session.snapshot.step == wanted)
    return session.snapshot


def numbers(snapshot: Snapshot) -> list[np.ndarray]:
    return [np.column_stack((layer.weights, layer.biases)) for layer in snapshot.layers]


@pytest.fixture
def saved(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> tuple[MainWindow, Path]:
    """A small network after nine updates, in a file."""
    window.document.new(make_experiment(3, batch_size=10, epochs=1_000_000))
    qtbot.waitUntil(lambda: window.session.snapshot.experiment is window.document.experiment)
    updated(qtbot, window, 9)
    path = tmp_path / "mine.bps"
    window.document.save(path)
    return window, path


def test_it_goes_on_where_it_was_with_its_curve(
    qtbot: QtBot, saved: tuple[MainWindow, Path]
) -> None:
    window, path = saved
    went_on = numbers(updated(qtbot, window, 4))
    losses = window.session.recorder.losses.values()
    window.document.new()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 0)
    assert window.opener.open(path)
    qtbot.waitUntil(lambda: window.session.snapshot.step == 9)
    np.testing.assert_array_equal(window.session.recorder.losses.values(), losses[:9])
    for block, then in zip(numbers(updated(qtbot, window, 4)), went_on, strict=True):
        np.testing.assert_array_equal(block, then)
    assert not window.document.is_dirty


def test_it_can_be_looked_back_at(qtbot: QtBot, saved: tuple[MainWindow, Path]) -> None:
    window, path = saved
    assert window.opener.open(path)
    qtbot.waitUntil(lambda: window.session.snapshot.step == 9)
    window.session.travel(4)
    qtbot.waitUntil(lambda: window.session.snapshot.is_past and window.session.snapshot.step == 4)


def test_what_trains_is_saved_between_two_updates(
    qtbot: QtBot, saved: tuple[MainWindow, Path]
) -> None:
    window, path = saved
    session = window.session
    session.set_pace(None)
    session.train()
    qtbot.waitUntil(lambda: session.snapshot.step > 50)
    window.document.save(path)
    assert session.snapshot.is_training
    session.pause()
    assert window.opener.open(path)
    qtbot.waitUntil(lambda: bool(session.snapshot.layers) and not session.snapshot.is_training)
    qtbot.waitUntil(lambda: session.snapshot.step > 50)
    assert len(session.recorder.losses) == session.snapshot.step


def test_the_ending_says_whether_the_run_goes_with_it(
    qtbot: QtBot, saved: tuple[MainWindow, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, _ = saved
    for given, has_run in (("alone.json", False), ("whole.bps", True), ("without ending", True)):
        chosen = str(tmp_path / given)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=chosen: (name, ""))
        assert window.files.save_as()
        path = window.document.path
        assert read_contents(path).has_run is has_run
        assert path.suffix == (".json" if given.endswith("json") else ".bps")


def test_changed_data_are_told_of_and_what_was_learned_is_kept(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    table, path = tmp_path / "mine.csv", tmp_path / "mine.bps"
    rows = [f"{k % 7},{k % 5},{'ab'[k % 2]}" for k in range(30)]
    table.write_text("x,y,kind\n" + "\n".join(rows) + "\n")
    window.document.new(edits.set_data(make_experiment(3), DataSpec(path=str(table))))
    qtbot.waitUntil(lambda: window.session.snapshot.experiment is window.document.experiment)
    learned = numbers(updated(qtbot, window, 5))
    window.document.save(path)
    table.write_text("x,y,kind\n" + "\n".join(reversed(rows)) + "\n")
    assert window.opener.open(path)
    banner = window.findChild(Banner)
    assert banner.isVisible()
    assert "The data of mine.bps have changed." in banner.text
    qtbot.waitUntil(lambda: window.session.snapshot.step == 0)
    qtbot.waitUntil(lambda: bool(window.session.snapshot.layers))
    for block, then in zip(numbers(window.session.snapshot), learned, strict=True):
        np.testing.assert_array_equal(block, then)


def test_saving_what_cannot_be_trained_says_that_the_run_is_not_in_the_file(
    qtbot: QtBot, saved: tuple[MainWindow, Path], tmp_path: Path
) -> None:
    window, path = saved
    linear = edits.set_activation(window.document.experiment, 1, "identity")
    window.document.edit("Change activation", linear)
    experiment, _ = huge(linear, tmp_path)
    window.document.edit("Change data", experiment)
    banner = window.findChild(Banner, "banner")
    qtbot.waitUntil(lambda: window.session.snapshot.status is Status.FAILED)
    assert window.files.save()
    assert "mine.bps was saved without a run." in banner.text
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 9)
    assert not banner.isVisible()
    assert window.files.save()
    assert not banner.isVisible()
    assert read_contents(path).has_run


def test_a_damaged_document_leaves_what_is_open(
    qtbot: QtBot, saved: tuple[MainWindow, Path], tmp_path: Path
) -> None:
    window, path = saved
    half = tmp_path / "half.bps"
    half.write_bytes(path.read_bytes()[:-30])
    assert not window.opener.open(half)
    assert "is damaged" in window.findChild(Banner).text
    assert window.document.path == path
    assert window.session.snapshot.step == 9
