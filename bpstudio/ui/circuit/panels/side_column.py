"""The column at the right of the circuit: the inspector above, the values below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter

from bpstudio.ui.circuit.panels.inspector import CircuitInspector
from bpstudio.ui.circuit.panels.values_panel import ValuesPanel
from bpstudio.ui.theme import DOCK_TITLE_HEIGHT, DOCK_WIDTH, GRID

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.circuit.panels.predictions import Predictions
    from bpstudio.ui.circuit.state import CircuitState

SHARES = (470, 262)  # px, in a window of the usual height
LEAST_WIDTH = 38 * GRID  # px
LEAST_HEIGHT = 3 * DOCK_TITLE_HEIGHT


class SideColumn(QSplitter):
    """Two panels whose share of the height the user can change."""

    def __init__(self, state: CircuitState, predictions: Predictions) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setObjectName("circuitSide")
        self.inspector = CircuitInspector(state, predictions)
        self.values = ValuesPanel(state, predictions)
        for panel in (self.inspector, self.values):
            panel.setMinimumHeight(LEAST_HEIGHT)
            self.addWidget(panel)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setStretchFactor(0, 5)
        self.setStretchFactor(1, 3)
        self.setSizes([SHARES[0], SHARES[1]])

    @property
    def panels(self) -> tuple[tuple[str, QWidget], ...]:
        """Both, with their titles."""
        return (("Inspector", self.inspector), ("Values", self.values))

    def sizeHint(self) -> QSize:
        """Return the docks' width."""
        return QSize(DOCK_WIDTH, 2 * LEAST_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the width in which all numbers can be read."""
        return QSize(LEAST_WIDTH, 2 * LEAST_HEIGHT)
