"""The open experiment and everything that was done to it: one value, one history of it."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from bpstudio.data.made import MADE
from bpstudio.experiment.build import check_fit, load_data
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.memory import check_memory
from bpstudio.experiment.schema import validate
from bpstudio.experiment.spec import DataSpec, Experiment, replace
from bpstudio.experiment.storage import read_experiment, write_experiment

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset

_numbers = count(1)


class Document(QObject):
    """An experiment, its data, the file it came from and its undo stack.

    The experiment is changed by `edit`, `open` and `new` alone; each either succeeds or raises
    `Refusal` and leaves everything as it was.

    Signals
    -------
    experiment_changed
        There is another value, whatever the way.
    edited
        The value came from an edit; with its number, negative when it was undone.
    opened
        The value has nothing to do with the one before.
    path_changed
        There is another file.
    """

    experiment_changed = Signal()
    edited = Signal(int)
    opened = Signal()
    path_changed = Signal()

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.path: Path | None = None
        self._set(*self._checked(experiment or blank_experiment(), Path.cwd()))

    @property
    def experiment(self) -> Experiment:
        """What is wanted."""
        return self._experiment

    @property
    def dataset(self) -> Dataset:
        """The experiment's data, read."""
        return self._dataset

    @property
    def folder(self) -> Path:
        """Where a table's relative path begins."""
        return self.path.parent if self.path else Path.cwd()

    @property
    def is_dirty(self) -> bool:
        """Whether the experiment differs from its file."""
        return not self.undo_stack.isClean()

    def edit(self, text: str, new: Experiment, merge: str | None = None) -> None:
        """Make `new` the experiment, as one undo step.

        Parameters
        ----------
        text
            What the step is called: "Add layer".
        new
            The next value; nothing happens when it equals the present one.
        merge
            Edits in a row with the same key are one step, as when a number is turned.

        Raises
        ------
        Refusal
            When the data can't be had, don't fit, or the memory wouldn't do.
        """
        if new == self._experiment:
            return
        after = self._checked(with_ids(new), self.folder)
        self.undo_stack.push(_Edit(self, text, (self._experiment, self._dataset), after, merge))

    def open(self, path: Path) -> None:
        """Open another experiment from its file."""
        path = path.absolute()
        self._restart(*self._checked(read_experiment(path), path.parent), path)

    def new(self, experiment: Experiment | None = None) -> None:
        """Begin an experiment that has no file yet."""
        self._restart(*self._checked(experiment or blank_experiment(), Path.cwd()), None)

    def save(self, path: Path) -> None:
        """Write the experiment to a file, which is its file from now on."""
        path = path.absolute()
        moved = self._with_folder(path.parent)
        write_experiment(moved, path)
        self._experiment, self.path = moved, path
        self.undo_stack.setClean()
        self.path_changed.emit()

    def _with_folder(self, folder: Path) -> Experiment:
        """Return the experiment with the path of its table as seen from another folder."""
        data = self._experiment.data
        if data.path is None or Path(data.path).is_absolute() or folder == self.folder:
            return self._experiment
        try:
            seen = os.path.relpath(self.folder / data.path, folder)
        except ValueError:  # another drive
            seen = str(self.folder / data.path)
        return replace(self._experiment, data=replace(data, path=seen))

    def _checked(self, experiment: Experiment, folder: Path) -> tuple[Experiment, Dataset]:
        """Return the experiment with its data, read anew only where it has to be."""
        validate(experiment)
        dataset = self._kept_data(experiment)
        if dataset is None:
            dataset = load_data(experiment.data, experiment.loss, folder)
        check_fit(experiment, dataset)
        check_memory(experiment, dataset)
        return experiment, dataset

    def _kept_data(self, new: Experiment) -> Dataset | None:
        old = getattr(self, "_experiment", None)
        if old is None or new.data != old.data:
            return None
        same_target = new.loss == old.loss or new.data.path is None
        return self._dataset if same_target else None

    def _restart(self, experiment: Experiment, dataset: Dataset, path: Path | None) -> None:
        self._set(experiment, dataset)
        self.path = path
        self.undo_stack.clear()
        self.path_changed.emit()
        self.opened.emit()
        self.experiment_changed.emit()

    def _set(self, experiment: Experiment, dataset: Dataset) -> None:
        self._experiment, self._dataset = experiment, dataset

    def _go_to(self, state: tuple[Experiment, Dataset], number: int) -> None:
        self._set(*state)
        self.edited.emit(number)
        self.experiment_changed.emit()


def blank_experiment() -> Experiment:
    """Return what a new document begins with: a made set and no hidden layers."""
    return Experiment(data=DataSpec(name=next(iter(MADE))))


class _Edit(QUndoCommand):
    """The one kind of undo step: from one value to the next and back."""

    def __init__(
        self,
        document: Document,
        text: str,
        before: tuple[Experiment, Dataset],
        after: tuple[Experiment, Dataset],
        merge: str | None,
    ) -> None:
        super().__init__(text)
        self._document, self._before, self._after, self._merge = document, before, after, merge
        self._number = next(_numbers)

    def redo(self) -> None:
        self._document._go_to(self._after, self._number)

    def undo(self) -> None:
        self._document._go_to(self._before, -self._number)

    def id(self) -> int:
        return 1 if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setObsolete(self._after[0] == self._before[0])
        return True
