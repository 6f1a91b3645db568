"""What stands beside the preview of a table: the target and the test part."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.table.sheets import FLOWERS, dialog_of


def test_the_target_of_a_wide_table_is_shown_and_stays_offered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    names = [f"column {number}" for number in range(2_100)]
    rows = "\n".join(",".join(str((row * 7 + n) % 9) for n in range(2_100)) for row in range(6))
    dialog = dialog_of(qtbot, tmp_path, ",".join(names) + "\n" + rows + "\n")
    target = dialog.choices.target
    assert target.currentText() == "column 2099"
    assert target.count() == 2_001
    qtbot.keyClick(target, Qt.Key.Key_Home)
    assert dialog.plan.target == target.currentText() == "column 0"
    qtbot.keyClick(target, Qt.Key.Key_End)
    assert dialog.plan.target == target.currentText() == "column 2099"


def test_names_of_targets_are_whole_in_the_list_that_opens(qtbot: QtBot, tmp_path: Path) -> None:
    long = "a name of a column that is rather long"
    dialog = dialog_of(qtbot, tmp_path, f"x,{long},kind\n1,2,a\n3,4,b\n5,6,a\n")
    target = dialog.choices.target
    wide = target.fontMetrics().horizontalAdvance(long)
    target.showPopup()
    assert target.view().viewport().width() >= wide
    assert target.itemData(1, Qt.ItemDataRole.ToolTipRole) == long
    target.hidePopup()


@pytest.mark.parametrize(
    ("typed", "share"),
    [("33.3", 0.333), ("33,3", 0.333), ("7", 0.07), ("14,25 %", 0.1425), ("29", 0.29)],
)
def test_the_test_part_is_the_number_that_is_typed(
    qtbot: QtBot, tmp_path: Path, typed: str, share: float
) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    field = dialog.choices.test
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.wait(20)  # then what is there is selected
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert dialog.plan.spec.test_fraction == share
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert dialog.plan.spec.test_fraction == round(share + 0.05, 6)
