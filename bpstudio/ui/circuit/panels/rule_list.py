"""The rules of gradient flow, to be read while no gate is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from bpstudio.engine.flow import GATES
from bpstudio.ui.theme import GRID


class RuleList(QWidget):
    """The chapter's rules, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ruleList")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, GRID, 0, 0)
        grid.setVerticalSpacing(2)
        titled = [gate for gate in GATES.values() if gate.title]
        for place, gate in enumerate(titled):
            title, words = QLabel(gate.title), QLabel(gate.rule)
            title.setProperty("role", "backwardHeading")
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(title, 2 * place, 0)
            grid.addWidget(words, 2 * place + 1, 0)
            grid.setRowMinimumHeight(2 * place, 3 * GRID)
