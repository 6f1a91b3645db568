"""A plot of a run beside which those of other runs can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.numbers import count, figure, finite
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.overlay import (
    TIE,
    draw_curves,
    draw_names,
    draw_names_within,
    end_of,
    names_width,
)
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.room import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter

    from bpstudio.ui.views.overlay import Overlay

    Array = NDArray[np.floating]

Line = tuple[tuple[float, ...], "Array", "Array"]
MAIN_WIDTH = 2  # px: of the curve of the run that is shown, among others


class RunPlot(Plot):
    """Draws the curves of pinned runs thinly, each by its own clock and named at its end.

    Attributes
    ----------
    name
        Of the run that is shown.
    overlays
        The curves of the others.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = ""
        self.overlays: list[Overlay] = []

    def show_beside(self, name: str, overlays: Sequence[Overlay]) -> None:
        """Draw `overlays` beside the run, which is called `name`, from the next change on."""
        self.name, self.overlays = name, list(overlays)
        self.make_room([(one.clock, one.last) for one in overlays])

    @property
    def names_room(self) -> float:
        """How wide the column of the names is, in px; 0 where there are none."""
        if not self.overlays:
            return 0.0
        names = [self.name, *(one.name for one in self.overlays)]
        return names_width(names, self.width())

    def leave_room(self) -> None:
        """Leave room for the names at the right of the data."""
        room = self.names_room
        self.frame.right = 2 * GRID + (room + TIE if room else 0)

    def lines_beside(self, values: Sequence[Array]) -> list[Line]:
        """Return the dashes and the points, in px, of the overlays' curves of these `values`."""
        unit = self.steps.ruler.unit
        return [
            (one.dashes, self.x_of_values(one.along(unit)), self.y_of(some))
            for one, some in zip(self.overlays, values, strict=True)
        ]

    def draw_beside(self, painter: QPainter) -> list[Line]:
        """Draw the overlays' curves; return what was drawn."""
        lines = self.lines_beside([one.values for one in self.overlays])
        draw_curves(painter, lines)
        return lines

    def draw_names(
        self, painter: QPainter, lines: Sequence[Line], main: tuple[Array, Array]
    ) -> None:
        """Name the curves at their ends, and the run that is shown at the end of `main`."""
        if not self.overlays:
            return
        ends = end_of(self.name, *main, self.area, is_main=True)
        for one, (_, xs, ys) in zip(self.overlays, lines, strict=True):
            ends += end_of(one.name, xs, ys, self.area)
        draw_names(painter, ends, self.area, self.names_room)

    def draw_names_within(
        self, painter: QPainter, lines: Sequence[Line], others: Sequence[tuple[Array, Array]]
    ) -> None:
        """Name the curves where they and `others`, in px, leave room for that."""
        if not self.overlays:
            return
        room = Room(self.area)
        for xs, ys in (*others, *((xs, ys) for _, xs, ys in lines)):
            room.add_curve(xs, ys)
        named = zip(self.overlays, lines, strict=True)
        draw_names_within(painter, room, [(one.name, xs, ys) for one, (_, xs, ys) in named])

    def is_beyond(self, at: QPointF) -> bool:
        """Whether the run that is shown hasn't come as far as `at`, in px, but others have."""
        ruler = self.steps.ruler
        return bool(self.overlays) and self.value_at(at.x()) > ruler.of(self.steps.last)

    def title_beside(self, at: QPointF) -> str:
        """Return where `at` is along the runs, whatever step of theirs that is."""
        value, ruler = self.value_at(at.x()), self.steps.ruler
        text = count(round(value)) if ruler.is_whole(0) else figure(value)
        return f"{ruler.name} {text}"

    def number_of(self, value: float, digits: int = 4) -> str:
        """Return a number of another run as text."""
        return finite(value, digits)

    def rows_beside(self, at: QPointF) -> list[tuple[str, str]]:
        """Return name and number of each overlay at `at`, in px."""
        value, unit = self.value_at(at.x()), self.steps.ruler.unit
        rows = []
        for one in self.overlays:
            place = one.place_at(value, unit)
            if place is not None:
                step = count(round(float(one.steps[place])))
                number = self.number_of(float(one.values[place]))
                rows.append((f"{one.name}{one.kind}, step {step}", number))
        return rows

    def beside_at(self, step: float) -> list[float]:
        """Return the number of each overlay where the run is at `step`; NaN where there is none."""
        ruler = self.steps.ruler
        places = [(one, one.place_at(ruler.of(step), ruler.unit)) for one in self.overlays]
        return [float("nan") if k is None else float(one.values[k]) for one, k in places]

    def values_in_sight(self) -> list[Array]:
        """Return the overlays' values that are in sight, an array each."""
        unit, scale = self.steps.ruler.unit, self.frame.x
        alongs = [one.along(unit) for one in self.overlays]
        return [
            one.values[(along >= scale.low) & (along <= scale.high)]
            for one, along in zip(self.overlays, alongs, strict=True)
        ]
