"""The shown instruction, opened: what it does in words and in numbers, and the opened number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout

from bpstudio.ui.numbers import count
from bpstudio.ui.passes.matrices import Matrices
from bpstudio.ui.passes.opened import OpenedPanel
from bpstudio.ui.theme import GRID, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.passes.state import PassesState

HEIGHT = 204
STRIPE = 4  # px
WIDE = 640  # px
HINT_WIDTH = 180  # px
OF_SAMPLE = "This is the update of {} alone; Update takes the batch that comes next."
OF_BATCH = "Update carries it out in the run."


class InstructionCard(QFrame):
    """Below the network: sentence and arrays at the left, the opened number at the right."""

    def __init__(self, state: PassesState, update: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passesCard")
        self.setFixedHeight(HEIGHT)
        self._state = state
        self._row = QHBoxLayout(self)
        self._head = QLabel()
        self._head.setTextFormat(Qt.TextFormat.RichText)
        self._head.setWordWrap(True)
        self.matrices = Matrices(state)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.matrices)
        self.opened = OpenedPanel(state)
        self._foot = QLabel()
        self._foot.setProperty("role", "name")
        self._foot.setWordWrap(True)
        self._update = QToolButton()
        self._update.setDefaultAction(update)
        self._update.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._update.setProperty("outlined", True)
        self._update.setAccessibleName("Carry the update out in the run")
        self._build()
        for signal in (state.changed, state.moved):
            signal.connect(self._show)
        theme().changed.connect(self.update)
        state.asked.connect(self._open)
        self._show()

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._update)
        left = QVBoxLayout()
        left.setContentsMargins(GRID, GRID, GRID - 2, GRID)
        left.setSpacing(4)
        left.addWidget(self._head)
        left.addWidget(self._scroll, 1)
        left.addLayout(foot)
        row = self._row
        row.setContentsMargins(STRIPE + 4, 1, 1, 1)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give the opened number half of a narrow card, else a third; while there is none, less."""
        share = 0.35 if self.width() >= WIDE else 0.5
        wide = min(max(round(share * self.width()), HINT_WIDTH), 320)
        self.opened.setFixedWidth(HINT_WIDTH if self._state.number is None else wide)
        self._row.activate()
        self._give_room()

    def _open(self) -> None:
        """Make room for the opened number, and bring it into sight among the others."""
        self._share_width()
        cell = self.matrices.cell_of(self._state.number)
        if cell is not None:
            at = cell.place.center().toPoint()
            self._scroll.ensureVisible(at.x(), 0, round(cell.place.width()), 0)

    def _give_room(self) -> None:
        self.matrices.set_room(self._scroll.maximumViewportSize())

    def _show(self) -> None:
        state, step = self._state, self._state.step
        is_update = step is not None and step.phase == "update"
        self._foot.setVisible(is_update)
        self._update.setVisible(is_update)
        if step is None or state.walked is None:
            self._head.setText("")
            return
        words = step.sentence
        self._head.setText(
            f"<b>Instruction {count(state.position + 1)}</b>&nbsp; {_escaped(words)}"
        )
        is_batch = state.walked.is_batch
        self._foot.setText(OF_BATCH if is_batch else OF_SAMPLE.format(state.sample_words))
        self._give_room()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card with a stripe in the colour of its pass."""
        colors = theme().colors
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), colors.canvas)
            painter.setPen(QPen(colors.border, 1))
            painter.setBrush(colors.raised)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
            step = self._state.step
            tints = {
                "forward": colors.forward,
                "backward": colors.backward,
                "update": colors.accent,
            }
            painter.fillRect(
                0, 2, STRIPE, self.height() - 4, tints[step.phase if step else "update"]
            )
            x = self.opened.geometry().left() - 1
            painter.setPen(QPen(colors.border, 1))
            painter.drawLine(x, 12, x, self.height() - 12)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
