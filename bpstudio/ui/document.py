"""The open experiment and everything that was done to it: one value, one history of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from bpstudio.experiment.bookmarks import MOST as MOST_BOOKMARKS
from bpstudio.experiment.document_file import SUFFIX, write_document
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.storage import write_experiment
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.experiment.table_path import seen_from
from bpstudio.refusal import Refusal
from bpstudio.runtime.documents import document_entries, learned_by
from bpstudio.runtime.opening import check_data, read_data, read_document
from bpstudio.ui.edit import Edit, Marking, number_of_next
from bpstudio.ui.held_experiment import HeldExperiment
from bpstudio.ui.lendable import LendableDocument

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QObject

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.documents import Learned
    from bpstudio.runtime.opening import Opened
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.saved_run import SavedRun


class Document(LendableDocument[HeldExperiment]):
    """An experiment, its data, the file it came from and its undo stack.

    The path of a table is absolute here; a file has it relative where the table lies beside it.

    The experiment is changed by `edit`, `open`, `take` and `new` alone; each either succeeds or
    raises `Refusal` and leaves everything as it was.

    Signals
    -------
    experiment_changed
        There is another value, whatever the way.
    run_wanted
        The value goes with this run: an edit to come goes on with it.
    edited
        The value came from an edit; with its number, negative when it was undone, and the
        `Surgery` that goes with it.
    begun
        After `opened`: a run of the value begins, with what was `learned`.
    bookmarks_changed
        There are other bookmarks.

    Attributes
    ----------
    lacks_run
        Whether it was saved without its run, as no run could follow the last edit.
    lacks_bookmarks, lacks_numbers
        Whether it was saved without its bookmarks, or the numbers written by hand, as an
        experiment's text has none.
    written_step
        Where the run stood that was saved with it; None where none was.
    read_later
        Reads the data of an experiment beside the window and hands them to what it is given, where
        that takes long; else it does nothing and is False.
    give_run
        Gives the run as it is now, to be saved, with its record; None where none follows the
        experiment.
    has_learned
        Whether there is a run that has made a step, now or before an edit.
    """

    experiment_changed = Signal()
    run_wanted = Signal(int)
    edited = Signal(int, object)
    begun = Signal()
    bookmarks_changed = Signal()

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lacks_run = self.lacks_bookmarks = self.lacks_numbers = False
        self.written_step: int | None = None
        self.give_run: Callable[[], tuple[SavedRun, Record] | None] = lambda: None
        self.has_learned: Callable[[], bool] = lambda: False
        self.read_later: Callable[[Experiment, Callable[[Dataset], None]], bool]
        self.read_later = lambda _experiment, _take: False
        self._held = HeldExperiment.new(experiment, self._new_stack())

    @property
    def experiment(self) -> Experiment:
        """What is wanted."""
        return self._held.experiment

    @property
    def dataset(self) -> Dataset:
        """The experiment's data, read."""
        return self._held.dataset

    @property
    def learned(self) -> Learned | None:
        """What the file had beside the experiment, when it was opened; None for nothing."""
        return self._held.learned

    @property
    def bookmarks(self) -> Bookmarks:
        """States to jump to."""
        return self._held.bookmarks

    @property
    def lock(self) -> str:
        """Why nothing may be edited just now; empty where it may. Undo goes on."""
        return self._held.lock

    @lock.setter
    def lock(self, why: str) -> None:
        self._held.lock = why

    def edit(
        self,
        text: str,
        new: Experiment,
        merge: str | None = None,
        surgery: Surgery = NO_SURGERY,
        dataset: Dataset | None = None,
    ) -> None:
        """Make `new` the experiment, as one undo step.

        Parameters
        ----------
        text
            What the step is called: "Add layer".
        new
            The next value; nothing happens when it equals the present one, unless numbers are
            written by hand.
        merge
            Edits with the same key, each soon after the other, are one step: a number is turned.
        surgery
            What happens to the parameters; where units move, there is no `merge`.
        dataset
            The data of `new`, where they are there already; else they are read or made now.

        Raises
        ------
        Refusal
            When the data can't be had, don't fit, or the memory wouldn't do.
        """
        held = self._held
        if held.is_at(new) and not surgery:
            return  # two layers alike that change places are another value: they learned unlike
        if self.lock:
            raise Refusal("", self.lock)
        if dataset is None and held.must_read(new):
            wanted = held.rooted(new)
            if self.read_later(wanted, lambda read: self.edit(text, new, None, surgery, read)):
                return
        after = held.checked(held.with_fresh_ids(with_ids(held.rooted(new))), dataset)
        number = number_of_next(self.undo_stack, merge)
        self.undo_stack.push(Edit(self, text, number, held.state, after, merge, surgery))

    def adopt(self, text: str, new: Experiment, dataset: Dataset, runs: tuple[int, int]) -> None:
        """Make what another run trains the experiment, as one undo step.

        It keeps its layers' ids. `runs` are the numbers of the run before and of this one: undo
        and redo want them back.
        """
        number, before = number_of_next(self.undo_stack), self._held.state
        self.undo_stack.push(Edit(self, text, number, before, (new, dataset), runs=runs))

    def read_again(self, dataset: Dataset | None = None) -> None:
        """Read the data anew, since their file has changed, as one undo step; may raise `Refusal`.

        The experiment stays; another run of it begins. The `dataset` is what has been read, where
        it is there already.
        """
        if self.lock:
            raise Refusal("", self.lock)
        if dataset is None and self.read_later(self.experiment, self.read_again):
            return
        if dataset is None:
            dataset = read_data(self.experiment)
        else:
            check_data(self.experiment, dataset)
        number, before = number_of_next(self.undo_stack), self._held.state
        after = (self.experiment, dataset)
        self.undo_stack.push(Edit(self, "Read the data again", number, before, after))

    def mark(self, text: str, bookmarks: Bookmarks) -> None:
        """Have these bookmarks, as one undo step; also while one looks back."""
        if bookmarks == self.bookmarks:
            return
        if len(bookmarks) > MOST_BOOKMARKS:
            raise Refusal("", f"a document has at most {MOST_BOOKMARKS} bookmarks")
        self.undo_stack.push(Marking(self, text, self.bookmarks, bookmarks))

    def set_bookmarks(self, bookmarks: Bookmarks) -> None:
        """Have other bookmarks, as an undo step has them; nobody else does this."""
        self._held.bookmarks = bookmarks
        self.bookmarks_changed.emit()

    def open(self, path: Path) -> None:
        """Open another experiment from its file, with its run where there is one."""
        self.take(read_document(path))

    def take(self, opened: Opened) -> None:
        """Go on with what has been read from a file."""
        held = HeldExperiment.of(opened, self.undo_stack)
        held.path, held.digest = opened.path, opened.digest
        self._begin(held)

    def take_kept(self, kept: Opened, origin: Path | None) -> None:
        """Go on with a copy of what was kept of a document of `origin`; it has no file."""
        held = HeldExperiment.of(kept, self.undo_stack)
        held.origin, held.is_apart = origin, True
        self._begin(held)

    def new(self, experiment: Experiment | None = None) -> None:
        """Begin an experiment that has no file yet."""
        self._begin(HeldExperiment.new(experiment, self.undo_stack))

    def go_on_with(
        self, experiment: Experiment, dataset: Dataset, run: tuple[SavedRun, Record] | None
    ) -> None:
        """Make what a guest had the user's own, as a document without a file; nothing is saved."""
        self._begin(
            HeldExperiment(
                undo_stack=self.undo_stack,
                experiment=experiment,
                dataset=dataset,
                learned=None if run is None else learned_by(*run),
                is_apart=True,
            )
        )

    def lend(self, experiment: Experiment, dataset: Dataset, title: str) -> None:
        """Give the document's place to a guest; the user's own is put aside as it is.

        A guest gives way to the next one; `give_back` brings the user's own document back.
        """
        self._begin(
            HeldExperiment(
                undo_stack=self._put_aside(),
                experiment=with_ids(experiment),
                dataset=dataset,
                title=title,
            )
        )

    def _write(self, path: Path) -> bytes:
        """Write it to a file; return the digest of what is in it.

        Where its name ends as a document's does the run is in it, else the experiment alone.
        """
        experiment = seen_from(self.experiment, path.parent)
        if path.suffix.lower() != SUFFIX:
            digest = write_experiment(experiment, path)
            self.lacks_run, self.lacks_bookmarks = False, bool(self.bookmarks)
            self.lacks_numbers = bool(self._held.by_hand)
            self.written_step = None
            return digest
        run = self.give_run()
        entries = {} if run is None else document_entries(*run, path.parent)
        digest = write_document(path, experiment, entries, self.bookmarks)
        self.lacks_run, self.lacks_bookmarks, self.lacks_numbers = run is None, False, False
        self.written_step = None if run is None else run[0].now.place.step
        return digest

    def _note_written(self) -> None:
        """Note what its file has: all of it, or not the bookmarks, not what belongs to the run."""
        has_run = self.written_step is not None
        self._held.note_written(has_run=has_run, has_bookmarks=not self.lacks_bookmarks)

    def _begin(self, held: HeldExperiment) -> None:
        self._held = held
        self.undo_stack.clear()
        for changed in (self.path_changed, self.opened, self.begun):
            changed.emit()
        self._tell_value()

    def _tell_value(self) -> None:
        self.experiment_changed.emit()
        self.bookmarks_changed.emit()

    def go_to(
        self, state: tuple[Experiment, Dataset], number: int, surgery: Surgery, run: int | None
    ) -> None:
        """Have another value, as an undo step has it; nobody else does this."""
        self._held.go_to(*state)
        self._held.note_numbers(number, surgery)
        if run is not None:
            self.run_wanted.emit(run)
        self.edited.emit(number, surgery)
        self.experiment_changed.emit()
