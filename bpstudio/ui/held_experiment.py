"""What the experiment's document holds, and what follows from it for an edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.data.added import with_added
from bpstudio.data.made import MADE
from bpstudio.experiment.carry import layout
from bpstudio.experiment.schema import validate
from bpstudio.experiment.spec import DataSpec, Experiment, replace
from bpstudio.experiment.table_path import rooted
from bpstudio.runtime.opening import check_data, read_data
from bpstudio.ui.lendable import Held

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.documents import Learned
    from bpstudio.runtime.opening import Opened


@dataclass(kw_only=True, eq=False)
class HeldExperiment(Held):
    """An experiment with its data, and all that belongs to its document.

    Parameters
    ----------
    experiment, dataset
        What is wanted, and its data, read.
    learned
        What the file had beside the experiment, when it was opened; None where it had nothing.
    bookmarks
        States to jump to.
    lock
        Why nothing may be edited just now; empty where it may.
    by_hand
        The edits that stand and wrote numbers of the run by hand, which the experiment hasn't.
    saved, saved_bookmarks, saved_by_hand
        What its file has, or what it began as without one.
    last_id
        The largest id that a layer has had.
    """

    experiment: Experiment
    dataset: Dataset
    learned: Learned | None = None
    bookmarks: Bookmarks = ()
    lock: str = ""
    by_hand: frozenset[int] = frozenset()
    saved_by_hand: frozenset[int] = frozenset()
    saved: Experiment = field(init=False)
    saved_bookmarks: Bookmarks = field(init=False)
    last_id: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.saved, self.saved_bookmarks = self.experiment, self.bookmarks
        self.go_to(self.experiment, self.dataset)

    @classmethod
    def of(cls, opened: Opened, stack: QUndoStack) -> HeldExperiment:
        """Return what a document holds of what has been read, but for the file."""
        return cls(
            undo_stack=stack,
            experiment=opened.experiment,
            dataset=opened.dataset,
            learned=opened.learned,
            bookmarks=opened.bookmarks,
        )

    @classmethod
    def new(cls, experiment: Experiment | None, stack: QUndoStack) -> HeldExperiment:
        """Return what a document without a file holds; the path of its table is absolute."""
        experiment = rooted(experiment or blank_experiment(), Path.cwd())
        return cls(undo_stack=stack, experiment=experiment, dataset=read_data(experiment))

    @property
    def state(self) -> tuple[Experiment, Dataset]:
        """What an undo step goes back to."""
        return self.experiment, self.dataset

    def go_to(self, experiment: Experiment, dataset: Dataset) -> None:
        """Have another value."""
        self.experiment, self.dataset = experiment, dataset
        self.last_id = max([self.last_id, *(layer.id for layer in experiment.hidden)])

    @property
    def is_dirty(self) -> bool:
        """Whether what was edited differs from its file, or from what it began as without one."""
        is_marked = self.bookmarks != self.saved_bookmarks
        is_written = self.by_hand != self.saved_by_hand
        return self.is_apart or is_marked or is_written or not self.is_at(self.saved)

    def note_numbers(self, edit: int, surgery: Surgery) -> None:
        """Note whether an edit has written numbers by hand; it was undone where it's negative."""
        if surgery.numbers:
            self.by_hand |= {edit}
        self.by_hand -= {-edit}

    def note_written(self, *, has_run: bool, has_bookmarks: bool) -> None:
        """Note what its file has: the experiment, and what else it has place for."""
        self.saved = self.experiment
        self.saved_bookmarks = self.bookmarks if has_bookmarks else ()
        self.saved_by_hand = self.by_hand if has_run else frozenset()

    def is_at(self, other: Experiment) -> bool:
        """Whether an experiment equals this one, with the same layers at the same places."""
        return other == self.experiment and layout(other) == layout(self.experiment)

    def rooted(self, experiment: Experiment) -> Experiment:
        """Return an experiment whose table is looked for beside the document's file."""
        return rooted(experiment, self.path.parent if self.path else Path.cwd())

    def must_read(self, experiment: Experiment) -> bool:
        """Whether an experiment has other data than there are, but for what was added by hand."""
        old, data = self.experiment, self.rooted(experiment).data
        same_target = experiment.loss == old.loss or data.path is None
        return not same_target or replace(data, added=()) != replace(old.data, added=())

    def checked(
        self, experiment: Experiment, dataset: Dataset | None
    ) -> tuple[Experiment, Dataset]:
        """Return an edited experiment with its data, read anew only where it has to be.

        Raises
        ------
        Refusal
            When the data can't be had, don't fit, or the memory wouldn't do.
        """
        validate(experiment)
        if dataset is None and self.must_read(experiment):
            return experiment, read_data(experiment)
        if dataset is None:
            dataset = self.dataset
            if experiment.data != self.experiment.data:
                dataset = with_added(dataset, experiment.data.added)
        check_data(experiment, dataset)
        return experiment, dataset

    def with_fresh_ids(self, new: Experiment) -> Experiment:
        """Give a new layer an id that no layer has had, or it would take over another's past."""
        known = {layer.id for layer in self.experiment.hidden}
        layers = []
        for layer in new.hidden:
            if layer.id not in known and layer.id <= self.last_id:
                self.last_id += 1
                layer = replace(layer, id=self.last_id)
            layers.append(layer)
        return replace(new, network=replace(new.network, hidden=tuple(layers)))


def blank_experiment() -> Experiment:
    """Return what a new document begins with: a made set and no hidden layers."""
    return Experiment(data=DataSpec(name=next(iter(MADE))))
