"""Large tables of the document are read beside the window; what is open stays meanwhile."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.refusal import Refusal
from bpstudio.runtime.opening import has_large_table, read_data, read_document
from bpstudio.ui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.opening import Opened
    from bpstudio.ui.document import Document

OTHER_BY_NOW = "the experiment was changed while its data were read; make the change again"


class LateReading(QObject):
    """Reads what takes long for a document, which asks it for that by its `read_later`.

    It is given up where something else takes the document's place meanwhile.

    Signals
    -------
    refused
        What wasn't read, and why not.
    gave_way
        It was given up for something else.
    """

    refused = Signal(str, Refusal)
    gave_way = Signal()

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self.waiting = Waiting(window)
        document.read_later = self.read_later
        document.opened.connect(self._give_way)  # what was asked for last is what is wanted

    def open(
        self,
        path: Path,
        may_leave: Callable[[], bool],
        take: Callable[[Opened], object],
        words: tuple[str, str],
    ) -> None:
        """Read an experiment with its data and hand it to `take`.

        `may_leave` is asked before that where the open one has been edited meanwhile. The `words`
        say what is read, and that it can't be.
        """
        before, (name, failed) = self._document.experiment, words

        def finish(opened: Opened) -> None:
            if self._document.experiment == before or may_leave():
                take(opened)

        self.waiting.start(
            f"Reading {name} …",
            partial(read_document, path),
            finish,
            lambda refusal: self.refused.emit(failed, refusal),
        )

    def read_later(self, experiment: Experiment, take: Callable[[Dataset], None]) -> bool:
        """Read the data of an edit and hand them to `take`, where that takes long; else False."""
        if not has_large_table(experiment):
            return False
        before, name = self._document.experiment, Path(str(experiment.data.path)).name

        def refuse(refusal: Refusal) -> None:
            self.refused.emit(f"{name} wasn’t read.", refusal)

        def finish(dataset: Dataset) -> None:
            try:
                if self._document.experiment != before:
                    raise Refusal("", OTHER_BY_NOW)
                take(dataset)
            except Refusal as refusal:
                refuse(refusal)

        self.waiting.start(f"Reading {name} …", partial(read_data, experiment), finish, refuse)
        self._document.experiment_changed.emit()  # fields show what holds until then
        return True

    def _give_way(self) -> None:
        if self.waiting.is_busy:
            self.waiting.give_up()
            self.gave_way.emit()

    def stop(self) -> None:
        """Give up what is being read."""
        self.waiting.stop()
