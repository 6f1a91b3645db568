"""What lets a unit learn, through the run: f'(a), |delta| and the gradient of its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from bpstudio.runtime.snapshot import UnitRow
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import APART_Y, LEFT, LINE, RIGHT, TICK, Frame
from bpstudio.ui.views.gradient_plot import RECENT, LayerCurve, axis
from bpstudio.ui.views.plot import draw_looked_at
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale, log10
from bpstudio.ui.views.small_text import width_of
from bpstudio.ui.views.spread import spread, thinned
from bpstudio.ui.views.strokes import draw_line
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.unit_pane import TITLE_SPACE, Cells, Pane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.ui.views.unit_subject import Subject

    Array = NDArray[np.floating]

NAMES = {UnitRow.SLOPE: "f′(a)", UnitRow.DELTA: "|δ|", UnitRow.GRADIENT: "‖∂L/∂w‖"}
MEANINGS = {
    UnitRow.SLOPE: "f′(a), mean of the batch",
    UnitRow.DELTA: "|δ|, mean of the batch",
    UnitRow.GRADIENT: "‖∂L/∂w‖ of the batch",
}
DASHES: dict[UnitRow, list[float]] = {
    UnitRow.SLOPE: [],
    UnitRow.DELTA: [4, 2],
    UnitRow.GRADIENT: [1.3, 1.7],
}
LABELS = "‖∂L/∂w‖  4.5·10⁻⁸"  # the widest there is
SWATCH, TIE = 14, 8  # px: a line's look before its name, and the way to it from the curve
LABEL_APART = 15  # px
LOW, TALL = 64, 84  # px: so high, the steps are written below, closely or with air
SHORT_BOTTOM, LOW_BOTTOM, BOTTOM = 6, LINE + TICK, 28  # px
LATE = 1 / 4  # of the run: where less was seen of it, the axis begins with what was


def curves(
    steps: Array, values: Array, step: int, now: Array, is_past: bool = False
) -> dict[UnitRow, LayerCurve]:
    """Return a curve for each figure that there is, with those of `now`, at `step`, at its end.

    `values` (samples, 3) are the figures at `steps`. While one looks back, all of them are shown,
    and `now` is somewhere among them.
    """
    before = steps < step
    after = (steps > step) & is_past
    at = np.concatenate([steps[before], [float(step)], steps[after]])
    figures = np.vstack([values[before], now[np.newaxis], values[after]])
    shown = [float(number) if is_past else None for number in now]
    return {
        row: LayerCurve(NAMES[row], at, figures[:, row], log10(figures[:, row]), shown[row])
        for row in UnitRow
        if np.isfinite(figures[:, row]).any()
    }


class History(Pane):
    """Three curves on a logarithmic axis, each named at its end with its newest number."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = Frame(left=0, top=TITLE_SPACE + 2)
        self.curves: dict[UnitRow, LayerCurve] = {}
        self._known: tuple[Array, Array] = np.empty(0), np.empty((0, len(UnitRow)))

    def show_history(self, known: tuple[Array, Array]) -> None:
        """Take what the recorder knows of the unit: steps, and figures at each."""
        self._known = known

    def arrange(self, subject: Subject) -> None:
        """Fit the axes."""
        is_past = subject.newest is not None
        self.curves = curves(*self._known, subject.step, subject.now, is_past)
        last = float(max(subject.newest or 0, subject.step, 1))
        first = self._first(subject.step, last)
        logs = np.concatenate([[], *(curve.logs for curve in self.curves.values())])
        recent = [
            curve.between(last - RECENT * (last - first), last) for curve in self.curves.values()
        ]
        frame = self.frame
        frame.x = Scale(first, last, whole=True)
        frame.y = axis(logs, np.concatenate([[], *(curve.logs for curve in recent)]))
        height = self.rect.height()
        frame.bottom = BOTTOM if height >= TALL else LOW_BOTTOM if height >= LOW else SHORT_BOTTOM
        frame.below = 1.25 * GRID if height >= TALL else TICK
        frame.apart = APART_Y if height >= TALL else LINE
        frame.right = width_of(LABELS) + TIE + SWATCH + 4
        frame.arrange(self.rect.width(), self.rect.height())

    def _first(self, step: int, last: float) -> float:
        """Return where the axis begins: not at 0 where hardly anything would be seen."""
        known = self._known[0]
        first = min(float(known[0]), step) if len(known) else float(step)
        return first if last - first < LATE * last and first < last else 0.0

    @property
    def area(self) -> QRectF:
        """Where the curves are."""
        return self.frame.area.translated(self.rect.topLeft())

    def draw(self, painter: QPainter, subject: Subject) -> None:
        """Draw axes, curves and the newest numbers."""
        names = ["of the batch, over the steps", "batch, over the steps", "batch"]
        self.draw_title(painter, names, f"step {count(subject.step)}")
        painter.save()
        painter.setClipRect(self.rect)
        painter.translate(self.rect.topLeft())
        self.frame.draw(painter, zoomed=False)
        painter.setClipRect(self.frame.area.adjusted(0, -1, 1, 1))
        for row, curve in reversed(self.curves.items()):
            self._draw_curve(painter, row, curve)
        if subject.newest is not None:
            self._draw_looked_at(painter, subject.step)
        painter.restore()
        self._draw_labels(painter)

    def _draw_curve(self, painter: QPainter, row: UnitRow, curve: LayerCurve) -> None:
        area = self.frame.area
        some = thinned(len(curve.steps), max(int(area.width() / 2), 2))
        xs = area.left() + self.frame.x.places(curve.steps[some]) * area.width()
        ys = area.bottom() - self.frame.y.log_places(curve.logs[some]) * area.height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(row))
        draw_line(painter, xs, ys)

    def _draw_looked_at(self, painter: QPainter, step: int) -> None:
        area = self.frame.area
        x = round(area.left() + float(self.frame.x.places(np.array(float(step)))) * area.width())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_looked_at(painter, x, area)

    def _draw_labels(self, painter: QPainter) -> None:
        """Name each curve near its end, tied to it."""
        area, right = self.area, self.rect.right()
        ends = {row: self._end(curve) for row, curve in self.curves.items()}
        low, high = self.inner.top() + LINE / 2, self.rect.bottom() - LINE / 2
        apart = min(LABEL_APART, (high - low) / max(len(ends) - 1, 1))
        middles = spread(list(ends.values()), apart, low, high)
        left = area.right() + TIE
        painter.setFont(font(HINT))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (row, end), middle in zip(ends.items(), middles, strict=True):
            if np.isfinite(self.curves[row].logs[-1]):
                painter.setPen(QPen(_color(row), 1))
                painter.drawLine(QLineF(area.right() + 1, end, left, middle))
            painter.setPen(_pen(row))
            painter.drawLine(QLineF(left, middle, left + SWATCH, middle))
            line = QRectF(left + SWATCH + 4, middle - LINE / 2, right - left - SWATCH - 4, LINE)
            painter.setPen(theme().colors.text2)
            painter.drawText(line, LEFT, NAMES[row])
            painter.setPen(theme().colors.text)
            painter.drawText(line, RIGHT, figure(self.curves[row].now, 2))

    def _end(self, curve: LayerCurve) -> float:
        """Return how high the end of a curve stands, in px; at the foot where it has no place."""
        place = float(self.frame.y.log_places(curve.logs[-1:])[0])
        share = min(max(place, 0.0), 1.0) if np.isfinite(place) else 0.0
        return self.area.bottom() - share * self.area.height()

    def read(self, at: QPointF, subject: Subject) -> Readout | None:
        """Return the figures at the step under the pointer."""
        area = self.area
        if not area.contains(at):
            return None
        step = self.frame.x.value((at.x() - area.left()) / area.width())
        rows = [(MEANINGS[row], figure(curve.at(step))) for row, curve in self.curves.items()]
        nearest = next(
            (
                float(curve.steps[np.abs(curve.steps - step).argmin()])
                for curve in self.curves.values()
            ),
            step,
        )
        x = area.left() + self.frame.x.places(np.array(nearest)) * area.width()
        mark = QRectF(float(x), area.top(), 0, area.height())
        return Readout(float(x), f"step {count(round(nearest))}", rows, mark)

    def rows(self, subject: Subject) -> list[Cells]:
        """Return a row for each figure at each sampled step."""
        return [
            (MEANINGS[row], f"step {step:.0f}", cell(value), "", "")
            for row, curve in self.curves.items()
            for step, value in zip(curve.steps.tolist(), curve.values.tolist(), strict=True)
        ]


def _color(row: UnitRow) -> QColor:
    colors = theme().colors
    return colors.text if row is UnitRow.SLOPE else colors.backward


def _pen(row: UnitRow) -> QPen:
    pen = QPen(_color(row), 1)
    if DASHES[row]:
        pen.setDashPattern(DASHES[row])
    return pen
