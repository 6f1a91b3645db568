"""What is chosen in a list or a table is seen, in each theme."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem
from pytestqt.qtbot import QtBot

from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.ui.app import create_application
from bpstudio.ui.race.dialog import RaceDialog
from bpstudio.ui.theme import theme
from bpstudio.ui.views.runs_table import CELL_FLAGS, COLUMNS, RunsTable
from tests.ui.table.sheets import dialog_of
from tests.ui.test_style import contrast

TOLD = 1.25  # contrast of two grounds that are told apart
SEEN = 3.0  # of a sign, by WCAG
FAULTY = "x,z,kind\n1,2,a\n,3,b\n4,NA,a\n5,6,b\n"


@pytest.fixture(params=["light", "dark"], autouse=True)
def dressed(request: pytest.FixtureRequest) -> Iterator[None]:
    create_application()
    theme().set_mode(request.param)
    yield
    theme().set_mode("system")


def pixel(view: QAbstractItemView, index: QModelIndex, from_left: int) -> QColor:
    """The colour in the middle of an item's height, so many px from its left or its right."""
    rect = view.visualRect(index)
    x = rect.left() + from_left if from_left >= 0 else rect.right() + from_left
    return view.viewport().grab().toImage().pixelColor(QPoint(x, rect.top() + 4))


def assert_seen(view: QAbstractItemView, chosen: int = 1, other: int = 2, edge: int = 1) -> None:
    """Choose a row: its ground is another, and at its left there is an edge."""
    model = view.model()
    view.setCurrentIndex(model.index(chosen, 0))
    there, elsewhere = (model.index(row, 0) for row in (chosen, other))
    assert contrast(pixel(view, there, -4), pixel(view, elsewhere, -4)) >= TOLD
    assert contrast(pixel(view, there, edge), pixel(view, there, -4)) >= SEEN
    assert contrast(pixel(view, elsewhere, edge), pixel(view, elsewhere, -4)) < TOLD


def test_selected_columns_of_a_table(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FAULTY)
    table, model = dialog.table, dialog.table.model()
    table.selectColumn(1)
    grounds = [pixel(table, model.index(3, column), 3) for column in range(3)]
    assert contrast(grounds[1], grounds[0]) >= TOLD
    assert grounds[0] == grounds[2]
    header = table.horizontalHeader()
    image, y = header.viewport().grab().toImage(), header.height() - 2
    names = [QPoint(header.sectionViewportPosition(column) + 3, 12) for column in (0, 1)]
    assert contrast(*map(image.pixelColor, names)) >= TOLD
    assert contrast(image.pixelColor(names[1].x(), y), image.pixelColor(names[1])) >= SEEN


def test_what_is_said_of_a_table(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FAULTY)
    assert_seen(dialog.notes.items, chosen=0, other=1)


def test_variants_of_a_race(qtbot: QtBot) -> None:
    dialog = RaceDialog(Experiment(data=DataSpec(name="xor")))
    qtbot.addWidget(dialog)
    dialog.show()
    assert_seen(dialog.values)


def test_runs(qtbot: QtBot) -> None:
    table = RunsTable()
    qtbot.addWidget(table)
    table.setRowCount(3)
    for row in range(3):
        for column in range(len(COLUMNS)):
            item = QTableWidgetItem()
            item.setFlags(CELL_FLAGS)
            table.setItem(row, column, item)
    table.show()
    assert_seen(table)
