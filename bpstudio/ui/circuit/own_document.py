"""The user's own circuit, put aside as it is while a guest has its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.ui.own_document import refuse_file

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QUndoStack

    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.ui.circuit.document import CircuitDocument


@dataclass(frozen=True)
class OwnCircuit:
    """A circuit's document as it was when it was put aside; nobody changes it meanwhile."""

    diagram: Diagram
    saved: Diagram
    undo_stack: QUndoStack
    path: Path | None
    origin: Path | None
    title: str
    digest: bytes
    is_apart: bool
    is_dirty: bool

    @classmethod
    def of(cls, document: CircuitDocument) -> OwnCircuit:
        """Return what there is of a document."""
        return cls(
            document.diagram,
            document._saved,
            document.undo_stack,
            document.path,
            document.origin,
            document.title,
            document.digest,
            document.is_apart,
            document.is_dirty,
        )

    def put_back(self, document: CircuitDocument) -> None:
        """Let a document be what it was; it tells of that itself."""
        document._diagram, document._saved = self.diagram, self.saved
        document.undo_stack, document.title = self.undo_stack, self.title
        document.path, document.origin, document.digest = self.path, self.origin, self.digest
        document.is_apart = self.is_apart

    def refuse_its_file(self, path: Path) -> None:
        """Refuse to write over it."""
        refuse_file(self.path, path)
