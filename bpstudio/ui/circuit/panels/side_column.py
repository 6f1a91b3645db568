"""The column at the right of the circuit: the inspector above, the values below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter

from bpstudio.ui.circuit.panels.inspector import CircuitInspector
from bpstudio.ui.circuit.panels.values_panel import ValuesPanel
from bpstudio.ui.theme import DOCK_TITLE_HEIGHT, DOCK_WIDTH

if TYPE_CHECKING:
    from bpstudio.ui.circuit.panels.predictions import Predictions
    from bpstudio.ui.circuit.state import CircuitState

LEAST_HEIGHT = 3 * DOCK_TITLE_HEIGHT


class SideColumn(QSplitter):
    """Two panels whose share of the height the user can change."""

    def __init__(self, state: CircuitState, predictions: Predictions) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setObjectName("circuitSide")
        self.setFixedWidth(DOCK_WIDTH)
        self.inspector = CircuitInspector(state, predictions)
        self.values = ValuesPanel(state, predictions)
        for panel in (self.inspector, self.values):
            panel.setMinimumHeight(LEAST_HEIGHT)
            self.addWidget(panel)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setStretchFactor(0, 5)
        self.setStretchFactor(1, 3)

    def sizeHint(self) -> QSize:
        """Return the docks' width."""
        return QSize(DOCK_WIDTH, 2 * LEAST_HEIGHT)
