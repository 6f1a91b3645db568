"""The open circuit and everything that was done to it: one value, one history of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QUndoCommand

from bpstudio.data.source import digest_of
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.storage import read_diagram, write_diagram
from bpstudio.ui.history import MERGED_WITHIN
from bpstudio.ui.lendable import Held, LendableDocument

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QObject


@dataclass(kw_only=True, eq=False)
class HeldCircuit(Held):
    """A circuit, and all that belongs to its document.

    Parameters
    ----------
    diagram
        The circuit and where its gates stand.
    saved
        What its file has, or what it began as without one.
    """

    diagram: Diagram
    saved: Diagram = field(init=False)

    def __post_init__(self) -> None:
        self.saved = self.diagram

    @property
    def state(self) -> tuple[Diagram, str]:
        """What an undo step goes back to."""
        return self.diagram, self.title

    @property
    def is_dirty(self) -> bool:
        """Whether the circuit differs from its file, or from what it began as without one."""
        return self.is_apart or self.diagram != self.saved

    @property
    def is_rebuilt(self) -> bool:
        """Whether more of it than numbers and places differs: it would be work to do it again."""
        return self.is_apart or _wiring(self.diagram) != _wiring(self.saved)


class CircuitDocument(LendableDocument[HeldCircuit]):
    """A circuit with the places of its gates, its file and its undo stack.

    Signals
    -------
    diagram_changed
        There is another value, whatever the way.
    """

    diagram_changed = Signal()

    def __init__(self, diagram: Diagram | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held = HeldCircuit(undo_stack=self._new_stack(), diagram=diagram or Diagram())

    @property
    def diagram(self) -> Diagram:
        """The circuit and where its gates stand."""
        return self._held.diagram

    @property
    def is_rebuilt(self) -> bool:
        """Whether more of it than numbers and places differs: it would be work to do it again."""
        return self._held.is_rebuilt

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
        if new != self.diagram:
            after = (new, self.title)
            self.undo_stack.push(_Edit(self, text, self._held.state, after, merge))

    def try_out(self, diagram: Diagram, title: str) -> None:
        """Go on with an example, as one undo step."""
        self._held.saved = diagram
        self.opened.emit()
        after = (diagram, title)
        self.undo_stack.push(_Edit(self, f"Example: {title}", self._held.state, after))

    def open(self, path: Path) -> None:
        """Open another circuit from its file; raises `Refusal` and keeps what is open."""
        path = path.absolute()
        digest = digest_of(path)  # before it is read: what is written meanwhile is a change
        diagram, stack = read_diagram(path), self.undo_stack
        self._begin(HeldCircuit(undo_stack=stack, diagram=diagram, path=path, digest=digest))

    def recover(self, path: Path, origin: Path | None) -> None:
        """Open what was kept at `path` of a circuit of `origin`, as a copy without a file."""
        diagram, stack = read_diagram(path), self.undo_stack
        self._begin(HeldCircuit(undo_stack=stack, diagram=diagram, origin=origin, is_apart=True))

    def new(self, diagram: Diagram | None = None, title: str = "") -> None:
        """Begin a circuit that has no file yet."""
        diagram, stack = diagram or Diagram(), self.undo_stack
        self._begin(HeldCircuit(undo_stack=stack, diagram=diagram, title=title))

    def lend(self, diagram: Diagram, title: str) -> None:
        """Give the circuit's place to a guest; the user's own is put aside as it is.

        A guest gives way to the next one; `give_back` brings the user's own circuit back.
        """
        stack = self._put_aside()
        self._begin(HeldCircuit(undo_stack=stack, diagram=diagram, title=title))

    def _write(self, path: Path) -> bytes:
        """Write the circuit to a file; return the digest of what is in it."""
        return write_diagram(self.diagram, path)

    def _note_written(self) -> None:
        """Note that its file has the circuit as it is."""
        self._held.saved = self.diagram

    def go_to(self, state: tuple[Diagram, str]) -> None:
        """Have another value, as an undo step has it; nobody else does this."""
        self._held.diagram, self._held.title = state
        self._tell_value()

    def _begin(self, held: HeldCircuit) -> None:
        self._held = held
        self.undo_stack.clear()
        self.opened.emit()
        self._tell_value()

    def _tell_value(self) -> None:
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
        self._document.go_to(self._after)

    def undo(self) -> None:
        self._document.go_to(self._before)

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
