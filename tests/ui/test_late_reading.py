"""What is read beside the window, when something else is wanted before it is there."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.data.dataset import Dataset
from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data
from bpstudio.runtime import opening
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.table import opener
from bpstudio.ui.table.words import GAVE_WAY
from tests.ui.table.sheets import SOON, flowers_in

AFTERWARDS = 200  # ms: by then it would have been taken


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return flowers_in(tmp_path)


@pytest.fixture
def mine(table: Path) -> Path:
    path = table.with_name("mine.json")
    data = {"path": table.name, "columns": {"colour": "category", "garden": "ignore"}}
    path.write_text(json.dumps({"format": "bpstudio", "version": 1, "data": data}))
    return path


@pytest.fixture
def let_it_be_read(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Callable[[], None]]:
    """Let a table be read to its end, and what follows from that be done; until then it isn't."""
    may_go_on = threading.Event()

    def held_up(*given: object) -> Dataset:
        if threading.current_thread().name == "reading":
            may_go_on.wait(SOON)
        return load_data(*given)

    def end() -> None:
        may_go_on.set()
        qtbot.waitUntil(
            lambda: all(one.name != "reading" for one in threading.enumerate()), timeout=SOON
        )
        qtbot.wait(AFTERWARDS)

    for module in (opening, opener):
        monkeypatch.setattr(module, "LARGE", 10)
    monkeypatch.setattr(opening, "load_data", held_up)
    yield end
    may_go_on.set()


def begin_new(window: MainWindow) -> None:
    window.files.new()


def lend(window: MainWindow) -> None:
    """Let a guest have the window that is the same network as the user's."""
    document = window.document
    diagram = window.circuit.document.diagram
    window.loan.begin(document.experiment, document.dataset, diagram, "a lesson")


@pytest.mark.parametrize("begin", [begin_new, lend])
def test_it_does_not_take_the_place_of_what_came_later(
    window: MainWindow, mine: Path, let_it_be_read, begin: Callable[[MainWindow], None]
) -> None:
    told: list[str] = []
    window.opener.told.connect(told.append)
    window.opener.open(mine)
    begin(window)
    assert told == [GAVE_WAY]
    later = window.document.experiment
    let_it_be_read()
    assert window.document.experiment is later
    assert window.document.path is None


def test_a_table_is_not_put_into_a_document_that_was_opened_later(
    window: MainWindow, table: Path, let_it_be_read
) -> None:
    window.opener.use_table(table)
    window.files.new()
    let_it_be_read()
    assert window.document.experiment.data.path is None
    assert not window.document.is_dirty


def test_a_table_keeps_what_was_built_while_it_was_read(
    window: MainWindow, table: Path, let_it_be_read
) -> None:
    document = window.document
    before = len(document.experiment.hidden)
    window.opener.use_table(table)
    document.edit("Add layer", edits.add_layer(document.experiment, 0, "relu"))
    let_it_be_read()
    assert document.experiment.data.path == str(table)
    assert len(document.experiment.hidden) == before + 1
