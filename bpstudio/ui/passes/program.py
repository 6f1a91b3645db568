"""The two programs and the update as a list of equations, with the numbers that they made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.numbers import count, figure
from bpstudio.ui.passes.program_row import PLACE, ProgramRow
from bpstudio.ui.passes.words import passes_words, symbol
from bpstudio.ui.tex.words import in_words
from bpstudio.ui.theme import DOCK_TITLE_HEIGHT, GRID, theme
from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.ui.passes.state import PassesState

ROW, HEADING = 34, 28  # px
TOLD = 12  # numbers, at most
ARROWS = {"forward": "forward  →", "backward": "backward  ←", "update": "update"}


class Program(QFrame):
    """The list, what it is of above, what it has cost below."""

    def __init__(self, state: PassesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesProgram")
        self._state = state
        self._of, self._cost, self._note = QLabel(), QLabel(), QLabel()
        self.list = _Instructions(state)
        for label in (self._of, self._note):
            label.setProperty("role", "name")
        self._cost.setTextFormat(Qt.TextFormat.RichText)
        for label in (self._cost, self._note):
            label.setWordWrap(True)
        self._note.setObjectName("passesNote")
        head = QLabel("Program")
        head.setProperty("title", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, GRID)
        column.setSpacing(0)
        column.addWidget(_head(head, self._of))
        column.addWidget(self.list, 1)
        for label in (self._cost, self._note):
            label.setContentsMargins(16, 6, 12, 0)
            column.addWidget(label)
        state.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        state = self._state
        walked = state.walked
        self._note.setText(state.note)
        if walked is None:
            self._of.setText("")
            self._cost.setText("")
            return
        batch = len(walked.samples)
        of = f"batch of {count(batch)}" if walked.is_batch else state.sample_words
        self._of.setText(f"{of} · η {walked.rate:.4g} · float64")
        self._cost.setText(passes_words(walked.parameters))


def _head(title: QLabel, of: QLabel) -> QWidget:
    holder = QFrame()
    holder.setObjectName("dockTitle")
    holder.setFixedHeight(DOCK_TITLE_HEIGHT)
    row = QHBoxLayout(holder)
    row.setContentsMargins(12, 0, 12, 0)
    row.addWidget(title)
    row.addStretch()
    row.addWidget(of)
    return holder


class _Row(QListWidgetItem):
    """An instruction, or a heading; tells assistive tools the numbers, too, once they are made."""

    def __init__(self, state: PassesState, words: str) -> None:
        super().__init__(words)
        self._state = state

    def data(self, role: int) -> Any:
        """Return what there is for a role; the numbers are those of the shown sample."""
        place, walked = super().data(PLACE), self._state.walked
        is_spoken = role == Qt.ItemDataRole.AccessibleTextRole
        if not is_spoken or place is None or walked is None or place >= len(walked.steps):
            return super().data(role)
        step = walked.steps[place]
        told = [f"{place + 1}: {in_words(step.tex)}", step.sentence, *self._numbers(walked, place)]
        return "; ".join(told)

    def _numbers(self, walked: Walked, place: int) -> list[str]:
        if place > self._state.position:
            return []
        told = (
            f"{symbol(number)} = {figure(value)}"
            for number in walked.numbers_of(walked.steps[place])[:TOLD]
            if (value := walked.excerpts[number.name].at(number.row, number.column)) is not None
        )
        return [", ".join(told)]


class _Instructions(QListWidget):
    """One instruction a row, with headings between; a click or the arrow keys go there."""

    def __init__(self, state: PassesState) -> None:
        super().__init__()
        self.setObjectName("passesList")
        self.setAccessibleName("Instructions of both passes and of the update")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state = state
        self._told: list[tuple[str, str]] = []  # equation and sentence of each row
        self.setItemDelegate(ProgramRow(state, self))
        state.changed.connect(self._fill)
        state.moved.connect(self._follow)
        theme().changed.connect(self.viewport().update)
        self.currentItemChanged.connect(self._go)

    def _fill(self) -> None:
        """Make the rows anew where they are others."""
        walked = self._state.walked
        told = [] if walked is None else [(step.equation, step.sentence) for step in walked.steps]
        if walked is not None and told != self._told:
            blocked = self.blockSignals(True)
            self.clear()
            phase = ""
            for place, step in enumerate(walked.steps):
                if step.phase != phase:
                    phase = step.phase
                    self._add(ARROWS[phase], None)
                self._add(f"{place + 1}: {step.equation}; {step.sentence}", place)
            self.blockSignals(blocked)
            self._told = told
        self._follow()

    def _add(self, words: str, place: int | None) -> None:
        item = _Row(self._state, words)
        item.setData(PLACE, place)
        item.setSizeHint(QSize(10, HEADING if place is None else ROW))
        if place is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            item.setToolTip(literal(words.partition("; ")[2]))
        self.addItem(item)

    def _follow(self) -> None:
        """Mark the instruction that is shown."""
        for row in range(self.count()):
            if self.item(row).data(PLACE) == self._state.position:
                blocked = self.blockSignals(True)
                self.setCurrentRow(row)
                self.blockSignals(blocked)
                self.scrollToItem(self.item(row))
                break
        self.viewport().update()

    def _go(self, item: QListWidgetItem | None) -> None:
        place = None if item is None else item.data(PLACE)
        if place is not None:
            self._state.pause()
            self._state.go_to(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to others what steps through the instructions."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
            event.ignore()
        else:
            super().keyPressEvent(event)
