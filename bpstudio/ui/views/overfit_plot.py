"""The loss of a batch that is learnt by heart, against the loss that is as good as none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import LINE, RIGHT, Frame
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale, log_span
from bpstudio.ui.views.strokes import draw_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.tasks.overfit import Overfitting

    Array = NDArray[np.floating]

HEIGHT = 17 * GRID
GOOD, FLOOR = "as good as none", "no network gets below"


class OverfitPlot(Picture):
    """The curve over the updates so far; the bounds are dashed and dotted lines with their names.

    Attributes
    ----------
    found
        What is drawn; None before the first update.
    """

    def __init__(self) -> None:
        super().__init__("Loss of the batch that is learnt by heart")
        self.setObjectName("overfitPlot")
        self.setFixedHeight(HEIGHT)
        self.found: Overfitting | None = None
        self._frame = Frame(x_name="update", y_name="loss of the batch", apart=20)

    @property
    def area(self) -> QRectF:
        """Where the curve is."""
        return self._frame.area

    def show_found(self, found: Overfitting | None) -> None:
        """Draw how far it has come."""
        if found is not self.found:
            self.found = found
            self.changed()

    def prepare(self) -> None:
        """Take in the curve and the loss that is as good as none."""
        if self.found is None:
            return
        losses = self.found.losses[np.isfinite(self.found.losses) & (self.found.losses > 0)]
        good = self.found.good
        low = min(float(losses.min(initial=good)), good)
        high = max(float(losses.max(initial=good)), good, self.found.floor.loss)
        self._frame.x = Scale(0, max(float(self.found.updates), 1.0), whole=True)
        self._frame.y = log_span(low, high, 2.0)
        self._frame.arrange(self.width(), self.height())

    def draw_ground(self, painter: QPainter) -> None:
        """Draw the axes."""
        if self.found is not None:
            self._frame.draw(painter, zoomed=False)

    def draw(self, painter: QPainter) -> None:
        """Draw the bounds and the curve."""
        if self.found is None:
            return
        colors, area = theme().colors, self.area
        painter.setFont(font(HINT))
        floor = self.found.floor.loss
        if floor > self.found.good:
            self._draw_bound(painter, floor, FLOOR, [1.0, 3.0])
        self._draw_bound(painter, self.found.good, GOOD, [5.0, 3.0])
        painter.setClipRect(area.adjusted(0, -2, 2, 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.text, 1.5))
        draw_line(painter, *self._places(self.found))

    def _places(self, found: Overfitting) -> tuple[Array, Array]:
        area = self.area
        xs = area.left() + self._frame.x.places(found.steps.astype(np.float64)) * area.width()
        ys = area.bottom() - self._frame.y.places(found.losses.astype(np.float64)) * area.height()
        return xs, ys

    def _draw_bound(self, painter: QPainter, loss: float, name: str, dashes: list[float]) -> None:
        """Draw a level line, its name above it at the right, where the curve has left long ago."""
        colors, area = theme().colors, self.area
        y = round(area.bottom() - self._frame.y.place(loss) * area.height())
        pen = QPen(colors.text2, 1)
        pen.setDashPattern(dashes)
        painter.setPen(pen)
        painter.drawLine(QLineF(area.left(), y, area.right(), y))
        painter.setPen(colors.text2)
        above = QRectF(area.left(), y - LINE - 1, area.width(), LINE)
        painter.drawText(above, RIGHT, f"{name}: {figure(loss, 2)}")

    def read(self, at: QPointF) -> Readout | None:
        """Return the loss at the update under the pointer."""
        found = self.found
        if found is None or not len(found.steps):
            return None
        xs, ys = self._places(found)
        place = int(np.abs(xs - at.x()).argmin())
        title = f"update {count(int(found.steps[place]) + 1)}"
        box = QRectF(xs[place] - 3, ys[place] - 3, 6, 6) if np.isfinite(ys[place]) else None
        return Readout(float(xs[place]), title, [("loss", figure(found.losses[place], 4))], box)
