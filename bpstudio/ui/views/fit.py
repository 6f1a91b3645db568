"""What has been learned of a number: predicted against true, and the line where both are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bpstudio.ui.given_names import target_name
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.face import AxesFace
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.learned_subject import sample_title, target_range
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.studies.predictions import Predictions
    from bpstudio.ui.views.face import Table
    from bpstudio.ui.views.learned_subject import Learned

    Array = NDArray[np.floating]

MOST = 1_500  # samples that are drawn
NEAR = 8.0  # px
FIGURES = 15 * GRID  # px
DOT = 5  # px


class Fit(AxesFace):
    """A dot a sample: right is the true number, up the predicted one."""

    has_parts = True

    def __init__(self) -> None:
        super().__init__()
        self._data: Dataset | None = None
        self._xs: Array = np.empty(0)
        self._ys: Array = np.empty(0)
        self._chosen = np.empty(0, np.intp)

    @property
    def _found(self) -> Predictions | None:
        return None if self.learned is None else self.learned.predictions(self.part)

    def show(self, learned: Learned) -> None:
        """Take over the newest numbers; both axes have the range of the true ones."""
        super().show(learned)
        data = learned.data
        if data is not self._data:
            self._data = data
            ends = target_range(data)
            self.axes.show_range(ends, ends)
            self.axes.x_name = "true"
            self.axes.y_name = f"{target_name(data)}, predicted"

    def place(self, room: QRectF) -> None:
        """Lay out, and work out where the dots stand."""
        super().place(room)
        self.axes.arrange(room.adjusted(0, 0, -FIGURES - GRID, 0))
        found = self._found
        if found is None:
            self._xs = self._ys = np.empty(0)
            return
        many = len(found.predicted)
        self._chosen = np.arange(many)
        if many > MOST:
            self._chosen = np.linspace(0, many - 1, MOST).astype(np.intp)
        self._xs = self.axes.x_of(found.target[self._chosen].astype(np.float64))
        self._ys = self.axes.y_of(found.predicted[self._chosen].astype(np.float64))

    def draw(self, painter: QPainter) -> None:
        """Draw the line y = t, the dots, and the figures beside them."""
        learned, found, axes = self.learned, self._found, self.axes
        if learned is None:
            return
        colors = theme().colors
        painter.save()
        painter.setClipRect(axes.area)
        ends = np.array([min(axes.x.low, axes.y.low), max(axes.x.high, axes.y.high)])
        (x, x2), (y, y2) = axes.x_of(ends).tolist(), axes.y_of(ends).tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colors.text2, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, y), QPointF(x2, y2))
        self._draw_dots(painter, learned, found)
        painter.restore()
        axes.draw(painter)
        if found is not None:
            self._draw_figures(painter, found)

    def _draw_dots(self, painter: QPainter, learned: Learned, found: Predictions | None) -> None:
        if found is None:
            return
        color = QColor(theme().class_color(0))
        color.setAlpha(140)
        pen = QPen(color, DOT)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        fit = np.isfinite(self._xs) & np.isfinite(self._ys)
        dots = zip(self._xs[fit].tolist(), self._ys[fit].tolist(), strict=True)
        painter.drawPoints([QPointF(x, y) for x, y in dots])
        if self.part == "training" and learned.shown is not None:
            for place in np.flatnonzero(found.position[self._chosen] == learned.shown).tolist():
                if fit[place]:
                    painter.setPen(QPen(theme().colors.text, 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(QRectF(self._xs[place] - 6, self._ys[place] - 6, 12, 12))

    def _draw_figures(self, painter: QPainter, found: Predictions) -> None:
        figures = self.figures(found)
        height = (LINE + 2) * (len(figures) + 1)
        area = self.axes.area
        top = area.top() if area.top() + height <= self.room.bottom() else self.room.top()
        line = QRectF(self.room.right() - FIGURES, top, FIGURES, LINE)
        for name, number in figures:
            painter.setFont(font(HINT))
            painter.setPen(theme().colors.text2)
            painter.drawText(line, LEFT, name)
            painter.setFont(font(HINT, BOLD))
            painter.setPen(theme().colors.text)
            painter.drawText(line, RIGHT, number)
            line.translate(0, LINE + 2)
        if line.bottom() > self.room.bottom() + 1:
            return
        painter.setPen(QPen(theme().colors.text2, 1, Qt.PenStyle.DashLine))
        y = line.center().y()
        painter.drawLine(QPointF(line.left(), y), QPointF(line.left() + 18, y))
        painter.setFont(font(HINT))
        painter.drawText(line.adjusted(24, 0, 0, 0), LEFT, "y = t")

    def figures(self, found: Predictions) -> list[tuple[str, str]]:
        """Return R2 and the mean errors, of this part."""
        errors = found.predicted.astype(float) - found.target.astype(float)
        rmse = float(np.sqrt(np.square(errors).mean())) if len(errors) else float("nan")
        mean = float(np.abs(errors).mean()) if len(errors) else float("nan")
        many = count(len(errors))
        some = many if len(errors) == found.of else f"{many} of {count(found.of)}"
        return [
            (self.part, some),
            ("R²", figure(found.r2)),
            ("RMSE", figure(rmse)),
            ("mean |y − t|", figure(mean)),
        ]

    def _nearest(self, at: QPointF) -> int | None:
        if not len(self._xs):
            return None
        away = np.hypot(self._xs - at.x(), self._ys - at.y())
        away = np.where(np.isfinite(away), away, np.inf)
        place = int(away.argmin())
        return int(self._chosen[place]) if away[place] <= NEAR else None

    def read(self, at: QPointF) -> Readout | None:
        """Return the numbers of the sample at a place."""
        learned, found = self.learned, self._found
        if learned is None or found is None or not self.axes.area.contains(at):
            return None
        number = self._nearest(at)
        if number is None:
            return None
        true, said = float(found.target[number]), float(found.predicted[number])
        rows = [
            ("true, t", figure(true, 4)),
            ("predicted, y", figure(said, 4)),
            ("y − t", figure(said - true, 4)),
        ]
        if self.part == "training":
            rows.append(("", "click: show it in the network"))
        place = int(np.searchsorted(self._chosen, number))
        box = QRectF(self._xs[place] - 5, self._ys[place] - 5, 10, 10)
        title = sample_title(learned.data, self.part, int(found.position[number]))
        return Readout(box.right(), title, rows, box)

    def position_at(self, at: QPointF) -> int | None:
        """Return the training sample at a place."""
        number, found = self._nearest(at), self._found
        if number is None or found is None or self.part != "training":
            return None
        return int(found.position[number])

    def table(self) -> Table:
        """Return true and predicted number of each sample."""
        learned, found = self.learned, self._found
        headers = ["sample", "true", "predicted", "error"]
        if learned is None or found is None:
            return headers, []
        index = learned.part(self.part).index[found.position].tolist()
        return headers, [
            [str(number), cell(t), cell(y), cell(y - t)]
            for number, t, y in zip(
                index, found.target.tolist(), found.predicted.tolist(), strict=True
            )
        ]

    def words(self) -> str:
        """Return how well the numbers are met."""
        learned, found = self.learned, self._found
        if learned is None or found is None:
            return ""
        told = [f"{name} {number}" for name, number in self.figures(found)]
        return "; ".join(["predicted against true", f"step {count(learned.snapshot.step)}", *told])
