"""A document's file with its data, read and checked whole before the open one is left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.data.progress import silent
from bpstudio.experiment.build import check_fit, load_data
from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.memory import check_memory
from bpstudio.experiment.table_path import rooted
from bpstudio.refusal import Refusal
from bpstudio.runtime.documents import digest, learned

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.data.progress import Tell
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.documents import Learned

LARGE = 4_000_000  # bytes of a file: what takes longer to read than nobody notices


@dataclass(frozen=True)
class Opened:
    """What a file holds, found sound.

    Attributes
    ----------
    path
        The file, absolute.
    experiment
        With the path of its table absolute.
    dataset
        Its data, read.
    learned
        What it had beside the experiment; None where it had nothing.
    digest
        Tells the bytes of the file from others.
    bookmarks
        States to jump to.
    """

    path: Path
    experiment: Experiment
    dataset: Dataset
    learned: Learned | None
    digest: bytes
    bookmarks: Bookmarks = ()


def read_document(path: Path, tell: Tell = silent) -> Opened:
    """Read a file, its data, and the run where there is one.

    `tell` gets the share of it that is done; what it raises ends the reading.

    Raises
    ------
    Refusal
        When any of it can't be used.
    """
    path = path.absolute()
    contents = read_contents(path)
    experiment = rooted(contents.experiment, path.parent)
    dataset = read_data(experiment, tell)
    found = None
    if contents.has_parameters:
        found = learned(contents, experiment, dataset, path.parent)
    return Opened(path, experiment, dataset, found, contents.digest, contents.bookmarks)


def read_data(experiment: Experiment, tell: Tell = silent) -> Dataset:
    """Read or make the data of an experiment, the path of its table being absolute, and check it.

    Raises
    ------
    Refusal
        When the data can't be had, don't fit, or the memory wouldn't do.
    """
    dataset = load_data(experiment.data, experiment.loss, Path(), tell)
    check_data(experiment, dataset)
    if has_large_table(experiment):
        digest(dataset)  # which is known from then on: saving needn't wait for it
    return dataset


def check_data(experiment: Experiment, dataset: Dataset) -> None:
    """Refuse data that don't fit an experiment, or for which the memory wouldn't do."""
    check_fit(experiment, dataset)
    check_memory(experiment, dataset)


def has_large_table(experiment: Experiment) -> bool:
    """Whether reading the data takes long enough to be noticed."""
    path = experiment.data.path
    return path is not None and size_of(Path(path)) > LARGE


def takes_long(path: Path) -> bool:
    """Whether reading a file with its data is noticed: it is large, or its table is.

    False where it can't be read.
    """
    if size_of(path) > LARGE:
        return True
    try:
        experiment = read_contents(path).experiment
    except Refusal:
        return False
    return has_large_table(rooted(experiment, path.absolute().parent))


def size_of(path: Path) -> int:
    """Return the size of a file, in bytes; 0 where there is none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
