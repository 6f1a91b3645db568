"""What others do to the table that the data come from: told, read again if wanted, and undone."""

import os
from pathlib import Path

from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.ui.document import Document
from bpstudio.ui.main_window import MainWindow
from tests.runtime.experiments import make_experiment
from tests.ui.desk import Desk, click, set_rate, shown

ROWS = [f"{k % 7},{k % 5},{'ab'[k % 2]}\n" for k in range(30)]


def train_on_table(document: Document, folder: Path) -> Path:
    """Let an experiment on a table be open, and return the table's path."""
    path = folder / "mine.csv"
    path.write_text("x,y,kind\n" + "".join(ROWS))
    document.new(edits.set_data(make_experiment(3), DataSpec(path=str(path))))
    return path


def test_a_changed_table_can_be_read_again_and_undo_brings_the_run_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    session = window.session
    table = train_on_table(window.document, tmp_path)
    qtbot.waitUntil(lambda: session.snapshot.experiment is window.document.experiment)
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    before = window.document.dataset
    table.write_text("x,y,kind\n" + "".join(ROWS) + "9,9,c\n" * 10)
    offer = shown(qtbot, window, "tableOffer")
    assert "The data have changed: mine.csv was written to" in offer.text
    assert window.document.dataset is before
    click(qtbot, offer, "Read it again")
    assert window.document.dataset.classes == ("a", "b", "c")
    assert not offer.isVisible()
    qtbot.waitUntil(lambda: session.snapshot.step == 0)
    window.document.undo_stack.undo()
    assert window.document.dataset is before
    qtbot.waitUntil(lambda: session.snapshot.step == 1)


def test_undo_brings_back_that_the_table_differs(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    table = train_on_table(desk.document, tmp_path)
    table.write_text("x,y,kind\n" + "".join(ROWS) + "9,9,c\n" * 10)
    offer = shown(qtbot, desk, "tableOffer")
    click(qtbot, offer, "Read it again")
    again = desk.document.dataset
    desk.document.undo_stack.undo()
    shown(qtbot, desk, "tableOffer")
    assert "The data have changed" in offer.text
    desk.document.undo_stack.redo()
    assert desk.document.dataset is again
    qtbot.waitUntil(lambda: not offer.isVisible())
    qtbot.wait(300)
    assert not offer.isVisible()
    desk.document.undo_stack.undo()
    click(qtbot, shown(qtbot, desk, "tableOffer"), "Keep these")
    desk.document.undo_stack.redo()
    desk.document.undo_stack.undo()
    qtbot.wait(300)
    assert not offer.isVisible(), "it is answered"


def test_data_of_a_changed_table_differ_with_an_added_sample_too(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    table = train_on_table(desk.document, tmp_path)
    table.write_text("x,y,kind\n" + "".join(ROWS) + "9,9,c\n" * 10)
    offer = shown(qtbot, desk, "tableOffer")
    desk.document.edit("Add", edits.add_sample(desk.document.experiment, (1.0, 1.0, "a")))
    assert offer.isVisible()
    click(qtbot, offer, "Read it again")
    assert not offer.isVisible()
    for _ in range(2):
        desk.document.undo_stack.undo()
        shown(qtbot, desk, "tableOffer")


def test_the_data_can_be_kept_and_a_lost_table_is_told_of(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    table = train_on_table(desk.document, tmp_path)
    before = desk.document.dataset
    os.utime(table)
    table.write_text("x,y,kind\n" + "".join(reversed(ROWS)))
    offer = shown(qtbot, desk, "tableOffer")
    set_rate(desk, 0.25)
    assert offer.isVisible(), "an edit doesn't answer it"
    click(qtbot, offer, "Keep these")
    assert not offer.isVisible()
    assert desk.document.dataset is before
    table.unlink()
    shown(qtbot, desk, "tableOffer")
    assert "mine.csv, from which the data come, is no longer there." in offer.text


def test_the_new_name_of_a_table_is_an_edit(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    table = train_on_table(desk.document, tmp_path)
    before = desk.document.dataset
    table.rename(table.with_name("yours.csv"))
    offer = shown(qtbot, desk, "tableOffer")
    assert "mine.csv, from which the data come, is called yours.csv now." in offer.text
    click(qtbot, offer, "Use the new name")
    assert not offer.isVisible()
    assert desk.document.experiment.data.path == str(table.with_name("yours.csv"))
    assert desk.document.dataset.train is before.train, "nothing was read"
    assert desk.is_dirty
    desk.document.undo_stack.undo()
    shown(qtbot, desk, "tableOffer")


def test_a_table_that_became_broken_is_told_of(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    table = train_on_table(desk.document, tmp_path)
    before = desk.document.dataset
    table.write_text("x,y,kind\n1,2\n")
    click(qtbot, shown(qtbot, desk, "tableOffer"), "Read it again")
    assert desk.refused == ["mine.csv can’t be trained on."]
    assert desk.document.dataset is before
