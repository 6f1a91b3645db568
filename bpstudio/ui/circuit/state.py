"""What is known of the open circuit now: its numbers, how far the passes are, what is chosen.

The canvas and all panels around it watch one `CircuitState`; none of them knows another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from bpstudio.engine.flow import Progress, after
from bpstudio.ui.circuit.numbers import Numbers
from bpstudio.ui.circuit.selection import Selection
from bpstudio.ui.numbers import COVERED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.engine.flow import Circuit, Gradients, Step, Values, Wire
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.ui.circuit.document import CircuitDocument

Mode = Literal["both", "forward", "backward"]


class CircuitState(QObject):
    """The circuit of a document as it is looked at.

    A preview, such as a number that is being dragged, takes the place of the document's circuit
    until it is ended; the document isn't touched by it.

    Signals
    -------
    circuit_changed
        Another circuit, number or place; all numbers are new.
    shown_changed
        Other numbers are told: another step, another mode, a gradient covered or revealed.
    selection_changed
        Other gates, or another wire, are selected.
    pointed_changed
        The mouse is on another wire, here or in a panel: the id of the node that it comes from.
    refused
        What can't be done, in words.
    """

    circuit_changed = Signal()
    shown_changed = Signal()
    selection_changed = Signal()
    pointed_changed = Signal()
    refused = Signal(str)

    def __init__(self, document: CircuitDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.numbers = Numbers(document.diagram)
        self.selection = Selection(self)
        self._done: int | None = None  # None: both passes are through
        self._mode: Mode = "both"
        self._covered: frozenset[int] = frozenset()
        self._covered_values: frozenset[int] = frozenset()
        self._pointed: int | None = None
        self._progress: Progress | None = None
        document.diagram_changed.connect(self._follow)
        document.opened.connect(self._begin)

    @property
    def diagram(self) -> Diagram:
        """What is shown: the preview, or the document's."""
        return self.numbers.diagram

    @property
    def circuit(self) -> Circuit:
        """The gates and wires that are shown."""
        return self.numbers.circuit

    @property
    def values(self) -> Values:
        """What the forward pass leaves, whether it is told yet or not."""
        return self.numbers.values

    @property
    def gradients(self) -> Gradients:
        """What the backward pass leaves, whether it is told yet or not."""
        return self.numbers.gradients

    def preview(self, diagram: Diagram) -> None:
        """Show another circuit for the time being."""
        self._show(diagram)

    def end_preview(self) -> None:
        """Show the document's circuit again."""
        if self.diagram is not self.document.diagram:
            self._show(self.document.diagram)

    def _begin(self) -> None:
        """Forget what belonged to another circuit; the document tells of the new one next."""
        self._done, self._covered, self._covered_values = None, frozenset(), frozenset()
        self.selection.clear()

    def put_aside(self) -> tuple[int | None, Mode]:
        """Return how the circuit is looked at, for `take_back`."""
        return self._done, self._mode

    def take_back(self, aside: tuple[int | None, Mode]) -> None:
        """Look at it again as before."""
        self._done, self._mode = aside
        self._told_changed()

    def _follow(self) -> None:
        self._show(self.document.diagram)

    def _show(self, diagram: Diagram) -> None:
        self.numbers, self._progress = Numbers(diagram), None
        self._covered &= self.circuit.by_id.keys()
        self._covered_values &= self.circuit.by_id.keys()
        self.selection.prune()
        self.circuit_changed.emit()

    # How far the passes are

    @property
    def steps(self) -> tuple[Step, ...]:
        """The turns of the gates: forward, then backward."""
        return self.numbers.steps

    @property
    def done(self) -> int:
        """How many of the steps are done; all of them unless someone steps through."""
        total = len(self.steps)
        return total if self._done is None else min(self._done, total)

    @property
    def is_done(self) -> bool:
        """Whether both passes are through."""
        return self.done == len(self.steps)

    @property
    def last_step(self) -> Step | None:
        """The step that was done last, while someone steps through."""
        return self.steps[self._done - 1] if self._done and not self.is_done else None

    def go_to(self, done: int) -> None:
        """Show the circuit after so many steps."""
        total = len(self.steps)
        done = min(max(done, 0), total)
        self._done = None if done == total else done
        self._told_changed()

    def step(self, by: int = 1) -> None:
        """Go some steps on, or back; from the end, on to the first step again."""
        if by > 0 and self.is_done:
            self.go_to(by)
        else:
            self.go_to(self.done + by)

    @property
    def progress(self) -> Progress:
        """Which numbers the steps that are done have brought."""
        if self._progress is None:
            self._progress = after(self.circuit, self.values, self.gradients, self.done)
        return self._progress

    # What is told

    @property
    def mode(self) -> Mode:
        """Which pass is shown: both, forward or backward."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Show both passes, or one."""
        self._mode = mode
        self._told_changed()

    @property
    def covered(self) -> frozenset[int]:
        """The nodes whose gradient isn't told yet: it is to be predicted."""
        return self._covered

    @property
    def covered_values(self) -> frozenset[int]:
        """The nodes whose value isn't told yet."""
        return self._covered_values

    def cover(self, nodes: Iterable[int], values: Iterable[int] = ()) -> None:
        """Don't tell the gradients of exactly these nodes, nor the values of those of `values`."""
        self._covered = frozenset(nodes) & self.circuit.by_id.keys()
        self._covered_values = frozenset(values) & self.circuit.by_id.keys()
        self._told_changed()

    def _told_changed(self) -> None:
        self._progress = None
        self.shown_changed.emit()

    def value(self, node: int) -> float | None:
        """Return the value of a node, if the forward pass has brought it and it may be told."""
        if node in self._covered_values:
            return None
        return self.values.values.get(node) if node in self.progress.valued else None

    def gradient(self, node: int) -> float | None:
        """Return the gradient of a node, summed so far, if any of it has come and may be told."""
        return None if node in self._covered else self._gradient(node)

    def _gradient(self, node: int) -> float | None:
        if self.is_done:
            return self.gradients.gradients.get(node)
        return self.progress.so_far.get(node)

    def share(self, wire: Wire) -> float | None:
        """Return what has come back through a wire, if it has and may be told.

        A share tells the gradient of its source, where that is the only one.
        """
        source = self.circuit.by_id[wire[0]].inputs[wire[1]]
        if source in self._covered or wire not in self.progress.wires:
            return None
        return self.gradients.wires.get(wire)

    def value_text(self, node: int) -> str:
        """Return the value of a node as it stands on the screen; a dash where it isn't there."""
        if node in self._covered_values:
            return COVERED
        return self.numbers.value_digits.text(self.value(node))

    def gradient_text(self, node: int) -> str:
        """Return the gradient of a node as it stands on the screen; a dash where there is none.

        Dots behind it say that not all branches have come back yet.
        """
        if node in self._covered:
            return COVERED
        gradient = self.gradient(node)
        text = self.numbers.gradient_digits.text(gradient)
        is_partial = gradient is not None and not self.is_done
        return f"{text} …" if is_partial and node not in self.progress.complete else text

    def share_text(self, wire: Wire) -> str:
        """Return what comes back through a wire as it stands on the screen."""
        return self.numbers.gradient_digits.text(self.share(wire))

    # What the mouse is on

    @property
    def pointed(self) -> int | None:
        """The node whose wires the mouse is on, here or in a panel."""
        return self._pointed

    def point_at(self, node: int | None) -> None:
        """Tell all who watch that the mouse is on the wires of a node, or on none."""
        if node != self._pointed:
            self._pointed = node
            self.pointed_changed.emit()
