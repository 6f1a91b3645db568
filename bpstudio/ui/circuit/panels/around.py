"""All panels around the circuit, put in their places on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bpstudio.ui.circuit.panels.canvas_guess import CanvasGuess
from bpstudio.ui.circuit.panels.expression_bar import KEYS as EXPRESSION_KEYS
from bpstudio.ui.circuit.panels.expression_bar import ExpressionBar
from bpstudio.ui.circuit.panels.gate_strip import KEYS as STRIP_KEYS
from bpstudio.ui.circuit.panels.gate_strip import GateStrip, StepKeys
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.panels.side_column import SideColumn

if TYPE_CHECKING:
    from bpstudio.ui.circuit.page import CircuitPage
    from bpstudio.ui.page import Keys

LISTED: Keys = (
    *EXPRESSION_KEYS,
    *STRIP_KEYS,
    ("Predict the covered number of the gate", "Enter, or click its “?”"),
)


class CircuitPanels(QObject):
    """The expression above the canvas, inspector and values beside it, the strip below."""

    def __init__(self, page: CircuitPage) -> None:
        super().__init__(page)
        state = page.state
        self.predictions = Predictions(state)
        self.expression = ExpressionBar(state)
        self.side = SideColumn(state, self.predictions)
        self.strip = GateStrip(state, page.player, self.predictions)
        page.above.addWidget(self.expression)
        page.side.addWidget(self.side, 1)
        page.strip.addWidget(self.strip)
        self.expression.wired.connect(page.canvas.fit)
        self.expression.left.connect(page.canvas.setFocus)
        StepKeys(page.canvas, state, page.player)
        self.guess = CanvasGuess(page.canvas, self.predictions)
