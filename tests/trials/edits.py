"""Thousands of random edits of a network while its thread trains it flat out."""

import logging
import time
from collections import Counter

import numpy as np

from bpstudio.experiment.build import check_fit, initial_parameters
from bpstudio.experiment.edits import replace
from bpstudio.experiment.spec import MAX_EPOCHS
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.turnstile import Turnstile
from bpstudio.runtime.worker import Worker
from tests.runtime import random_edits
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.ledger import Ledger, check_values
from tests.runtime.snapshots import check_snapshot
from tests.trials.report import Outcome

ASKED = (
    "random edits while training: every snapshot is of a state that there was, no step is missing"
)
SHORT, FULL = 300, 10_000
IN_ONE = 500  # edits of one network; then another begins, with another seed
SOON = 20.0  # seconds
KINDS = (*random_edits.OF_LAYERS, *random_edits.OF_TRAINING, *random_edits.OF_RATE)


class Hands:
    """Edits, undoes, pauses and resets at random, and looks at every snapshot that comes."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        experiment = make_experiment(3, 4, batch_size=7, learning_rate=0.0, epochs=MAX_EPOCHS)
        self.data = data_of(experiment)
        self.ledger = Ledger(experiment, lambda of: initial_parameters(of, self.data).blocks)
        self.worker = Worker(Turnstile())
        self.worker.start()
        self.worker.open(experiment, self.data)
        self.last_id, self.run, self.running = 2, 1, False
        self.made = 0
        self.done, self.undone = [], []  # (number, before, after, surgery)
        self.pages = {}  # by run and experiment: the snapshots that may come
        self.seen, self.next_step, self.run_of_steps = None, 1, 1
        self.counts = Counter()
        self._note_page()
        self.set_off_or_pause()

    @property
    def edits(self):
        """How many edits there were, undone and redone ones counted."""
        return self.made + self.counts["undo"] + self.counts["redo"]

    @property
    def experiment(self):
        return self.ledger.page.experiment

    def _note_page(self):
        page = self.ledger.page
        page.moves = self.running and page.experiment.training.learning_rate > 0
        self.pages[self.run, id(page.experiment)] = page

    # What is done

    def edit(self):
        kind = KINDS[self.rng.integers(len(KINDS))]
        try:
            wanted, surgery = kind(self.rng, self.experiment)
            wanted = self._with_fresh_ids(replace(wanted))
            check_fit(wanted, self.data)
        except Refusal:
            self.counts["refused"] += 1
            return
        number = self.made = self.made + 1
        before = (self.experiment, self.ledger.page.names)
        after = (wanted, self.ledger.names_after(wanted, surgery))
        self.done.append((number, before, after, surgery))
        self.undone.clear()
        self._go(number, after, surgery)
        self.counts[kind.__name__] += 1

    def undo(self):
        if self.done:
            number, before, after, surgery = self.done.pop()
            self.undone.append((number, before, after, surgery))
            self._go(-number, before, surgery.undone(before[0]))
            self.counts["undo"] += 1

    def redo(self):
        if self.undone:
            number, before, after, surgery = self.undone.pop()
            self.done.append((number, before, after, surgery))
            self._go(number, after, surgery)
            self.counts["redo"] += 1

    def _go(self, number, state, surgery=NO_SURGERY):
        experiment, names = state
        experiment = replace(experiment)  # another object each time, by which snapshots are known
        self.ledger.turn(experiment, names, number, surgery)
        self._note_page()
        self.worker.change(experiment, self.data, number, surgery)

    def set_off_or_pause(self):
        self.running = not self.running
        self._note_moves()
        (self.worker.train if self.running else self.worker.pause)()

    def update(self):
        if not self.running:
            self.settle()
            step = self.seen.step
            self.ledger.page.moves |= self.experiment.training.learning_rate > 0
            self.worker.step()
            self._wait(lambda: self.seen.step == step + 1)

    def reset(self):
        self.run, self.running = self.run + 1, False
        self.ledger.begin_anew()
        self._note_page()
        self.worker.reset()
        self.counts["reset"] += 1

    def _note_moves(self):
        rate = self.experiment.training.learning_rate
        self.ledger.page.moves |= self.running and rate > 0

    def _with_fresh_ids(self, wanted):
        """Give new layers ids that no layer has had, as a document does."""
        known, layers = {layer.id for layer in self.experiment.hidden}, []
        for layer in wanted.hidden:
            if layer.id not in known:
                self.last_id += 1
                layer = replace(layer, id=self.last_id)
            layers.append(layer)
        return replace(wanted, network=replace(wanted.network, hidden=tuple(layers)))

    # What is seen

    def look(self):
        """Check the newest snapshot, if it is new; return its page."""
        snapshot = self.worker.snapshot
        if snapshot is self.seen or not snapshot.layers:
            return None if self.seen is None else self._page_of(self.seen)
        before, self.seen = self.seen, snapshot
        self.counts["snapshots"] += 1
        self.counts["while running"] += snapshot.status is Status.RUNNING
        assert snapshot.status in (Status.RUNNING, Status.PAUSED), snapshot.message
        page = self._page_of(snapshot)
        if before is not None:
            assert page.place >= self._page_of(before).place
            assert snapshot.run > before.run or snapshot.step >= before.step
        check_snapshot(snapshot)
        if not page.moves:
            self.counts["compared"] += check_values(page, snapshot.layers)
        self._check_losses()
        return page

    def _page_of(self, snapshot):
        return self.pages[snapshot.run, id(snapshot.experiment)]

    def _check_losses(self):
        """See that no loss of any step is missing."""
        self.worker.samples.clear()
        while self.worker.blocks:
            block = self.worker.blocks.popleft()
            if block.run != self.run_of_steps:
                self.run_of_steps, self.next_step = block.run, 1
            assert block.first == self.next_step
            assert np.isfinite(block.losses).all()
            self.next_step += len(block.losses)
            self.counts["steps"] += len(block.losses)

    def settle(self):
        """Wait for what was asked for last, and see that it came."""
        self._wait(lambda: self._page_of(self.seen) is self.ledger.page and not self._lags())
        if not self.running and self.ledger.page.moves:  # what it has learned stays from now on
            self.ledger.page.freeze()
            check_values(self.ledger.page, self.seen.layers)
        old = {key for key, page in self.pages.items() if page.place < self.ledger.page.place}
        for key in old:
            del self.pages[key]
        self.counts["settled"] += 1

    def let_it_train(self, steps):
        """Wait for so many updates, if it is running."""
        if self.running:
            self.settle()
            wanted = self.counts["steps"] + steps
            self._wait(lambda: self.counts["steps"] >= wanted)

    def _wait(self, condition):
        end = time.monotonic() + SOON
        while self.look() is None or not condition():
            self._check_losses()
            assert time.monotonic() < end, self.worker.snapshot
            self.worker.want_snapshot()
            time.sleep(0.0005)

    def _lags(self):
        return self.seen.status is not (Status.RUNNING if self.running else Status.PAUSED)


DEEDS = (*5 * ("edit",), *3 * ("undo",), "redo", "redo", "edit", "edit", "look", "settle", "settle")
SELDOM = (*8 * ("set_off_or_pause",), *3 * ("update",), "reset")


def trial(count: int, seed: int) -> Outcome:
    """Make so many edits, undone and redone ones counted; all of a network have one seed."""
    outcome = Outcome("edits")
    for k, done in enumerate(range(0, count, IN_ONE)):
        hands = Hands(seed + k)
        try:
            _work(hands, min(IN_ONE, count - done))
        except Exception as error:
            outcome.fail(seed + k, f"{type(error).__name__}: {error}")
        finally:
            hands.worker.stop()
            hands.worker.join(SOON)
            outcome.tried += hands.edits
        outcome.note(steps=hands.counts["steps"], snapshots=hands.counts["snapshots"])
    return outcome


def _work(hands: Hands, edits: int) -> None:
    """Make so many edits, and then undo them all, and redo them."""
    records = Records()
    logging.getLogger().addHandler(records)
    rng = hands.rng
    try:
        while hands.edits < edits:
            deeds = SELDOM if rng.integers(8) == 0 else DEEDS
            getattr(hands, deeds[rng.integers(len(deeds))])()
            if rng.integers(4) == 0:
                hands.let_it_train(int(rng.integers(1, 20)))
            hands.look()
            if not hands.running and rng.integers(8) == 0:
                hands.set_off_or_pause()
        hands.settle()
        while hands.done:
            hands.undo()
        hands.settle()
        while hands.undone:
            hands.redo()
        hands.settle()
    finally:
        logging.getLogger().removeHandler(records)
    assert not records.texts, records.texts
    assert hands.counts["steps"] > edits  # it did train meanwhile


class Records(logging.Handler):
    """Takes down what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())
