"""Where the step-through is: which numbers, at which instruction, what is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.runtime.studies.walk import Walk
from bpstudio.runtime.walking.names import Kind, Name
from bpstudio.ui.cover import Cover
from bpstudio.ui.passes.told import covered_kind, told

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.runtime.walking.names import Number
    from bpstudio.runtime.walking.steps import WalkStep
    from bpstudio.runtime.walking.sums import Opened

PACE = 900  # ms an instruction while it plays
MADE_WITH = {  # what is part of the making of something
    Kind.F: Kind.Z,
    Kind.LOSSES: Kind.LOSS,
    Kind.SLOPE: Kind.DELTA,
    Kind.PULLED: Kind.DELTA,
    Kind.DZ: Kind.DELTA,
    Kind.CHANGE_W: Kind.NEW_W,
    Kind.CHANGE_B: Kind.NEW_B,
}


class PassesState(QObject):
    """What all parts of the step-through show; they tell it what the user wants.

    Signals
    -------
    changed
        There are other numbers.
    moved
        Another instruction is shown.
    asked
        Another number is opened, or none.
    played
        It plays by itself, or no longer.

    Attributes
    ----------
    cover
        Which numbers are to be predicted.
    position
        The place of the instruction that is shown: it has just been carried out.
    sample, column
        The shown sample's place in the training part; its place in the batch that comes next.
    is_batch
        Whether it is about the batch that comes next.
    number
        The number that is opened, if any.
    data
        The data that the samples are of.
    note
        What has become of the run.
    """

    changed = Signal()
    moved = Signal()
    asked = Signal()
    played = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._walked: Walked | None = None
        self.cover = Cover(self)
        self._told: tuple[Walked, int, Walked] | None = None
        self.data: Dataset | None = None
        self.position = self.sample = self.column = 0
        self.is_batch = False
        self.number: Number | None = None
        self.note = ""
        self._before: list[Number] = []  # what was opened before
        self._of: tuple[int, int] | None = None  # run and step of the numbers
        self._timer = QTimer(self, interval=PACE)
        self._timer.timeout.connect(self._play_on)

    @property
    def walked(self) -> Walked | None:
        """The numbers, covered ones hidden; None until they are known."""
        walked, cover = self._walked, self.cover
        if walked is None or not cover.kinds:
            return walked
        known = self._told
        if known is None or known[0] is not walked or known[1] != cover.version:
            self._told = known = (walked, cover.version, told(walked, cover))
        return known[2]

    def follow_cover(self, cover: Cover) -> None:
        """Hide what is covered there from now on."""
        self.cover = cover
        cover.changed.connect(self.changed)

    # What is asked of the training thread, and what comes back.

    @property
    def walk(self) -> Walk:
        """The study that answers what is wanted now."""
        place = self.column if self.is_batch else self.sample
        return Walk(sample=place, is_batch=self.is_batch, asked=self.number)

    def show(self, snapshot: Snapshot) -> None:
        """Take over the numbers of a snapshot, if it has those that are wanted now."""
        walked = snapshot.answers.get(self.walk)
        if walked is None or walked is self._walked:
            return
        before, self._walked, self.data = self._walked, walked, snapshot.data
        self._tell_of_the_run(snapshot)
        if before is None or [step.equation for step in before.steps] != [
            step.equation for step in walked.steps
        ]:
            self.position = min(self.position, len(walked.steps) - 1)
        self.changed.emit()

    def _tell_of_the_run(self, snapshot: Snapshot) -> None:
        """Say whether the run was changed; after an update, begin with the next passes."""
        of, step = (snapshot.run, snapshot.step), f"{snapshot.step:,}".replace(",", "\u202f")
        if snapshot.is_past:
            self.note = f"You look back at step {step}: stepping changes nothing in the run."
        elif self._of is None:
            self.note = f"Stepping changes nothing: the run stays at step {step}."
        elif of != self._of:
            self.note = f"The run was changed: it is at step {step} now. These are its next passes."
        if self._of not in (None, of):
            self.pause()
            self.number, self._before, self.position = None, [], 0
        self._of = of

    def forget(self) -> None:
        """Forget the numbers: they will be others when one comes back."""
        self.pause()
        self._walked = self._told = self._of = self.number = self.data = None
        self._before = []
        self.position = 0

    @property
    def of(self) -> tuple[int, int] | None:
        """The run and the step that the numbers are of; None until they are known."""
        return self._of

    # What is shown.

    @property
    def step(self) -> WalkStep | None:
        """The instruction that is shown."""
        return None if self.walked is None else self.walked.steps[self.position]

    @property
    def count(self) -> int:
        """The number of instructions."""
        return 0 if self.walked is None else len(self.walked.steps)

    def is_made(self, name: Name) -> bool:
        """Whether an array is there by now; parameters and targets always are."""
        return self.walked is not None and self.maker_of(name) <= self.position

    def maker_of(self, name: Name) -> int:
        """Return the place of the instruction that makes an array; -1 for what is there before."""
        if self.walked is None or name.kind in (Kind.W, Kind.B, Kind.T):
            return -1
        whole = Name(MADE_WITH.get(name.kind, name.kind), name.layer)
        return self.walked.made_at.get(whole, len(self.walked.steps))

    def is_making(self, name: Name) -> bool:
        """Whether the instruction that is shown has made an array."""
        return self.step is not None and name in self.step.made

    @property
    def opened(self) -> Opened | None:
        """How the opened number came about, once that is known."""
        found = None if self.walked is None else self.walked.opened
        return found if found is not None and found.number == self.number else None

    @property
    def sample_words(self) -> str:
        """Which sample the numbers are of: ``"sample 7"``."""
        if self.walked is None:
            return ""
        number = int(self.walked.samples[self.walked.column])
        return f"sample {number}"

    # What the user wants.

    def go_to(self, position: int) -> None:
        """Show the instruction at a place, or the nearest that there is."""
        position = min(max(position, 0), max(self.count - 1, 0))
        if position != self.position:
            self.position = position
            self.moved.emit()

    def go_by(self, by: int) -> None:
        """Go so many instructions on, or back."""
        self.pause()
        self.go_to(self.position + by)

    def go_to_end(self, is_last: bool) -> None:
        """Go to the first instruction, or to the last."""
        self.pause()
        self.go_to(self.count - 1 if is_last else 0)

    @property
    def plays(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def play(self) -> None:
        """Go on by itself, from the start if it is at the end; or stop doing so."""
        if self.plays:
            self.pause()
            return
        if self.position >= self.count - 1:
            self.go_to(0)
        self._timer.start()
        self.played.emit()

    def pause(self) -> None:
        """Stop going on by itself."""
        if self.plays:
            self._timer.stop()
            self.played.emit()

    def _play_on(self) -> None:
        self.go_to(self.position + 1)
        if self.position >= self.count - 1:
            self.pause()

    def choose(self, place: int) -> None:
        """Show another sample: of the training part, or of the batch."""
        if self.is_batch:
            self.column = place
        else:
            self.sample = place
        self._before = []

    def choose_batch(self, is_batch: bool) -> None:
        """Show the batch that comes next, or a sample alone."""
        self.is_batch = is_batch
        self.open(None)

    def open(self, number: Number | None) -> None:
        """Open a number into what it came from; None closes it."""
        if number is not None and self._tells_first(number):
            return
        if number == self.number:
            return
        self._before = [*self._before, self.number] if number and self.number else []
        self.number = number
        self.asked.emit()

    def _tells_first(self, number: Number) -> bool:
        """Tell a covered number, rather than to open what it came from."""
        kind = covered_kind(number)
        return kind is not None and self.cover.tell(number, kind)

    @property
    def can_go_back(self) -> bool:
        """Whether another number was opened before this one."""
        return bool(self._before)

    def go_back(self) -> None:
        """Open the number again that was opened before."""
        if self._before:
            self.number = self._before.pop()
            self.asked.emit()

    def open_next(self, by: int) -> None:
        """Open the next number that the instruction has made, or the one before."""
        if self.walked is None or self.step is None:
            return
        made = self.walked.numbers_of(self.step)
        if not made:
            return
        place = made.index(self.number) + by if self.number in made else (0 if by > 0 else -1)
        self.open(made[place % len(made)])
