"""The inspector: what is selected, in fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.inspector_pages import LayerPage, NetworkPage, OutputPage
from bpstudio.ui.theme import GRID, PALETTE_WIDTH

if TYPE_CHECKING:
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.document import Document


class Inspector(QScrollArea):
    """Shows and edits the selected layers, the output, or with none selected the network."""

    def __init__(
        self, document: Document, canvas: NetworkCanvas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setFixedWidth(PALETTE_WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas = canvas
        self._layer, self._output = LayerPage(canvas.editor), OutputPage(canvas.editor)
        self._network = NetworkPage(canvas.editor)
        self._pages = QStackedLayout()
        self._build()
        canvas.selection_changed.connect(self.follow)
        document.experiment_changed.connect(self.follow)
        canvas.editor.refused.connect(self.follow)
        self.follow()

    def sizeHint(self) -> QSize:
        """Return room for a layer's fields."""
        return QSize(PALETTE_WIDTH, 328)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few fields; the rest scrolls."""
        return QSize(PALETTE_WIDTH, 120)

    def follow(self) -> None:
        """Show what is selected now, as it is now."""
        selected = self._canvas.selected_layers
        hidden = tuple(number for number in selected if number != OUTPUT)
        page: LayerPage | OutputPage | NetworkPage = self._network
        if hidden:
            page = self._layer
        elif selected:
            page = self._output
        self._pages.setCurrentWidget(page)
        page.show_layers(hidden)

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(4)
        heading = QLabel("Inspector")
        heading.setProperty("role", "heading")
        heading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(heading)
        column.addLayout(self._pages)  # first: a page with no parent would be a window
        for page in (self._network, self._layer, self._output):
            self._pages.addWidget(page)
        column.addStretch(1)
        self.setWidget(content)
