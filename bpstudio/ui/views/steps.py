"""Which steps of a run there are, and which of them are in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.views.ruler import Ruler

if TYPE_CHECKING:
    from bpstudio.runtime.snapshot import Snapshot

CLOSEST = 4.0  # steps: closer there is nothing more to see


class StepWindow:
    """All steps from 0 to `last`, or a part of them that the user looks at.

    Attributes
    ----------
    ruler
        What the picture measures them in: zooming and moving go evenly by that.
    beside
        How far what stands beside the run reaches, in the run's own steps.
    """

    def __init__(self) -> None:
        self.last, self.beside = 1.0, 0.0
        self.ruler = Ruler()
        self._part: tuple[float, float] | None = None

    @property
    def visible(self) -> tuple[float, float]:
        """The first and the last step in sight."""
        return self._part or (0.0, self.end)

    @property
    def end(self) -> float:
        """The last step that there is anything at."""
        return max(self.last, self.beside)

    @property
    def is_part(self) -> bool:
        """Whether the user looks at a part only."""
        return self._part is not None

    def grow(self, last: int) -> None:
        """Let the run reach step `last`; where it did reach further, it is another run."""
        if last < self.last:
            self.show_all()
        self.last = float(max(last, 1))

    def zoom(self, step: float, factor: float) -> None:
        """Show `factor` times as much of the run; `step` stays where it is."""
        steps = self.visible[1] - self.visible[0]
        at, (first, last) = self.ruler.of(step), map(self.ruler.of, self.visible)
        width = (last - first) * max(factor, CLOSEST / steps)
        if not 0 < width < self.ruler.of(self.end):  # 0: no time passed in what is in sight
            self.show_all()
            return
        self._part = self._within(at - (at - first) * width / (last - first), width)

    def move_to(self, first: float) -> None:
        """Show as much of the run as now, from step `first` on, as far as it goes."""
        if self._part is not None:
            low, high = map(self.ruler.of, self._part)
            self._part = self._within(self.ruler.of(first), high - low)

    def show_all(self) -> None:
        """Show all steps, now and as the run goes on."""
        self._part = None

    def _within(self, first: float, width: float) -> tuple[float, float]:
        """Return the steps of what is `width` wide and begins at `first`, by the ruler."""
        first = min(max(first, 0.0), self.ruler.of(self.end) - width)
        return self.ruler.step(first), self.ruler.step(first + width)


def newest_step(snapshot: Snapshot) -> int:
    """Return the step that the run has come to, wherever in it one looks."""
    return max(snapshot.step, snapshot.timeline.newest) if snapshot.is_past else snapshot.step
