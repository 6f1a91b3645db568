"""A save that can't be done: it is said, the old file is as it was, and edits stay unsaved."""

from __future__ import annotations

import errno
import os
import signal
import stat
import tempfile
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from typing import TYPE_CHECKING, Protocol

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QWidget

from bpstudio.experiment import edits
from bpstudio.experiment.atomic import write_atomically
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.storage import read_diagram
from bpstudio.refusal import Refusal
from bpstudio.resources import resource
from bpstudio.ui.app import create_application
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.document import Document
from bpstudio.ui.files import CIRCUITS, EXPERIMENTS
from bpstudio.ui.keeper import Keeper
from tests.runtime.experiments import make_experiment
from tests.trials.corpus import trained
from tests.trials.faulty_disk import FaultyDisk
from tests.trials.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534
SMALL = 64  # bytes that a file may have where the disk is full
ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)
MOST_CALLS, FEWER_CALLS = 44, 14  # more than a save makes, of a document or of a text


class Saved(Protocol):
    """Something with a file, and unsaved edits."""

    @property
    def is_dirty(self) -> bool:
        """Whether there are any."""

    def save(self, path: Path) -> str:
        """Save, and return why not; empty where it could be done."""


class _Kept:
    """A document of the window's with its keeper."""

    def __init__(self, document: Document | CircuitDocument, keeper: Keeper) -> None:
        self._document, self._keeper = document, keeper
        self._words: list[str] = []
        keeper.refused.connect(lambda tried, why: self._words.append(f"{tried} {why}"))

    @property
    def is_dirty(self) -> bool:
        return self._document.is_dirty

    def save(self, path: Path) -> str:
        self._words.clear()
        before = self._document.path
        if self._keeper.save_to(path):
            return ""
        assert self._document.path == before, "the document has another file now"
        return self._words[0] if self._words else "?"


class _Export:
    """A picture, say: it has no document, so there is nothing that could be dirty."""

    def __init__(self) -> None:
        self.is_dirty = True

    def save(self, path: Path) -> str:
        try:
            write_atomically(path, b"new" * 100_000)
        except Refusal as refusal:
            return f"{path.name} wasn’t saved. {refusal}"
        self.is_dirty = False
        return ""


def _experiment(window: QWidget, path: Path) -> Saved:
    """Return an experiment that was saved, trained and edited."""
    experiment = make_experiment(3, batch_size=10)
    document = Document(experiment)
    document.give_run = lambda: trained(document.experiment, 5)
    document.save(path)
    document.edit("Change rate", edits.set_training(experiment, learning_rate=0.5))
    return _Kept(document, Keeper(document, EXPERIMENTS, window))


def _circuit(window: QWidget, path: Path) -> Saved:
    document = CircuitDocument(read_diagram(resource("circuits", "skip.json")))
    document.save(path)
    document.edit("Clear", Diagram())
    return _Kept(document, Keeper(document, CIRCUITS, window))


def _export(window: QWidget, path: Path) -> Saved:
    path.write_bytes(b"old")
    return _Export()


KINDS: dict[str, Callable[[QWidget, Path], Saved]] = {
    "mine.bps": _experiment,
    "mine.json": _experiment,
    "circuit.json": _circuit,
    "picture.png": _export,
}


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Let no file become larger than `SMALL`: the system itself refuses, as a full disk does."""
    limits = getrlimit(RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    setrlimit(RLIMIT_FSIZE, (SMALL, limits[1]))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, former)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder read-only; root, who may write anyway, is nobody meanwhile."""
    is_root = os.geteuid() == 0
    mode = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(0o555)
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(mode)


@contextmanager
def gone(folder: Path) -> Iterator[None]:
    """Take the folder away, and bring it back."""
    away = folder.rename(folder.with_name("away"))
    try:
        yield
    finally:
        away.rename(folder)


PLACES = (full_disk, read_only, gone)
TRIALS = [
    *product(KINDS, PLACES),
    *(
        (kind, (error, at, for_good))
        for kind in KINDS
        for error, for_good in product(ERRORS, (False, True))
        for at in range(MOST_CALLS if kind.endswith("bps") else FEWER_CALLS)
    ),
]
ASKED = "full disk, read-only folder, EIO in a save: message, old file intact, still dirty"
SHORT, FULL = 44, len(TRIALS)


def trial(count: int, seed: int) -> Outcome:
    """Let `count` saves fail, the one of number `seed` first; spread over all if they are few."""
    outcome = Outcome("broken_disk")
    create_application()
    window = QWidget()
    stride = max(len(TRIALS) // count, 1)
    for number in range(count):
        one = (seed + number * stride) % len(TRIALS)
        kind, fault = TRIALS[one]
        with outcome.attempt(one), tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            home.mkdir()
            path = home / kind
            saved = KINDS[kind](window, path)
            outcome.count(_fail(saved, path, fault))
            assert saved.save(path) == "", "it can't be saved afterwards"
            assert not saved.is_dirty
    window.deleteLater()
    return outcome


def _fail(saved: Saved, path: Path, fault: object) -> str:
    """Let a save fail, look at what is left, and say how it went."""
    old, before = path.read_bytes(), sorted(path.parent.iterdir())
    assert saved.is_dirty
    if isinstance(fault, tuple):
        error, at, for_good = fault
        disk = FaultyDisk(error, at, for_good=for_good)
        with disk.broken():
            words = saved.save(path)
        if not disk.has_failed:
            assert words == "", f"refused without a fault: {words}"
            return "not reached"
        is_tidy = not for_good
    else:
        with fault(path.parent):
            words = saved.save(path)
        is_tidy = True
    if words == "" and isinstance(fault, tuple):  # what failed there can be done without
        assert path.read_bytes() != old, "it isn't saved, and nothing was said"
        return "saved all the same"
    assert "wasn’t saved" in words, words
    assert words.isprintable(), words
    assert path.read_bytes() == old, "the old file has changed"
    assert saved.is_dirty, "it counts as saved"
    left = sorted(path.parent.iterdir())
    assert left == before or not is_tidy, f"left behind: {left}"
    return "refused"
