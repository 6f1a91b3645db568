"""The network canvas: the scene and all that works on it, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPen

from bpstudio.data import drawn
from bpstudio.ui.builder.came_back import CameBack
from bpstudio.ui.builder.canvas_view import NetworkView
from bpstudio.ui.builder.commands import LayerCommands
from bpstudio.ui.builder.describe import describe
from bpstudio.ui.builder.drops import Drops
from bpstudio.ui.builder.edge_card import EdgeCard
from bpstudio.ui.builder.editor import Editor
from bpstudio.ui.builder.keyboard import Keyboard
from bpstudio.ui.builder.legend import HEIGHT as LEGEND_HEIGHT
from bpstudio.ui.builder.legend import Legend
from bpstudio.ui.builder.menus import context_menu, keyboard_menu, pop_up
from bpstudio.ui.builder.pointer import Pointer
from bpstudio.ui.builder.scene import NetworkScene
from bpstudio.ui.builder.selection import Selection
from bpstudio.ui.builder.showing import Showing
from bpstudio.ui.canvas.ink import forget_fonts
from bpstudio.ui.canvas.zoom import Zoom
from bpstudio.ui.theme import RADIUS_CARD, theme
from bpstudio.ui.told import edge_key, unit_key

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.portrait import Asked
    from bpstudio.ui.builder.edges import Shown
    from bpstudio.ui.document import Document
    from bpstudio.ui.session import Session


class NetworkCanvas(NetworkView):
    """Shows the network while it learns, and edits it by mouse and keys.

    Parts of it are told apart by what they do: `showing` (of now or of the past), `pointer`
    (mouse), `keyboard`, `drops`, `zoom`, `selection`, `editor`.
    """

    selection_changed = Signal()
    refused = Signal(str)
    drawing_wanted = Signal()
    circuit_wanted = Signal(object)  # the unit, an Asked, that is to be opened as a circuit
    unit_pointed = Signal(object)  # the unit under the mouse, an Asked; None where there is none

    def __init__(self, document: Document, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self.session = document, session
        self.showing = Showing(document, session, self)
        self.network = NetworkScene(document.experiment, document.dataset, self)
        self.setScene(self.network)
        self.editor = Editor(document, self)
        self.selection = Selection(self.showing, self)
        self.commands = LayerCommands(self)
        self.zoom, self.pointer = Zoom(self), Pointer(self)
        self.keyboard = Keyboard(self)
        self.drops = Drops(self)
        self.legend = Legend(self)
        self.edge_card = EdgeCard(self)
        self.editor.refused.connect(self.refused)
        self.network.asking.changed.connect(self._ask)
        self.network.arranged.connect(self.edge_card.follow)
        self.network.arranged.connect(lambda: self.light(None))
        self.selection.changed.connect(self._show_selection)
        document.opened.connect(self._forget_folds)  # comes first, and ids begin anew
        document.experiment_changed.connect(self._show_structure)
        CameBack(self)
        session.snapshot_changed.connect(self._show_snapshot)
        theme().changed.connect(self._show_theme)
        self._show_theme()
        self._show_structure()

    @property
    def selected_layers(self) -> tuple[int, ...]:
        """The ids of the selected layers, input side first; the output's is 0."""
        return self.selection.numbers

    @property
    def can_remove(self) -> bool:
        """Whether a layer is selected that can be removed: any but the output."""
        return bool(self.commands.chosen)

    def add_layer(self, activation: str) -> None:
        """Add a layer after the selected one, or before the output."""
        self.insert_layer(self.commands.place_after, activation)

    def insert_layer(self, place: int, activation: str) -> None:
        """Add a layer that becomes the one at `place`, and select it."""
        self.select_added(self.editor.add_layer(place, activation))

    def select_added(self, number: int | None) -> None:
        """Select a layer that has just been added, if it was."""
        if number is not None:
            self.selection.set((number,))

    def remove_selected(self) -> None:
        """Remove the selected layers; the output stays."""
        self.editor.remove_layers(self.selected_layers)

    def point_out(self, unit: Asked | None) -> None:
        """Select a unit's layer and show the unit's numbers."""
        if unit is not None and unit.layer in self.selection.order():
            self.selection.set((unit.layer,))
            if unit.unit < self.network.holder(unit.layer).units:
                self.network.asking.close()
                self.network.asking.open_unit(*unit)

    def choose_data(self, name: str) -> None:
        """Train on a named data set; one that is drawn is drawn elsewhere."""
        if name == drawn.NAME:
            self.drawing_wanted.emit()
        else:
            self.editor.choose_data(name)

    def show_sample_after(self, by: int) -> None:
        """Show the next (1) or previous (-1) sample of the training part, round and round."""
        sample, count = self.session.snapshot.sample, len(self.showing.dataset.train.t)
        position = 0 if sample is None else sample.position + by
        self.session.show_sample(position % count)

    def light(self, asked: Asked | None) -> None:
        """Show where a unit is that is pointed at elsewhere, or none."""
        self.network.asking.light(asked)

    def ask_about(self, asked: Asked) -> None:
        """Open the card of a unit, and select its layer."""
        if self.network.asking.has(asked):
            self.selection.set((asked.layer,))
            if self.network.asking.about != asked:
                self.network.asking.open_unit(*asked)

    def show_edges(self, shown: Shown) -> None:
        """Draw the weights, the gradients or both as edges."""
        self.network.show_edges(shown)
        self.legend.show_edges(shown)

    def fit(self) -> None:
        """Show the whole network."""
        size = self.viewport().size()
        self.network.set_size(QSizeF(size))
        self.zoom.fit(self.network.layout.bounds)

    @property
    def first_gap(self) -> QRect:
        """Where a first layer would come, between the input and what follows, in px."""
        layout = self.network.layout
        follows = layout.columns[0].rect if layout.columns else layout.output
        gap = QRectF(layout.input.right(), 0, 1, layout.bounds.height())
        gap.setRight(follows.left())
        return self.mapFromScene(gap).boundingRect()

    def fold(self, numbers: tuple[int, ...], is_open: bool) -> None:
        """Open layers, so that each unit has a row, or close them; the experiment is as it was."""
        self.network.fold(numbers, is_open)
        self._keep_fitted()

    def _show_structure(self) -> None:
        self.pointer.cancel()
        dataset = self.showing.dataset
        self.network.set_structure(self.showing.experiment, dataset)
        self.selection.prune()
        self.show_keyboard()
        self._keep_fitted()
        self.setAccessibleDescription(describe(self.showing.experiment, dataset))

    def _keep_fitted(self) -> None:
        """Follow another layout, unless the user has chosen what to look at."""
        self.legend.show_layout(self.showing.experiment, self.network.layout)
        if self.zoom.is_fitted:
            self.zoom.fit(self.network.layout.bounds)

    def _forget_folds(self) -> None:
        self.network.folds.clear()

    def _ask(self) -> None:
        """Let the snapshots tell of the unit that is asked about."""
        asking, cover = self.network.asking, self.session.cover
        self.session.ask_about(asking.about)
        if asking.edge is not None:
            cover.tell(edge_key(*asking.edge))
        elif asking.about is not None:
            cover.tell(unit_key(*asking.about))
        self.edge_card.follow()

    def _show_snapshot(self) -> None:
        if not self.network.draws(self.showing.experiment, self.showing.dataset):
            self._show_structure()  # of the past, or back from there
        if self.isVisible():
            self.network.set_snapshot(self.session.told)
            self.edge_card.show_snapshot(self.session.told)

    def show_keyboard(self) -> None:
        """Mark the selected layers, and the one that the keyboard is on."""
        current = self.selection.current if self.hasFocus() and self.keyboard.is_used else None
        self.network.mark(self.selected_layers, current)
        self.viewport().update()

    def _show_selection(self) -> None:
        self.show_keyboard()
        self.selection_changed.emit()

    def _show_theme(self) -> None:
        forget_fonts()
        self.setBackgroundBrush(theme().colors.canvas)
        self.network.set_snapshot(self.session.told)
        self.viewport().update()
        self.legend.update()

    def shows_ring(self) -> bool:
        """Whether the canvas itself shows that the keyboard is on it, since no layer does."""
        return self.hasFocus() and self.keyboard.is_used and self.selection.current is None

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the ring of the keyboard's place around everything."""
        if self.shows_ring():
            painter.save()
            painter.resetTransform()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colors.accent, 1.5))
            box = QRectF(self.viewport().rect()).adjusted(2, 2, -2, -2)
            painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
            painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the network out for the new size."""
        super().resizeEvent(event)
        below = self.viewport().geometry().bottom() + 1
        self.legend.setGeometry(QRect(0, below, self.width(), LEGEND_HEIGHT))
        self.network.set_size(QSizeF(self.viewport().size()))
        self._keep_fitted()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Take the card of an edge along."""
        super().scrollContentsBy(dx, dy)
        self.edge_card.go_along()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the newest numbers."""
        super().showEvent(event)
        self.network.set_snapshot(self.session.told)

    def tip_at(self, at: QPointF) -> str:
        """Return what the tooltip says of a place of the scene."""
        return self.network.tip(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu for what is under the mouse, or for the layer that the keyboard is on."""
        self.pointer.cancel()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            pop_up(keyboard_menu(self), self)
        else:
            context_menu(self, self.mapToScene(event.pos())).popup(event.globalPos())
