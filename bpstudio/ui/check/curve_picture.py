"""The V of the error against the nudge: truncation at its right, rounding at its left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from bpstudio.runtime.tasks.epsilon_curve import DIFFERENCES, EPSILONS
from bpstudio.ui.check.log_axes import LogAxes
from bpstudio.ui.check.words import epsilon_text
from bpstudio.ui.numbers import NONE, figure
from bpstudio.ui.theme import BOLD, GRID, HINT, REGULAR, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.strokes import draw_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from PySide6.QtGui import QMouseEvent

    from bpstudio.engine.gradcheck import Difference
    from bpstudio.runtime.tasks.epsilon_curve import Curve

    Array = NDArray[np.floating]

NOTHING_YET = "Press Measure: the error for every ε."
LEAST_ERROR, FEWEST_DECADES = 1e-16, 6
POINT, MARKER = 2.6, 3.2  # px
RING = 5.0  # px
CORNERS = ((0.0, -1.2), (1.1, 0.8), (-1.1, 0.8))  # of a triangle, y downwards
LEFT_OF, RIGHT_OF = [-4, -3, -2, -5, -6], list(range(-9, -2))  # points: where names may stand
FEWEST_NAMED, SOUNDED = 12, 12  # points of a curve with a name; places at which words look
NAMES = {"forward": "forward, the chapter’s", "central": "central"}


class CurvePicture(Picture):
    """Both curves over the nudge; the one that is set has a ring at the nudge that is set.

    Signals
    -------
    epsilon_chosen
        The nudge at which the mouse was pressed, or to which it was dragged.
    """

    epsilon_chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__("Relative error against ε")
        self.curve: Curve | None = None
        self.epsilon = 1e-6
        self.difference: Difference = "forward"
        self._axes = LogAxes(Scale(EPSILONS[0], 1, log=True), Scale(1e-10, 1, log=True))
        self._taken = QRectF()  # where a name stands already
        self.message = NOTHING_YET

    @property
    def area(self) -> QRectF:
        """Where the curves are."""
        return self._axes.area

    def prepare(self) -> None:
        """Find the decades of the error."""
        known = np.empty(0) if self.curve is None else self.curve.median
        known = known[np.isfinite(known) & (known > 0)]
        low = max(float(known.min(initial=1.0)), LEAST_ERROR)
        high = math.ceil(math.log10(max(float(known.max(initial=1.0)), 1.0)) - 0.01)
        first = min(math.floor(math.log10(low) - 0.1), high - FEWEST_DECADES)
        x = Scale(EPSILONS[0], EPSILONS[-1], log=True)
        y = Scale(10.0**first, 10.0**high, log=True)
        self._axes = LogAxes(x, y, "ε", "relative error", beside=True)
        self._axes.arrange(QRectF(self.rect()).adjusted(0, 0, -GRID / 2, 0))

    def draw(self, painter: QPainter) -> None:
        """Draw axes, both curves with their names, and the nudge that is set."""
        self._axes.draw(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write_reasons(painter)
        for row, difference in enumerate(DIFFERENCES):
            self._draw_curve(painter, row, difference)
        self._taken = QRectF()
        for row, difference in enumerate(DIFFERENCES):
            self._write_name(painter, row, difference)
        self._draw_chosen(painter)

    def _places(self, row: int) -> tuple[Array, Array]:
        """Return where the points of a curve are, in px; NaN where there is none yet."""
        assert self.curve is not None
        errors = np.where(self.curve.median[row] == 0, LEAST_ERROR, self.curve.median[row])
        ys = np.minimum(self._axes.y_of(errors), self.area.bottom())
        return self._axes.x_of(np.array(EPSILONS)), ys

    def _draw_curve(self, painter: QPainter, row: int, difference: Difference) -> None:
        colors = theme().colors
        xs, ys = self._places(row)
        known = np.isfinite(ys)
        is_forward = difference == "forward"
        pen = QPen(colors.text if is_forward else colors.text2, 1.5 if is_forward else 1.25)
        if not is_forward:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        draw_line(painter, xs[known], ys[known])
        for place in np.flatnonzero(known).tolist():
            self._draw_point(painter, QPointF(xs[place], ys[place]), is_forward, place % 3 == 0)

    @staticmethod
    def _draw_point(painter: QPainter, at: QPointF, is_forward: bool, is_decade: bool) -> None:
        if not is_decade:
            return
        colors = theme().colors
        if is_forward:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.text)
            painter.drawEllipse(at, POINT, POINT)
            return
        painter.setPen(QPen(colors.text2, 1))
        painter.setBrush(colors.surface)
        corners = [at + QPointF(x, y) * MARKER for x, y in CORNERS]
        painter.drawPolygon(QPolygonF(corners))

    def _write_name(self, painter: QPainter, row: int, difference: Difference) -> None:
        """Write the name of a curve at its right arm, on the side away from the other."""
        xs, ys = self._places(row)
        xs, ys = xs[np.isfinite(ys)], ys[np.isfinite(ys)]
        if len(xs) < FEWEST_NAMED:
            return
        is_chosen = difference == self.difference
        written = font(HINT, BOLD if is_chosen else REGULAR)
        painter.setFont(written)
        painter.setPen(theme().colors.text if is_chosen else theme().colors.text2)
        metrics = QFontMetricsF(written)
        for words in dict.fromkeys((NAMES[difference], difference)):
            for line in self._rooms(xs, ys, metrics.horizontalAdvance(words) + 2, difference):
                if self._is_free(line):
                    painter.drawText(line, LEFT, words)
                    self._taken = line
                    return

    def _rooms(
        self, xs: Array, ys: Array, width: float, difference: Difference
    ) -> Iterator[QRectF]:
        """Yield where a name may stand, best first: at last over the end, or under the V."""
        if difference == "forward":
            for x, y in zip(xs[LEFT_OF], ys[LEFT_OF], strict=True):
                yield QRectF(x - width - GRID, y - LINE - 2, width, LINE)
            yield QRectF(self.area.right() - width, ys[-1] - LINE - 4, width, LINE)
            return
        for x, y in zip(xs[RIGHT_OF], ys[RIGHT_OF], strict=True):
            yield QRectF(x + 1.5 * GRID, y - LINE / 2, width, LINE)
        lowest = int(ys.argmax())
        for x in (xs[lowest], xs[lowest] - width - GRID):
            yield QRectF(x, ys[lowest] + 4, width, LINE)

    def _is_free(self, line: QRectF) -> bool:
        """Whether words have room there: beside both curves, the nudge and the reasons."""
        is_taken = line.intersects(self._taken)
        if is_taken or line.bottom() >= self._reasons.top() or line.top() < self.area.top():
            return False
        if line.left() < self.area.left() or line.right() > self.area.right():
            return False
        if line.left() - GRID / 2 <= self._axes.x_at(self.epsilon) <= line.right() + GRID / 2:
            return False
        across = np.linspace(line.left(), line.right(), SOUNDED)
        for row in range(len(DIFFERENCES)):
            xs, ys = self._places(row)
            known = np.isfinite(ys)
            here = np.interp(across, xs[known], ys[known], left=np.inf, right=np.inf)
            if ((here > line.top()) & (here < line.bottom())).any():
                return False
        return True

    @property
    def _reasons(self) -> QRectF:
        """Where it stands why the error grows, in px."""
        area = self.area
        return QRectF(
            area.left() + GRID, area.bottom() - 2 * LINE - GRID, area.width() - 2 * GRID, 2 * LINE
        )

    def _write_reasons(self, painter: QPainter) -> None:
        colors = theme().colors
        painter.setFont(font(HINT))
        line = QRectF(self._reasons)
        line.setHeight(LINE)
        reasons = ((LEFT, "rounding", "ε too small"), (RIGHT, "truncation", "ε too large"))
        for flags, reason, cause in reasons:
            painter.setPen(colors.text2)
            painter.drawText(line, flags, reason)
            painter.setPen(colors.text3)
            painter.drawText(line.translated(0, LINE), flags, cause)

    def _draw_chosen(self, painter: QPainter) -> None:
        colors, x = theme().colors, self._axes.x_at(self.epsilon)
        painter.setPen(QPen(colors.text2, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, self.area.top(), x, self.height()))
        row, place = DIFFERENCES.index(self.difference), self._place_of(self.epsilon)
        y = float(self._places(row)[1][place])
        if math.isfinite(y):
            painter.setPen(QPen(colors.text, 1.5))
            painter.setBrush(colors.surface)
            painter.drawEllipse(QPointF(x, y), RING, RING)

    @staticmethod
    def _place_of(epsilon: float) -> int:
        return min(range(len(EPSILONS)), key=lambda k: abs(math.log(EPSILONS[k] / epsilon)))

    def errors_at(self, epsilon: float) -> tuple[float, float]:
        """Return the median errors of forward and central differences; NaN where not known."""
        if self.curve is None:
            return math.nan, math.nan
        forward, central = self.curve.median[:, self._place_of(epsilon)].tolist()
        return forward, central

    def read(self, at: QPointF) -> Readout | None:
        """Return both errors at the nearest nudge."""
        if self.curve is None:
            return None
        place = self._place_of(self._axes.value_at(at.x()))
        rows = [
            (f"{difference}, {kind}", _error(float(errors[row, place])))
            for row, difference in enumerate(DIFFERENCES)
            for kind, errors in (("median", self.curve.median), ("largest", self.curve.largest))
        ]
        x = self._axes.x_at(EPSILONS[place])
        return Readout(x, f"ε = {epsilon_text(EPSILONS[place])}", rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the nudge under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and not self.message:
            self._choose(event.position())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read, and choose while the button is down."""
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton and not self.message:
            self._choose(event.position())

    def _choose(self, at: QPointF) -> None:
        self.epsilon_chosen.emit(EPSILONS[self._place_of(self._axes.value_at(at.x()))])


def _error(error: float) -> str:
    return figure(error) if math.isfinite(error) else NONE
