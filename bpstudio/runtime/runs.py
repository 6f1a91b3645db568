"""The run that there is, and those that an edit of the data has put aside, for undo."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.runtime.run import Run

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery

MOST_ASIDE = 4  # runs


class Runs:
    """Numbers the runs of a document, and brings back the one that undo asks for.

    Attributes
    ----------
    current
        The run; None before the first could be made.
    """

    def __init__(self) -> None:
        self.current: Run | None = None
        self.last_number = 0
        self._aside: OrderedDict[int, Run] = OrderedDict()

    def open(self, experiment: Experiment, data: Dataset) -> None:
        """Begin with another document; a refusal leaves no run."""
        self.current = None
        self._aside.clear()
        self.current = self._begin(experiment, data)

    def reset(self) -> None:
        """Begin the current run anew."""
        if self.current is not None:
            self.current.reset(self._next_number())

    def change(
        self, experiment: Experiment, data: Dataset, edit: int, surgery: Surgery = NO_SURGERY
    ) -> None:
        """Go on with an edited experiment; see `Run.change`.

        Other data begin another run. The one there was is put aside, and comes back, paused and
        with all that it has learned, when the edit is undone.
        """
        if self.current is None or data is self.current.trainer.data:
            if self.current is None:
                self.current = self._begin(experiment, data)
            else:
                self.current.change(experiment, data, edit, surgery)
            return
        other = self._aside.pop(edit, None)
        if other is None or other.trainer.data is not data:
            other = self._begin(experiment, data)
        elif other.trainer.experiment != experiment:
            other.change(experiment, data)
        self.current.pause()
        self._put_aside(-edit, self.current)
        other.activate()
        self.current = other

    def _begin(self, experiment: Experiment, data: Dataset) -> Run:
        return Run(experiment, data, self._next_number())

    def _next_number(self) -> int:
        self.last_number += 1
        return self.last_number

    def _put_aside(self, edit: int, run: Run) -> None:
        self._aside[edit] = run
        while len(self._aside) > MOST_ASIDE:
            self._aside.popitem(last=False)
