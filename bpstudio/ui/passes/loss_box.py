"""The box of the loss, at the end of the forward pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.ui.canvas.ink import write
from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import BOLD, TITLE, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from bpstudio.ui.passes.state import PassesState


def draw_loss(painter: QPainter, state: PassesState, rect: QRectF) -> None:
    """Draw what the loss is made of, and L once it is there."""
    colors = theme().colors
    walked = state.walked
    if walked is None:
        return
    name = Name(Kind.LOSS, len(walked.layers) - 1)
    is_opened = state.number == Number(name, 0, 0)
    painter.setBrush(colors.raised)
    made = colors.forward if state.is_making(name) else colors.strong
    is_marked = is_opened or state.is_making(name)
    painter.setPen(QPen(colors.accent if is_opened else made, 2 if is_marked else 1))
    painter.drawRoundedRect(rect, 5, 5)
    inner = rect.adjusted(10, 0, -6, 0)
    lines = ["loss", "", "batch mean" if len(walked.samples) > 1 else state.sample_words]
    equation = "−log y" if walked.loss_name == "cross_entropy" else "½ Σ (y − t)²"
    for k, words in enumerate([lines[0], "", equation, lines[2]]):
        place = QRectF(inner.left(), rect.top() + (8, 28, 56, 74)[k], inner.width(), 18)
        if k == 1 and state.is_made(name):
            ink = colors.forward_text
            write(painter, place, figure(walked.loss, 4), ink, TITLE, BOLD)
        elif k != 1:
            write(painter, place, words, colors.text if k == 0 else colors.text2)
