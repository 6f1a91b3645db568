"""Where the reader is: which lesson, which step, what is done. The panels watch it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.ui import settings

if TYPE_CHECKING:
    from bpstudio.experiment.lessons.lesson import State, Step
    from bpstudio.experiment.lessons.shipped import Placed, Section


class Course(QObject):
    """The lessons in their order, the open one among them, and what of them is done.

    What is done of shipped lessons is remembered; of a lesson from a file it is as long as the
    lesson is open.

    Attributes
    ----------
    sections
        The shipped lessons.
    placed
        The open lesson; None while the contents are shown.
    place
        Where in it: 0 is what it tells first, then its steps from 1.

    Signals
    -------
    turned
        Another lesson or place, or the contents.
    solved
        A step is done, or nothing is any more.
    """

    turned = Signal()
    solved = Signal()

    def __init__(self, sections: tuple[Section, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sections = sections
        self.placed: Placed | None = None
        self.place = 0
        self._shipped = [placed for section in sections for placed in section.lessons]
        self._done = {name: set(steps) for name, steps in settings.lessons_solved().items()}

    def open(self, placed: Placed) -> None:
        """Begin with a lesson."""
        if placed not in self._shipped:
            self._done.pop(placed.name, None)
        self.placed, self.place = placed, 0
        self.turned.emit()

    def close(self) -> None:
        """Show the contents."""
        if self.placed is not None:
            self.placed, self.place = None, 0
            self.turned.emit()

    @property
    def steps(self) -> int:
        """How many steps the open lesson has."""
        return 0 if self.placed is None else len(self.placed.lesson.steps)

    @property
    def step(self) -> Step | None:
        """The step that one is at; None at the beginning of a lesson, and in the contents."""
        if self.placed is None or not self.place:
            return None
        return self.placed.lesson.steps[self.place - 1]

    @property
    def states(self) -> tuple[State, ...]:
        """The states up to that of the step: its own, or the one before it that still holds."""
        steps = () if self.placed is None else self.placed.lesson.steps[: self.place]
        return tuple(step.show for step in steps if step.show)

    @property
    def state(self) -> State | None:
        """The state that the step is about."""
        return self.states[-1] if self.states else None

    def go_to(self, place: int) -> None:
        """Turn to a place of the open lesson, or to the nearest that there is."""
        place = min(max(place, 0), self.steps)
        if self.placed is not None and place != self.place:
            self.place = place
            self.turned.emit()

    @property
    def next_lesson(self) -> Placed | None:
        """The lesson after the open one; None after the last, and after one from a file."""
        if self.placed not in self._shipped:
            return None
        after = self._shipped[self._shipped.index(self.placed) + 1 :]
        return after[0] if after else None

    # What is done.

    def solve(self) -> None:
        """Note that the step is done."""
        if self.placed is None or not self.place or self.is_solved(self.place):
            return
        for name, steps in settings.lessons_solved().items():  # another window may have gone on
            self._done.setdefault(name, set()).update(steps)
        self._done.setdefault(self.placed.name, set()).add(self.place - 1)
        self._remember()

    def is_solved(self, place: int) -> bool:
        """Whether a step of the open lesson, from 1, is done."""
        return self.placed is not None and place - 1 in self._done.get(self.placed.name, ())

    def done_of(self, placed: Placed) -> int:
        """Return how many steps of a lesson are done."""
        return len(self._done.get(placed.name, set()) & set(range(len(placed.lesson.steps))))

    def begin_again(self) -> None:
        """Forget what is done."""
        self._done.clear()
        self._remember()

    def _remember(self) -> None:
        names = {placed.name for placed in self._shipped}
        settings.set_lessons_solved({n: steps for n, steps in self._done.items() if n in names})
        self.solved.emit()
