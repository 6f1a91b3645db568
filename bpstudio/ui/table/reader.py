"""Reads the table as it is planned, in the background, and knows what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.data.column_summary import class_summary
from bpstudio.data.findings import find
from bpstudio.refusal import Refusal
from bpstudio.runtime.opening import LARGE, read_data
from bpstudio.ui.background import Background

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.data.column_summary import ColumnSummary
    from bpstudio.data.dataset import Dataset
    from bpstudio.data.findings import Finding
    from bpstudio.experiment.spec import DataSpec, Experiment
    from bpstudio.runtime.reading import Reading
    from bpstudio.ui.table.plan import Plan

CALM = 250  # ms without another choice, before a small table is read unasked
UNEXPECTED = "something went wrong as it was read; the log has the details (Help, Show the log)"


class Found(NamedTuple):
    """What reading all of a table gave.

    `classes` is what all rows that are used have as their class; None where a number is learned.
    """

    dataset: Dataset
    findings: tuple[Finding, ...]
    classes: ColumnSummary | None

    @classmethod
    def of(cls, dataset: Dataset) -> Found:
        """Look through data that have been read."""
        return cls(dataset, find(dataset), class_summary(dataset) if dataset.classes else None)


class TableReader(QObject):
    """Small tables are read whenever the plan changes, large ones when they are wanted.

    Parameters
    ----------
    plan
        What is to be read.
    experiment_with
        Returns the experiment that has these data and this loss.
    found
        What there is of the plan as it is at first, where it is open already.

    Attributes
    ----------
    found, refusal
        What came of the plan as it is now; None where it hasn't been read, or was refused.

    Signals
    -------
    changed
        It reads, or no longer; or something else came of it.
    progressed
        How much has been read, 0 to 1.
    """

    changed = Signal()
    progressed = Signal(float)

    def __init__(
        self,
        plan: Plan,
        experiment_with: Callable[[DataSpec, str], Experiment],
        found: Found | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._plan, self._experiment_with = plan, experiment_with
        self.found, self.refusal = found, None
        self._background = Background(self)
        self._background.progressed.connect(self.progressed)
        self._background.ended.connect(self._end)
        self._calm = QTimer(self, interval=CALM, singleShot=True)
        self._calm.timeout.connect(self.read)
        plan.changed.connect(self._replan)
        if found is None:
            self._read_if_small()

    refusal: Refusal | None

    @property
    def is_large(self) -> bool:
        """Whether reading it takes long enough that it is done only when wanted."""
        return self._plan.head.size > LARGE

    @property
    def is_reading(self) -> bool:
        """Whether it is under way."""
        return self._background.is_busy

    def read(self) -> None:
        """Read all of it, unless that is under way or done."""
        self._calm.stop()
        if self.found is not None or self.is_reading:
            return
        try:
            experiment = self._experiment_with(self._plan.wanted, self._plan.loss)
        except Refusal as refusal:
            self.refusal = refusal
            self.changed.emit()
            return
        self.refusal = None

        def work(tell: Callable[[float], None]) -> Found:
            dataset = read_data(experiment, tell)
            tell(1.0)
            return Found.of(dataset)

        self._background.start(work)
        self.changed.emit()

    def give_up(self) -> None:
        """Leave it; what was chosen stays."""
        self._calm.stop()
        self._background.give_up()
        self.changed.emit()

    def stop(self) -> None:
        """Leave it, and wait for its thread."""
        self._calm.stop()
        self._background.stop()

    def _replan(self) -> None:
        self.found = self.refusal = None
        self._background.give_up()
        self._read_if_small()
        self.changed.emit()

    def _read_if_small(self) -> None:
        if not self.is_large:
            self._calm.start()

    def _end(self, reading: Reading[Found]) -> None:
        self.found, self.refusal = reading.result, reading.refusal
        if self.found is None and self.refusal is None:
            self.refusal = Refusal("", UNEXPECTED)
        self.changed.emit()
