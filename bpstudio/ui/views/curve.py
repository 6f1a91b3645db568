"""What has been learned of a single input: what the network says along it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from bpstudio.runtime.studies.regions import Regions, RegionsStudy
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, theme
from bpstudio.ui.views.axes import Axes
from bpstudio.ui.views.face import Face
from bpstudio.ui.views.learned_subject import sample_title
from bpstudio.ui.views.plane import KEY_LEAST, KEY_MOST, KEY_SHARE
from bpstudio.ui.views.plane_key import draw_key, figures_of
from bpstudio.ui.views.plane_samples import PlaneSamples
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.strokes import draw_line
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.runtime.study import Study
    from bpstudio.ui.views.face import Table
    from bpstudio.ui.views.learned_subject import Learned

TOLD = 8  # curves
DASHES: tuple[list[float], ...] = ([], [5.0, 3.0], [1.5, 2.0], [6.0, 2.0, 1.5, 2.0])
TABLE_ROWS = 32


class Curve(Face):
    """A curve over x and the samples: the predicted number, or y of each class.

    Samples of classes stand along the bottom.
    """

    can_zoom = True

    def __init__(self) -> None:
        super().__init__()
        self.axes = Axes()
        self.samples = PlaneSamples()
        self._key = QRectF()
        self._asked: RegionsStudy | None = None
        self._found: Regions | None = None

    def studies(self) -> Iterable[Study[Any]]:
        """Return what has to be found out, the curve in sight among it."""
        self._asked = RegionsStudy((self.axes.x.low, self.axes.x.high))
        return (*super().studies(), self._asked)

    def show(self, learned: Learned) -> None:
        """Take over the newest numbers."""
        super().show(learned)
        data = learned.data
        if self.samples.show(data):
            x, y = self.samples.span()
            self.axes.show_range(x, y if data.is_regression else (0.0, 1.0))
            self.axes.x_name = data.features[0]
            self.axes.y_name = data.target if data.is_regression else "y of each class"
            self._found = None
        found = None if self._asked is None else learned.snapshot.answer(self._asked)
        if found is not None:
            self._found = found

    def place(self, room: QRectF) -> None:
        """Share the room between the curve and its key."""
        super().place(room)
        key = min(max(KEY_SHARE * room.width(), KEY_LEAST), KEY_MOST)
        self.axes.arrange(room.adjusted(0, 0, -key - GRID, 0))
        area = self.axes.area
        self._key = QRectF(room.right() - key, area.top(), key, area.height())
        self.samples.place(self.axes)

    def draw(self, painter: QPainter) -> None:
        """Draw samples, curves and key."""
        if self.learned is None:
            return
        painter.save()
        painter.setClipRect(self.axes.area)
        self.samples.draw(painter, self.axes, self.learned)
        if self._found is not None:
            self._draw_curves(painter, self._found, self.learned)
        painter.restore()
        self.axes.draw(painter)
        draw_key(painter, self._key, self.learned)

    def _draw_curves(self, painter: QPainter, found: Regions, learned: Learned) -> None:
        xs = self.axes.x_of(found.xs)
        for number, values in enumerate(found.y[:TOLD, 0]):
            is_class = not learned.data.is_regression
            pen = QPen(theme().class_color(number) if is_class else theme().colors.text, 2)
            if is_class and DASHES[number % len(DASHES)]:
                pen.setDashPattern(DASHES[number % len(DASHES)])
            painter.setPen(pen)
            draw_line(painter, xs, self.axes.y_of(values.astype(np.float64)))

    def read(self, at: QPointF) -> Readout | None:
        """Return the sample at a place, or what the network says above it."""
        learned, found = self.learned, self._found
        if learned is None or not self.axes.area.contains(at):
            return None
        data, sample = learned.data, self.samples.at(at)
        if sample is not None:
            part = learned.part(sample.part)
            own = float(part.x[sample.position, 0] * data.scale[0] + data.offset[0])
            title = sample_title(data, sample.part, sample.position)
            box = QRectF(sample.at.x() - 6, sample.at.y() - 6, 12, 12)
            return Readout(box.right(), title, [(data.features[0], figure(own, 4))], box)
        if found is None:
            return None
        column = int(np.abs(found.xs - self.axes.at(at)[0]).argmin())
        outputs = found.y[:TOLD, 0, column].tolist()
        names = (
            [f"{data.target}, predicted"]
            if data.is_regression
            else [f"y, {name}" for name in data.classes]
        )
        rows = [(name, figure(value, 4)) for name, value in zip(names, outputs, strict=False)]
        x = float(self.axes.x_of(found.xs[column : column + 1])[0])
        return Readout(x, f"{data.features[0]} {figure(float(found.xs[column]), 4)}", rows)

    def position_at(self, at: QPointF) -> int | None:
        """Return the training sample at a place."""
        found = self.samples.at(at)
        return found.position if found is not None and found.part == "training" else None

    def row_at(self, at: QPointF, choice: int) -> tuple[float | str, ...] | None:
        """Return the sample at a place: of class `choice`, or with the number at that height."""
        if self.learned is None or not self.axes.area.contains(at):
            return None
        data, (x, y) = self.learned.data, self.axes.rounded_at(at)
        if data.is_regression:
            return (x, y)
        return (x, data.classes[choice]) if choice < len(data.classes) else None

    def zoom(self, at: QPointF, factor: float) -> None:
        """Show `factor` times as much around a place."""
        self.axes.zoom(at, factor)

    def move(self, by: QPointF) -> None:
        """Move what is in sight."""
        self.axes.move(by)

    def table(self) -> Table:
        """Return some points of the curves."""
        if self.learned is None:
            return [], []
        data, found = self.learned.data, self._found
        names = [data.target] if data.is_regression else [f"y, {name}" for name in data.classes]
        if found is not None and len(found.y) != len(names):
            names = ["largest y"]
        headers = [data.features[0], *names]
        if found is None:
            return headers, []
        places = np.linspace(0, len(found.xs) - 1, TABLE_ROWS).astype(int).tolist()
        return headers, [
            [cell(float(found.xs[k])), *map(cell, found.y[:, 0, k].tolist())] for k in places
        ]

    def words(self) -> str:
        """Return how well the samples are met."""
        if self.learned is None:
            return ""
        what = "R²" if self.learned.data.is_regression else "wrong,"
        told = [f"{what} {name} {number}" for name, number in figures_of(self.learned)]
        step = f"step {count(self.learned.snapshot.step)}"
        return "; ".join([f"{self.axes.y_name} over {self.axes.x_name}", step, *told])
