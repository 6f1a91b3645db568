"""The relative error of every parameter: a picture a layer, units down, what comes in across."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QImage, QPainter, QPen

from bpstudio.engine.gradcheck import TOLERANCE, tolerance
from bpstudio.ui.check.heat_key import DECADES, draw_cross, draw_error_key
from bpstudio.ui.check.packing import pack
from bpstudio.ui.check.scatter_picture import gradient_rows
from bpstudio.ui.check.words import parameter_name
from bpstudio.ui.names import counted, layer_names
from bpstudio.ui.numbers import count, power
from bpstudio.ui.pixels import cell_at
from bpstudio.ui.theme import BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE
from bpstudio.ui.views.heat import heats
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.small_text import width_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison
    from bpstudio.runtime.tasks.cells import LayerCells

NOTHING_YET = "Press Start above: a cell for each parameter."
FOOT = 5 * GRID  # px: the key
MOST_NAMED = 16  # layers: of more, the names are left to the pointer
MOST_CROSSED, LEAST_CROSSED = 400, 5.0  # cells that are left out, and px: else without a cross
MOST_FRAMED = 60  # cells whose error is too large


class Shown(NamedTuple):
    """A layer as it is drawn: its place from 0, its cells, where the picture is, its name."""

    layer: int
    cells: LayerCells
    picture: QRectF
    name: str

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """Return row and column of the cell at a place."""
        rows, columns = self.cells.error.shape
        return cell_at(at, self.picture, (rows, columns))

    def cell(self, row: int, column: int) -> QRectF:
        """Return where a cell is, in px."""
        rows, columns = self.cells.error.shape
        high, wide = self.picture.height() / rows, self.picture.width() / columns
        left, top = self.picture.left(), self.picture.top()
        return QRectF(left + column * wide, top + row * high, wide, high)


class HeatMap(Picture):
    """Draws the cells of a comparison, the output first.

    Parameters
    ----------
    brightest
        The error that the colours end at. Where it is left out, that is what is allowed, and what
        is not allowed has a frame.

    Attributes
    ----------
    report
        What is drawn; None before there is anything.
    """

    def __init__(
        self, name: str = "Relative error of every parameter", brightest: float | None = None
    ) -> None:
        super().__init__(name)
        self._brightest = brightest
        self.report: Report[Comparison] | None = None
        self.message = NOTHING_YET
        self._shown: list[Shown] = []
        self._images: list[QImage] = []

    def show_report(self, report: Report[Comparison]) -> None:
        """Draw how far a race has come."""
        self.report = report
        self.message = "" if report.found is not None else NOTHING_YET
        self.changed()

    @property
    def _found(self) -> Comparison | None:
        return None if self.report is None else self.report.found

    @property
    def area(self) -> QRectF:
        """Where the layers are."""
        return QRectF(self.rect()).adjusted(0, 0, 0, -FOOT)

    @property
    def _allowed(self) -> float:
        found = self._found
        if found is None:
            return TOLERANCE["forward"]
        return tolerance(found.difference, found.dtype)

    @property
    def _end(self) -> float:
        """The error that the colours end at."""
        return self._allowed if self._brightest is None else self._brightest

    @property
    def _has_frames(self) -> bool:
        """Whether what isn't allowed has a frame; else its colour tells it from the others."""
        return self._brightest is None

    def prepare(self) -> None:
        """Place the layers, and colour their cells."""
        found = self._found
        self._shown, self._images = [], []
        if found is None or self.report is None:
            return
        names = list(layer_names(self.report.experiment).values()) if self.report.experiment else []
        order = list(range(len(found.cells)))[::-1]
        head = LINE + 4 if len(order) <= MOST_NAMED else 0
        sizes = [found.cells[layer].error.shape for layer in order]
        texts = [names[layer] if layer < len(names) else "" for layer in order]
        least = [
            width_of(f"{text}  {_size(found.cells[layer])}") * 1.1 if head else 0.0
            for text, layer in zip(texts, order, strict=True)
        ]
        places = pack(sizes, least, self.area, head)
        self._shown = [
            Shown(layer, found.cells[layer], place, text)
            for layer, place, text in zip(order, places, texts, strict=True)
        ]
        self._images = [self._image(shown.cells) for shown in self._shown]

    def _image(self, cells: LayerCells) -> QImage:
        """Return the colours of the cells; see-through where nothing is checked."""
        shares = self._shares(cells.error)
        pixels = np.zeros(cells.error.shape, np.uint32)
        known = np.isfinite(shares)
        pixels[known] = heats(shares[known]) | np.uint32(0xFF000000)
        sunken = np.uint32(theme().colors.sunken.rgb() | 0xFF000000)
        pixels[(cells.checked > 0) & (cells.left_out == cells.checked)] = sunken
        height, width = cells.error.shape
        return QImage(
            pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32
        ).copy()

    def _shares(self, errors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where errors stand in the key, 0 to 1; NaN where there is none."""
        with np.errstate(divide="ignore"):
            logs = np.log10(errors / self._end) / DECADES + 1
        return np.where(np.isnan(errors), np.nan, np.clip(logs, 0, 1))

    def draw(self, painter: QPainter) -> None:
        """Draw each layer over its hatch, and the key."""
        colors = theme().colors
        hatch = QBrush(colors.strong, Qt.BrushStyle.BDiagPattern)
        for shown, image in zip(self._shown, self._images, strict=True):
            self._write_name(painter, shown)
            if (shown.cells.checked == 0).any():
                painter.fillRect(shown.picture, hatch)
            painter.drawImage(shown.picture, image)
            painter.setPen(QPen(colors.border, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(shown.picture.adjusted(-0.5, -0.5, 0.5, 0.5))
            self._cross_left_out(painter, shown)
            self._frame_too_large(painter, shown)
        room = QRectF(0, self.height() - FOOT + GRID, self.width(), FOOT - GRID)
        has_left_out = any(shown.cells.left_out.any() for shown in self._shown)
        draw_error_key(painter, room, self._end, has_left_out)

    def _write_name(self, painter: QPainter, shown: Shown) -> None:
        if len(self._shown) > MOST_NAMED:
            return
        colors = theme().colors
        line = QRectF(shown.picture.left(), shown.picture.top() - LINE - 2, self.width(), LINE)
        bold = font(HINT, BOLD)
        painter.setFont(bold)
        painter.setPen(colors.text)
        painter.drawText(line, LEFT, shown.name)
        line.setLeft(line.left() + QFontMetricsF(bold).horizontalAdvance(shown.name) + GRID)
        painter.setFont(font(HINT))
        painter.setPen(colors.text2)
        painter.drawText(line, LEFT, _size(shown.cells))

    @staticmethod
    def _cross_left_out(painter: QPainter, shown: Shown) -> None:
        cells = shown.cells
        rows, columns = np.nonzero((cells.checked > 0) & (cells.left_out == cells.checked))
        one = shown.cell(0, 0)
        if len(rows) > MOST_CROSSED or min(one.width(), one.height()) < LEAST_CROSSED:
            return
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            draw_cross(painter, shown.cell(row, column))

    def _frame_too_large(self, painter: QPainter, shown: Shown) -> None:
        """Frame the cells with an error that isn't allowed, where they aren't most of them."""
        rows, columns = np.nonzero(shown.cells.error > self._allowed)
        if len(rows) > MOST_FRAMED or not self._has_frames:
            return
        painter.setPen(QPen(theme().colors.backward, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            painter.drawRect(shown.cell(row, column).adjusted(-1, -1, 1, 1))

    def read(self, at: QPointF) -> Readout | None:
        """Return name and numbers of the parameter under the pointer, the worst of its cell."""
        found, report = self._found, self.report
        shown = next((one for one in self._shown if one.picture.contains(at)), None)
        place = None if shown is None else shown.cell_at(at)
        if found is None or report is None or shown is None or place is None:
            return None
        cells, (row, column) = shown.cells, place
        many, checked = int(cells.sizes()[row, column]), int(cells.checked[row, column])
        mark = shown.cell(row, column)
        if not checked:
            where = f"{shown.name}, unit {row * cells.units // len(cells.error) + 1}"
            return Readout(mark.right(), where, [("", "not checked yet")], mark)
        title = parameter_name(report, found.cells, int(cells.worst[row, column]))
        numbers = cells.exact[row, column], cells.numeric[row, column], cells.error[row, column]
        told = gradient_rows(*map(float, numbers))
        if cells.left_out[row, column] == checked:
            told[-1] = ("left out", "its nudge crosses a kink")
        if many > 1:
            told.append(
                ("the worst of", f"{count(checked)} checked, {counted(many, 'weight')} here")
            )
        return Readout(mark.right(), title, told, mark)

    def tip(self, at: QPointF) -> str:
        """Return what the key means."""
        if at.y() < self.area.bottom():
            return ""
        largest = f"10{power(round(np.log10(self._allowed)))}"
        framed = "; larger ones are framed" if self._has_frames else ""
        return (
            f"Errors up to {largest} are allowed for this difference{framed}.\n"
            "Crossed out: left out, since the nudge moves L over a kink. Hatched: not checked yet."
        )


def _size(cells: LayerCells) -> str:
    return f"{count(cells.units)} × {count(cells.inputs)}"
