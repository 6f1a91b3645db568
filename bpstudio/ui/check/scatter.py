"""The card with the two gradients, one against the other, and the verdict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bpstudio.engine.gradcheck import relative_errors
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.log_axes import LogAxes
from bpstudio.ui.check.words import finding, parameter_name, staleness
from bpstudio.ui.icons import paint_icon
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import BODY, BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.strokes import polygon
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison

    Array = NDArray[np.floating]

NOTHING_YET = "Press Start above: a dot for each parameter."
SUBTITLE = "a dot for each parameter, |∂L/∂w|"
DEEPEST = 1e-12  # of the largest: smaller gradients aren't on the axes
LEAST_DECADES = 2
DOT, RING = 4.0, 2.8  # px: across a filled one, and the radius of a hollow one
NEAR = 10.0  # px: the pointer reads the nearest dot
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
        self._axes = LogAxes(scale, scale, "backprop", "brute force", square=True)
        self._axes.arrange(QRectF(self.rect()).adjusted(0, 0, 0, -FOOT))
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
        _dots(painter, self._xs, self._ys, fit & (exact > 0), QPen(colors.positive, DOT))
        painter.setPen(QPen(colors.negative, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place in np.flatnonzero(fit & (exact < 0)).tolist():
            painter.drawEllipse(QPointF(self._xs[place], self._ys[place]), RING, RING)
        painter.setPen(QPen(colors.text, 1.5))
        for place in np.flatnonzero(fit & (exact * numeric < 0)).tolist():
            x, y = self._xs[place], self._ys[place]
            painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
            painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))

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
        none = int(((exact == 0) | (numeric == 0)).sum())
        if none:
            words = f"{count(none)} without a gradient: not drawn"
            painter.drawText(corner.translated(0, -LINE), RIGHT, words)

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
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(line, LEFT, metrics.elidedText(told.rest, elide, line.width()))

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


def gradient_rows(exact: float, numeric: float, error: float) -> list[tuple[str, str]]:
    """Return the rows of a readout about one parameter."""
    return [
        ("∂L/∂w, backprop", figure(exact, 6)),
        ("∂L/∂w, brute force", figure(numeric, 6)),
        ("relative error", figure(error)),
    ]


def _dots(painter: QPainter, xs: Array, ys: Array, which: NDArray[np.bool_], pen: QPen) -> None:
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints(polygon(xs[which], ys[which]))


class ScatterView(CardView):
    """The card that shows whether brute force and backprop find the same."""

    title = "Backprop against brute force"
    object_name = "scatterCard"
    least_width = 40 * GRID

    def __init__(self) -> None:
        self.picture = ScatterPicture()
        super().__init__(self.picture)
        self._snapshot: Snapshot | None = None

    def follow(self, report: Report[Any]) -> None:
        """Show how far the race has come."""
        if not report.found_by(BruteForce):
            return
        self.picture.report = report
        found: Comparison | None = report.found
        self.picture.message = "" if found is not None and found.done else NOTHING_YET
        self.picture.changed()
        told = finding(found, report.experiment) if found else None
        self.describe(told.sentence() if told else NOTHING_YET)
        self._say_of_what()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Say if what is shown is of another step or experiment."""
        self._snapshot = snapshot
        self._say_of_what()

    def _say_of_what(self) -> None:
        report = self.picture.report
        stale = staleness(report, self._snapshot) if report and self._snapshot else ""
        self.subtitle_changed.emit(stale or self._subtitle())

    def _subtitle(self) -> str:
        found = self.picture.report.found if self.picture.report else None
        if found is None or found.parameters == found.points.shape[1]:
            return SUBTITLE
        shown, many = count(found.points.shape[1]), counted(found.parameters, "parameter")
        return f"{shown} of {many}, |∂L/∂w|"

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return both gradients of the parameters that are drawn."""
        headers = ["parameter", "backprop", "brute force", "relative error"]
        report = self.picture.report
        if report is None or report.found is None:
            return headers, []
        places, exact, numeric = report.found.points
        errors = relative_errors(exact, numeric)
        rows = zip(*(part.tolist() for part in (places, exact, numeric, errors)), strict=True)
        cells = report.found.cells
        return headers, [
            [parameter_name(report, cells, int(place)), *map(cell, numbers)]
            for place, *numbers in rows
        ]
