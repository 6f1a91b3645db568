"""The window is lent to a guest, such as a lesson, and given back as it was.

What of the user's waits meanwhile is put aside as it is, never copied or written: the documents
with their edits and files, the run with its thread and record, what is looked at, and how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.spec import DataSpec, Experiment, Point
    from bpstudio.runtime.portrait import Asked
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.circuit.document import CircuitDocument
    from bpstudio.ui.circuit.panels.predictions import Predicted
    from bpstudio.ui.circuit.state import Mode
    from bpstudio.ui.document import Document
    from bpstudio.ui.navigation import Navigation
    from bpstudio.ui.page_commands import PageCommands
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.session import Session


@dataclass(frozen=True)
class _Aside:
    """How the window was looked at."""

    page: str
    steps_through: bool
    is_expanded: bool
    panels: QByteArray
    circuit: tuple[int | None, Mode]
    predictions: Predicted
    drawing: tuple[tuple[Point, ...] | None, DataSpec | None]
    selected: tuple[int, ...]
    asked: Asked | None


class Loan(QObject):
    """Lends the window's places to guests, and brings back what was there before.

    Signals
    -------
    changed
        A guest has the window, or the user has it back.
    """

    changed = Signal()

    def __init__(
        self,
        document: Document,
        session: Session,
        parts: Parts,
        navigation: Navigation,
        commands: PageCommands,
        actions: Actions,
    ) -> None:
        super().__init__(document)
        self._document, self._session, self._parts = document, session, parts
        self._circuit = parts.circuit.document
        self._navigation, self._commands = navigation, commands
        self._expand = actions["actionExpand"]
        self._aside: _Aside | None = None

    @property
    def _documents(self) -> tuple[Document | CircuitDocument, ...]:
        return self._document, self._circuit

    @property
    def is_on(self) -> bool:
        """Whether a guest has the window."""
        return self._aside is not None

    def begin(self, experiment: Experiment, dataset: Dataset, diagram: Diagram, title: str) -> None:
        """Put the user's own work aside, and let a guest have the window.

        Parameters
        ----------
        experiment, dataset, diagram
            What the guest begins with.
        title
            What the window is called while it is there.
        """
        if self.is_on:
            return
        self._aside = self._seen()
        self._select((), None)
        self._session.lend()
        own = [document.undo_stack for document in self._documents]
        self._document.lend(experiment, dataset, title)
        self._circuit.lend(diagram, title)
        for stack, document in zip(own, self._documents, strict=True):
            self._commands.act_on(document.undo_stack, instead_of=stack)
        self.changed.emit()

    def end(self) -> None:
        """Bring back what was there, as it was."""
        aside, self._aside = self._aside, None
        if aside is None:
            return
        self._parts.stage.passes.leave()
        self._parts.pages.setUpdatesEnabled(False)
        self._session.give_back()
        for document in self._documents:
            document.give_back()
            self._commands.act_on(document.undo_stack, instead_of=document.undo_stack)
        self._parts.circuit.state.take_back(aside.circuit)
        self._parts.circuit.panels.predictions.take_back(aside.predictions)
        self._parts.drawing.state.take_back(aside.drawing)
        self._look(aside)
        self._parts.pages.setUpdatesEnabled(True)
        self.changed.emit()

    def _seen(self) -> _Aside:
        parts = self._parts
        return _Aside(
            page=parts.pages.current.title,
            steps_through=parts.stage.passes.is_on,
            is_expanded=self._expand.isChecked(),
            panels=parts.panels.state(),
            circuit=parts.circuit.state.put_aside(),
            predictions=parts.circuit.panels.predictions.put_aside(),
            drawing=parts.drawing.state.put_aside(),
            selected=parts.stage.canvas.selection.numbers,
            asked=parts.stage.canvas.network.asking.about,
        )

    def _look(self, aside: _Aside) -> None:
        """Have the pages and panels as they were."""
        parts = self._parts
        self._expand.setChecked(False)
        self._navigation.show_network()  # the others put the panels aside
        parts.panels.restore(aside.panels)
        self._expand.setChecked(aside.is_expanded)
        if aside.steps_through:
            parts.stage.passes.open()
        self._select(aside.selected, aside.asked)
        parts.pages.show_page(aside.page)

    def _select(self, layers: tuple[int, ...], unit: Asked | None) -> None:
        """Have these layers selected, and the numbers of this unit shown."""
        canvas = self._parts.stage.canvas
        canvas.selection.set(layers)
        canvas.network.asking.close()
        if unit is not None and canvas.network.asking.has(unit):
            canvas.network.asking.open_unit(*unit)
