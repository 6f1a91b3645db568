"""The updates that are due: of the run, or of those that race with it, each in its turn."""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from bpstudio.runtime.deputy import Deputy, made_here
from bpstudio.runtime.pace import Pace, Speed
from bpstudio.runtime.stopping import has_rules

if TYPE_CHECKING:
    from bpstudio.runtime.deputy import Maker
    from bpstudio.runtime.pace import Rate
    from bpstudio.runtime.race import Race
    from bpstudio.runtime.reporter import Reporter
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.runs import Runs
    from bpstudio.runtime.turnstile import Turnstile

IDLE = 1.0  # seconds to wait for a command when nothing runs
LONG_STEP = 0.001  # seconds; NumPy lets others run during such a step, so it needn't wait


class Drive:
    """Makes updates at the pace that is wanted, between two looks at the commands.

    Parameters
    ----------
    runs
        Has the run.
    reporter
        Makes the updates, and tells of them.
    turnstile
        Where training waits while the screen draws.

    Attributes
    ----------
    race
        What the run takes part in, if it does.
    goal
        The step at which it pauses, if there is one; see `train_to`.
    """

    def __init__(self, runs: Runs, reporter: Reporter, turnstile: Turnstile) -> None:
        self.race: Race | None = None
        self.goal: int | None = None
        self._runs, self._reporter, self._turnstile = runs, reporter, turnstile
        self._deputy = Deputy()
        self._pace = Pace()
        self._speed = Speed()

    @property
    def _leader(self) -> Run | None:
        """Who sets the pace: the run itself, or the leader of the race that it is in."""
        return self._runs.current if self.race is None else self.race.leader

    @property
    def is_running(self) -> bool:
        """Whether anybody makes updates."""
        return self._leader is not None and self._leader.is_running

    @property
    def wait(self) -> float:
        """How many seconds no update is due."""
        if not self.is_running:
            return IDLE
        return 0.0 if self.goal is not None else self._pace.wait(time.perf_counter())

    @property
    def steps_per_second(self) -> float:
        """How fast it has been lately."""
        return self._speed.per_second

    def go_on(self) -> bool:
        """Train for a moment; say whether a run has come to its end."""
        behind = None if self.race is None else self.race.follower()
        run, updates = behind or (self._leader, 0)
        if run is None or not run.is_running:
            self.rest()
            return False
        deputy = self._deputy_for(run)
        if deputy and (ahead := deputy.steps_ahead(run.trainer.descent)):
            self._speed.count(self._reporter.make(run, ahead, deputy.advance))
            self._reporter.look(run, self._turnstile)
        elif due := updates if behind else self._due(run):
            must_wait = self._pace.step_time < LONG_STEP or self._turnstile.is_kept_closed
            with self._turnstile if must_wait else nullcontext():
                self._advance(run, due, behind is None, deputy.advance if deputy else made_here)
        if self.goal is not None and run.step_made >= self.goal:
            run.pause()
        if run.is_running:
            return False
        self.goal = None
        if self.race is not None:
            self._reporter.tell_end(run)
        return True

    def _deputy_for(self, run: Run) -> Deputy | None:
        """Have the deputy come for a run at full pace, and return it where it is there.

        Where every epoch, or who is ahead, is looked at, its stretches would be too long.
        """
        is_flat_out = self._pace.rate is None and self.goal is None and self.race is None
        if is_flat_out and not has_rules(run.trainer.experiment.training):
            return self._deputy if self._deputy.call(run.trainer) else None
        self.rest()
        return None

    def rest(self) -> None:
        """End what need not go on while nobody trains, or at the end."""
        self._deputy.rest()

    def _due(self, run: Run) -> int:
        if self.goal is not None:
            return min(self._pace.slice, max(self.goal - run.step_made, 0))
        return self._pace.due(time.perf_counter(), run.trainer.steps_left_of_epoch)

    def _advance(self, run: Run, updates: int, sets_pace: bool, by: Maker) -> None:
        start, epochs = time.perf_counter(), run.trainer.descent.place.epochs
        was_alone = self._turnstile.is_open
        made = self._reporter.advance(run, updates, by)
        took = time.perf_counter() - start
        # beside the screen a step takes many times as long, and then wouldn't wait for it
        is_measured = was_alone and self._turnstile.is_open
        if self.race is not None and is_measured:
            self.race.made(run, made, took)
        if made and sets_pace:
            ends_epoch = run.trainer.descent.place.epochs > epochs
            self._pace.made(made, took if is_measured else None, ends_epoch)
            self._speed.count(made)

    def train(self, run: Run) -> None:
        """Let the run, or the race that it is in, set off or carry on."""
        (self.race or run).train()
        self.begin_afresh()
        self._speed = Speed()

    def train_to(self, run: Run, step: int) -> None:
        """Make updates as fast as it goes, up to this step of the run, and then pause."""
        run.train()
        self.goal = step

    def step(self, run: Run) -> None:
        """Make one update and stay paused."""
        self._speed.count(self._reporter.step(run))

    def pause(self) -> None:
        """Let whoever makes updates stop."""
        self.goal = None
        if who := self.race or self._runs.current:
            who.pause()

    def fail(self, message: str) -> None:
        """Say why the run has stopped; whichever of a race it was, all stop."""
        if self.race is not None:
            self.race.pause()
        if (run := self._runs.current) is not None:
            run.fail(message)

    def leave_race(self) -> None:
        """Go on with the run itself; those that it races with stay where they are."""
        run = self._runs.current
        if self.race is None:
            return
        was_running = run is not None and run.is_running
        self.race.pause()
        self.race = None
        if was_running and run is not None:
            run.train()

    def set_pace(self, rate: Rate) -> None:
        """Train at another pace."""
        self._pace.set(rate, time.perf_counter())

    def begin_afresh(self) -> None:
        """Count anew: the next update is due now, and another network may train."""
        self._pace.restart(time.perf_counter())

    def refreshed(self) -> None:
        """Note that the screen has been given a picture: the next epoch may run."""
        self._pace.refreshed()
