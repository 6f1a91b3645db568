"""From a file to the data of the experiment: by the dialog, or straight as it was detected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.data.head import read_head
from bpstudio.experiment import edits
from bpstudio.refusal import Refusal
from bpstudio.runtime.opening import LARGE, read_data
from bpstudio.runtime.reading import Reading
from bpstudio.ui.table.dialog import TableDialog
from bpstudio.ui.table.plan import Plan, guess_of
from bpstudio.ui.table.reader import Found
from bpstudio.ui.table.words import tidy

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QWidget

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import DataSpec, Experiment
    from bpstudio.ui.document import Document
    from bpstudio.ui.waiting import Waiting

BETWEEN = 5  # ms between two pieces of work
NO_TABLE = "the data that are open aren’t a table; File > Open data takes one of yours"


class Tables(QObject):
    """Makes a table the data of the document: one edit, with the data that were read.

    Signals
    -------
    taken
        The data are there; a sentence on what was left out, if anything.
    refused
        The file, and why it can't be used.
    another_wanted
        The user wants to pick another table.
    """

    taken = Signal(str)
    refused = Signal(Path, Refusal)
    another_wanted = Signal()

    def __init__(self, document: Document, waiting: Waiting, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._waiting, self._window = document, waiting, window
        self._pieces: Generator[None, None, None] | None = None  # of what is to be shown
        self._next = QTimer(self, interval=BETWEEN)
        self._next.timeout.connect(self._go_on)

    def show(self, path: Path) -> None:
        """Let the user look at a table and say what it is, then train on it."""
        self._begin(self._shown(path))

    def _begin(self, pieces: Generator[None, None, None]) -> None:
        self._drop_pieces()
        self._pieces = pieces
        self._next.start()
        self._go_on()

    def _shown(
        self, path: Path, experiment: Experiment | None = None, dataset: Dataset | None = None
    ) -> Generator[None, None, None]:
        """Show a table in pieces of work, so that nothing else waits for all of them.

        With the `experiment` and the `dataset` that are open, where it is their table.
        """
        try:
            head = read_head(path)
        except Refusal as refusal:
            self.refused.emit(path, refusal)
            return
        guess = guess_of(head)
        yield
        spec, loss = (experiment.data, experiment.loss) if experiment else (None, None)
        plan = Plan(head, str(path.absolute()), spec, loss, guess)
        yield
        found = None
        if dataset is not None:
            looking = Reading(lambda _tell: Found.of(dataset))
            looking.start()
            while looking.is_alive():
                yield
            found = looking.result
        dialog = TableDialog(plan, self._experiment_with, found, self._window)
        dialog.chosen.connect(self._take_chosen)
        dialog.another_wanted.connect(self.another_wanted)
        try:
            yield
        except GeneratorExit:
            dialog.reader.stop()
            dialog.deleteLater()
            raise
        dialog.open()

    def _go_on(self) -> None:
        """Do the next piece, if there is one."""
        if self._pieces is None or next(self._pieces, self) is self:
            self._next.stop()

    def _drop_pieces(self) -> None:
        self._next.stop()
        if self._pieces is not None:
            self._pieces.close()

    def show_options(self) -> None:
        """Let the user say anew what the columns of the open table are."""
        experiment, dataset = self._document.experiment, self._document.dataset
        if experiment.data.path is None:
            self.refused.emit(Path(), Refusal("", NO_TABLE))
            return
        self._begin(self._shown(Path(experiment.data.path), experiment, dataset))

    def use(self, path: Path) -> bool:
        """Train on a table as it is detected; say why where that can't be.

        A large one is read in the background: then nothing has happened yet, and it is False.
        """
        try:
            plan = Plan(read_head(path), str(path.absolute()))
            experiment = self._experiment_with(plan.wanted, plan.loss)
            if plan.head.size <= LARGE:
                return self._take(path, experiment, read_data(experiment))
        except Refusal as refusal:
            self.refused.emit(path, refusal)
            return False
        self._waiting.start(
            f"Reading {path.name} …",
            lambda tell: read_data(experiment, tell),
            lambda dataset: self._take_chosen(plan.wanted, plan.loss, dataset),
            lambda refusal: self.refused.emit(path, refusal),
        )
        return False

    def stop(self) -> None:
        """Close the dialog, if it is open, and read nothing any more."""
        self._drop_pieces()
        for dialog in self._window.findChildren(TableDialog):
            dialog.reject()

    def _take_chosen(self, spec: DataSpec, loss: str, dataset: Dataset) -> None:
        path = Path(str(spec.path))
        try:
            self._take(path, self._experiment_with(spec, loss), dataset)
        except Refusal as refusal:
            self.refused.emit(path, refusal)

    def _experiment_with(self, spec: DataSpec, loss: str) -> Experiment:
        experiment = edits.set_data(self._document.experiment, spec)
        return experiment if experiment.loss == loss else edits.set_loss(experiment, loss)

    def _take(self, path: Path, experiment: Experiment, dataset: Dataset) -> bool:
        try:
            self._document.edit("Change data", experiment, dataset=dataset)
        except Refusal as refusal:
            self.refused.emit(path, refusal)
            return False
        report = dataset.report
        has_news = report is not None and report.is_changed
        said = f"{path.name}: {tidy(report.sentence())}." if report and has_news else ""
        self.taken.emit(said)
        return True
