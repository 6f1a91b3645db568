"""A plot: axes in the house's style, zoom, and the exact numbers under the pointer.

Painted by hand: what a plotting library takes to set two ranges and a filled band (4 ms) is more
than a whole refresh may take; painting all of this takes about 1 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPen

from bpstudio.ui.theme import theme
from bpstudio.ui.views.frame import Frame
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.steps import StepWindow

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.snapshot import Timeline

    Array = NDArray[np.floating]

NOTCH = 120  # of a mouse wheel
ZOOM = 0.8  # a notch
LOOK = 3  # px: how far the line at what is looked at reaches beyond the data
ZOOM_KEYS = {Qt.Key.Key_Plus: ZOOM, Qt.Key.Key_Minus: 1 / ZOOM, Qt.Key.Key_0: float("inf")}


class Plot(Picture):
    """A picture over the steps of a run; each kind says what is drawn and read in it.

    The wheel zooms the steps, dragging moves them, a double click shows them all again; so do
    plus, minus and 0 on the keyboard.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.frame = Frame()
        self.steps = StepWindow()
        self.looked_at: int | None = None
        self._drag: tuple[float, float] | None = None  # px, and the first step then

    def look_at(self, timeline: Timeline) -> None:
        """Mark the step that the user looks back at, if any."""
        if timeline.wanted != self.looked_at:
            self.looked_at = timeline.wanted
            self.update()

    def draw_over(self, painter: QPainter) -> None:
        """Draw a thin upright line at the step that the user looks back at."""
        if self.looked_at is None:
            return
        x, area = round(float(self.x_of(np.array(float(self.looked_at))))), self.frame.area
        if area.left() <= x <= area.right():
            painter.setPen(QPen(theme().colors.accent, 1))
            painter.drawLine(QLineF(x, area.top() - LOOK, x, area.bottom() + LOOK))

    @property
    def area(self) -> QRectF:
        """Where the data are."""
        return self.frame.area

    def changed(self) -> None:
        """Lay out and draw anew: other data, other steps in sight, or another size."""
        self.frame.x = Scale(*self.steps.visible, whole=True)
        self.prepare()
        self.frame.arrange(self.width(), self.height())
        self.update()

    def x_of(self, steps: Array) -> Array:
        """Return where `steps` stand, in px."""
        return self.frame.area.left() + self.frame.x.places(steps) * self.frame.area.width()

    def y_of(self, values: Array) -> Array:
        """Return where `values` stand, in px."""
        return self.frame.area.bottom() - self.frame.y.places(values) * self.frame.area.height()

    def step_at(self, x: float) -> float:
        """Return the step at `x` px."""
        area = self.frame.area
        return self.frame.x.value(min(max((x - area.left()) / area.width(), 0), 1))

    def draw_ground(self, painter: QPainter) -> None:
        """Draw the axes."""
        self.frame.draw(painter, self.steps.is_part)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the step under the pointer."""
        notches = event.angleDelta().y() / NOTCH
        self.steps.zoom(self.step_at(event.position().x()), ZOOM**notches)
        self.changed()
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
        self.steps.move_to(first + self.step_at(start) - self.step_at(event.position().x()))
        self.changed()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the steps."""
        self._drag = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all steps again."""
        self.steps.show_all()
        self.changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and go back to all steps from the keyboard, too."""
        key = Qt.Key(event.key())
        if key in ZOOM_KEYS:
            at = self.pointer or self.area.center()
            self.steps.zoom(self.step_at(at.x()), ZOOM_KEYS[key])
            self.changed()
        else:
            super().keyPressEvent(event)
