"""What is done with files: new, open, save, examples, and what closing asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from bpstudio.experiment.document_file import SUFFIX
from bpstudio.experiment.file_format import (
    CIRCUIT,
    LESSON,
    TABLE_SUFFIXES,
    format_of,
    is_table,
)
from bpstudio.refusal import Refusal
from bpstudio.runtime.opening import takes_long
from bpstudio.ui import settings
from bpstudio.ui.gallery.catalogue import read_catalogue
from bpstudio.ui.gallery.dialog import Gallery
from bpstudio.ui.keeper import Keeper, Kind
from bpstudio.ui.late_reading import LateReading
from bpstudio.ui.table.opener import Tables
from bpstudio.ui.table.words import STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recovery import Kept
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.circuit.document import CircuitDocument
    from bpstudio.ui.document import Document
    from bpstudio.ui.gallery.catalogue import Example

DOCUMENTS = "With its run (*.bps);;The experiment alone (*.json)"
EXPERIMENTS = Kind("experiment", DOCUMENTS, SUFFIX, "Network", has_run=True)
CIRCUITS = Kind("circuit", "Circuits (*.json)", ".json", "Circuit")
TABLE_NAMES = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
OPENABLE = f"Experiments, circuits, tables, lessons (*.bps *.json {TABLE_NAMES});;All files (*)"
TABLES = f"Tables ({TABLE_NAMES});;All files (*)"
WITHOUT_RUN = (
    "The network can’t be trained as it is, so nothing that was learned is in the file. "
    "Undo the last edit and save again to have it there."
)
WITHOUT_BOOKMARKS = (
    "An experiment’s text has no place for them. Save as a document, .bps, to keep them."
)


class Files(QObject):
    """Opens and saves the two documents' files; what can't be done is said, and nothing changes.

    New, Save and Save as act on the document in front.

    Signals
    -------
    refused
        What was tried, and why not.
    saved
        Where to.
    noticed
        What is not as it was when the file was saved, and what becomes of that.
    wanted
        The title of the page that shows what has been opened, or is asked about.
    told
        What has been done, where it isn't what was asked for.
    lesson_wanted
        The file of a lesson that is to be opened.

    Attributes
    ----------
    put_back
        Brings the user's own documents back, where a guest has their place: what is done with
        files is done with these, but for saving.
    """

    refused = Signal(str, Refusal)
    saved = Signal(Path)
    noticed = Signal(str, str)
    wanted = Signal(str)
    told = Signal(str)
    lesson_wanted = Signal(Path)

    def __init__(self, document: Document, circuit: CircuitDocument, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._circuit, self._window = document, circuit, window
        self._of_experiment = Keeper(document, EXPERIMENTS, window)
        self._of_circuit = Keeper(circuit, CIRCUITS, window)
        self._front = self._of_experiment
        self.put_back: Callable[[], object] = lambda: None
        self._late = LateReading(document, window)
        self._late.refused.connect(self.refused)
        self._late.waiting.cancelled.connect(lambda: self.told.emit(STOPPED))
        self._tables = Tables(document, self._late.waiting, window)
        self._tables.refused.connect(self._refuse_table)
        self._tables.taken.connect(self._show_table)
        self._tables.another_wanted.connect(self.ask_for_table)
        for keeper in self.keepers:
            keeper.refused.connect(self.refused)
            keeper.saved.connect(self.saved)
        self._of_experiment.saved.connect(self._tell_what_lacks)

    def connect_actions(self, actions: Actions) -> None:
        """Let the window's actions do what they say."""
        actions["actionNew"].triggered.connect(self.new)
        actions["actionExample"].triggered.connect(self.show_examples)
        actions["actionOpen"].triggered.connect(self.ask_and_open)
        actions["actionSave"].triggered.connect(self.save)
        actions["actionSaveAs"].triggered.connect(self.save_as)
        actions["actionTable"].triggered.connect(self.ask_for_table)
        options = actions["actionDataOptions"]
        options.triggered.connect(self.show_data_options)

        def follow() -> None:
            options.setEnabled(self._document.experiment.data.path is not None)

        self._document.experiment_changed.connect(follow)
        follow()

    @property
    def keepers(self) -> tuple[Keeper, ...]:
        """What keeps the documents."""
        return self._of_experiment, self._of_circuit

    @property
    def front(self) -> Keeper:
        """What keeps the document in front."""
        return self._front

    def turn_to(self, page: str) -> None:
        """Let New, Save and Save as act on the document of a page."""
        self._front = self._of_circuit if page == CIRCUITS.page else self._of_experiment

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
        if self._front is self._of_circuit:
            self._circuit.new()
        else:
            self._document.new()

    def ask_and_open(self) -> None:
        """Let the user pick a file to open."""
        title = "Open an experiment, a circuit or a table"
        if path := self._ask_which(title, OPENABLE, self.folder):
            self.take(path)

    def leave_and_open(self, path: Path) -> None:
        """Open `path` as the user asked, after the unsaved edits are dealt with."""
        kind = format_of(path)
        keeper = self._of_circuit if kind == CIRCUIT else self._of_experiment
        if kind == LESSON or self._may_leave(keeper):
            self.open(path)

    def open(self, path: Path) -> bool:
        """Open `path`; say why where that can't be, and keep what is open.

        A table becomes the data of the open experiment. What takes long is read in the background:
        what is open stays until it is there, and nothing is True yet.
        """
        if is_table(path):
            return self.use_table(path)
        kind = format_of(path)
        if kind == LESSON:
            self.lesson_wanted.emit(path)
            return True
        self.put_back()
        if kind == CIRCUIT:
            return self._take_over(path, lambda: self._circuit.open(path), CIRCUITS)
        if takes_long(path):
            self._late.open(
                path,
                lambda: self._may_leave(self._of_experiment),
                lambda read: self._take_over(path, lambda: self._document.take(read), EXPERIMENTS),
            )
            return False
        return self._take_over(path, lambda: self._document.open(path), EXPERIMENTS)

    def _take_over(self, path: Path, take: Callable[[], object], kind: Kind) -> bool:
        try:
            take()
        except Refusal as refusal:
            self.refused.emit(f"{path.name} wasn’t opened.", refusal)
            return False
        settings.add_recent_file(path)
        self._show_opened(kind is CIRCUITS)
        return True

    def recover(self, kept: Kept, name: str, recovered: Callable[[], object]) -> None:
        """Open a copy of what an earlier window kept of `name`, and call `recovered` then.

        Unsaved edits of what is open are asked about first. What takes long is read in the
        background, and why it can't be had is said.
        """
        is_circuit = kept.kind == CIRCUITS.noun
        keeper = self._of_circuit if is_circuit else self._of_experiment
        if not self._may_leave(keeper):
            return
        failed = f"The {kept.kind} wasn’t recovered; it is still kept."

        def take(go_on_with_it: Callable[[], object]) -> None:
            try:
                go_on_with_it()
            except Refusal as refusal:
                self.refused.emit(failed, refusal)
                return
            self._show_opened(is_circuit)
            recovered()

        if not is_circuit and takes_long(kept.path):
            self._late.open(
                kept.path,
                lambda: self._may_leave(keeper),
                lambda read: take(lambda: self._document.take_kept(read, kept.origin)),
                (f"what was kept of {name}", failed),
            )
            return
        document = self._circuit if is_circuit else self._document
        take(lambda: document.recover(kept.path, kept.origin))

    def give_up_reading(self) -> None:
        """Leave what is read in the background."""
        self._late.waiting.give_up()

    def _show_opened(self, is_circuit: bool) -> None:
        """Turn to what has been opened; say what is not as it was when it was written."""
        self.wanted.emit((CIRCUITS if is_circuit else EXPERIMENTS).page)
        learned = None if is_circuit else self._document.learned
        if learned is not None and learned.notice:
            name = self._of_experiment.name
            self.noticed.emit(f"The data of {name} have changed.", learned.notice)

    def stop(self) -> None:
        """Give up what is being read."""
        self._late.stop()
        self._tables.stop()

    def show_examples(self) -> None:
        """Open the gallery, from which the user picks an experiment to start from."""
        gallery = Gallery(read_catalogue(), self._window)
        gallery.chosen.connect(self.open_example)
        gallery.open()

    def open_example(self, example: Example) -> bool:
        """Start from a shipped experiment; it is saved under a name of the user's.

        Returns whether it is open: the user may keep what is there.
        """
        if not self._may_leave(self._of_experiment):
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
        if self._may_leave(self._of_experiment):
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
        elif self._of_circuit.may_leave():
            circuit.new(diagram, title)

    def _tell_what_lacks(self, path: Path) -> None:
        if self._document.lacks_run:
            self.noticed.emit(f"{path.name} was saved without a run.", WITHOUT_RUN)
        if self._document.lacks_bookmarks:
            self.noticed.emit(f"{path.name} was saved without its bookmarks.", WITHOUT_BOOKMARKS)

    def save(self) -> bool:
        """Save the document in front to its file, or to one that the user picks."""
        return self._front.save()

    def save_as(self) -> bool:
        """Save the document in front to a file that the user picks; False where they don't."""
        return self._front.save_as()

    def ask_for_table(self) -> None:
        """Let the user pick a table, look at it, and train on it; tables lie together."""
        folder = settings.data_folder() or self.folder
        if path := self._ask_which("Open data", TABLES, folder):
            settings.set_data_folder(path.parent)
            self._tables.show(path)

    def show_data_options(self) -> None:
        """Let the user say anew what the columns of the open table are."""
        self._tables.show_options()

    def use_table(self, path: Path) -> bool:
        """Train on a table as it is detected; say why where that can't be."""
        return self._tables.use(path)

    def _refuse_table(self, path: Path, refusal: Refusal) -> None:
        named = f"{path.name} can’t be trained on." if path.name else "There are no data options."
        self.refused.emit(named, refusal)

    def _show_table(self, said: str) -> None:
        if self._front is not self._of_experiment:
            self.wanted.emit(EXPERIMENTS.page)
        if said:
            self.told.emit(said)

    def read_again(self) -> None:
        """Read the open table anew; say why where that can't be."""
        path = self._document.experiment.data.path
        try:
            self._document.read_again()
        except Refusal as refusal:
            self.refused.emit(f"{Path(path or '').name} can’t be trained on.", refusal)

    def take(self, path: Path) -> None:
        """Use a file that a user handed over: look at a table, open anything else."""
        if is_table(path):
            self._tables.show(path)
        else:
            self.leave_and_open(path)

    def may_leave(self) -> bool:
        """Ask what is to become of all unsaved edits, if there are any; False to stay."""
        return all(map(self._may_leave, (self._of_experiment, self._of_circuit)))

    def _may_leave(self, keeper: Keeper) -> bool:
        """Ask about one document's unsaved edits, with the document in sight."""
        self.put_back()
        if keeper.is_dirty and keeper is not self._front:  # the page Draw shows it, too
            self.wanted.emit(keeper.kind.page)
        return keeper.may_leave()

    def _ask_which(self, title: str, kinds: str, folder: Path) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(folder), kinds)
        return Path(name) if name else None
