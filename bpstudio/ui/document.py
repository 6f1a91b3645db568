"""The open experiment and everything that was done to it: one value, one history of it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from bpstudio.data.added import with_added
from bpstudio.data.made import MADE
from bpstudio.experiment.bookmarks import MOST as MOST_BOOKMARKS
from bpstudio.experiment.carry import layout
from bpstudio.experiment.document_file import SUFFIX, write_document
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.schema import validate
from bpstudio.experiment.spec import DataSpec, Experiment, replace
from bpstudio.experiment.storage import write_experiment
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.experiment.table_path import rooted, seen_from
from bpstudio.refusal import Refusal
from bpstudio.runtime.documents import document_entries, learned_by
from bpstudio.runtime.opening import check_data, read_data, read_document
from bpstudio.ui.edit import Edit, Marking
from bpstudio.ui.history import UNDO_LIMIT
from bpstudio.ui.own_document import OwnDocument

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.documents import Learned
    from bpstudio.runtime.opening import Opened
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.saved_run import SavedRun


_numbers = count(1)


class Document(QObject):
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
    opened
        The value has nothing to do with the one before.
    begun
        And a run of it begins, with what was `learned`.
    path_changed
        There is another file.
    bookmarks_changed
        There are other bookmarks.
    returned
        The user's own document is back, as it was.

    Attributes
    ----------
    undo_stack
        Its edits; another one while a guest has its place.
    own
        The user's own document while a guest has its place, as a lesson's; None where there is
        none. A guest has a `title` and no file.
    bookmarks
        States to jump to.
    lock
        Why nothing may be edited just now; empty where it may. Undo goes on.
    learned
        What the file had beside the experiment, when it was opened; None where it had nothing.
    origin
        The file that this is a recovered copy of; None where it is none.
    digest
        Of the file's bytes, as they were read or written; empty without a file.
    lacks_run
        Whether it was saved without its run, as no run could follow the last edit.
    lacks_bookmarks
        Whether it was saved without its bookmarks, as an experiment's text has none.
    is_apart
        Whether the file holds something else by now, which the user doesn't want; or there is
        none yet, as of a recovered copy.
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
    opened = Signal()
    begun = Signal()
    path_changed = Signal()
    returned = Signal()
    bookmarks_changed = Signal()

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = self._new_stack()
        self.own: OwnDocument | None = None
        self.title = ""
        self.path: Path | None = None
        self.origin: Path | None = None
        self.lock = ""
        self.digest, self.is_apart = b"", False
        self.lacks_run = self.lacks_bookmarks = False
        self.learned: Learned | None = None
        self.give_run: Callable[[], tuple[SavedRun, Record] | None] = lambda: None
        self.has_learned: Callable[[], bool] = lambda: False
        self.read_later: Callable[[Experiment, Callable[[Dataset], None]], bool]
        self.read_later = lambda _experiment, _take: False
        self.bookmarks: Bookmarks = ()
        self._saved_bookmarks: Bookmarks = ()
        self._last_id = 0
        self._set(*_loaded(rooted(experiment or blank_experiment(), Path.cwd())))
        self._saved = self._experiment

    @property
    def experiment(self) -> Experiment:
        """What is wanted."""
        return self._experiment

    @property
    def dataset(self) -> Dataset:
        """The experiment's data, read."""
        return self._dataset

    @property
    def is_dirty(self) -> bool:
        """Whether the experiment differs from its file, or from what it began as without one."""
        is_marked = self.bookmarks != self._saved_bookmarks
        return self.is_apart or is_marked or not self._is_mine(self._saved)

    def part(self, is_apart: bool) -> None:
        """Note that the file holds something else by now, or that it doesn't."""
        self.is_apart = is_apart
        self.path_changed.emit()

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
        if self._is_mine(new) and not surgery:
            return  # two layers alike that change places are another value: they learned unlike
        if self.lock:
            raise Refusal("", self.lock)
        if dataset is None and self._must_read(new):
            wanted = rooted(new, self._folder)
            if self.read_later(wanted, lambda read: self.edit(text, new, None, surgery, read)):
                return
        after = self._checked(self._with_fresh_ids(with_ids(rooted(new, self._folder))), dataset)
        number = self._merged_number(merge) or next(_numbers)
        before = (self._experiment, self._dataset)
        self.undo_stack.push(Edit(self, text, number, before, after, merge, surgery))

    def adopt(self, text: str, new: Experiment, dataset: Dataset, runs: tuple[int, int]) -> None:
        """Make what another run trains the experiment, as one undo step.

        It keeps its layers' ids. `runs` are the numbers of the run before and of this one: undo
        and redo want them back.
        """
        before, after = (self._experiment, self._dataset), (new, dataset)
        step = Edit(self, text, next(_numbers), before, after, None, NO_SURGERY, runs)
        self.undo_stack.push(step)

    def read_again(self, dataset: Dataset | None = None) -> None:
        """Read the data anew, since their file has changed, as one undo step; may raise `Refusal`.

        The experiment stays; another run of it begins. The `dataset` is what has been read, where
        it is there already.
        """
        if self.lock:
            raise Refusal("", self.lock)
        if dataset is None and self.read_later(self._experiment, self.read_again):
            return
        before = (self._experiment, self._dataset)
        if dataset is None:
            after = _loaded(self._experiment)
        else:
            check_data(self._experiment, dataset)
            after = (self._experiment, dataset)
        text = "Read the data again"
        step = Edit(self, text, next(_numbers), before, after, None, NO_SURGERY)
        self.undo_stack.push(step)

    def mark(self, text: str, bookmarks: Bookmarks) -> None:
        """Have these bookmarks, as one undo step; also while one looks back."""
        if bookmarks == self.bookmarks:
            return
        if len(bookmarks) > MOST_BOOKMARKS:
            raise Refusal("", f"a document has at most {MOST_BOOKMARKS} bookmarks")
        self.undo_stack.push(Marking(self, text, self.bookmarks, bookmarks))

    def set_bookmarks(self, bookmarks: Bookmarks) -> None:
        """Have other bookmarks, as an undo step has them; nobody else does this."""
        self.bookmarks = bookmarks
        self.bookmarks_changed.emit()

    def _is_mine(self, other: Experiment) -> bool:
        return other == self._experiment and layout(other) == layout(self._experiment)

    def open(self, path: Path) -> None:
        """Open another experiment from its file, with its run where there is one."""
        self.take(read_document(path))

    def take(self, opened: Opened) -> None:
        """Go on with what has been read from a file."""
        self.digest = opened.digest
        self._restart(
            opened.experiment,
            opened.dataset,
            opened.learned,
            path=opened.path,
            bookmarks=opened.bookmarks,
        )

    def recover(self, path: Path, origin: Path | None) -> None:
        """Open what was kept at `path` of a document of `origin`, as a copy without a file."""
        self.take_kept(read_document(path), origin)

    def take_kept(self, kept: Opened, origin: Path | None) -> None:
        """Go on with a copy of what was kept of a document of `origin`; it has no file."""
        self._restart(
            kept.experiment,
            kept.dataset,
            kept.learned,
            origin=origin,
            is_apart=True,
            bookmarks=kept.bookmarks,
        )

    def new(self, experiment: Experiment | None = None) -> None:
        """Begin an experiment that has no file yet."""
        self._restart(*_loaded(rooted(experiment or blank_experiment(), Path.cwd())))

    def go_on_with(
        self, experiment: Experiment, dataset: Dataset, run: tuple[SavedRun, Record] | None
    ) -> None:
        """Make what a guest had the user's own, as a document without a file; nothing is saved."""
        found = None if run is None else learned_by(*run)
        self._restart(experiment, dataset, found, is_apart=True)

    def lend(self, experiment: Experiment, dataset: Dataset, title: str) -> None:
        """Give the document's place to a guest; the user's own is put aside as it is.

        A guest gives way to the next one; `give_back` brings the user's own document back.
        """
        if self.own is None:
            self.own = OwnDocument.of(self)
            self.undo_stack = self._new_stack()
        self.lock, self.title = "", title
        self._restart(with_ids(experiment), dataset)

    def give_back(self) -> None:
        """Bring the user's own document back, with its edits and its file, as it was."""
        if self.own is None:
            return
        self.undo_stack.deleteLater()
        self.title = ""
        self.own.put_back(self)
        for changed in (self.path_changed, self.opened, self.experiment_changed):
            changed.emit()
        self.bookmarks_changed.emit()
        self.own = None
        self.returned.emit()

    def _new_stack(self) -> QUndoStack:
        stack = QUndoStack(self)
        stack.setUndoLimit(UNDO_LIMIT)
        return stack

    def save(self, path: Path) -> None:
        """Write the document to a file, which is its file from now on; a guest has none.

        Where its name ends as a document's does the run is in it, else the experiment alone.
        """
        path = path.absolute()
        if self.own is not None:
            self.own.refuse_its_file(path)
        experiment = seen_from(self._experiment, path.parent)
        if path.suffix.lower() == SUFFIX:
            run = self.give_run()
            entries = {} if run is None else document_entries(*run, path.parent)
            self.digest = write_document(path, experiment, entries, self.bookmarks)
            self.lacks_run, self.lacks_bookmarks = run is None, False
        else:
            self.digest = write_experiment(experiment, path)
            self.lacks_run, self.lacks_bookmarks = False, bool(self.bookmarks)
        if self.own is not None:
            return
        self.path, self.origin, self.is_apart = path, None, False
        self._saved = self._experiment
        self._saved_bookmarks = () if self.lacks_bookmarks else self.bookmarks
        self.undo_stack.setClean()
        self.path_changed.emit()

    @property
    def _folder(self) -> Path:
        return self.path.parent if self.path else Path.cwd()

    def _checked(
        self, experiment: Experiment, dataset: Dataset | None
    ) -> tuple[Experiment, Dataset]:
        """Return an edited experiment with its data, read anew only where it has to be."""
        validate(experiment)
        if dataset is not None:
            check_data(experiment, dataset)
            return experiment, dataset
        if self._must_read(experiment):
            return _loaded(experiment)
        dataset = self._dataset
        if experiment.data != self._experiment.data:
            dataset = with_added(dataset, experiment.data.added)
        check_data(experiment, dataset)
        return experiment, dataset

    def _must_read(self, experiment: Experiment) -> bool:
        """Whether an experiment has other data than there are, but for what was added by hand."""
        old, data = self._experiment, rooted(experiment, self._folder).data
        same_target = experiment.loss == old.loss or data.path is None
        return not same_target or replace(data, added=()) != replace(old.data, added=())

    def _with_fresh_ids(self, new: Experiment) -> Experiment:
        """Give a new layer an id that no layer has had, or it would take over another's past."""
        known = {layer.id for layer in self._experiment.hidden}
        layers = []
        for layer in new.hidden:
            if layer.id not in known and layer.id <= self._last_id:
                self._last_id += 1
                layer = replace(layer, id=self._last_id)
            layers.append(layer)
        return replace(new, network=replace(new.network, hidden=tuple(layers)))

    def _merged_number(self, merge: str | None) -> int | None:
        """Return the number of the edit that one with the key `merge` will be merged into."""
        stack = self.undo_stack
        last = stack.command(stack.index() - 1) if stack.index() else None
        mergeable = merge is not None and stack.index() != stack.cleanIndex()
        if mergeable and isinstance(last, Edit) and last.takes(merge):
            return last.number
        return None

    def _restart(
        self,
        experiment: Experiment,
        dataset: Dataset,
        found: Learned | None = None,
        *,
        path: Path | None = None,
        origin: Path | None = None,
        is_apart: bool = False,
        bookmarks: Bookmarks = (),
    ) -> None:
        self._last_id = 0
        self.is_apart = is_apart
        self.learned = found
        self._saved = experiment
        self.bookmarks = self._saved_bookmarks = bookmarks
        self._set(experiment, dataset)
        self.path, self.origin = path, origin
        self.undo_stack.clear()
        self.path_changed.emit()
        self.opened.emit()
        self.begun.emit()
        self.experiment_changed.emit()
        self.bookmarks_changed.emit()

    def _set(self, experiment: Experiment, dataset: Dataset) -> None:
        self._experiment, self._dataset = experiment, dataset
        self._last_id = max([self._last_id, *(layer.id for layer in experiment.hidden)])

    def go_to(
        self, state: tuple[Experiment, Dataset], number: int, surgery: Surgery, run: int | None
    ) -> None:
        """Have another value, as an undo step has it; nobody else does this."""
        self._set(*state)
        if run is not None:
            self.run_wanted.emit(run)
        self.edited.emit(number, surgery)
        self.experiment_changed.emit()


def blank_experiment() -> Experiment:
    """Return what a new document begins with: a made set and no hidden layers."""
    return Experiment(data=DataSpec(name=next(iter(MADE))))


def _loaded(experiment: Experiment) -> tuple[Experiment, Dataset]:
    """Return the experiment with its data, read now; the path of a table is absolute."""
    return experiment, read_data(experiment)
