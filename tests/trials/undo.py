"""Edit, undo, redo, save and open in any order: a document beside a list of its values."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from typing import TYPE_CHECKING, Any

import hypothesis.strategies as st
import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import seed as with_seed
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bpstudio.experiment import edits
from bpstudio.experiment.carry import layout
from bpstudio.experiment.document_file import SUFFIX
from bpstudio.refusal import Refusal
from bpstudio.ui.app import create_application
from bpstudio.ui.document import Document
from tests.runtime.experiments import make_experiment
from tests.runtime.random_edits import OF_LAYERS, OF_RATE, OF_TRAINING
from tests.trials.report import Outcome

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment

ASKED = (
    "edit, undo, redo, save, open as a state machine, runs of 50: undo all is the first value, "
    "redo all the last, dirty exactly when different from the saved, or by hand"
)
SHORT, FULL = 15, 2_000
STEPS = 50
FILES = ("one.json", "two.bps", "three.json")
EDITS = (*OF_LAYERS, *OF_TRAINING, *OF_RATE)
NEVER = -1  # the place of no value
RUN: Any = (SimpleNamespace(now=SimpleNamespace(place=SimpleNamespace(step=0))), None)


def _are_one(one: Experiment, other: Experiment) -> bool:
    """Whether two values are one, down to which layer is which."""
    return one == other and layout(one) == layout(other)


class Editing(RuleBasedStateMachine):
    """A document, the values that its undo stack should hold, and which of them is the present.

    Beside each value: which of the edits that wrote numbers of the run by hand stand then. A
    document is saved with a run, which has them; an experiment's text hasn't.
    """

    ended = 0
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self._files: dict[Path, Experiment] = {}
        self.document = Document(make_experiment(3, 2))
        self.document.give_run = lambda: RUN
        self._begin()

    def _begin(self) -> None:
        """The document has just been opened or begun."""
        self.values = [self.document.experiment]
        self.keys: list[str | None] = [None]
        self.by_hand: list[frozenset[object]] = [frozenset()]
        self.at = self.clean = 0
        self.saved, self.saved_by_hand = self.values[0], self.by_hand[0]

    @rule(which=st.integers(0, len(EDITS) - 1), number=st.integers(0, 2**32 - 1))
    def edit(self, which: int, number: int) -> None:
        before = self.document.experiment
        try:
            new, surgery = EDITS[which](np.random.default_rng(number), before)
            self.document.edit("Edit", new, surgery=surgery)
        except Refusal:
            return
        if surgery or not _are_one(new, before):
            assert self.document.experiment == new
            self._push(None, by_hand=frozenset({object()} if surgery.numbers else ()))

    @rule(rate=st.sampled_from([0.1, 0.2, 0.3]), key=st.sampled_from(["rate", "rate", "other"]))
    def turn(self, rate: float, key: str) -> None:
        """Turn a number: edits with one key that follow each other are one step."""
        new = edits.set_training(self.document.experiment, learning_rate=rate)
        before = self.document.experiment
        self.document.edit("Change rate", new, merge=key)
        if _are_one(new, before):
            return
        assert self.document.experiment == new
        if self.at and self.at != self.clean and self.keys[self.at] == key:
            self._merge()
        else:
            self._push(key)

    def _push(self, key: str | None, by_hand: frozenset[object] = frozenset()) -> None:
        if self.clean > self.at:
            self.clean = NEVER
        self.at += 1
        self.by_hand[self.at :] = [self.by_hand[self.at - 1] | by_hand]
        self.values[self.at :] = [self.document.experiment]
        self.keys[self.at :] = [key]

    def _merge(self) -> None:
        """The last step becomes another one, or none where it is back at its start."""
        if self.clean > self.at:
            self.clean = NEVER
        self.values[self.at :] = [self.document.experiment]
        del self.keys[self.at + 1 :], self.by_hand[self.at + 1 :]
        if self.values[self.at] == self.values[self.at - 1]:
            del self.values[self.at :], self.keys[self.at :], self.by_hand[self.at :]
            self.at -= 1

    @rule()
    def undo(self) -> None:
        self.document.undo_stack.undo()
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        self.document.undo_stack.redo()
        self.at = min(self.at + 1, len(self.values) - 1)

    @rule()
    def undo_all_and_redo_all(self) -> None:
        stack = self.document.undo_stack
        stack.setIndex(0)
        assert _are_one(self.document.experiment, self.values[0])
        stack.setIndex(stack.count())
        assert _are_one(self.document.experiment, self.values[-1])
        self.at = len(self.values) - 1

    @rule(name=st.sampled_from(FILES))
    def save(self, name: str) -> None:
        path = self._folder / name
        self.document.save(path)
        content = path.read_bytes()
        self.document.save(path)
        assert path.read_bytes() == content, "saved twice it has other bytes"
        self.saved, self.clean = self.document.experiment, self.at
        has_run = path.suffix == SUFFIX
        self.saved_by_hand = self.by_hand[self.at] if has_run else frozenset()
        self._files[path] = self.saved
        assert self.document.is_dirty == (not has_run and bool(self.by_hand[self.at]))

    @rule()
    def save_where_nothing_can_be(self) -> None:
        dirty, path = self.document.is_dirty, self.document.path
        try:
            self.document.save(self._folder / "nowhere" / "one.json")
        except Refusal:
            assert (self.document.is_dirty, self.document.path) == (dirty, path)
        else:
            raise AssertionError("it was saved nowhere")

    @precondition(lambda self: self._files)
    @rule(number=st.integers(0, 2))
    def open(self, number: int) -> None:
        path = sorted(self._files)[number % len(self._files)]
        self.document.open(path)
        assert _are_one(self.document.experiment, self._files[path])
        self._begin()

    @rule()
    def open_what_is_broken(self) -> None:
        path = self._folder / "broken.json"
        path.write_text('{"format": "bpstudio", "version": 1, "data": {"name": "no"}}')
        before = self.document.path
        try:
            self.document.open(path)
        except Refusal:
            assert self.document.path == before
        else:
            raise AssertionError("it was opened")

    @rule(units=st.integers(1, 3))
    def begin_anew(self, units: int) -> None:
        self.document.new(make_experiment(units))
        self._begin()

    @invariant()
    def holds_what_the_list_says(self) -> None:
        type(self).steps += 1
        document, stack = self.document, self.document.undo_stack
        assert _are_one(document.experiment, self.values[self.at])
        assert (stack.index(), stack.count()) == (self.at, len(self.values) - 1)
        is_same = self.by_hand[self.at] == self.saved_by_hand
        assert document.is_dirty == (not _are_one(document.experiment, self.saved) or not is_same)

    def teardown(self) -> None:
        shutil.rmtree(self._folder)
        self.document.deleteLater()
        type(self).ended += 1


def trial(count: int, seed: int) -> Outcome:
    """Let a document live through `count` runs."""
    outcome = Outcome("undo")
    create_application()
    Editing.ended = Editing.steps = 0
    how = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    unwritten = patch("bpstudio.ui.document.document_entries", lambda *_: {})
    slow = patch("bpstudio.ui.edit.MERGED_WITHIN", float("inf"))  # as the machine may be
    unsynced = patch.object(os, "fsync")  # that what is saved is on the disk is another trial's
    with slow, unwritten, unsynced:
        try:
            run_state_machine_as_test(with_seed(seed)(Editing), settings=how, _min_steps=STEPS)
        except Exception as error:
            notes = "\n".join(getattr(error, "__notes__", []))
            outcome.fail(seed, f"{type(error).__name__}: {error}\n{notes}")
    outcome.tried = Editing.ended
    outcome.note(steps=Editing.steps)
    return outcome
