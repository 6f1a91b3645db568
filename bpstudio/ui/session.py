"""Between the document and the training thread: edits go in, pictures come out.

A timer pulls; the training never pushes. At each tick the newest snapshot is drawn.
"""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bpstudio.runtime.turnstile import Turnstile
from bpstudio.ui.asking import Asking
from bpstudio.ui.awaited_run import awaited_run
from bpstudio.ui.benches import Benches
from bpstudio.ui.cover import Cover
from bpstudio.ui.cover import Kind as Covered
from bpstudio.ui.feed import Feed
from bpstudio.ui.garbage import GarbageTimer
from bpstudio.ui.preparation import Preparation
from bpstudio.ui.ticker import Ticker
from bpstudio.ui.told import Telling

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Surgery
    from bpstudio.runtime.pace import Rate
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report, Task
    from bpstudio.runtime.worker import Worker
    from bpstudio.ui.bench import Bench
    from bpstudio.ui.document import Document
    from bpstudio.ui.feed import Shown

BUDGET = 0.010  # seconds a tick for drawing; over it, fewer views are fed and take turns
NETWORK = 2  # views that drawing the network counts for
DEFAULT_PACE: Rate = 100.0  # updates a second: most networks would be done before one saw them

log = logging.getLogger(__name__)


class Session(QObject):
    """Runs the training of a document and tells its views about it.

    Attributes
    ----------
    cover
        Which numbers are to be predicted.

    Signals
    -------
    snapshot_changed
        There is a newer snapshot.
    status_changed
        The training set off, paused, finished, diverged or failed.
    pace_changed
        It trains at another pace.
    report_changed
        The task that is worked at has come further, or is over.
    """

    snapshot_changed = Signal()
    status_changed = Signal()
    pace_changed = Signal()
    report_changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pace: Rate = DEFAULT_PACE
        self.cover = Cover(self)
        self._document = document
        self._feed = Feed()
        self._telling = Telling(self.cover)
        self._asking = Asking()
        self._turnstile = Turnstile()
        self._benches = Benches(document, self._turnstile)
        self._own_pace: Rate = self.pace
        self._own_cover: frozenset[Covered] = frozenset()
        self._snapshot = self._worker.snapshot
        self._preparation = Preparation(self)
        self._ticker = Ticker(self._turnstile, self._draw, self._feed.took, self)
        self._garbage = GarbageTimer(self)
        self._connect(document)
        self._garbage.begin()
        self._worker.start()
        self._worker.set_pace(self.pace)
        self._open()
        self._ticker.begin()

    def _connect(self, document: Document) -> None:
        self.cover.changed.connect(self._tell_anew)
        self._preparation.is_long.connect(self._tell_if_preparing)
        self._garbage.tidied.connect(lambda: self._worker.give_memory_back())
        document.begun.connect(self._open)
        document.give_run = self._give_run
        document.run_wanted.connect(lambda run: self._worker.resume(run))
        document.has_learned = lambda: any(len(one.losses) for one in self.recorder.records)
        document.edited.connect(self._edited)

    @property
    def _bench(self) -> Bench:
        return self._benches.current

    @property
    def _worker(self) -> Worker:
        return self._bench.worker

    @property
    def recorder(self) -> Recorder:
        """What the runs have shown so far."""
        return self._bench.recorder

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._snapshot

    @property
    def told(self) -> Snapshot:
        """The newest snapshot as it may be told: what is covered of it is hidden."""
        return self._telling.told(self._snapshot)

    @property
    def users(self) -> Bench:
        """Where the user's own document is trained, whether a guest has its place or not."""
        return self._benches.own or self._bench

    def _tell_anew(self) -> None:
        """Have everything drawn that tells other numbers by now."""
        self._feed.ask_for_all()
        self.snapshot_changed.emit()

    @property
    def report(self) -> Report[Any] | None:
        """How the newest task stands, as it was at the last tick; None before the first."""
        return self._bench.tasks.report

    @property
    def preparing(self) -> int:
        """The number of parameters of a network that is long in the making; else 0."""
        document = self._document
        return self._preparation.size(document.experiment, document.dataset, self._snapshot)

    @property
    def is_alive(self) -> bool:
        """Whether the training thread is there."""
        return self._worker.is_alive()

    def add_view(self, view: Shown) -> None:
        """Feed a view from now on, while it is visible."""
        self._feed.add(view)

    def refresh_views(self) -> None:
        """Feed all views at the next ticks: names or pins of runs have changed."""
        self._feed.ask_for_all()

    def refresh_view(self, view: Shown) -> None:
        """Feed a view at the next tick, whether there is news or not."""
        self._feed.ask(view)

    def train(self) -> None:
        """Set off, or carry on; a finished run goes on for as many epochs again."""
        self._worker.train()

    def train_to(self, step: int) -> None:
        """Make updates as fast as it goes, up to this step of the run, and then pause."""
        self._worker.train_to(step)

    def pause(self) -> None:
        """Stop after the update under way."""
        self._worker.pause()

    def step(self) -> None:
        """Make one update."""
        self._worker.step()

    def reset(self) -> None:
        """Begin anew from the same initial weights."""
        self._worker.reset()

    def set_pace(self, updates_per_second: Rate) -> None:
        """Train at another pace: updates a second, an epoch a refresh, or full (None)."""
        if isinstance(updates_per_second, int | float) and not 0 < updates_per_second < math.inf:
            raise ValueError(f"a pace of {updates_per_second} updates a second")
        self.pace = updates_per_second
        self._worker.set_pace(updates_per_second)
        self.pace_changed.emit()

    def show_sample(self, position: int) -> None:
        """Show the numbers of another training sample."""
        self._worker.show_sample(position)

    def ask_about(self, unit: Asked | None) -> None:
        """Show all about a unit in the snapshots, or about none."""
        self._worker.ask_about(unit)

    def set_threshold(self, share: float) -> None:
        """Count units as saturated whose slope is under this share of the largest."""
        self._benches.set_threshold(share)

    def set_history_budget(self, megabytes: int) -> None:
        """Let the checkpoints for looking back take so much memory."""
        self._benches.set_history_budget(megabytes * 2**20)

    def travel(self, step: int) -> None:
        """Look back at a step of the run, or at the nearest that can be had."""
        self._worker.travel(step)

    def come_back(self) -> None:
        """Look at the newest step again."""
        self._worker.come_back()

    def branch(self) -> None:
        """Go on, paused, from the step that is looked back at, as a run of its own."""
        self._worker.branch()

    def resume(self, run: int) -> None:
        """Go on, paused, with a run that was put aside; the document follows."""
        record = self.recorder.record(run)
        name = "run" if record is None else record.name
        named = name if name.startswith("run") else f"run “{name}”"
        experiment = None if record is None else record.experiment
        self._bench.adoption.want(self._snapshot.run, run, f"Go back to {named}", experiment)
        self._worker.resume(run)

    def race(self, variants: tuple[tuple[str, Experiment], ...]) -> None:
        """Train these named experiments side by side; the first is the document's own."""
        self._worker.race(variants)

    def forget(self, run: int) -> None:
        """Give up a run that isn't shown, with its record, unless it is recalled."""
        self.recorder.forget(run)
        self._worker.forget(run)

    def recall(self, run: int) -> None:
        """Have a forgotten run back, and its record; what it had learned if there still is room."""
        self.recorder.recall(run)
        self._worker.recall(run)

    def start_task(self, task: Task[Any]) -> int:
        """Have this worked out beside the training, in place of an older task; return its number.

        It is about the parameters that are looked at: the run's, or those looked back at.
        `report_changed` tells how it goes, no more often than the ticks, and how it ends.
        """
        number = self._bench.tasks.number(task)
        self._worker.start_task(task, number)
        return number

    def stop_task(self) -> None:
        """Leave the task where it is; what it has found so far stays in the report."""
        self._worker.stop_task()

    def hold(self) -> None:
        """Keep the training waiting, as while the mouse drags."""
        self._turnstile.close()
        self._turnstile.keep_closed()

    def keep_holding(self) -> None:
        """Note that the mouse drags on: where it is still for long, training goes on a little."""
        self._turnstile.keep_closed()

    def release(self) -> None:
        """Take back one `hold`."""
        self._turnstile.open()

    def stop(self) -> None:
        """End the training thread; wait for it, unless it is in the middle of something long."""
        self._ticker.end()
        self._preparation.end()
        if self._benches.stop():
            self._garbage.end()

    def _open(self) -> None:
        self._preparation.begin()
        self.recorder.clear()
        document = self._document
        self._worker.open(document.experiment, document.dataset, document.learned)

    def _give_run(self) -> tuple[SavedRun, Record] | None:
        return awaited_run(self._bench, self._document.experiment)

    def lend(self) -> None:
        """Let the run rest as it is, with its record, and have another bench for a guest."""
        if self._benches.own is not None:
            return
        self._own_cover, self._own_pace = self.cover.put_aside(), self.pace
        self._benches.lend()
        self._turn_to_bench(self.pace)

    def give_back(self) -> None:
        """Have the user's own run back, as it was left, and end the guest's."""
        if self._benches.own is None:
            return
        self.cover.take_back(self._own_cover)
        self._benches.give_back()
        self._turn_to_bench(self._own_pace)
        self._bench.take_records()

    def _turn_to_bench(self, pace: Rate) -> None:
        """Show what the bench has that is worked at by now."""
        self._snapshot = self._bench.snapshot
        self._asking.forget()
        self.set_pace(pace)
        self._feed.ask_for_all()
        self.snapshot_changed.emit()
        self.status_changed.emit()

    def _tell_if_preparing(self) -> None:
        if self.preparing:
            self.snapshot_changed.emit()

    def _edited(self, number: int, surgery: Surgery) -> None:
        self._preparation.begin()
        document = self._document
        self._worker.change(document.experiment, document.dataset, number, surgery)

    def _draw(self) -> None:
        """Show the newest there is, as far as its turn has come, and ask for what is next."""
        if not self._worker.is_alive():
            self._revive()
        drawn = NETWORK if self._pull() else 0
        is_training, is_at_full_pace = self._snapshot.is_training, self.pace is None
        self._asking.ask(
            self._worker, self._feed, is_training=is_training, is_at_full_pace=is_at_full_pace
        )
        for _ in self._bench.tasks.news(self._worker.report):
            self.report_changed.emit()
        self._feed.give(self.told, self.recorder, BUDGET, besides=drawn)
        self._benches.let_go()

    def _revive(self) -> None:
        """Let another thread carry on where the training thread has died of a fault."""
        log.error("the training thread has ended; another one carries on")
        self._bench.revive()

    def _pull(self) -> bool:
        """Take over what the worker has put out; return whether there was a newer snapshot."""
        newest, before = self._worker.snapshot, self._snapshot
        if newest is before:
            return False
        self._bench.take_records()
        self._snapshot = newest
        is_of_others = newest.run != before.run and newest.data is not before.data
        (self._feed.renew if is_of_others else self._feed.ask_for_all)()
        if (newest.status, newest.is_training) != (before.status, before.is_training):
            self.status_changed.emit()
        self._bench.adoption.follow(newest)
        self.snapshot_changed.emit()
        return True
