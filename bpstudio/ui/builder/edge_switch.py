"""The switch between weights, gradients or both as what the edges show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from bpstudio.ui.builder.edges import Shown
from bpstudio.ui.theme import GRID
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from bpstudio.ui.builder.canvas import NetworkCanvas

HINTS = {
    Shown.WEIGHTS.value: "Edges show the strongest weights w of each gap",
    Shown.GRADIENTS.value: "Edges show the strongest gradients ∂L/∂w of the step's batch",
    Shown.BOTH.value: (
        "Edges show the strongest gradients of the step's batch: the width is the size of ∂L/∂w, "
        "colour and dash are the sign of the weight w"
    ),
}


class EdgeSwitch(QWidget):
    """``edges weights | gradients | both``; off where the layers stand too close for edges."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.choice = Segmented("Edges", HINTS, self)
        label = QLabel("edges")
        label.setProperty("role", "name")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(label)
        row.addWidget(self.choice)
        self.choice.changed.connect(self._show)
        canvas.network.has_edges.connect(self._follow)
        self._follow(canvas.network.layout.shows_edges)

    def _show(self, chosen: str) -> None:
        self._canvas.show_edges(Shown(chosen))

    def _follow(self, has_edges: bool) -> None:
        self.setEnabled(has_edges)
        self.setToolTip("" if has_edges else "Layers stand too close together for edges")
