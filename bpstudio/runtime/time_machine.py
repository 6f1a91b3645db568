"""Looking back at earlier steps of the run, and the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.past import Past

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.runtime.run import Run

SLICE = 0.02  # seconds on the way, between two looks at the commands


class TimeMachine:
    """Holds the past that is looked at, if any.

    Attributes
    ----------
    past
        What is looked at; None while it is the run itself.
    """

    def __init__(self) -> None:
        self.past: Past | None = None
        self._put_off: Callable[[], None] | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether the wanted step hasn't been reached yet."""
        return self.past is not None and not self.past.is_there

    def travel(self, run: Run, step: int) -> None:
        """Set off to a step of the run, or to the nearest that can be had; stay if none can.

        The newest step is the run itself.
        """
        self._put_off = None
        step = min(max(step, run.timeline.first), run.newest)
        if step == run.step_made:
            self.past = None
            return
        wanted = None if run.history is None else run.history.reachable(step)
        if wanted is None or run.history is None:
            return
        kept, past = run.history.nearest(wanted), self.past
        if kept is None:
            return
        is_on_the_way = (
            past is not None
            and past.run is run
            and past.segment is kept.segment
            and kept.step <= past.step <= wanted
        )
        if past is not None and is_on_the_way:
            past.target = wanted
        else:
            self.past = Past(run, kept, wanted)

    def come_back(self) -> None:
        """Look at the run itself again."""
        self.past = self._put_off = None

    def puts_off(self, command: Callable[[], None]) -> bool:
        """Put a command off until the wanted step is there; say whether it is.

        The last one counts, unless one travels elsewhere meanwhile.
        """
        self._put_off = command if self.is_under_way else None
        return self._put_off is not None

    def puts_off_instead(self, command: Callable[[], None]) -> None:
        """Put this command off in place of the one that is put off, if there is one."""
        if self._put_off is not None:
            self._put_off = command

    def go_on(self) -> None:
        """Come nearer to the wanted step, for a short while; there, do what was put off."""
        if self.past is not None:
            self.past.approach(SLICE)
        if self._put_off is not None and not self.is_under_way:
            command, self._put_off = self._put_off, None
            command()
