"""The files of the two documents: begun, saved, asked about before they are left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.document_file import SUFFIX
from bpstudio.refusal import Refusal
from bpstudio.ui.keeper import Keeper, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.ui.circuit.document import CircuitDocument
    from bpstudio.ui.document import Document
    from bpstudio.ui.gallery.catalogue import Example

DOCUMENTS = "With its run (*.bps);;The experiment alone (*.json)"
EXPERIMENTS = Kind("experiment", DOCUMENTS, SUFFIX, "Network", has_run=True)
CIRCUITS = Kind("circuit", "Circuits (*.json)", ".json", "Circuit")
WITHOUT_RUN = (
    "The network can’t be trained as it is, so nothing that was learned is in the file. "
    "Undo the last edit and save again to have it there."
)
WITHOUT_THEM = "An experiment’s text has no place for them. Save as a document, .bps, to keep them."


class Files(QObject):
    """Begins and saves the two documents; what can't be done is said, and nothing changes.

    New, Save and Save as act on the document in front.

    Signals
    -------
    refused
        What was tried, and why not.
    saved
        Where to.
    noticed
        What isn't in the file, though it was asked for, and what can be done.
    wanted
        The title of the page that shows what has been begun, or is asked about.
    told
        What has been done.

    Attributes
    ----------
    of_experiment, of_circuit
        What keeps the documents.
    put_back
        Brings the user's own documents back, where a guest has their place: what is done with
        files is done with these, but for saving.
    """

    refused = Signal(str, Refusal)
    saved = Signal(Path)
    noticed = Signal(str, str)
    wanted = Signal(str)
    told = Signal(str)

    def __init__(self, document: Document, circuit: CircuitDocument, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._circuit = document, circuit
        self.of_experiment = Keeper(document, EXPERIMENTS, window)
        self.of_circuit = Keeper(circuit, CIRCUITS, window)
        self._front = self.of_experiment
        self.put_back: Callable[[], object] = lambda: None
        for keeper in self.keepers:
            keeper.refused.connect(self.refused)
            keeper.saved.connect(self.saved)
        self.of_experiment.saved.connect(self._tell_what_lacks)

    @property
    def keepers(self) -> tuple[Keeper, ...]:
        """What keeps the documents."""
        return self.of_experiment, self.of_circuit

    @property
    def front(self) -> Keeper:
        """What keeps the document in front."""
        return self._front

    def turn_to(self, page: str) -> None:
        """Let New, Save and Save as act on the document of a page."""
        self._front = self.of_circuit if page == CIRCUITS.page else self.of_experiment

    @property
    def name(self) -> str:
        """What the document in front is called."""
        return self._front.name

    @property
    def folder(self) -> Path:
        """Where to look for files."""
        return self._front.folder

    def new(self) -> None:
        """Start an empty experiment, or an empty circuit where that page is in front."""
        self.put_back()
        if not self._front.may_leave():
            return
        if self._front is self.of_circuit:
            self._circuit.new()
        else:
            self._document.new()

    def save(self) -> bool:
        """Save the document in front to its file, or to one that the user picks."""
        return self._front.save()

    def save_as(self) -> bool:
        """Save the document in front to a file that the user picks; False where they don't."""
        return self._front.save_as()

    def open_example(self, example: Example) -> bool:
        """Start from a shipped experiment; it is saved under a name of the user's.

        Returns whether it is open: the user may keep what is there.
        """
        if not self.may_leave(self.of_experiment):
            return False
        try:
            self._document.new(example.experiment)
        except Refusal as refusal:
            self.refused.emit(f"{example.title} can’t be opened.", refusal)
            return False
        self.wanted.emit(EXPERIMENTS.page)
        return True

    def keep_guest(
        self, experiment: Experiment, dataset: Dataset, run: tuple[SavedRun, Record] | None
    ) -> None:
        """Go on with what a guest had, as a document that has no file yet; ask about the user's."""
        if self.may_leave(self.of_experiment):
            self._document.go_on_with(experiment, dataset, run)
            self.told.emit("This is your document now; it isn’t saved yet.")

    def open_circuit(self, diagram: Diagram, title: str) -> None:
        """Go on with an example circuit.

        What the user has wired is asked about; where only numbers were changed Undo keeps them.
        """
        circuit = self._circuit
        self.wanted.emit(CIRCUITS.page)
        if circuit.is_lent or (circuit.path is None and not circuit.is_rebuilt):
            circuit.try_out(diagram, title)
        elif self.of_circuit.may_leave():
            circuit.new(diagram, title)

    def may_leave(self, *keepers: Keeper) -> bool:
        """Ask what is to become of unsaved edits, of these documents or of both; False to stay."""
        return all(map(self._may_leave, keepers or self.keepers))

    def _may_leave(self, keeper: Keeper) -> bool:
        """Ask about one document's unsaved edits, with the document in sight."""
        self.put_back()
        if keeper.is_dirty and keeper is not self._front:  # the page Draw shows it, too
            self.wanted.emit(keeper.kind.page)
        return keeper.may_leave()

    def _tell_what_lacks(self, path: Path) -> None:
        document = self._document
        if document.lacks_run:
            self.noticed.emit(f"{path.name} was saved without a run.", WITHOUT_RUN)
        lacking = ["its bookmarks"] if document.lacks_bookmarks else []
        lacking += ["the numbers written by hand"] if document.lacks_numbers else []
        if lacking:
            what = " and ".join(lacking)
            self.noticed.emit(f"{path.name} was saved without {what}.", WITHOUT_THEM)
