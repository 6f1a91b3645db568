"""Runs that train side by side on the same samples, none of them ahead of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.pace import SLICE
from bpstudio.runtime.snapshot import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.runtime.run import Run


class Race:
    """Says whose turn it is: the leader's only when all others have seen as many samples.

    Parameters
    ----------
    runs
        Who races, the one that is shown first; they have the same data and the same epochs to go.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = tuple(runs)
        self._step_times: dict[int, float] = {}  # seconds, smoothed, by number

    def leave(self, number: int) -> None:
        """Let a run take no further part."""
        self.runs = tuple(run for run in self.runs if run.number != number)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the runs."""
        return tuple(run.number for run in self.runs)

    @property
    def is_running(self) -> bool:
        """Whether any of them makes updates."""
        return any(run.is_running for run in self.runs)

    @property
    def standing(self) -> Standing:
        """How far it has come."""
        ahead = max(self.runs, key=lambda run: run.trainer.samples_seen)
        seen, each = ahead.trainer.samples_seen, len(ahead.trainer.x)
        return Standing(
            runs=self.numbers,
            diverged=tuple(run.number for run in self.runs if run.status is Status.DIVERGED),
            samples=seen,
            of_samples=ahead.goal * each,
            epochs=-(-seen // each),
            of_epochs=ahead.goal,
            running=self.is_running,
            over=not self._not_ended,
        )

    @property
    def _not_ended(self) -> list[Run]:
        ended = (Status.FINISHED, Status.DIVERGED)
        return [run for run in self.runs if run.status not in ended]

    def train(self) -> None:
        """Let those that haven't ended set off, or carry on; where all have, all go on."""
        for run in self._not_ended or self.runs:
            run.train()

    def pause(self) -> None:
        """Let all stop after their update under way."""
        for run in self.runs:
            run.pause()

    @property
    def leader(self) -> Run | None:
        """Who sets the pace: the first that still runs."""
        return next((run for run in self.runs if run.is_running), None)

    def follower(self) -> tuple[Run, int] | None:
        """Return a run that lags behind the leader, and how many updates it may make in one go."""
        leader = self.leader
        if leader is None:
            return None
        for run in self.runs:
            behind = leader.trainer.samples_seen - run.trainer.samples_seen
            if run is not leader and run.is_running and behind >= run.trainer.descent.batch:
                some = int(SLICE / self._step_times.get(run.number, SLICE))
                return run, min(behind // run.trainer.descent.batch, max(some, 1))
        return None

    def made(self, run: Run, updates: int, seconds: float) -> None:
        """Take note of updates that a run made in so many seconds."""
        if updates:
            known = self._step_times.get(run.number, SLICE)
            self._step_times[run.number] = known + 0.2 * (seconds / updates - known)
