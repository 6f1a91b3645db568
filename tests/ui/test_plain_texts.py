"""Text from the user's files is shown as it stands: Qt takes for HTML what looks like it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox, QProgressDialog, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.dialogs import Answer, ask_to_give_up, ask_to_overwrite, ask_to_save
from bpstudio.ui.tooltips import fitted, joined, literal, plain, tip
from bpstudio.ui.waiting import Waiting
from bpstudio.ui.widgets.elided_label import ElidedLabel
from bpstudio.ui.widgets.kept_work import KeptWork, Piece
from tests.ui.table.sheets import dialog_of, read

ODD = "<b>x</b> & <i>y"
TIP = Qt.ItemDataRole.ToolTipRole


def as_shown(text: str) -> str:
    """Return what a reader sees of a tooltip."""
    if not GuiQt.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


@pytest.mark.parametrize(
    "text", [ODD, "a < b", "a\n<b>c</b>", "<p>", "<qtx>", "<b>two\n</b> lines  of"]
)
def test_plain_text_is_shown_as_it_stands(qapp, text: str) -> None:
    assert as_shown(literal(text)) == text
    assert as_shown(fitted(text)) == text
    assert literal(literal(text)) == literal(text)
    assert plain(literal(text)) == " ".join(text.split())


def test_what_needs_no_marks_has_none(qapp) -> None:
    assert literal("a < b & c") == "a < b & c"
    assert joined("a < b", "c") == "a < b\n\nc"
    assert plain("a < b & c") == "a < b & c"


def test_tooltips_of_several_kinds_are_joined_as_they_stand(qapp) -> None:
    words = as_shown(joined("a < b", tip("Title", "line")))
    assert words.split() == ["a", "<", "b", "Title", "line"]


def test_names_of_a_table(qtbot: QtBot, tmp_path: Path) -> None:
    long = f"{ODD} of thirteen"
    dialog = dialog_of(qtbot, tmp_path, f'"{ODD}",kind\n1,"{long}"\n,b\n3,"{long}"\n4,b\n')
    model, choices = dialog.table.model(), dialog.choices
    assert as_shown(model.headerData(0, Qt.Orientation.Horizontal, TIP)).startswith(ODD)
    assert as_shown(model.index(0, 1).data(TIP)) == long
    missing = model.index(1, 0)
    assert f"({ODD})" in as_shown(missing.data(TIP))
    assert f"({ODD})" in missing.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    read(qtbot, dialog)
    notes = [dialog.notes.items.item(row) for row in range(dialog.notes.items.count())]
    assert any(ODD in note.text() for note in notes)
    assert all(as_shown(note.toolTip()) == note.text() for note in notes)
    tips = [label.toolTip() for label in choices.findChildren(QLabel)]
    assert any(long in as_shown(words) for words in tips)
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText
        for label in choices.findChildren(QLabel)
        if "<" in label.text()
    )


def test_names_of_files_and_what_is_kept(qtbot: QtBot) -> None:
    label, bar = ElidedLabel(), KeptWork()
    for widget in (label, bar):
        qtbot.addWidget(widget)
    label.resize(30, 20)
    label.set_full_text(ODD)
    assert as_shown(label.toolTip()) == ODD
    bar.show_pieces([Piece(ODD, ODD, ODD, ODD)])
    assert ODD in {as_shown(child.toolTip()) for child in bar.findChildren(QWidget)}


@pytest.mark.parametrize("ask", [ask_to_save, ask_to_overwrite, ask_to_give_up])
def test_names_in_questions(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ask) -> None:
    asked: list[QLabel] = []

    def cancel(box: QMessageBox) -> Answer:
        asked.extend(label for label in box.findChildren(QLabel) if label.text())
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in asked)
        assert any(ODD in label.text() for label in asked)
        return Answer.Cancel

    monkeypatch.setattr(QMessageBox, "exec", cancel)
    window = QWidget()
    qtbot.addWidget(window)
    ask(window, ODD)
    assert asked


def test_names_where_one_waits(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    waiting = Waiting(window)
    waiting.start(f"Reading {ODD} …", lambda _tell: None, lambda _: None, lambda _: None)
    dialog = window.findChild(QProgressDialog)
    (label,) = (one for one in dialog.findChildren(QLabel) if one.text())
    assert (label.text(), dialog.labelText()) == (f"Reading {ODD} …", f"Reading {ODD} …")
    assert label.textFormat() == Qt.TextFormat.PlainText
    waiting.stop()
