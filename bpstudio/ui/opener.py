"""Opens what is in a file: an experiment, a circuit, a table, a lesson, work that was kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.file_format import CIRCUIT, LESSON, format_of, is_table
from bpstudio.refusal import Refusal
from bpstudio.runtime.opening import read_document, takes_long
from bpstudio.ui import settings
from bpstudio.ui.late_reading import LateReading
from bpstudio.ui.table.opener import Tables
from bpstudio.ui.table.words import GAVE_WAY, STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.opening import Opened
    from bpstudio.runtime.recovery import Kept
    from bpstudio.ui.circuit.document import CircuitDocument
    from bpstudio.ui.document import Document
    from bpstudio.ui.files import Files
    from bpstudio.ui.keeper import Keeper


class Opener(QObject):
    """Opens files in place of what is open; what can't be done is said, and nothing changes.

    What takes long is read in the background: what is open stays until it is there.

    Parameters
    ----------
    files
        The documents' files, which are asked about before they are left.

    Signals
    -------
    refused
        What was tried, and why not.
    noticed
        What is not as it was when the file was saved, and what becomes of that.
    wanted
        The title of the page that shows what has been opened.
    told
        What has been done, where it isn't what was asked for.
    lesson_wanted
        The file of a lesson that is to be opened.
    another_table_wanted
        The user wants to pick another table.
    """

    refused = Signal(str, Refusal)
    noticed = Signal(str, str)
    wanted = Signal(str)
    told = Signal(str)
    lesson_wanted = Signal(Path)
    another_table_wanted = Signal()

    def __init__(
        self, document: Document, circuit: CircuitDocument, files: Files, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._circuit, self._files = document, circuit, files
        self._late = LateReading(document, window)
        self._late.refused.connect(self.refused)
        self._late.waiting.cancelled.connect(lambda: self.told.emit(STOPPED))
        self._late.gave_way.connect(lambda: self.told.emit(GAVE_WAY))
        self._tables = Tables(document, self._late.waiting, window)
        self._tables.refused.connect(self._refuse_table)
        self._tables.taken.connect(self._show_taken)
        self._tables.another_wanted.connect(self.another_table_wanted)

    def take(self, path: Path) -> None:
        """Use a file that a user handed over: look at a table, open anything else."""
        if is_table(path):
            self.show_table(path)
        else:
            self.leave_and_open(path)

    def leave_and_open(self, path: Path) -> None:
        """Open `path` as the user asked, after the unsaved edits are dealt with."""
        kind, files = format_of(path), self._files
        keeper = files.of_circuit if kind == CIRCUIT else files.of_experiment
        if kind == LESSON or files.may_leave(keeper):
            self.open(path)

    def open(self, path: Path) -> bool:
        """Open `path`; say why where that can't be, and keep what is open.

        A table becomes the data of the open experiment. What takes long is read in the background;
        then nothing is open yet, and it is False.
        """
        if is_table(path):
            return self.use_table(path)
        kind, failed = format_of(path), f"{path.name} wasn’t opened."
        if kind == LESSON:
            self.lesson_wanted.emit(path)
            return True
        self._files.put_back()
        remember = partial(settings.add_recent_file, path)
        if kind == CIRCUIT:
            take = partial(self._circuit.open, path)
            return self._go_on(self._files.of_circuit, take, failed, remember)
        return self._read(path, self._document.take, (path.name, failed), remember)

    def recover(self, kept: Kept, name: str, recovered: Callable[[], object]) -> None:
        """Open a copy of what an earlier window kept of `name`, and call `recovered` then.

        Unsaved edits of what is open are asked about first. What takes long is read in the
        background, and why it can't be had is said.
        """
        files, path, origin = self._files, kept.path, kept.origin
        is_circuit = kept.kind == files.of_circuit.kind.noun
        keeper = files.of_circuit if is_circuit else files.of_experiment
        if not files.may_leave(keeper):
            return
        failed = f"The {kept.kind} wasn’t recovered; it is still kept."
        if is_circuit:
            self._go_on(keeper, partial(self._circuit.recover, path, origin), failed, recovered)
            return
        take = partial(self._document.take_kept, origin=origin)
        self._read(path, take, (f"what was kept of {name}", failed), recovered)

    def _read(
        self,
        path: Path,
        take: Callable[[Opened], object],
        words: tuple[str, str],
        done: Callable[[], object],
    ) -> bool:
        """Read an experiment and go on with it; in the background where that takes long.

        The `words` say what is read, and that it can't be.
        """
        keeper = self._files.of_experiment

        def go_on(read: Callable[[], Opened]) -> bool:
            return self._go_on(keeper, lambda: take(read()), words[1], done)

        if takes_long(path):
            may_leave = partial(self._files.may_leave, keeper)
            self._late.open(path, may_leave, lambda opened: go_on(lambda: opened), words)
            return False
        return go_on(partial(read_document, path))

    def _go_on(
        self,
        keeper: Keeper,
        take: Callable[[], object],
        failed: str,
        done: Callable[[], object],
    ) -> bool:
        """Go on with what `take` puts in place, turn to it, and call `done`."""
        try:
            take()
        except Refusal as refusal:
            self.refused.emit(failed, refusal)
            return False
        self.wanted.emit(keeper.kind.page)
        if keeper is self._files.of_experiment:
            self._tell_what_has_changed()
        done()
        return True

    def _tell_what_has_changed(self) -> None:
        """Say what is not as it was when the experiment was written."""
        learned = self._document.learned
        if learned is not None and learned.notice:
            name = self._files.of_experiment.name
            self.noticed.emit(f"The data of {name} have changed.", learned.notice)

    def give_up_reading(self) -> None:
        """Leave what is read in the background."""
        self._late.waiting.give_up()

    def stop(self) -> None:
        """Give up what is being read, and wait for its thread."""
        self._late.stop()
        self._tables.stop()

    def show_table(self, path: Path) -> None:
        """Let the user look at a table, and train on it."""
        self._tables.show(path)

    def show_data_options(self) -> None:
        """Let the user say anew what the columns of the open table are."""
        self._tables.show_options()

    def use_table(self, path: Path) -> bool:
        """Train on a table as it is detected; say why where that can't be."""
        return self._tables.use(path)

    def read_again(self) -> None:
        """Read the open table anew; say why where that can't be."""
        path = self._document.experiment.data.path
        try:
            self._document.read_again()
        except Refusal as refusal:
            self.refused.emit(f"{Path(path or '').name} can’t be trained on.", refusal)

    def _refuse_table(self, path: Path, refusal: Refusal) -> None:
        named = f"{path.name} can’t be trained on." if path.name else "There are no data options."
        self.refused.emit(named, refusal)

    def _show_taken(self, said: str) -> None:
        if self._files.front is not self._files.of_experiment:
            self.wanted.emit(self._files.of_experiment.kind.page)
        if said:
            self.told.emit(said)
