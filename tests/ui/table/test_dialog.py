"""The dialog of a table, by mouse and keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from bpstudio.ui.table.preview_model import MARK
from bpstudio.ui.table.use_header import UseHeader
from bpstudio.ui.table.uses import Use
from bpstudio.ui.widgets.elided_label import ElidedLabel
from tests.data.tables import faulty
from tests.ui.table.sheets import FLOWERS, SOON, dialog_of, read

LEFT = Qt.MouseButton.LeftButton
MISSING = "x,z,kind\n1,2,a\n,3,b\n4,NA,a\n5,6,b\n"


def click_header(qtbot: QtBot, header: UseHeader, column: int, on_use: bool) -> None:
    x = header.sectionViewportPosition(column) + 20
    y = header.chip(column).center().y() if on_use else 8
    qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(x, y))


def test_what_was_detected_is_shown_and_taken(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    assert dialog.plan.uses == (Use.NUMBER, Use.CATEGORY, Use.IGNORE, Use.TARGET)
    assert dialog.format.fields["delimiter"].currentData() == ","
    with qtbot.waitSignal(dialog.chosen, timeout=SOON) as taken:
        qtbot.mouseClick(dialog.foot.accept, LEFT)
    spec, loss, dataset = taken.args
    assert loss == "cross_entropy"
    assert spec.columns == {"colour": "category", "garden": "ignore"}
    assert dataset.features == ("width", "colour=blue", "colour=red")
    assert dataset.classes == ("a", "b")


def test_what_hurts_learning_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    assert any("garden" in words and "ignored" in words for words in dialog.notes.words)
    dialog.plan.set_uses([2], Use.CATEGORY)
    read(qtbot, dialog)
    assert any("garden=north" in words and "same value" in words for words in dialog.notes.words)
    item = dialog.notes.items.item(0)
    place = dialog.notes.items.visualItemRect(item).center()
    qtbot.mouseClick(dialog.notes.items.viewport(), LEFT, pos=place)
    assert dialog.table.columns == [2]


def test_classes_are_counted_in_all_rows_that_are_used(qtbot: QtBot, tmp_path: Path) -> None:
    # 1 500 rows, of which the preview looks at 1 000; each third is a, and the last row has no x
    rows = "".join(f"{n if n < 1499 else ''},{'abb'[n % 3]}\n" for n in range(1500))
    dialog = dialog_of(qtbot, tmp_path, "x,kind\n" + rows)
    dialog.plan.set(missing="drop")
    words = dialog.choices.findChildren(QLabel)
    first = "2 classes: ‘b’ 666, ‘a’ 334 (of the first 1\u202f000 rows)"
    assert any(label.text() == first for label in words)
    read(qtbot, dialog)
    assert any(label.text() == "2 classes: ‘b’ 999, ‘a’ 500" for label in words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The table is empty: a table starts with a line of column names."),
        ("a,kind\n", "The table needs at least two rows below its header, has 0."),
    ],
)
def test_what_is_wrong_with_a_table_as_a_whole_is_a_sentence(
    qtbot: QtBot, tmp_path: Path, text: str, words: str
) -> None:
    dialog = dialog_of(qtbot, tmp_path, text)
    read(qtbot, dialog)
    assert dialog.notes.words == [words]
    assert not any(label.text().endswith(":") for label in dialog.choices.findChildren(QLabel))


def test_a_column_is_as_wide_as_its_cells(qtbot: QtBot, tmp_path: Path) -> None:
    rows = "".join(f"{n},{('Gänseblümchen im Garten', 'b')[n % 2]}\n" for n in range(8))
    dialog = dialog_of(qtbot, tmp_path, "x,a\n" + rows)
    table = dialog.table
    narrow, wide = (table.columnWidth(column) for column in range(2))
    assert wide > table.fontMetrics().horizontalAdvance("Gänseblümchen im Garten") > narrow


def test_what_is_said_of_columns_is_cut_with_all_of_it_in_the_tooltip(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    dialog.table.select_column(1)
    label = dialog.uses.findChild(ElidedLabel)
    assert label.full_text == "colour: 2 categories: ‘blue’ 15, ‘red’ 15"
    label.setFixedWidth(60)
    qtbot.waitUntil(lambda: label.text().endswith("…"))
    assert label.toolTip() == label.full_text


def test_a_use_is_chosen_in_the_header_by_mouse(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    header = dialog.table.horizontalHeader()
    click_header(qtbot, header, 1, on_use=True)
    (menu,) = (m for m in dialog.table.findChildren(QMenu) if m.isVisible())
    ignored = next(action for action in menu.actions() if "Ignored" in action.text())
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(ignored).center())
    assert dialog.plan.uses[1] is Use.IGNORE
    assert dialog.plan.spec.columns["colour"] == "ignore"


def test_many_columns_are_told_at_once_by_mouse_and_by_keyboard(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    header = dialog.table.horizontalHeader()
    click_header(qtbot, header, 0, on_use=False)
    control = Qt.KeyboardModifier.ControlModifier
    at = QPoint(header.sectionViewportPosition(1) + 20, 8)
    qtbot.mouseClick(header.viewport(), LEFT, control, at)
    assert dialog.table.columns == [0, 1]
    qtbot.mouseClick(dialog.uses.buttons[Use.IGNORE], LEFT)
    assert dialog.plan.uses == (Use.IGNORE, Use.IGNORE, Use.IGNORE, Use.TARGET)
    qtbot.keyClick(dialog.table, Qt.Key.Key_A, control)
    qtbot.keyClick(dialog.table, Qt.Key.Key_C)
    assert dialog.plan.uses == (Use.CATEGORY, Use.CATEGORY, Use.CATEGORY, Use.TARGET)


@pytest.mark.parametrize("key", ["N", "C", "I"])
def test_why_the_target_stays_one_is_said(qtbot: QtBot, tmp_path: Path, key: str) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    before = dialog.plan.uses
    click_header(qtbot, dialog.table.horizontalHeader(), 3, on_use=False)
    assert dialog.uses.words.startswith("species: 2 classes")
    qtbot.keyClick(dialog.table, key)
    assert dialog.uses.words == (
        "species stays the target, as there must be one: make another column the target first (T)."
    )
    assert dialog.plan.uses == before
    assert dialog.uses.buttons[Use.TARGET].isChecked()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Left)
    assert dialog.uses.words.startswith("garden: ")


def test_by_the_buttons_the_target_stays_one_too(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    dialog.table.selectAll()
    qtbot.mouseClick(dialog.uses.buttons[Use.CATEGORY], LEFT)
    assert dialog.plan.uses == (Use.CATEGORY, Use.CATEGORY, Use.CATEGORY, Use.TARGET)
    assert dialog.uses.words.startswith("species stays the target")


def test_that_the_reading_was_stopped_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    dialog.reader.read()
    qtbot.mouseClick(dialog.foot.halt, LEFT)
    assert dialog.foot.words == "Stopped; nothing was changed."
    assert not dialog.reader.is_reading
    assert dialog.foot.accept.isEnabled()


@pytest.mark.parametrize("cell", ["1.2.3", "1.234,5"])
def test_what_is_expected_of_a_number_is_said_in_the_users_words(
    qtbot: QtBot, tmp_path: Path, cell: str
) -> None:
    rows = "".join(f"{n},5;{'ab'[n % 2]}\n" for n in range(9))
    dialog = dialog_of(qtbot, tmp_path, f"width;kind\n{rows}{cell};a\n")
    assert dialog.notes.words == [
        f"Line 11, column 1 (width): “{cell}” is not a number; this column takes numbers like "
        "1234,5, with a decimal comma and no mark of thousands."
    ]


def test_another_target_brings_the_loss_that_fits(qtbot: QtBot, tmp_path: Path) -> None:
    text = "size,weight,kind\n" + "".join(f"{n},{n * 1.7:.2f},{'ab'[n % 2]}\n" for n in range(40))
    dialog = dialog_of(qtbot, tmp_path, text)
    assert (dialog.plan.target, dialog.plan.loss) == ("kind", "cross_entropy")
    click_header(qtbot, dialog.table.horizontalHeader(), 1, on_use=False)
    qtbot.keyClick(dialog.table, Qt.Key.Key_T)
    assert (dialog.plan.target, dialog.plan.loss) == ("weight", "squared_error")
    assert dialog.choices.learned.chosen == "numbers"
    assert dialog.plan.uses[2] is Use.CATEGORY
    read(qtbot, dialog)
    assert dialog.reader.found is not None
    assert dialog.reader.found.dataset.is_regression


def test_faults_are_marked_at_their_cells(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, MISSING)
    model = dialog.table.rows
    marked = [
        (row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if model.index(row, column).data(MARK)
    ]
    assert marked == [(1, 0), (2, 1)]
    tip = model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Line 3, column 1 (x): is empty.")
    assert dialog.notes.words[:2] == [
        "Line 3, column 1 (x): is empty.",
        "Line 4, column 2 (z): is missing (“NA”).",
    ]
    assert not dialog.foot.accept.isEnabled()
    qtbot.keyClick(dialog.foot, Qt.Key.Key_Return)
    assert dialog.isVisible()
    item = dialog.notes.items.item(1)
    dialog.notes.items.setCurrentItem(item)
    dialog.notes.items.itemActivated.emit(item)
    current = dialog.table.currentIndex()
    assert (current.row(), current.column()) == (2, 1)


@pytest.mark.parametrize(("choice", "samples"), [("drop", 2), ("fill", 4)])
def test_missing_cells_are_left_out_or_filled(
    qtbot: QtBot, tmp_path: Path, choice: str, samples: int
) -> None:
    dialog = dialog_of(qtbot, tmp_path, MISSING)
    field = dialog.choices.missing
    field.setCurrentIndex(field.findData(choice))
    field.activated.emit(field.currentIndex())
    read(qtbot, dialog)
    found = dialog.reader.found
    assert found is not None
    assert len(found.dataset.train.t) + len(found.dataset.test.t) == samples
    assert dialog.foot.accept.isEnabled()


def test_a_word_counts_as_missing_once_it_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    rows = "".join(
        f"{n},{('red', 'NA', 'blue', 'NA')[n % 4]},{'ab'[n % 3 == 0]}\n" for n in range(12)
    )
    dialog = dialog_of(qtbot, tmp_path, "x,colour,kind\n" + rows)
    assert faulty(dialog.plan.preview) == 0
    qtbot.keyClicks(dialog.format.missing, "NA, ?")
    assert dialog.plan.spec.missing_values == ("NA", "?")
    assert faulty(dialog.plan.preview) == 6
    assert dialog.table.rows.index(1, 1).data(MARK).is_missing


def test_another_delimiter_follows_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, "a;b;kind\n1,5;2;x\n2,5;3;y\n3,5;3;x\n")
    assert dialog.plan.names == ("a", "b", "kind")
    assert dialog.plan.spec.decimal == ","
    field = dialog.format.fields["delimiter"]
    field.setCurrentIndex(field.findData(","))
    field.activated.emit(field.currentIndex())
    assert len(dialog.plan.names) == 1
    field.setCurrentIndex(field.findData(";"))
    field.activated.emit(field.currentIndex())
    assert dialog.plan.names == ("a", "b", "kind")
    assert dialog.foot.accept.isEnabled()


def test_a_fault_further_down_is_found_by_reading(qtbot: QtBot, tmp_path: Path) -> None:
    rows = [f"{n},{'ab'[n % 2]}" for n in range(3_000)]
    rows[2_500] = "oops,a"
    dialog = dialog_of(qtbot, tmp_path, "x,kind\n" + "\n".join(rows) + "\n")
    dialog.plan.set_uses([0], Use.NUMBER)  # not ignored as one that counts the rows
    read(qtbot, dialog)
    assert dialog.notes.words[0] == "Line 2 502, column 1 (x): “oops” is not a number.".replace(
        "2 502", "2\u202f502"
    )
    assert not dialog.foot.accept.isEnabled()
    field = dialog.choices.bad_rows
    field.setCurrentIndex(field.findData("skip"))
    field.activated.emit(field.currentIndex())
    read(qtbot, dialog)
    assert dialog.reader.found is not None
    assert any("1 left out" in words for words in dialog.notes.words)


def test_escape_leaves_and_nothing_reads_on(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, FLOWERS)
    dialog.reader.read()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.reader.is_reading


@pytest.mark.parametrize("text", ["", "width,colour\n"])
def test_a_table_without_rows_can_be_looked_at(qtbot: QtBot, tmp_path: Path, text: str) -> None:
    dialog = dialog_of(qtbot, tmp_path, text)
    dialog.choices.test.setValue(20)  # a Qt warning fails the test
    assert dialog.plan.spec.test_fraction == 0.2
