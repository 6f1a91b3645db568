"""The open circuit and everything that was done to it: one value, one history of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.storage import read_diagram, write_diagram

if TYPE_CHECKING:
    from pathlib import Path

UNDO_LIMIT = 200  # steps that can be undone
MERGED_WITHIN = 1.0  # seconds: what comes later is an edit by itself


class CircuitDocument(QObject):
    """A circuit with the places of its gates, its file and its undo stack.

    Signals
    -------
    diagram_changed
        There is another value, whatever the way.
    opened
        The value to come has nothing to do with the one before.
    path_changed
        There is another file.

    Attributes
    ----------
    origin
        The file that this is a recovered copy of; None where it is none.
    title
        What a circuit without a file is called, such as its example; may be empty.
    """

    diagram_changed = Signal()
    opened = Signal()
    path_changed = Signal()

    def __init__(self, diagram: Diagram | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.path: Path | None = None
        self.origin: Path | None = None
        self.title = ""
        self._diagram = diagram or Diagram()
        self._saved: Diagram | None = self._diagram

    @property
    def diagram(self) -> Diagram:
        """The circuit and where its gates stand."""
        return self._diagram

    @property
    def is_dirty(self) -> bool:
        """Whether the circuit differs from its file, or from what it began as without one.

        What was recovered is in no file yet.
        """
        return self._diagram != self._saved

    @property
    def is_rebuilt(self) -> bool:
        """Whether more of it than numbers and places differs: it would be work to do it again."""
        return self._saved is None or _wiring(self._diagram) != _wiring(self._saved)

    def edit(self, text: str, new: Diagram, merge: str | None = None) -> None:
        """Make `new` the circuit, as one undo step.

        Parameters
        ----------
        text
            What the step is called: "Add multiply".
        new
            The next value; nothing happens when it equals the present one.
        merge
            Edits with the same key, each soon after the other, are one step: a number is turned.
        """
        if new != self._diagram:
            after = (new, self.title)
            self.undo_stack.push(_Edit(self, text, self._state, after, merge))

    def try_out(self, diagram: Diagram, title: str) -> None:
        """Go on with an example, as one undo step."""
        self._saved = diagram
        self.opened.emit()
        after = (diagram, title)
        self.undo_stack.push(_Edit(self, f"Example: {title}", self._state, after))

    def open(self, path: Path) -> None:
        """Open another circuit from its file; raises `Refusal` and keeps what is open."""
        path = path.absolute()
        self._restart(read_diagram(path), path, "")

    def recover(self, path: Path, origin: Path | None) -> None:
        """Open what was kept at `path` of a circuit of `origin`, as a copy without a file."""
        self._restart(read_diagram(path), None, "", origin, is_saved=False)

    def new(self, diagram: Diagram | None = None, title: str = "") -> None:
        """Begin a circuit that has no file yet."""
        self._restart(diagram or Diagram(), None, title)

    def save(self, path: Path) -> None:
        """Write the circuit to a file, which is its file from now on; may raise `Refusal`."""
        path = path.absolute()
        write_diagram(self._diagram, path)
        self.path, self.origin, self._saved = path, None, self._diagram
        self.undo_stack.setClean()
        self.path_changed.emit()

    @property
    def _state(self) -> tuple[Diagram, str]:
        return self._diagram, self.title

    def _restart(
        self,
        diagram: Diagram,
        path: Path | None,
        title: str,
        origin: Path | None = None,
        *,
        is_saved: bool = True,
    ) -> None:
        self.path, self.origin = path, origin
        self._saved = diagram if is_saved else None
        self.undo_stack.clear()
        self.opened.emit()
        self._go_to((diagram, title))

    def _go_to(self, state: tuple[Diagram, str]) -> None:
        self._diagram, self.title = state
        self.diagram_changed.emit()
        self.path_changed.emit()


class _Edit(QUndoCommand):
    """From one circuit to the next and back."""

    def __init__(
        self,
        document: CircuitDocument,
        text: str,
        before: tuple[Diagram, str],
        after: tuple[Diagram, str],
        merge: str | None = None,
    ) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, before, after
        self._merge, self._made = merge, time.monotonic()

    def redo(self) -> None:
        self._document._go_to(self._after)

    def undo(self) -> None:
        self._document._go_to(self._before)

    def id(self) -> int:
        return 1 if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._merge != self._merge:
            return False
        if other._made - self._made >= MERGED_WITHIN:
            return False
        self._after, self._made = other._after, other._made
        self.setObsolete(self._after == self._before)
        return True


def _wiring(diagram: Diagram) -> object:
    """Return all of a circuit but its numbers and places."""
    circuit = diagram.circuit
    nodes = {(node.id, node.gate, node.inputs, node.name) for node in circuit.nodes}
    return nodes, circuit.output
