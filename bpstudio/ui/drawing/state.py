"""What the canvas and its tools watch: the points, the class in hand, and what is done to them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from bpstudio.data import drawn
from bpstudio.data.drawn import MAX_CLASSES, MAX_POINTS, NAME
from bpstudio.experiment import edits
from bpstudio.refusal import Refusal
from bpstudio.ui.names import counted, data_label
from bpstudio.ui.numbers import count, on_screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.data.drawn import Point
    from bpstudio.experiment.spec import DataSpec, Experiment
    from bpstudio.ui.document import Document

TOOLS = {  # what they are called, and what a tooltip says
    "point": "Each click puts one point where it is (P)",
    "brush": "Sprays points within the ring while the mouse is pressed (B)",
    "eraser": "Takes away the points within the ring (E);\nwith any tool, so does the right button",
}
SIZES = (6, 10, 16, 24, 36, 54, 80, 120)  # px: radii of the ring
DENSITIES = (1, 2, 3, 5, 8, 13)  # points a touch of the brush
FULL = f"A drawing has at most {count(MAX_POINTS)} points."
NEW_OUTPUT = "A class more is an output more, so a new run has begun; undo brings the old one back."


class DrawingState(QObject):
    """The drawing of a document; each edit is one step of the document's undo stack.

    A network can't learn from nothing, so a drawing that is cleared stays the document's data
    until there is something new: that it is cleared is a step of the undo stack, too.

    Attributes
    ----------
    tool
        One of `TOOLS`.
    number
        The class that is painted, from 1.
    size, density
        Places in `SIZES` and `DENSITIES`.

    Signals
    -------
    points_changed
        There are other points, or others to test on.
    settings_changed
        There is another tool, class, size or density.
    refused, told
        Why something can't be done; what has happened besides.
    """

    points_changed = Signal()
    settings_changed = Signal()
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.tool, self.number, self.size, self.density = "brush", 1, 3, 2
        self._cleared: tuple[Point, ...] | None = None
        self._counted: tuple[tuple[Point, ...], list[int]] | None = None
        self._kept: DataSpec | None = None  # the last drawing, for when there are other data
        document.opened.connect(self._open)
        document.experiment_changed.connect(self._follow)
        self._follow()

    @property
    def data(self) -> DataSpec:
        """What the document's data are."""
        return self.document.experiment.data

    @property
    def is_drawn(self) -> bool:
        """Whether the network learns from a drawing."""
        return self.data.name == NAME

    @property
    def is_cleared(self) -> bool:
        """Whether the next points take the place of all that there were."""
        return self.is_drawn and self.data.points is self._cleared

    @property
    def points(self) -> tuple[Point, ...]:
        """What is drawn now: nothing where the data are others, or the drawing is cleared."""
        return () if self.is_cleared or not self.is_drawn else self.data.points

    @property
    def room(self) -> int:
        """How many points there can be besides."""
        return MAX_POINTS - len(self.points)

    def counts(self) -> list[int]:
        """Return how many points each class has, the first to the last that there can be."""
        if self._counted is None or self._counted[0] is not self.points:
            found = Counter(number for *_, number in self.points)
            counts = [found[number] for number in range(1, MAX_CLASSES + 1)]
            self._counted = self.points, counts
        return self._counted[1]

    def choose(
        self,
        *,
        tool: str | None = None,
        number: int | None = None,
        size: int | None = None,
        density: int | None = None,
    ) -> None:
        """Take up another tool or class, or set its size or density."""
        self.tool = self.tool if tool is None else tool
        self.number = self.number if number is None else number
        self.size = self.size if size is None else min(max(size, 0), len(SIZES) - 1)
        if density is not None:
            self.density = min(max(density, 0), len(DENSITIES) - 1)
        self.settings_changed.emit()

    def may_edit(self) -> bool:
        """Whether anything can be painted now; says so where it can't."""
        lock = self.document.lock
        if lock:
            self.refused.emit(lock[0].upper() + lock[1:])
        return not lock

    def paint(self, new: Sequence[Point], text: str = "Paint points") -> None:
        """Add points, as one step."""
        if new:
            text = "Paint a point" if len(new) == 1 else text
            self._commit(text, (*self.points, *new))

    def erase(self, gone: Sequence[int]) -> None:
        """Take away the points at these places of `points`, as one step."""
        if not gone:
            return
        places = set(gone)
        left = tuple(one for place, one in enumerate(self.points) if place not in places)
        text = f"Erase {'a point' if len(places) == 1 else 'points'}"
        if left:
            self._commit(text, left)
        else:
            self._clear(text)

    def add_noise(self, deviation: float, number: int | None = None) -> None:
        """Move the points of one class, or all, by normal noise of this deviation, as one step."""
        moved = drawn.jittered(self.points, deviation, self.data.seed, number)
        if not self.points:
            self.refused.emit("Add noise: there are no points yet")
        elif moved == self.points:
            self.refused.emit(f"Add noise: class {number} has no points, or the noise is 0")
        else:
            self._commit("Add noise", moved)

    def clear(self) -> None:
        """Begin with an empty canvas, as one step."""
        if self.points:
            self._clear("Clear drawing")

    def begin_with(self, dataset: Dataset) -> None:
        """Make the samples of a set the points, as one step."""
        text = f"Begin with {data_label(dataset.name)}"
        try:
            points = drawn.points_of(dataset)
        except Refusal as refusal:
            self.refused.emit(f"{text}: {on_screen(refusal.reason)}")
            return
        self._commit(text, points, afresh=True)

    def take_up(self) -> None:
        """Train on the drawing that there was before other data were chosen, if there was one."""
        if not self.is_drawn and self._kept is not None:
            self._edit("Change data", edits.set_data(self.document.experiment, self._kept))

    def _commit(self, text: str, points: tuple[Point, ...], *, afresh: bool = False) -> None:
        afresh = afresh or self.is_cleared
        try:
            new = edits.set_points(self.document.experiment, points, afresh=afresh)
        except Refusal as refusal:
            self.refused.emit(f"{text}: {on_screen(refusal.reason)}")
            self.points_changed.emit()
            return
        self._edit(text, new)

    def _edit(self, text: str, new: Experiment) -> None:
        """Make it the document's."""
        before = self.document.dataset
        if before.is_regression:
            new = edits.set_loss(new, "cross_entropy")
        try:
            self.document.edit(text, new)
        except Refusal as refusal:
            self.refused.emit(f"{text}: {on_screen(refusal.reason)}")
            self.points_changed.emit()
            return
        now = self.document.dataset
        if before.is_drawn and len(now.classes) > len(before.classes):
            self.told.emit(NEW_OUTPUT)

    def _clear(self, text: str) -> None:
        if self.may_edit():
            self.document.undo_stack.push(_Clear(self, text))

    def _set_cleared(self, points: tuple[Point, ...] | None) -> None:
        self._cleared = points
        self.points_changed.emit()

    def put_aside(self) -> tuple[tuple[Point, ...] | None, DataSpec | None]:
        """Return what there is of the drawing beside the value, for `take_back`."""
        return self._cleared, self._kept

    def take_back(self, aside: tuple[tuple[Point, ...] | None, DataSpec | None]) -> None:
        """Have it back as it was."""
        self._cleared, self._kept = aside
        self.points_changed.emit()

    def _open(self) -> None:
        self._cleared = self._kept = None
        self._follow()

    def _follow(self) -> None:
        if self.is_drawn:
            self._kept = self.data
        self.points_changed.emit()

    def summary(self) -> str:
        """Return how many points there are, and what would help."""
        points = self.points
        if not points:
            return ""
        words = [counted(len(points), "point")]
        tested = len(self.document.dataset.test.t)
        if tested:
            words.append(f"{count(tested)} to test on (hollow)")
        classes = [number for number, had in enumerate(self.counts(), start=1) if had]
        if len(classes) == 1:
            words.append(f"only class {classes[0]} so far: paint another one, too")
        return ", ".join(words)


class _Clear(QUndoCommand):
    """An empty canvas instead of the points that the document goes on with."""

    def __init__(self, state: DrawingState, text: str) -> None:
        super().__init__(text)
        self._state, self._before, self._after = state, state._cleared, state.data.points

    def redo(self) -> None:
        self._state._set_cleared(self._after)

    def undo(self) -> None:
        self._state._set_cleared(self._before)
