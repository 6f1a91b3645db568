"""Under which slope units count as saturated, and since when: the user may change it any time."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from bpstudio.engine.activations import SATURATED_SHARE

MOST_RUNS = 8  # those that one may come back to


class Threshold(NamedTuple):
    """From `step` on, saturated means a slope under `share` of the activation's largest."""

    step: int
    share: float


UNCHANGED = (Threshold(0, SATURATED_SHARE),)


class Thresholds:
    """The threshold that holds, and those that held in the last runs while they were recorded."""

    def __init__(self) -> None:
        self.share = SATURATED_SHARE
        self._runs: OrderedDict[int, tuple[Threshold, ...]] = OrderedDict()

    def set(self, share: float, run: int, step: int) -> None:
        """Use another share, in `run` from `step` on."""
        before = tuple(one for one in self.of(run, step) if one.step < step)
        self.share = share
        if not before or before[-1].share != share:
            before = (*before, Threshold(step, share))
        self._runs[run] = before

    def of(self, run: int, step: int) -> tuple[Threshold, ...]:
        """Return what has held in `run`, which is at `step`; the first holds from the start."""
        known = self._runs.setdefault(run, (Threshold(0, self.share),))
        if known[-1].share != self.share:  # the run was put aside when it was changed
            known = (*known, Threshold(step, self.share))
        if known[-1].step > step:  # the run has gone back, and what came then was forgotten
            known = (*(one for one in known if one.step < step), Threshold(step, self.share))
        self._runs[run] = known
        while len(self._runs) > MOST_RUNS:
            self._runs.popitem(last=False)
        return known

    def branch(self, run: int, parent: int, step: int) -> None:
        """Let `run` begin as a copy of its `parent` up to `step`."""
        self._runs[run] = tuple(one for one in self.of(parent, step) if one.step <= step)
