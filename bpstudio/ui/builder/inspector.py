"""The inspector: what is selected, in fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.inspector_pages import LayerPage, NetworkPage, OutputPage
from bpstudio.ui.theme import GRID, PALETTE_WIDTH
from bpstudio.ui.widgets.fields import note
from bpstudio.ui.widgets.locked import fields_of, lock

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from bpstudio.ui.builder.canvas import NetworkCanvas

MOST_NEEDED = 328  # px: the fields of a layer
USUAL = 360  # px: those with an option of the initializer


class Inspector(QScrollArea):
    """Shows and edits the selected layers, the output, or with none selected the network.

    While one looks back it shows what they were, and they can't be edited.
    """

    def __init__(self, canvas: NetworkCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setFixedWidth(PALETTE_WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # what the palette leaves is the inspector's: where both have room, neither moves
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._canvas, self._showing = canvas, canvas.showing
        self._layer = LayerPage(canvas.editor, canvas.showing)
        self._output = OutputPage(canvas.editor, canvas.showing)
        self._network = NetworkPage(canvas.editor, canvas.showing)
        self._pages = (self._network, self._layer, self._output)
        self._content = QWidget()
        self._build()
        canvas.selection_changed.connect(self.follow)
        canvas.showing.changed.connect(self.follow)
        canvas.editor.refused.connect(self.follow)
        self.follow()

    def sizeHint(self) -> QSize:
        """Return room for what the present page has; the palette can have the rest.

        Most pages ask for the same: then no field moves when something else is selected.
        """
        content = self._content
        wrapped = content.heightForWidth(PALETTE_WIDTH)
        return QSize(PALETTE_WIDTH, max(wrapped, content.sizeHint().height(), USUAL))

    def minimumSizeHint(self) -> QSize:
        """Return room for a few fields; the rest scrolls."""
        return QSize(PALETTE_WIDTH, min(self.sizeHint().height(), MOST_NEEDED))

    def offer_data_options(self, action: QAction) -> None:
        """Have a button for what the columns of a table are, on the network's page."""
        self._network.offer_data_options(action)

    def follow(self) -> None:
        """Show what is selected now, as it is now."""
        selected = self._canvas.selected_layers
        known = {layer.id for layer in self._showing.experiment.hidden}
        hidden = tuple(number for number in selected if number in known)
        page: LayerPage | OutputPage | NetworkPage = self._network
        if hidden:
            page = self._layer
        elif OUTPUT in selected:
            page = self._output
        page.show_layers(hidden)
        for other in self._pages:
            other.setVisible(other is page)
        self._show_lock(page)
        self.updateGeometry()

    def _show_lock(self, page: QWidget) -> None:
        """Mark and lock a page that shows what was; nothing else that is hidden matters."""
        why = self._showing.why_locked
        lock(fields_of(page), why)
        self._when.setText(why.partition(",")[0])
        self._when.setToolTip(why)
        self._when.setVisible(bool(why))

    def _build(self) -> None:
        column = QVBoxLayout(self._content)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(4)
        heading = QLabel("Inspector")
        heading.setProperty("role", "heading")
        heading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(heading)
        self._when = note(column, "past")
        self._when.setObjectName("whenOfInspector")
        for page in self._pages:
            column.addWidget(page)
            page.resized.connect(self.updateGeometry)
        column.addStretch(1)
        self.setWidget(self._content)
