"""How a table is written: encoding, delimiter, decimal mark, header, what counts as missing."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.theme import GRID
from bpstudio.ui.widgets.fields import named_combo
from bpstudio.ui.widgets.more_button import more_button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.ui.table.plan import Plan

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "auto": "by all of the file",
}
DELIMITERS = {",": "comma  ,", ";": "semicolon  ;", "\t": "tab"}
DECIMALS = {".": "point  1.5", ",": "comma  1,5"}
HEADERS = {True: "names", False: "data, no names"}
COMMON = ("NA", "N/A", "?", "-", "null", "None", "-999")
MOST_WORDS = 100
FIELDS: dict[str, tuple[Mapping[Any, str], str, str]] = {
    "encoding": (ENCODINGS, "encoding", "How letters are written as bytes."),
    "delimiter": (DELIMITERS, "delimiter", "What stands between two cells."),
    "decimal": (DECIMALS, "decimal mark", "What stands before the decimals of a number."),
    "header": (HEADERS, "first line", "Whether the first line has the names of the columns."),
}
MISSING_HINT = (
    "Texts that count as missing, with commas between them.\n"
    "Empty cells and NaN always do; NA is a category like others unless it stands here."
)


class FormatRow(QWidget):
    """Fields that show what was detected and can be set otherwise; the preview follows at once."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._labels: dict[str, QLabel] = {}
        self.fields: dict[str, QComboBox] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for name, (choices, label, hint) in FIELDS.items():
            combo = named_combo(choices.items(), label, hint)
            combo.setObjectName(f"table_{name}")
            combo.activated.connect(lambda _place, name=name: self._choose(name))
            self.fields[name] = combo
            row.addLayout(self._labelled(name, label, combo), 2)
        self.missing = QLineEdit()
        row.addLayout(self._labelled("missing_values", "counts as missing", self._words()), 3)
        plan.changed.connect(self.follow)
        self.follow()

    def _labelled(self, name: str, words: str, field: QWidget) -> QVBoxLayout:
        label = self._labels[name] = QLabel(words)
        label.setProperty("role", "name")
        label.setBuddy(field)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(field)
        return column

    def _words(self) -> QWidget:
        """Return the field of what counts as missing, with the usual words in a menu."""
        self.missing.setObjectName("table_missing_values")
        self.missing.setAccessibleName("What counts as missing")
        self.missing.setToolTip(MISSING_HINT)
        self.missing.setPlaceholderText("empty, NaN")
        self.missing.setMinimumWidth(12 * GRID)
        self.missing.textEdited.connect(self._take_words)
        button, self._common = more_button("Words that often stand for nothing")
        self._common.aboutToShow.connect(self._list_common)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.missing)
        row.addWidget(button)
        return holder

    def follow(self) -> None:
        """Show what the plan has."""
        shown, guessed = self._plan.format, self._plan.guessed
        for name, combo in self.fields.items():
            value = getattr(shown, name)
            place = combo.findData(value)
            combo.setCurrentIndex(place if place >= 0 else combo.findData(getattr(guessed, name)))
            is_detected = combo.currentData() == getattr(guessed, name)
            words = FIELDS[name][1]
            self._labels[name].setText(f"{words}, detected" if is_detected else words)
        if words_of(self.missing.text()) != shown.missing_values:
            self.missing.setText(", ".join(map(_quoted, shown.missing_values)))

    def _choose(self, name: str) -> None:
        self._plan.set(**{name: self.fields[name].currentData()})

    def _take_words(self) -> None:
        self._plan.set(missing_values=words_of(self.missing.text()))

    def _list_common(self) -> None:
        menu: QMenu = self._common
        menu.clear()
        chosen = self._plan.format.missing_values
        for word in dict.fromkeys((*COMMON, *chosen)):
            action = menu.addAction(word.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(word in chosen)
            action.triggered.connect(lambda on, word=word: self._count(word, on))

    def _count(self, word: str, on: bool) -> None:
        """Let a word count as missing, or no longer."""
        others = tuple(one for one in self._plan.format.missing_values if one != word)
        self._plan.set(missing_values=(*others, word) if on else others)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words in a list with commas between them; one with a comma stands in quotes."""
    cells = next(csv.reader([text.replace("\n", " ")], skipinitialspace=True), [])
    words = (cell.strip()[:MOST_WORDS] for cell in cells)
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def _quoted(word: str) -> str:
    needs = "," in word or '"' in word
    return '"' + word.replace('"', '""') + '"' if needs else word
