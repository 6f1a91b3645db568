"""The two gradients, one against the other, and the verdict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bpstudio.engine.gradcheck import relative_errors
from bpstudio.ui.check.log_axes import LogAxes
from bpstudio.ui.check.words import finding, parameter_name
from bpstudio.ui.icons import paint_icon
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.small_text import fitting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison

    Array = NDArray[np.floating]

NOTHING_YET = "Press Start above: a dot for each parameter."
DEEPEST = 1e-12  # of the largest: smaller gradients aren't on the axes
LEAST_DECADES = 2
DOT, RING = 1.8, 2.8  # px: the radius of a filled one, and of a hollow one
NEAR = 10.0  # px: the pointer reads the nearest dot
SQUARE_FROM = 30 * GRID  # px: a lower picture takes all of the width
FOOT = 3 * GRID  # px: the verdict's line
ICON = 14  # px


def axis_of(points: Array) -> Scale:
    """Return a scale of whole decades for both gradients, (2, points), without their signs."""
    sizes = np.abs(points)
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    if not len(sizes):
        return Scale(1e-6, 1.0, log=True)
    high = math.ceil(math.log10(sizes.max()) + 0.02)
    low = math.floor(math.log10(max(sizes.min(), sizes.max() * DEEPEST)) - 0.02)
    return Scale(10.0 ** min(low, high - LEAST_DECADES), 10.0**high, log=True)


class ScatterPicture(Picture):
    """Backprop's gradient from left to right, brute force's upwards, both without their sign."""

    def __init__(self) -> None:
        super().__init__("Backprop against brute force")
        self.report: Report[Comparison] | None = None
        self._axes = LogAxes(Scale(1e-6, 1, log=True), Scale(1e-6, 1, log=True))
        self._xs: Array = np.empty(0)
        self._ys: Array = np.empty(0)
        self.message = NOTHING_YET

    @property
    def _points(self) -> Array:
        """Places and both gradients, (3, points)."""
        found = None if self.report is None else self.report.found
        return np.empty((3, 0)) if found is None else found.points

    @property
    def area(self) -> QRectF:
        """Where the dots are."""
        return self._axes.area

    def prepare(self) -> None:
        """Find the decades, and where each dot goes."""
        _, exact, numeric = self._points
        scale = axis_of(self._points[1:])
        room = QRectF(self.rect()).adjusted(0, 0, 0, -FOOT)
        is_square = room.height() >= SQUARE_FROM
        self._axes = LogAxes(scale, scale, "backprop", "brute force", square=is_square)
        self._axes.arrange(room)
        self._xs, self._ys = self._axes.x_of(np.abs(exact)), self._axes.y_of(np.abs(numeric))

    def draw(self, painter: QPainter) -> None:
        """Draw axes, the line of agreement, the dots, the key and the verdict."""
        self._axes.draw(painter)
        area, colors = self.area, theme().colors
        pen = QPen(colors.strong, 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawLine(area.bottomLeft(), area.topRight())
        painter.setClipRect(area.adjusted(-4, -4, 4, 4))
        self._draw_dots(painter)
        painter.setClipping(False)
        self._draw_key(painter)
        self._draw_verdict(painter)

    def _draw_dots(self, painter: QPainter) -> None:
        colors = theme().colors
        _, exact, numeric = self._points
        fit = np.isfinite(self._xs) & np.isfinite(self._ys)
        painter.setPen(QPen(colors.negative, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._draw_round(painter, fit & (exact < 0), RING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.positive)
        self._draw_round(painter, fit & (exact > 0), DOT)
        painter.setPen(QPen(colors.text, 1.5))
        opposite = fit & (exact * numeric < 0)
        for x, y in _apart(self._xs[opposite], self._ys[opposite]):
            painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
            painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))

    def _draw_round(self, painter: QPainter, which: NDArray[np.bool_], radius: float) -> None:
        for x, y in _apart(self._xs[which], self._ys[which]):
            painter.drawEllipse(QPointF(x, y), radius, radius)

    def _draw_key(self, painter: QPainter) -> None:
        colors, area = theme().colors, self.area
        _, exact, numeric = self._points
        line = QRectF(area.left() + 2.5 * GRID, area.top() + 2, area.width() - 2.5 * GRID, LINE)
        names = ["positive gradient", "negative"]
        if (exact * numeric < 0).any():
            names.append("× of opposite signs")
        painter.setFont(font(HINT))
        for place, name in enumerate(names):
            at = QPointF(area.left() + 1.5 * GRID, line.center().y())
            painter.setPen(QPen(colors.negative, 1) if place else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if place else colors.positive)
            if place < 2:
                painter.drawEllipse(at, RING, RING)
            painter.setPen(colors.text2)
            painter.drawText(line, LEFT, name)
            line.translate(0, LINE + 1)
        corner = QRectF(area.left(), area.bottom() - LINE - 4, area.width() - GRID, LINE)
        painter.setPen(colors.text2)
        painter.drawText(corner, RIGHT, "on the line: they agree")
        none = count(int(((exact == 0) | (numeric == 0)).sum()))
        if none != "0":
            above = corner.adjusted(3 * LINE, -LINE, 0, -LINE)  # the dots are at its left
            words = (f"{none} without a gradient: not drawn", f"{none} without a gradient", none)
            painter.drawText(above, RIGHT, fitting(words, above.width()))

    def _draw_verdict(self, painter: QPainter) -> None:
        if self.report is None or self.report.found is None:
            return
        told = finding(self.report.found, self.report.experiment)
        if told is None:
            return
        colors = theme().colors
        line = QRectF(0, self.height() - FOOT + 4, self.width(), FOOT - 4)
        place = QRectF(0, line.center().y() - ICON / 2, ICON, ICON)
        name, color = ("check", colors.text) if told.good else ("warning", colors.backward_text)
        paint_icon(painter, name, place, color)
        line.setLeft(ICON + GRID)
        bold = font(BODY, BOLD)
        painter.setFont(bold)
        painter.setPen(colors.text if told.good else colors.backward_text)
        painter.drawText(line, LEFT, told.verdict)
        line.setLeft(line.left() + QFontMetricsF(bold).horizontalAdvance(told.verdict) + GRID / 2)
        painter.setFont(font(BODY))
        painter.setPen(colors.text)
        metrics = QFontMetricsF(font(BODY))
        words = told.rest if metrics.horizontalAdvance(told.rest) <= line.width() else told.short
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(line, LEFT, metrics.elidedText(words, elide, line.width()))

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact numbers of the nearest dot."""
        if self.report is None or self.report.found is None or not len(self._xs):
            return None
        away = np.hypot(self._xs - at.x(), self._ys - at.y())
        away = np.where(np.isfinite(away), away, np.inf)
        nearest = int(away.argmin())
        if away[nearest] > NEAR:
            return None
        place, exact, numeric = self._points[:, nearest].tolist()
        x, y = float(self._xs[nearest]), float(self._ys[nearest])
        mark = QRectF(x - 5, y - 5, 10, 10)
        error = float(relative_errors(np.array(exact), np.array(numeric)))
        title = parameter_name(self.report, self.report.found.cells, int(place))
        return Readout(x + 5, title, gradient_rows(exact, numeric, error), mark)

    def tip(self, at: QPointF) -> str:
        """Return all of the verdict."""
        found = None if self.report is None else self.report.found
        if found is None or self.report is None or at.y() < self.height() - FOOT:
            return ""
        told = finding(found, self.report.experiment)
        return told.sentence() if told else ""


def _apart(xs: Array, ys: Array) -> list[tuple[float, float]]:
    """Return the places that can be told apart, half a px at least: thousands are on one line."""
    across, down = np.rint(2 * xs).astype(np.int64), np.rint(2 * ys).astype(np.int64)
    _, first = np.unique(across << 32 ^ down, return_index=True)
    return list(zip(xs[first].tolist(), ys[first].tolist(), strict=True))


def gradient_rows(exact: float, numeric: float, error: float) -> list[tuple[str, str]]:
    """Return the rows of a readout about one parameter."""
    return [
        ("∂L/∂w, backprop", figure(exact, 6)),
        ("∂L/∂w, brute force", figure(numeric, 6)),
        ("relative error", figure(error)),
    ]
