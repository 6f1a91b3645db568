"""The open circuit and everything that was done to it: one value, one history of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from bpstudio.data.source import digest_of
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.storage import read_diagram, write_diagram
from bpstudio.ui.circuit.own_document import OwnCircuit
from bpstudio.ui.history import MERGED_WITHIN, UNDO_LIMIT

if TYPE_CHECKING:
    from pathlib import Path


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
    returned
        The user's own circuit is back, as it was.

    Attributes
    ----------
    undo_stack
        Its edits; another one while a guest has its place.
    own
        The user's own circuit while a guest has its place, as a lesson's; None where there is none.
    origin
        The file that this is a recovered copy of; None where it is none.
    title
        What a circuit without a file is called, such as its example; may be empty.
    digest
        Of its file's bytes, as they were read or written; empty without a file.
    is_apart
        Whether the file holds something else by now, which the user doesn't want; or there is
        none yet, as of a recovered copy.
    """

    diagram_changed = Signal()
    opened = Signal()
    path_changed = Signal()
    returned = Signal()

    def __init__(self, diagram: Diagram | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = self._new_stack()
        self.own: OwnCircuit | None = None
        self.path: Path | None = None
        self.origin: Path | None = None
        self.title = ""
        self.digest, self.is_apart = b"", False
        self._diagram = self._saved = diagram or Diagram()

    @property
    def diagram(self) -> Diagram:
        """The circuit and where its gates stand."""
        return self._diagram

    @property
    def is_dirty(self) -> bool:
        """Whether the circuit differs from its file, or from what it began as without one."""
        return self.is_apart or self._diagram != self._saved

    @property
    def is_rebuilt(self) -> bool:
        """Whether more of it than numbers and places differs: it would be work to do it again."""
        return self.is_apart or _wiring(self._diagram) != _wiring(self._saved)

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
        digest = digest_of(path)  # before it is read: what is written meanwhile is a change
        diagram = read_diagram(path)
        self.digest = digest
        self._restart(diagram, path, "")

    def recover(self, path: Path, origin: Path | None) -> None:
        """Open what was kept at `path` of a circuit of `origin`, as a copy without a file."""
        self._restart(read_diagram(path), None, "", origin, is_apart=True)

    def new(self, diagram: Diagram | None = None, title: str = "") -> None:
        """Begin a circuit that has no file yet."""
        self._restart(diagram or Diagram(), None, title)

    def lend(self, diagram: Diagram, title: str) -> None:
        """Give the circuit's place to a guest; the user's own is put aside as it is.

        A guest gives way to the next one; `give_back` brings the user's own circuit back.
        """
        if self.own is None:
            self.own = OwnCircuit.of(self)
            self.undo_stack = self._new_stack()
        self._restart(diagram, None, title)

    def give_back(self) -> None:
        """Bring the user's own circuit back, with its edits and its file, as it was."""
        if self.own is None:
            return
        self.undo_stack.deleteLater()
        self.own.put_back(self)
        for changed in (self.opened, self.diagram_changed, self.path_changed):
            changed.emit()
        self.own = None
        self.returned.emit()

    def _new_stack(self) -> QUndoStack:
        stack = QUndoStack(self)
        stack.setUndoLimit(UNDO_LIMIT)
        return stack

    def save(self, path: Path) -> None:
        """Write the circuit to a file, which is its file from now on; a guest has none.

        It may raise `Refusal`.
        """
        path = path.absolute()
        if self.own is not None:
            self.own.refuse_its_file(path)
            write_diagram(self._diagram, path)
            return
        self.digest = write_diagram(self._diagram, path)
        self.path, self.origin = path, None
        self._saved, self.is_apart = self._diagram, False
        self.undo_stack.setClean()
        self.path_changed.emit()

    def part(self, is_apart: bool) -> None:
        """Note that the file holds something else by now, or that it doesn't."""
        self.is_apart = is_apart
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
        is_apart: bool = False,
    ) -> None:
        self.path, self.origin = path, origin
        self._saved, self.is_apart = diagram, is_apart
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
