"""What is opened on the circuit's page: an example, the network, one of its units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.circuits.examples import first_example
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit_maker import CircuitMaker

if TYPE_CHECKING:
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.circuit.page import CircuitPage
    from bpstudio.ui.files import Files
    from bpstudio.ui.session import Session


class CircuitOpener(QObject):
    """Opens what the page's list, the menus and the network's canvas ask for.

    Signals
    -------
    opened
        What has been made of the network, in words.
    refused
        Why nothing has been, in words.
    """

    opened = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        page: CircuitPage,
        files: Files,
        session: Session,
        canvas: NetworkCanvas,
        actions: Actions,
    ) -> None:
        super().__init__(page)
        self._page, self._files = page, files
        page.example_chosen.connect(
            lambda example: files.open_circuit(example.diagram, example.title)
        )
        maker = CircuitMaker(session)
        actions["actionNetworkCircuit"].triggered.connect(maker.open_network)
        actions["actionUnitCircuit"].triggered.connect(
            lambda: maker.open_unit(canvas.network.asking.about)
        )
        canvas.circuit_wanted.connect(maker.open_unit)
        maker.made.connect(self._open)
        maker.refused.connect(self.refused)

    def _open(self, diagram: Diagram, title: str) -> None:
        self._files.open_circuit(diagram, title)
        document = self._page.document
        if document.diagram is diagram:  # the user may keep the circuit that is there
            self._page.canvas.fit()
            hint = " Undo brings back what was there." if document.undo_stack.canUndo() else ""
            self.opened.emit(f"{title}, as a circuit.{hint}")


def first_circuit() -> CircuitDocument:
    """Return the circuit that a new window shows: an example, or none where that is missing."""
    document, example = CircuitDocument(), first_example()
    if example is not None:
        document.new(example.diagram, example.title)
    return document
