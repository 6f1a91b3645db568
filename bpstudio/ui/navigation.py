"""From anywhere in the window to the page where a thing is done, with what it needs in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.ui.drawing.page import TITLE as DRAW
from bpstudio.ui.files import CIRCUITS, EXPERIMENTS
from bpstudio.ui.layouts import LAYOUTS
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.gradient import GradientView

if TYPE_CHECKING:
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.canvas.view import CanvasView
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.views.view import View

ROOM_FOR_FINDING = 26 * GRID  # px: a card with its buttons, below the panel's title


class Navigation(QObject):
    """Turns the pages, and brings panels in front or puts them aside.

    Signals
    -------
    strip_wanted
        The strip below the network is to be seen.
    """

    strip_wanted = Signal()

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.pages)
        self._pages, self._docks, self._panels = parts.pages, parts.docks, parts.panels
        self._stage, self._circuit, self._drawing = parts.stage, parts.circuit, parts.drawing
        self._stage.passes.turned.connect(self._make_room_for_passes)
        self._pages.turned.connect(self._stage.turn_to)

    def connect_actions(self, actions: Actions) -> None:
        """Show the network, whose panels they are, when these are put in order."""
        for name in (*LAYOUTS, "actionResetLayout"):
            actions[name].triggered.connect(self.show_network)
            actions[name].triggered.connect(self._stage.passes.leave)

    @property
    def is_at_circuit(self) -> bool:
        """Whether the page in front is that of the circuit."""
        return self._pages.current.title == CIRCUITS.page

    @property
    def canvas(self) -> CanvasView:
        """The canvas of the document in front."""
        return self._circuit.canvas if self.is_at_circuit else self._stage.canvas

    def show_network(self) -> None:
        """Turn to the network."""
        self._pages.show_page(EXPERIMENTS.page)

    def show_circuit(self) -> None:
        """Turn to the circuit."""
        self._pages.show_page(CIRCUITS.page)

    def watch_gradients(self) -> None:
        """Turn to the network, with the gradient's magnitude in sight."""
        self.see(GradientView)

    def see_doctor(self) -> None:
        """Turn to the network, with what the doctor has found in sight."""
        self.see(DoctorView)
        self._panels.give_room(self._docks.dock_of(DoctorView), ROOM_FOR_FINDING)

    def see(self, *kinds: type[View]) -> None:
        """Bring views in front, the last one last; they stand beside the network alone."""
        self._stage.passes.leave()
        self.show_network()
        for kind in kinds:
            self._docks.show_view(kind)

    def draw(self) -> None:
        """Turn to the canvas on which points are painted, with the drawing there was."""
        self._drawing.state.take_up()
        self._pages.show_page(DRAW)

    def add_gate(self, gate: str) -> None:
        """Turn to the circuit, and add a gate there."""
        self.show_circuit()
        self._circuit.canvas.commands.add(gate)

    def _make_room_for_passes(self, is_on: bool) -> None:
        """Put the panels aside while the passes are stepped through, and the strip in sight."""
        self._panels.put_aside("passes", is_on)
        if is_on:
            self.show_network()
            self.strip_wanted.emit()
