"""A plot: axes in the house's style, zoom, and the exact numbers under the pointer.

Painted by hand: what a plotting library takes to set two ranges and a filled band (4 ms) is more
than a whole refresh may take; painting all of this takes about 1 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from bpstudio.ui.numbers import count
from bpstudio.ui.theme import BODY, GRID, font, theme
from bpstudio.ui.views.frame import Frame
from bpstudio.ui.views.readout import Readout, draw_readout
from bpstudio.ui.views.ruler import Ruler, unit_choice
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.steps import StepWindow

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from bpstudio.runtime.clock import Clock
    from bpstudio.runtime.snapshot import Timeline

    Array = NDArray[np.floating]

NOTCH = 120  # of a mouse wheel
ZOOM = 0.8  # a notch
LOOK = 3  # px: how far the line at what is looked at reaches beyond the data
STRIDE = 4  # px: how far an arrow key moves the pointer; with Shift 1
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
ZOOM_KEYS = {Qt.Key.Key_Plus: ZOOM, Qt.Key.Key_Minus: 1 / ZOOM, Qt.Key.Key_0: float("inf")}


class Plot(QWidget):
    """A picture over the steps of a run; each kind says what is drawn and read in it.

    It is in steps, unless it follows a clock: then in the unit that the user has chosen for all.
    The wheel zooms the steps, dragging moves them, a double click shows them all again. The
    pointer shows the exact numbers. On the keyboard: arrows, plus, minus and 0; Esc ends reading.

    Signals
    -------
    moved
        The user has zoomed or moved the steps.
    """

    moved = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame = Frame()
        self.steps = StepWindow()
        self.message = ""
        self._clock: Clock | None = None
        self._looked_at: int | None = None
        self._pointer: QPointF | None = None
        self._shows_focus = False
        self._drag: tuple[float, float] | None = None  # px, and the first step then
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(20 * GRID, 8 * GRID)
        theme().changed.connect(self.update)
        unit_choice().changed.connect(self.changed)

    def follow(self, clock: Clock) -> None:
        """Measure the run in the chosen unit, by its `clock`, from the next change on."""
        self._clock = clock

    def look_at(self, timeline: Timeline) -> None:
        """Mark the step that the user looks back at, if any."""
        if timeline.wanted != self._looked_at:
            self._looked_at = timeline.wanted
            self.update()

    def prepare(self) -> None:
        """Set `frame.y`, and whatever else drawing needs, to the data and steps in sight."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Draw the data."""
        raise NotImplementedError

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact numbers at `at`, in px, within the area of the data."""
        raise NotImplementedError

    def tip(self, at: QPointF) -> str:
        """Return what a tooltip says of what stands beside the data at `at`, in px."""
        return ""

    def changed(self) -> None:
        """Lay out and draw anew: other data, other steps in sight, or another size."""
        self.steps.ruler = ruler = self._ruler()
        low, high = map(ruler.of, self.steps.visible)
        high = high if high > low else low + 1  # a clock that doesn't know yet
        self.frame.x = Scale(low, high, whole=ruler.is_whole(high - low))
        self.frame.x_name = ruler.name
        self.prepare()
        self.frame.arrange(self.width(), self.height())
        self.update()

    def _ruler(self) -> Ruler:
        if self._clock is None:
            return Ruler()
        return Ruler(unit_choice().unit, self._clock)

    def say(self, message: str) -> None:
        """Show `message` in place of a picture."""
        self.message = message
        self.update()

    def x_of(self, steps: Array) -> Array:
        """Return where `steps` stand, in px."""
        ruler, area = self.steps.ruler, self.frame.area
        return area.left() + self.frame.x.places(ruler.clock.of(steps, ruler.unit)) * area.width()

    def y_of(self, values: Array) -> Array:
        """Return where `values` stand, in px."""
        return self.frame.area.bottom() - self.frame.y.places(values) * self.frame.area.height()

    def step_at(self, x: float) -> float:
        """Return the step at `x` px."""
        return self.steps.ruler.step(self._value_at(x))

    def steps_at(self, xs: Array) -> Array:
        """Return the steps at `xs` px, an array of any shape."""
        ruler, area, scale = self.steps.ruler, self.frame.area, self.frame.x
        values = scale.low + (xs - area.left()) / area.width() * (scale.high - scale.low)
        return ruler.clock.steps(values, ruler.unit)

    def _value_at(self, x: float) -> float:
        area = self.frame.area
        return self.frame.x.value(min(max((x - area.left()) / area.width(), 0), 1))

    def step_title(self, step: int) -> str:
        """Return `step` as the title of a readout, and where it stands in the chosen unit."""
        return ", ".join(filter(None, (f"step {count(step)}", self.steps.ruler.words(step))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the axes, the data, and the numbers under the pointer."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colors.surface)
        if self.message:
            self._paint_message(painter)
        else:
            self.frame.draw(painter, self.steps.is_part)
            painter.save()
            self.draw(painter)
            painter.restore()
            self._paint_looked_at(painter)
            self._paint_readout(painter)
        if self._shows_focus:
            painter.setPen(QPen(theme().colors.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(font(BODY))
        painter.setPen(theme().colors.text2)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(2 * GRID, 0, -2 * GRID, 0), flags, self.message)

    def _paint_looked_at(self, painter: QPainter) -> None:
        """Draw a thin upright line at the step that the user looks back at."""
        if self._looked_at is None:
            return
        x, area = round(float(self.x_of(np.array(float(self._looked_at))))), self.frame.area
        if area.left() <= x <= area.right():
            painter.setPen(QPen(theme().colors.accent, 1))
            painter.drawLine(QLineF(x, area.top() - LOOK, x, area.bottom() + LOOK))

    def _paint_readout(self, painter: QPainter) -> None:
        readout = self.readout()
        if readout is not None and self._pointer is not None:
            area, bounds = self.frame.area, QRectF(self.rect())
            draw_readout(painter, readout, self._pointer, area, bounds)

    def readout(self) -> Readout | None:
        """Return the numbers under the pointer, None where there is none."""
        return None if self._pointer is None else self.readout_at(self._pointer)

    def readout_at(self, at: QPointF) -> Readout | None:
        """Return the numbers at `at`, in px, None where there are none."""
        if self.message or not self.frame.area.contains(at):
            return None
        return self.read(at)

    def event(self, event: QEvent) -> bool:
        """Give a tooltip for what stands beside the data."""
        if isinstance(event, QHelpEvent):
            words = "" if self.message else self.tip(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self.changed()

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
        self._pointer = event.position()
        if self._drag is None:
            self.update()
            return
        start, first = self._drag
        ruler = self.steps.ruler
        by = self._value_at(start) - self._value_at(event.position().x())
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

    def leaveEvent(self, event: QEvent) -> None:
        """Stop reading."""
        self._read_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where it came from the keyboard."""
        self._shows_focus = event.reason() in TAB_REASONS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing the focus."""
        self._shows_focus = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read, zoom and go back to all steps from the keyboard."""
        key = Qt.Key(event.key())
        area = self.frame.area
        at = self._pointer or area.center()
        if key in ARROWS:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            to = at + ARROWS[key] * (1 if fine else STRIDE)
            self._read_at(
                QPointF(
                    min(max(to.x(), area.left()), area.right()),
                    min(max(to.y(), area.top()), area.bottom()),
                )
            )
        elif key in ZOOM_KEYS:
            self.steps.zoom(self.step_at(at.x()), ZOOM_KEYS[key])
            self._moved()
        elif key == Qt.Key.Key_Escape and self._pointer is not None:
            self._read_at(None)
        else:
            super().keyPressEvent(event)

    def _read_at(self, at: QPointF | None) -> None:
        self._pointer = at
        readout = self.readout()
        self.setAccessibleDescription(readout.sentence() if readout else "")
        self.update()
