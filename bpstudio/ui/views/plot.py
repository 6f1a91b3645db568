"""A plot: axes in the house's style, zoom, and the exact numbers under the pointer.

Painted by hand: what a plotting library takes to set two ranges and a filled band (4 ms) is more
than a whole refresh may take; painting all of this takes about 1 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QPen

from bpstudio.ui.numbers import count
from bpstudio.ui.theme import theme
from bpstudio.ui.views.frame import Frame
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.ruler import Ruler, unit_choice
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.steps import StepWindow

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.clock import Clock
    from bpstudio.runtime.snapshot import Timeline

    Array = NDArray[np.floating]

NOTCH = 120  # of a mouse wheel
ZOOM = 0.8  # a notch
LOOK = 3  # px: how far the line at what is looked at reaches beyond the data
ZOOM_KEYS = {Qt.Key.Key_Plus: ZOOM, Qt.Key.Key_Minus: 1 / ZOOM, Qt.Key.Key_0: float("inf")}


class Plot(Picture):
    """A picture over the steps of a run; each kind says what is drawn and read in it.

    It is in steps, unless it follows a clock: then in the unit that the user has chosen for all.
    The wheel zooms the steps, dragging moves them, a double click shows them all again; so do
    plus, minus and 0 on the keyboard.

    Signals
    -------
    moved
        The user has zoomed or moved the steps.
    """

    moved = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.frame = Frame()
        self.steps = StepWindow()
        self._clock: Clock | None = None
        self._beside: list[tuple[Clock, int]] = []
        self.looked_at: int | None = None
        self._drag: tuple[float, float] | None = None  # px, and the first step then
        unit_choice().changed.connect(self.changed)

    def follow(self, clock: Clock) -> None:
        """Measure the run in the chosen unit, by its `clock`, from the next change on."""
        self._clock = clock

    def make_room(self, beside: list[tuple[Clock, int]]) -> None:
        """Take other runs in, from the next change on: the clock of each, and its last step."""
        self._beside = beside

    def look_at(self, timeline: Timeline) -> None:
        """Mark the step that the user looks back at, if any."""
        if timeline.wanted != self.looked_at:
            self.looked_at = timeline.wanted
            self.update()

    @property
    def area(self) -> QRectF:
        """Where the data are."""
        return self.frame.area

    def changed(self) -> None:
        """Lay out and draw anew: other data, other steps in sight, or another size."""
        self.steps.ruler = ruler = self._ruler()
        ends = (float(clock.of(np.array(float(last)), ruler.unit)) for clock, last in self._beside)
        beside = max(ends, default=0.0)
        self.steps.beside = ruler.step(beside)
        low, high = map(ruler.of, self.steps.visible)
        high = high if self.steps.is_part else max(high, beside)
        high = high if high > low else low + 1  # a clock that doesn't know yet
        self.frame.x = Scale(low, high, whole=ruler.is_whole(high - low))
        self.frame.x_name = ruler.name
        self.prepare()
        self.frame.arrange(self.width(), self.height())
        self.update()
        self.laid_out.emit()

    def _ruler(self) -> Ruler:
        if self._clock is None:
            return Ruler()
        return Ruler(unit_choice().unit, self._clock)

    def x_of(self, steps: Array) -> Array:
        """Return where `steps` stand, in px."""
        return self.x_of_values(self.steps.ruler.clock.of(steps, self.steps.ruler.unit))

    def x_at(self, step: float) -> float:
        """Return where one `step` stands, in px."""
        return float(self.x_of(np.array(float(step))))

    def x_of_values(self, values: Array) -> Array:
        """Return where `values` of the unit that the run is measured in stand, in px."""
        return self.frame.area.left() + self.frame.x.places(values) * self.frame.area.width()

    def y_of(self, values: Array) -> Array:
        """Return where `values` stand, in px."""
        return self.frame.area.bottom() - self.frame.y.places(values) * self.frame.area.height()

    def step_at(self, x: float) -> float:
        """Return the step at `x` px."""
        return self.steps.ruler.step(self.value_at(x))

    def steps_across(self, columns: int) -> Array:
        """Return the steps in the middles of so many columns across the data, (columns,)."""
        ruler, scale = self.steps.ruler, self.frame.x
        places = (np.arange(columns) + 0.5) / columns
        return ruler.clock.steps(scale.low + places * (scale.high - scale.low), ruler.unit)

    def value_at(self, x: float) -> float:
        """Return what stands at `x` px, in the unit that the run is measured in."""
        area = self.frame.area
        return self.frame.x.value(min(max((x - area.left()) / area.width(), 0), 1))

    def draw_ground(self, painter: QPainter) -> None:
        """Draw the axes."""
        self.frame.draw(painter, self.steps.is_part)

    def step_title(self, step: int) -> str:
        """Return `step` as the title of a readout, and where it stands in the chosen unit."""
        return ", ".join(filter(None, (f"step {count(step)}", self.steps.ruler.words(step))))

    def draw_over(self, painter: QPainter) -> None:
        """Draw a thin upright line at the step that the user looks back at."""
        if self.looked_at is None:
            return
        x, area = round(self.x_at(self.looked_at)), self.area
        if area.left() <= x <= area.right():
            draw_looked_at(painter, x, area)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the step under the pointer."""
        notches = event.angleDelta().y() / NOTCH
        self.steps.zoom(self.step_at(event.position().x()), ZOOM**notches)
        self._moved()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the steps, where a part of them is in sight."""
        if event.button() == Qt.MouseButton.LeftButton and self.steps.is_part:
            self._drag = event.position().x(), self.steps.visible[0]
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the steps in hand, or read the numbers under the pointer."""
        super().mouseMoveEvent(event)
        if self._drag is None:
            return
        start, first = self._drag
        ruler = self.steps.ruler
        by = self.value_at(start) - self.value_at(event.position().x())
        self.steps.move_to(ruler.step(max(ruler.of(first) + by, 0.0)))
        self._moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the steps."""
        self._drag = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all steps again."""
        self.steps.show_all()
        self._moved()

    def _moved(self) -> None:
        self.changed()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and go back to all steps from the keyboard, too."""
        key = Qt.Key(event.key())
        if key in ZOOM_KEYS:
            at = self.pointer or self.area.center()
            self.steps.zoom(self.step_at(at.x()), ZOOM_KEYS[key])
            self._moved()
        else:
            super().keyPressEvent(event)


def draw_looked_at(painter: QPainter, x: int, area: QRectF) -> None:
    """Draw the thin upright line at `x` px that stands for the step which is looked back at."""
    painter.setPen(QPen(theme().colors.accent, 1))
    painter.drawLine(QLineF(x, area.top() - LOOK, x, area.bottom() + LOOK))
