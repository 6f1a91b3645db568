"""Which steps of a run are in sight."""

from __future__ import annotations

CLOSEST = 4.0  # steps: closer there is nothing more to see


class StepWindow:
    """All steps from 0 to `last`, or a part of them that the user looks at."""

    def __init__(self) -> None:
        self.last = 1.0
        self._part: tuple[float, float] | None = None

    @property
    def visible(self) -> tuple[float, float]:
        """The first and the last step in sight."""
        return self._part or (0.0, self.last)

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
        """Show `factor` times as many steps; `step` stays where it is."""
        first, last = self.visible
        width = max((last - first) * factor, CLOSEST)
        if width >= self.last:
            self.show_all()
            return
        self._part = self._within(step - (step - first) * width / (last - first), width)

    def move_to(self, first: float) -> None:
        """Show as many steps as now, from `first` on, as far as the run goes."""
        if self._part is not None:
            self._part = self._within(first, self._part[1] - self._part[0])

    def show_all(self) -> None:
        """Show all steps, now and as the run goes on."""
        self._part = None

    def _within(self, first: float, width: float) -> tuple[float, float]:
        first = min(max(first, 0.0), self.last - width)
        return first, first + width
