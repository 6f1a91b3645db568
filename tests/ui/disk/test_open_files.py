"""What others do to the files that are open: told in the window, and nobody's work is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.storage import read_experiment, write_experiment
from bpstudio.runtime.opening import read_document
from bpstudio.ui.dialogs import Answer
from bpstudio.ui.main_window import MainWindow
from tests.runtime.experiments import make_experiment
from tests.ui.desk import Desk, click, offer_of, set_rate, shown


@pytest.fixture
def mine(desk: Desk, tmp_path: Path) -> Path:
    """A small experiment that is open."""
    path = tmp_path / "mine.json"
    write_experiment(make_experiment(3, batch_size=10), path)
    assert desk.opener.open(path)
    return path


def others_write(path: Path, rate: float) -> bytes:
    """Change the file as another program does, and return its bytes."""
    write_experiment(edits.set_training(read_experiment(path), learning_rate=rate), path)
    return path.read_bytes()


def rate_of(desk: Desk) -> float:
    return desk.document.experiment.training.learning_rate


def test_a_changed_file_can_be_reloaded(qtbot: QtBot, desk: Desk, mine: Path) -> None:
    others_write(mine, 0.5)
    offer = shown(qtbot, desk)
    assert "mine.json has been changed outside this window." in offer.text
    assert "gives up" not in offer.text  # there is nothing yet to be given up
    assert rate_of(desk) == 0.1
    click(qtbot, offer, "Reload")
    assert rate_of(desk) == 0.5
    assert not offer.isVisible()
    assert not desk.is_dirty


def test_that_a_run_is_given_up_is_said_once_there_is_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "mine.json"
    write_experiment(make_experiment(3, batch_size=10), path)
    assert window.opener.open(path)
    qtbot.waitUntil(lambda: window.session.snapshot.experiment is window.document.experiment)
    others_write(path, 0.5)
    offer = shown(qtbot, window)
    assert "gives up" not in offer.text
    window.session.step()
    qtbot.waitUntil(lambda: "gives up the run in this window." in offer.text)
    click(qtbot, offer, "Reload")
    qtbot.waitUntil(lambda: window.document.experiment.training.learning_rate == 0.5)
    others_write(path, 0.25)
    assert "gives up" not in shown(qtbot, window).text


def test_reloading_asks_before_edits_are_given_up(
    qtbot: QtBot, desk: Desk, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [Answer.Cancel, Answer.Discard]
    monkeypatch.setattr(QMessageBox, "exec", lambda _: answers.pop(0))
    desk.document.has_learned = lambda: True
    set_rate(desk, 0.25)
    others_write(mine, 0.5)
    offer = shown(qtbot, desk)
    assert "gives up the run in this window and your unsaved edits." in offer.text
    click(qtbot, offer, "Reload")
    assert rate_of(desk) == 0.25
    assert offer.isVisible()
    click(qtbot, offer, "Reload")
    assert rate_of(desk) == 0.5


def test_what_becomes_of_the_users_file_in_a_lesson_is_told_after_it(
    qtbot: QtBot, desk: Desk, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def cancel(box: QMessageBox) -> Answer:
        asked.append(box.text())
        return Answer.Cancel

    monkeypatch.setattr(QMessageBox, "exec", cancel)
    set_rate(desk, 0.25)
    desk.document.lend(make_experiment(4), desk.document.dataset, "A lesson")
    others_write(mine, 0.5)
    qtbot.wait(500)
    assert not offer_of(desk).isVisible()
    desk.document.give_back()
    offer = offer_of(desk)
    assert "mine.json has been changed outside this window." in offer.text
    assert "gives up your unsaved edits." in offer.text
    click(qtbot, offer, "Reload")
    assert asked == ["Reload mine.json and give up your unsaved edits?"]
    assert rate_of(desk) == 0.25


@pytest.mark.parametrize("is_dismissed", [False, True])
def test_what_is_offered_waits_while_a_lesson_has_the_window(
    qtbot: QtBot, desk: Desk, mine: Path, is_dismissed: bool
) -> None:
    others_write(mine, 0.5)
    offer = shown(qtbot, desk)
    if is_dismissed:
        qtbot.mouseClick(offer.findChild(QToolButton), Qt.MouseButton.LeftButton)
    desk.document.lend(make_experiment(4), desk.document.dataset, "A lesson")
    assert not offer.isVisible()
    desk.document.lend(make_experiment(5), desk.document.dataset, "Another lesson")
    desk.document.give_back()
    assert offer.isVisible() != is_dismissed
    assert "A lesson" not in offer.text


def test_what_is_kept_is_unsaved_and_saving_writes_over_it(
    qtbot: QtBot, desk: Desk, mine: Path
) -> None:
    before = mine.read_bytes()
    others_write(mine, 0.5)
    offer = shown(qtbot, desk)
    click(qtbot, offer, "Keep mine")
    assert not offer.isVisible()
    assert desk.is_dirty
    assert desk.files.save()  # and asks no more
    assert mine.read_bytes() == before
    assert not desk.is_dirty
    qtbot.wait(300)
    assert not offer.isVisible()
    others_write(mine, 0.75)
    shown(qtbot, desk)


def test_saving_over_what_others_wrote_asks_first(
    qtbot: QtBot,
    desk: Desk,
    mine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers, asked = [Answer.Cancel, Answer.Open, Answer.Save], []

    def answer(box: QMessageBox) -> Answer:
        asked.append(box.text())
        return answers.pop(0)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    elsewhere = str(tmp_path / "elsewhere.json")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (elsewhere, ""))
    set_rate(desk, 0.25)
    theirs = others_write(mine, 0.5)  # and before the window has noticed:
    assert not desk.files.save()
    assert mine.read_bytes() == theirs
    assert asked == ["mine.json has been changed outside this window since it was read."]
    assert desk.is_dirty
    assert desk.files.save()  # elsewhere
    assert mine.read_bytes() == theirs
    assert read_experiment(Path(elsewhere)).training.learning_rate == 0.25
    desk.opener.open(mine)
    set_rate(desk, 0.125)
    others_write(mine, 0.75)
    assert desk.files.save()
    assert read_experiment(mine).training.learning_rate == 0.125
    assert not answers


def test_a_deleted_file_leaves_what_is_open_unsaved(qtbot: QtBot, desk: Desk, mine: Path) -> None:
    mine.unlink()
    offer = shown(qtbot, desk)
    assert "mine.json is no longer there." in offer.text
    assert desk.is_dirty
    click(qtbot, offer, "Save it again")
    assert read_experiment(mine) == desk.document.experiment
    assert not offer.isVisible()
    assert not desk.is_dirty


def test_a_renamed_file_can_be_followed(qtbot: QtBot, desk: Desk, mine: Path) -> None:
    yours = mine.with_name("yours.json")
    mine.rename(yours)
    offer = shown(qtbot, desk)
    assert "mine.json is called yours.json now." in offer.text
    assert not desk.is_dirty, "nothing is lost"
    click(qtbot, offer, "Follow it")
    assert not offer.isVisible()
    assert desk.files.name == "yours.json"
    assert not desk.is_dirty
    set_rate(desk, 0.25)
    assert desk.files.save()
    assert not mine.exists()
    others_write(yours, 0.5)
    shown(qtbot, desk)


def test_a_recovered_copy_is_unsaved_whatever_was_open_before(
    qtbot: QtBot, desk: Desk, mine: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes(mine.read_bytes())
    desk.document.take_kept(read_document(kept), mine)
    assert desk.is_dirty
    qtbot.wait(300)
    assert desk.is_dirty
    desk.circuit.save(tmp_path / "gates.json")
    desk.circuit.recover(tmp_path / "gates.json", None)
    assert desk.circuit.is_dirty


def test_a_circuit_is_watched_too(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "gates.json"
    desk.circuit.save(path)
    text = path.read_text()
    path.write_text(text.replace('"incoming": 1', '"incoming": 2'))
    offer = shown(qtbot, desk, "circuitFileOffer")
    assert not offer_of(desk).isVisible()
    click(qtbot, offer, "Reload")
    assert desk.circuit.diagram.circuit.incoming == 2


def test_a_file_that_became_unreadable_is_told_of_and_nothing_is_lost(
    qtbot: QtBot, desk: Desk, mine: Path
) -> None:
    mine.write_text('{"format": "bpstu')
    offer = shown(qtbot, desk)
    click(qtbot, offer, "Reload")
    assert desk.refused == ["mine.json wasn’t opened."]
    assert rate_of(desk) == 0.1
    assert offer.isVisible()
