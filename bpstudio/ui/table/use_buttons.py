"""A button for each use: it is given to the columns that are selected in the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from bpstudio.ui.icons import set_icon
from bpstudio.ui.numbers import count
from bpstudio.ui.table.uses import Use
from bpstudio.ui.table.words import seen
from bpstudio.ui.theme import GRID
from bpstudio.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from bpstudio.ui.table.plan import Plan
    from bpstudio.ui.table.preview_table import PreviewTable

HINT = "Select columns by their names, Ctrl+A all; then say what they are."


class UseButtons(QWidget):
    """Which columns are selected, and what they are used for."""

    def __init__(self, table: PreviewTable, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._plan = table, plan
        self.setObjectName("useColumns")
        self._words = ElidedLabel()
        self._words.setProperty("role", "hint")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons: dict[Use, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self._words, 1)
        for use in Use:
            button = self.buttons[use] = _button(use)
            button.clicked.connect(lambda _on, use=use: table.use(use))
            row.addWidget(button)
        table.selected.connect(self.follow)
        plan.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what is selected."""
        columns, uses = self._table.columns, self._plan.uses
        known = {uses[column] for column in columns}
        for use, button in self.buttons.items():
            button.setEnabled(bool(columns))
            button.setChecked(known == {use})
        if not columns:
            words = HINT
        elif len(columns) == 1:
            words = f"{seen(self._plan.names[columns[0]])}: {self._plan.words_of(columns[0])}"
        else:
            words = f"{count(len(columns))} columns are selected."
        self._words.set_full_text(words)

    def say(self, words: str) -> None:
        """Say why something wasn't done, until other columns are selected."""
        self.follow()  # a button that was pressed in vain isn't down
        self._words.set_full_text(words)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.full_text


def _button(use: Use) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"use_{use.name.lower()}")
    button.setText(use.label)
    button.setCheckable(True)
    button.setProperty("outlined", True)
    button.setProperty("low", True)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setToolTip(f"{use.hint} ({use.key} in the preview)")
    button.setAccessibleName(f"Use the selected columns as {use.label}")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(button, use.icon)
    return button
