"""Brings the window to the state that a lesson wants, one thing after the other.

What takes time, as reading data or training to a step, is waited for without holding up anything.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.experiment.lessons.checking import check_looks
from bpstudio.experiment.lessons.making import Made, made, node_called
from bpstudio.refusal import Refusal, printable
from bpstudio.runtime.opening import read_data
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.walking.finding import found_in_passes
from bpstudio.ui.background import Background
from bpstudio.ui.check.race import RaceView
from bpstudio.ui.guide.scene import VIEW
from bpstudio.ui.held_experiment import blank_experiment
from bpstudio.ui.names import layer_names
from bpstudio.ui.run_book import race

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.lessons.lesson import State
    from bpstudio.experiment.lessons.shipped import Placed
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.reading import Reading
    from bpstudio.ui.document import Document
    from bpstudio.ui.loan import Loan
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.session import Session

LOOK = 30  # ms between two looks at what is waited for
LONGEST = 60.0  # seconds for one thing
SETTLED = 1.0  # seconds after which a failure is that of the run that is waited for
ENDED = (Status.FINISHED, Status.DIVERGED, Status.FAILED)
LONGEST_WORDS = 400  # characters of what is said of a table
UNDO_WORDS = "By the lesson"


class Stagehand(QObject):
    """Carries out one state at a time; a newer one takes its place.

    Signals
    -------
    brought
        The window is in the state.
    refused
        A `Refusal`: why it can't be, with the place in the state. Where the user's own document
        was in the window it still is.
    """

    brought = Signal()
    refused = Signal(Refusal)

    def __init__(self, document: Document, session: Session, parts: Parts, loan: Loan) -> None:
        super().__init__(document)
        self._document, self._session, self._parts, self._loan = document, session, parts, loan
        self._circuit = parts.circuit.document
        self._background = Background(self)
        self._background.ended.connect(self._take_data)
        self._wanted: tuple[State, Made, str] | None = None
        self._work: Iterator[Callable[[], bool]] | None = None
        self._until: Callable[[], bool] = lambda: True
        self._former: int | None = None  # the run that gives way to another
        self._is_first = False  # whether the window was the user's own before
        self._since = 0.0
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether the window is on its way to a state."""
        return self._work is not None or self._background.is_busy

    def bring(self, state: State, placed: Placed) -> None:
        """Begin to bring the window to a state of a lesson."""
        self.give_up()
        self._is_first = not self._loan.is_on
        try:
            wanted = made(state, self._there, placed.folder)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        title = f"Lesson: {placed.lesson.title}"
        self._wanted = state, wanted, title
        if state.experiment is None and self._loan.is_on:
            self._begin(None)
            return
        experiment = wanted.experiment or blank_experiment()
        self._background.start(lambda tell: (experiment, read_data(experiment, tell)))

    def give_up(self) -> None:
        """Leave what is under way."""
        self._background.give_up()
        self._timer.stop()
        self._work = self._wanted = None

    def _refuse(self, refusal: Refusal) -> None:
        """Leave it, and say why; the user has the window back where it was theirs before."""
        self.give_up()
        if self._is_first:
            self._loan.end()
        self.refused.emit(refusal)

    def stop(self) -> None:
        """Leave it, and wait until no thread of this is left."""
        self.give_up()
        self._background.stop()

    @property
    def _there(self) -> Made:
        """What of lessons is in the window."""
        if not self._loan.is_on:
            return Made()
        return Made(self._document.experiment, self._circuit.diagram)

    def _take_data(self, reading: Reading[tuple[Experiment, Dataset]]) -> None:
        if reading.refusal is not None:
            reason = printable(str(reading.refusal), LONGEST_WORDS)
            self._refuse(Refusal("experiment.data", reason))
        elif reading.result is not None:
            self._begin(reading.result)

    def _begin(self, found: tuple[Experiment, Dataset] | None) -> None:
        """Have the values in the window, then all else."""
        if self._wanted is None:
            return
        state, wanted, title = self._wanted
        self._former = self._session.snapshot.run if found is not None else None
        try:
            self._have(state, wanted, title, found)
            check_looks(state, self._document.experiment, self._document.dataset)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._work = self._carry_out(state, wanted)
        self._until, self._since = (lambda: True), time.monotonic()
        self._timer.start()

    def _have(
        self, state: State, wanted: Made, title: str, found: tuple[Experiment, Dataset] | None
    ) -> None:
        circuit, diagram = self._circuit, wanted.diagram or self._circuit.diagram
        was_on = self._loan.is_on
        if was_on:
            self._document.title = title
        if found is not None and not was_on:
            self._loan.begin(*found, diagram, title)
        elif found is not None:
            self._document.lend(*found, title)
        elif wanted.experiment is not None:
            self._document.edit(UNDO_WORDS, wanted.experiment)
        for view in self._races:  # in a lesson it is the reader who starts it
            view.wait_on(self._document.dataset)
        if state.circuit is not None:
            circuit.lend(diagram, title)
        elif was_on:
            circuit.edit(UNDO_WORDS, diagram)

    def _go_on(self) -> None:
        """Do what can be done by now."""
        try:
            while self._work is not None and self._until():
                self._do_next(self._work)
        except Refusal as refusal:
            self._refuse(refusal)
        if self._work is not None and time.monotonic() - self._since > LONGEST:
            self._session.pause()
            self._refuse(Refusal("", "takes too long to be had"))

    def _do_next(self, work: Iterator[Callable[[], bool]]) -> None:
        try:
            self._until, self._since = next(work), time.monotonic()
        except StopIteration:
            self._timer.stop()
            self._work = None
            self.brought.emit()

    def _carry_out(self, state: State, wanted: Made) -> Iterator[Callable[[], bool]]:
        """Do one thing after the other; what is yielded says when the next can be done."""
        if not state.passes:
            self._parts.stage.passes.leave()
        if state.pace is not None:
            self._session.set_pace(None if state.pace == "full" else state.pace)
        yield self._is_there
        yield from self._train(state, wanted)
        self._show_circuit(state)
        yield from self._look(state)
        if state.check:
            for view in self._races:
                view.start()
        if state.train:
            self._session.train()

    def _is_there(self) -> bool:
        """Whether the run follows the document: where one has begun, not the run before it."""
        snapshot = self._session.snapshot
        is_its = snapshot.experiment == self._document.experiment
        is_late = time.monotonic() - self._since > SETTLED
        if is_late and snapshot.status is Status.FAILED:  # not the run before, which gave way
            raise Refusal("experiment", snapshot.message)
        return bool(snapshot.layers) and is_its and snapshot.run != self._former

    def _train(self, state: State, wanted: Made) -> Iterator[Callable[[], bool]]:
        session = self._session
        if state.reset:
            before = session.snapshot.run
            session.reset()
            yield lambda: session.snapshot.run != before
        if (step := state.step) is not None and session.snapshot.step < step:
            session.train_to(step)
            yield lambda: session.snapshot.step >= step or session.snapshot.status in ENDED
            yield lambda: not session.snapshot.is_training
        if wanted.variants:
            shown = session.snapshot.run
            race(session, wanted.variants)
            yield lambda: session.snapshot.run != shown and session.snapshot.standing is not None
        if (back := state.look_back) is not None:
            newest = session.snapshot.timeline.newest
            if back > newest:
                raise Refusal("look_back", f"this run has no step after {newest:,}")
            session.travel(back)
            yield lambda: session.snapshot.is_past and session.snapshot.step == back

    def _show_circuit(self, state: State) -> None:
        page = self._parts.circuit
        diagram = page.state.diagram
        if state.cover or state.circuit is not None:
            page.panels.predictions.ask_for([node_called(diagram, one) for one in state.cover])
        if state.gates is not None:
            page.state.go_to(state.gates)

    def _look(self, state: State) -> Iterator[Callable[[], bool]]:
        parts, session = self._parts, self._session
        if state.page is not None:
            parts.pages.show_page(state.page)
        for view in state.views:
            parts.docks.show_named(view + VIEW)
        if (sample := state.sample) is not None:
            session.show_sample(sample)
            yield lambda: self._shows_sample(sample)
        if state.layer is not None:
            self._select(state.layer, state.unit)
        if state.passes is not None:
            yield from self._step_to(state)

    def _shows_sample(self, position: int) -> bool:
        shown = self._session.snapshot.sample
        return shown is not None and shown.position == position

    def _select(self, layer: str, unit: int | None) -> None:
        canvas = self._parts.stage.canvas
        ids = {name: number for number, name in layer_names(self._document.experiment).items()}
        canvas.selection.set((ids[layer],))
        asking = canvas.network.asking
        if unit is not None and (asking.about is None or asking.about != (ids[layer], unit - 1)):
            asking.open_unit(ids[layer], unit - 1)

    def _step_to(self, state: State) -> Iterator[Callable[[], bool]]:
        passes = self._parts.stage.passes
        passes.open()
        if state.batch is not None:
            passes.state.choose_batch(state.batch)
        yield lambda: self._walks(state.batch)
        assert passes.state.walked is not None
        place, number = found_in_passes(state, passes.state.walked)
        passes.state.go_to(place)
        if number is not None:
            passes.state.open(number)

    def _walks(self, is_batch: bool | None) -> bool:
        """Whether the numbers of the passes are there, and those that are wanted."""
        passes, now = self._parts.stage.passes.state, self._session.snapshot
        if passes.walked is None or passes.of != (now.run, now.step):
            return False
        return is_batch is None or passes.walked.is_batch == is_batch

    @property
    def _races(self) -> Iterator[RaceView]:
        return (view for view in self._parts.checks.views if isinstance(view, RaceView))
