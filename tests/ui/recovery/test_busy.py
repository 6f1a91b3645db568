"""A training thread that gives no run: neither the run that was kept nor an edit is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment.document_file import read_contents
from bpstudio.runtime.recovery import About
from bpstudio.runtime.saver import Saver
from bpstudio.ui import autosave, unsaved
from bpstudio.ui.autosave import recovery_folder
from bpstudio.ui.main_window import MainWindow
from tests.runtime.experiments import make_experiment
from tests.runtime.recovery.kept import with_run
from tests.ui.recovery.left_behind import (
    LEFT,
    SOON,
    button,
    change_rate,
    keep,
    kept_files,
    names,
    offered,
)

RATE = 0.1
BOTH = ["experiment without its run.bps", "experiment.bps", "lock"]


@pytest.fixture
def give_runs(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], None]]:
    """Keep an experiment with its run; then none is given until this is called."""
    session = window.session
    window.document.new(make_experiment(3))
    qtbot.waitUntil(lambda: session.snapshot.experiment is window.document.experiment)
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    change_rate(window, RATE)
    keep(qtbot, window)
    monkeypatch.setattr(unsaved, "LONGEST", 0.1)
    with monkeypatch.context() as patch:
        patch.setattr(session.users, "ask_for_run", Future)  # an update that takes minutes
        yield patch.undo


def try_to_keep(qtbot: QtBot, window: MainWindow) -> None:
    window.autosave.save_now()
    assert window.autosave.is_busy
    qtbot.waitUntil(lambda: not window.autosave.is_busy)


def kept_rates() -> dict[str, tuple[float, bool]]:
    """Return, by name, the rate of each experiment that is kept, and whether its run is."""
    paths = recovery_folder().glob("*/*.bps")
    contents = {path.name: read_contents(path) for path in paths}
    return {
        name: (one.experiment.training.learning_rate, one.has_run)
        for name, one in sorted(contents.items())
    }


def test_neither_the_run_nor_the_newest_edit_is_lost(
    qtbot: QtBot, window: MainWindow, give_runs: Callable[[], None]
) -> None:
    for rate in (0.25, 0.5):
        change_rate(window, rate)
        try_to_keep(qtbot, window)
    assert kept_files() == BOTH
    assert kept_rates() == {BOTH[0]: (0.5, False), BOTH[1]: (RATE, True)}
    window.document.new()  # the user was asked
    window.autosave.saver.drop("circuit").result(SOON)
    assert kept_files() == ["lock"]


def test_the_run_is_soon_asked_for_again(
    qtbot: QtBot,
    window: MainWindow,
    give_runs: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(autosave, "AGAIN", 0.05)
    change_rate(window, 0.25)
    try_to_keep(qtbot, window)
    give_runs()
    qtbot.waitUntil(lambda: not any(map(window.autosave.has_news, window.autosave.documents)))
    assert kept_files() == ["experiment.bps", "lock"]
    assert kept_rates() == {"experiment.bps": (0.25, True)}


def test_a_run_that_went_on_is_waited_for(
    qtbot: QtBot,
    window: MainWindow,
    give_runs: Callable[[], None],
) -> None:
    """Without an edit there is nothing to be kept but the run."""
    window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == 2)
    try_to_keep(qtbot, window)
    assert kept_rates() == {"experiment.bps": (RATE, True)}


def test_a_window_that_has_to_close_at_once_leaves_both(
    qtbot: QtBot,
    window: MainWindow,
    give_runs: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(autosave, "LAST_RUN", 0.05)
    change_rate(window, 0.25)
    window.autosave.leave_work()
    window.close()
    assert kept_rates() == {BOTH[0]: (0.25, False), BOTH[1]: (RATE, True)}


def test_both_are_offered_and_told_apart(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    origin = About.now(tmp_path / "mine.bps").origin
    whole = with_run(3, steps=5)
    saver = Saver(recovery_folder())
    for one in (
        replace(whole, about=About(origin, 1e9, 5)),
        replace(whole, about=About(origin, 2e9), experiment=make_experiment(4), run=None),
    ):
        saver.keep(one).result(SOON)
    saver.stop(keep=True, timeout=SOON)
    bar = offered(qtbot, window)
    words = bar.accessibleDescription()
    assert words.startswith("Experiment without its run, kept ")
    assert words.count("without its run") == 1
    assert ", step 5." in words
    recover = [one for one in bar.findChildren(QPushButton) if one.text() == "Recover"]
    qtbot.mouseClick(recover[0], LEFT)
    assert window.document.experiment.hidden[0].units == 4
    assert names(bar) == ["Recover mine.bps", "Discard mine.bps"]
    window.document.part(False)  # or it asks
    qtbot.mouseClick(button(bar, "Recover mine.bps"), LEFT)
    qtbot.waitUntil(lambda: window.session.snapshot.step == 5)
    assert window.document.experiment.hidden[0].units == 3
    assert not bar.isVisible()
