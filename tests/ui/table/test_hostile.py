"""Tables that nobody should have made are shown, and whatever is chosen is survived."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.table.dialog import TableDialog
from bpstudio.ui.table.format_row import DECIMALS, DELIMITERS, ENCODINGS, words_of
from bpstudio.ui.table.preview_model import PreviewModel
from bpstudio.ui.table.reader import UNEXPECTED
from bpstudio.ui.table.uses import Use
from tests.ui.table.sheets import dialog_of, experiment_with, plan_of

cells = st.one_of(
    st.sampled_from(
        ["", "NA", "nan", "1", "-2,5", "1e400", '"', '""', "a\nb", "\0", "שלום", "1_0"]
    ),
    st.text(max_size=6),
)
texts = st.lists(st.lists(cells, max_size=5), max_size=8).map(
    lambda rows: "\n".join(";".join(row) for row in rows).encode("utf-8", "surrogatepass")
)
choices = st.lists(
    st.one_of(
        st.tuples(st.just("encoding"), st.sampled_from(list(ENCODINGS))),
        st.tuples(st.just("delimiter"), st.sampled_from(list(DELIMITERS))),
        st.tuples(st.just("decimal"), st.sampled_from(list(DECIMALS))),
        st.tuples(st.just("header"), st.booleans()),
        st.tuples(st.just("missing"), st.sampled_from(["refuse", "drop", "fill"])),
        st.tuples(st.just("bad_rows"), st.sampled_from(["refuse", "skip"])),
        st.tuples(st.just("use"), st.tuples(st.integers(0, 5), st.sampled_from(list(Use)))),
    ),
    max_size=6,
)


@given(st.one_of(texts, st.binary(max_size=60)), choices)
@example(b"", [])
@example(b"\xff\xfe", [("encoding", "utf-16")])
@example(b"a;a\n1;2\n", [("use", (0, Use.TARGET))])
@example(b'x;y\n"1;2\n', [("header", False)])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_chosen_all_of_it_can_be_shown(
    qapp: object, text: bytes, wanted: list[tuple[str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = plan_of(Path(folder), text)
        model = PreviewModel(plan)
        for field, value in wanted:
            if field == "use":
                plan.set_uses([value[0]], value[1])
            else:
                plan.set(**{field: value})
            assert len(plan.uses) == len(plan.names)
            if len(set(plan.names)) == len(plan.names):
                assert plan.uses.count(Use.TARGET) <= 1
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                assert isinstance(index.data(), str)
                assert isinstance(index.data(Qt.ItemDataRole.ToolTipRole), str)
        for column in range(model.columnCount()):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                model.headerData(column, Qt.Orientation.Horizontal, role)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n\n",
        b"x,kind\n",
        b"x,x\n1,2\n",
        b",\n1,2\n",
        b'x,kind\n"1,a\n2,b\n',
        b"x,kind\n1,a\0\n2,b\n",
        b"\xff\xfex\x00",
        b"1,2\n3\n5,6\n",
        b"x" * 300_000,
    ],
)
def test_a_table_that_cannot_be_used_is_shown_and_said(
    qtbot: QtBot, tmp_path: Path, text: bytes
) -> None:
    dialog = dialog_of(qtbot, tmp_path, text)
    dialog.accept()
    reader = dialog.reader
    qtbot.waitUntil(lambda: not reader.is_reading, timeout=10_000)
    assert dialog.grab().width() > 0
    if not dialog.foot.accept.isEnabled():
        assert dialog.notes.words
        assert dialog.foot.words


def test_very_many_columns_are_shown_soon(qtbot: QtBot, tmp_path: Path) -> None:
    names = ",".join(f"c{n}" for n in range(3_000))
    rows = "\n".join(",".join("1" for _ in range(3_000)) for _ in range(3))
    plan = plan_of(tmp_path, f"{names}\n{rows}\n")
    dialog = TableDialog(plan, experiment_with)
    qtbot.addWidget(dialog, before_close_func=lambda widget: widget.reader.stop())
    dialog.show()
    assert dialog.table.rows.columnCount() == 2_000
    dialog.table.selectAll()
    dialog.table.use(Use.IGNORE)
    assert dialog.plan.uses[0] is Use.IGNORE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        (" , ,", ()),
        ("NA, ?", ("NA", "?")),
        ('"a, b", c', ("a, b", "c")),
        ("NA, NA", ("NA",)),
        ('"open', ("open",)),
    ],
)
def test_words_that_count_as_missing(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_where_the_details_of_a_fault_are_is_where_the_window_has_them(window: MainWindow) -> None:
    log = window.findChild(QAction, "actionLog")
    assert log is not None
    assert f"the log has the details (Help, {log.text().replace('&', '')})" in UNEXPECTED
    (menu,) = (one for one in window.menuBar().actions() if log in one.menu().actions())
    assert menu.text().replace("&", "") == "Help"
