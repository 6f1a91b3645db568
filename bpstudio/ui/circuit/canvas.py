"""The circuit's canvas: the scene and all that works on it, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPen

from bpstudio.ui.canvas.ink import CENTRE, forget_fonts, write
from bpstudio.ui.canvas.view import CanvasView
from bpstudio.ui.canvas.zoom import Zoom
from bpstudio.ui.circuit.commands import GateCommands
from bpstudio.ui.circuit.describe import current_words, describe, tip
from bpstudio.ui.circuit.drops import GateDrops
from bpstudio.ui.circuit.editor import CircuitEditor
from bpstudio.ui.circuit.incoming_field import IncomingField
from bpstudio.ui.circuit.keyboard import CircuitKeyboard
from bpstudio.ui.circuit.legend import HEIGHT as LEGEND_HEIGHT
from bpstudio.ui.circuit.legend import CircuitLegend
from bpstudio.ui.circuit.menus import context_menu, keyboard_menu, pop_up
from bpstudio.ui.circuit.pointer import CircuitPointer
from bpstudio.ui.circuit.scene import CircuitScene
from bpstudio.ui.numbers import NONE
from bpstudio.ui.theme import HINT, RADIUS_CARD, TITLE, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.circuit.state import CircuitState

NOTHING_YET = "Drag a gate in from the left, or pick an example below them."


class Holder(Protocol):
    """What has to wait while the hand moves."""

    def hold(self) -> None:
        """Wait, for a while."""

    def keep_holding(self) -> None:
        """Wait on."""

    def release(self) -> None:
        """Go on."""


SMALLEST = HINT * 1.25  # px: in a small picture words are written larger (`legible`)


class CircuitCanvas(CanvasView):
    """Shows a circuit with its numbers, and edits it by mouse and keys.

    Attributes
    ----------
    holder
        What waits while a gesture is on: training runs on behind other pages.

    Signals
    -------
    told
        What the keyboard is doing, in words; empty when it is over.
    """

    pointer: CircuitPointer
    keyboard: CircuitKeyboard
    legend: CircuitLegend

    told = Signal(str)

    def __init__(self, state: CircuitState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("circuitCanvas")
        self.setAccessibleName("Circuit")
        self.setViewportMargins(0, 0, 0, LEGEND_HEIGHT)
        self.state = state
        self.holder: Holder | None = None
        self._is_other = True  # than the one that is in sight
        self.board = CircuitScene(state, self)
        self.setScene(self.board)
        self.editor = CircuitEditor(state)
        self.zoom = Zoom(self, SMALLEST)
        self.commands = GateCommands(self)
        self.pointer = CircuitPointer(self)
        self.keyboard = CircuitKeyboard(self)
        self.drops = GateDrops(self)
        self.legend = CircuitLegend(self)
        self.incoming = IncomingField(self)
        state.document.opened.connect(self._forget_place)
        state.document.diagram_changed.connect(self.pointer.cancel)  # what it holds may be gone
        state.circuit_changed.connect(self._follow)
        state.shown_changed.connect(self._follow_shown)
        state.selection_changed.connect(self.show_keyboard)
        theme().changed.connect(self._show_theme)
        self._show_theme()
        self._follow()

    def fit(self) -> None:
        """Show the whole circuit."""
        self.zoom.fit(self.board.bounds())
        self.incoming.follow()

    def _sees_all(self) -> bool:
        sight = self.mapToScene(self.viewport().rect()).boundingRect()
        return sight.contains(self.board.bounds())

    def edit_incoming(self) -> None:
        """Let the gradient that comes in at the output be typed."""
        if self.incoming.isVisible():
            self.incoming.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.editor.refuse(
                "Incoming gradient: there is no output yet, or only values are shown"
            )

    def keep_in_sight(self, node: int) -> None:
        """Move the picture where a gate would be outside of it."""
        self.zoom.keep_in_sight(self.board.gates[node].form.bounds)
        self.incoming.follow()

    def walk(self, by: int) -> bool:
        """Go to the next or previous gate."""
        went = self.state.selection.walk(by)
        if went and self.state.selection.current is not None:
            self.keep_in_sight(self.state.selection.current)
        return went

    def keep_holding(self) -> None:
        """Let what runs elsewhere wait on."""
        if self.holder is not None:
            self.holder.keep_holding()

    def select_nothing(self) -> None:
        """Select no gate."""
        self.state.selection.clear()

    def _forget_place(self) -> None:
        """Show all of the circuit to come, which is another one."""
        self.pointer.cancel()
        self._is_other = True

    def _follow(self) -> None:
        """Fit what is new; after an edit only where not all is in sight, or it would jump."""
        is_outside = self.zoom.is_fitted and not self._sees_all()
        if self._is_other or (is_outside and not self.pointer.is_busy):
            self._is_other = False
            self.fit()
        self.incoming.follow()
        self._follow_shown()

    def _follow_shown(self) -> None:
        state, output = self.state, self.state.circuit.output
        if not self.pointer.is_busy:
            told = (NONE, NONE)
            if output is not None:
                told = state.value_text(output), state.gradient_text(output)
            self.legend.show_examples(*told)
        self.incoming.follow()
        self.show_keyboard()

    def show_keyboard(self) -> None:
        """Mark the selected gates, and the one that the keyboard is on."""
        is_here = self.hasFocus() and self.keyboard.is_used
        self.board.mark(self.state.selection.current if is_here else None)
        self.keyboard.show_connecting()
        if not self.pointer.is_busy:  # screen readers needn't hear each move of a drag
            words = current_words(self.state)
            self.setAccessibleDescription(words or describe(self.state))
        self.viewport().update()

    def _show_theme(self) -> None:
        forget_fonts()
        self.board.forget_pictures()
        self.setBackgroundBrush(theme().colors.canvas)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the ring of the keyboard's place around everything, and what to begin with."""
        is_empty = not self.state.circuit.nodes
        has_ring = self.hasFocus() and self.keyboard.is_used
        has_ring = has_ring and self.state.selection.current is None
        if not (is_empty or has_ring):
            return
        painter.save()
        painter.resetTransform()
        box, colors = QRectF(self.viewport().rect()), theme().colors
        if is_empty:
            write(painter, box, NOTHING_YET, colors.text3, TITLE, align=CENTRE)
        if has_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.accent, 1.5))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), RADIUS_CARD, RADIUS_CARD)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the circuit to the new size, unless the user has chosen what to look at."""
        super().resizeEvent(event)
        below = self.viewport().geometry().bottom() + 1
        self.legend.setGeometry(QRect(0, below, self.width(), LEGEND_HEIGHT))
        if self.zoom.is_fitted:
            self.fit()
        self.incoming.follow()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Take the field below L along."""
        super().scrollContentsBy(dx, dy)
        self.incoming.follow()

    def tip_at(self, at: QPointF) -> str:
        """Return what the tooltip says of a place of the scene."""
        return tip(self.state, self.board.spots.at(at))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu for what is under the mouse, or for what the keyboard is on."""
        self.pointer.cancel()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            pop_up(keyboard_menu(self), self)
        else:
            context_menu(self, self.mapToScene(event.pos())).popup(event.globalPos())
