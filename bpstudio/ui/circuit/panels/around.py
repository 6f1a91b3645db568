"""All panels around the circuit, put in their places on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.ui.circuit.panels.canvas_guess import CanvasGuess
from bpstudio.ui.circuit.panels.expression_bar import KEYS as EXPRESSION_KEYS
from bpstudio.ui.circuit.panels.expression_bar import ExpressionBar
from bpstudio.ui.circuit.panels.gate_strip import KEYS as STRIP_KEYS
from bpstudio.ui.circuit.panels.gate_strip import GateStrip
from bpstudio.ui.circuit.panels.predictions import Predictions
from bpstudio.ui.circuit.panels.sentence import circuit_sentence, circuit_summary, has_trouble
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
    """The expression above the canvas, inspector and values beside it, the strip below.

    Signals
    -------
    status_changed
        There is another sentence for the status bar.
    """

    status_changed = Signal()

    def __init__(self, page: CircuitPage) -> None:
        super().__init__(page)
        self._state = state = page.state
        self.predictions = Predictions(state)
        self.expression = ExpressionBar(state)
        self.side = SideColumn(state, self.predictions)
        self.strip = GateStrip(state, page.player, self.predictions)
        page.above.addWidget(self.expression)
        page.side.addWidget(self.side, 1)
        page.strip.addWidget(self.strip)
        self.expression.wired.connect(page.canvas.fit)
        self.expression.left.connect(page.canvas.setFocus)
        self.guess = CanvasGuess(page.canvas, self.predictions)
        for changed in (state.circuit_changed, state.shown_changed, state.selection_changed):
            changed.connect(self.status_changed)

    def status(self) -> tuple[str, str, bool]:
        """Return a sentence about the circuit, what it is, and whether something is wrong."""
        state = self._state
        return circuit_sentence(state), circuit_summary(state.circuit), has_trouble(state)
