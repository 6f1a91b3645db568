"""The newest gradient magnitudes, beside the curves: bars for few layers, labels for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bpstudio.ui.drawable import drawable
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, HINT, MEDIUM, REGULAR, blend, font, theme
from bpstudio.ui.views.depth import depth_color, depth_pen
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.spread import spread, thinned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.ui.views.frame import Frame
    from bpstudio.ui.views.gradient_plot import LayerCurve
    from bpstudio.ui.views.scale import Scale

    Array = NDArray[np.floating]

ROW, TIGHT_ROW = 33, 21  # px, of a layer with a bar
BAR, SWATCH = 6, 16  # px
LABEL, LABEL_APART = 12, 13.5  # px, the height of a label, and from one to the next
LABEL_MARGINS = 5  # px, both together
TINT = 0.25  # of the layer's colour in the bar behind a label


class Row(NamedTuple):
    """Where the numbers of the layer at `place`, counted from 0, stand."""

    rect: QRectF
    place: int


def bar_shares(curves: list[LayerCurve], scale: Scale) -> list[float]:
    """Return how long each layer's bar is, 0 to 1 along `scale`; 0 for what isn't on it."""
    places = scale.places(np.array([curve.now for curve in curves]))
    return [min(max(place, 0.0), 1.0) for place in drawable(places).tolist()]


def draw_bars(
    painter: QPainter, curves: list[LayerCurve], scale: Scale, column: QRectF, step: int
) -> list[Row]:
    """Draw a row for each layer, its line's look, name, number and bar; return the rows."""
    colors, line = theme().colors, draw_title(painter, column, step)
    advance = painter.fontMetrics().horizontalAdvance
    line.translate(0, LINE + 4)
    pitch = min(max((column.height() - line.top() - 4) / max(len(curves), 1), TIGHT_ROW), ROW)
    texts = [f"{curve.name}  {figure(curve.now)}" for curve in curves]
    rows = []
    swatch = SWATCH + GRID if SWATCH + GRID + max(map(advance, texts)) <= line.width() else 0
    for place, share in enumerate(bar_shares(curves, scale)):
        if swatch:
            painter.setPen(depth_pen(place, len(curves)))
            y = line.center().y()
            painter.drawLine(QLineF(line.left(), y, line.left() + SWATCH, y))
        painter.setPen(colors.text)
        painter.drawText(line.adjusted(swatch, 0, 0, 0), LEFT, curves[place].name)
        painter.drawText(line, RIGHT, figure(curves[place].now))
        track = QRectF(line.left(), line.bottom() + 1, line.width(), BAR)
        painter.fillRect(track, colors.sunken)
        track.setWidth(share * track.width())
        painter.fillRect(track, depth_color(place, len(curves)))
        rows.append(Row(line.adjusted(0, 0, 0, BAR + 1), place))
        line.translate(0, pitch)
    return rows


def draw_title(painter: QPainter, column: QRectF, step: int) -> QRectF:
    """Write above the numbers what they are of, and return the line that this takes."""
    painter.setFont(font(HINT))
    line = QRectF(column.left(), GRID - 1, column.width(), LINE)
    title = f"batch, step {count(step)}"
    fits = painter.fontMetrics().horizontalAdvance(title) <= line.width()
    painter.setPen(theme().colors.text2)
    painter.drawText(line, LEFT, title if fits else "batch, now")
    return line


def draw_labels(
    painter: QPainter,
    curves: list[LayerCurve],
    ends: Array,
    frame: Frame,
    column: QRectF,
    step: int,
) -> list[Row]:
    """Draw names and numbers near the `ends` of the curves, in px; return where they stand.

    Each is tied to its curve. Where there isn't room for all, layers are left out evenly. Behind
    a label is its bar.
    """
    area = frame.area
    low = draw_title(painter, column, step).bottom() + LABEL / 2 + 1
    high = area.bottom() + GRID
    chosen = thinned(len(curves), max(int((high - low) // LABEL_APART) + 1, 1))
    wanted = np.clip(drawable(ends, nan=area.bottom()), area.top(), area.bottom())
    middles = spread([float(wanted[place]) for place in chosen], LABEL_APART, low, high)
    shares = bar_shares(curves, frame.y)
    names = _fitting_names([curves[place] for place in chosen], column.width() - LABEL_MARGINS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rows = []
    for place, name, middle in zip(chosen, names, middles, strict=True):
        row = QRectF(column.left(), middle - LABEL / 2, column.width(), LABEL)
        if np.isfinite(ends[place]):
            painter.setPen(QPen(depth_color(place, len(curves)), 1))
            painter.drawLine(QLineF(area.right() + 1, wanted[place], row.left() - 3, middle))
        bar = row.adjusted(0, 0, (shares[place] - 1) * row.width(), 0)
        tint = blend(theme().colors.surface, depth_color(place, len(curves)), TINT)
        painter.fillRect(bar, tint)
        at_end = place in (0, len(curves) - 1)
        painter.setFont(font(HINT, MEDIUM if at_end else REGULAR))
        painter.setPen(theme().colors.text)
        # Taller than the row: letters may reach into the neighbours' rows, but aren't cut off.
        inside = row.adjusted(3, -2, -2, 2)
        painter.drawText(inside, LEFT, name)
        painter.drawText(inside, RIGHT, figure(curves[place].now))
        rows.append(Row(row, place))
    return rows


def _fitting_names(curves: list[LayerCurve], width: float) -> list[str]:
    """Return the names; where one doesn't fit beside its number, the numbers of layers alone."""
    advance = QFontMetricsF(font(HINT, MEDIUM)).horizontalAdvance
    texts = [f"{curve.name}  {figure(curve.now)}" for curve in curves]
    if max(map(advance, texts)) <= width:
        return [curve.name for curve in curves]
    return [curve.name.removeprefix("layer ") for curve in curves]
