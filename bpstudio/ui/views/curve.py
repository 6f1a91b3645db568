"""What has been learned of a single input: what the network says along it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from bpstudio.runtime.studies.regions import RegionsStudy
from bpstudio.ui.given_names import class_names, feature_names, target_name
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import CLASSES_LIGHT, theme
from bpstudio.ui.views.learned_subject import sample_title
from bpstudio.ui.views.plane_key import figures_of
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.region_face import LARGEST, RegionFace
from bpstudio.ui.views.strokes import draw_line
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.program import Array
    from bpstudio.runtime.studies.regions import Regions
    from bpstudio.ui.views.face import Table
    from bpstudio.ui.views.learned_subject import Learned

TOLD = 8  # classes whose y is read: of more it is the largest ones
DASHES: tuple[list[float], ...] = ([], [5.0, 3.0], [1.5, 2.0], [6.0, 2.0, 1.5, 2.0])
TABLE_ROWS = 32


class Curve(RegionFace):
    """A curve over x and the samples: the predicted number, or y of each class.

    Samples of classes stand along the bottom.
    """

    def question(self) -> RegionsStudy:
        """Return what asks for the curve in sight."""
        return RegionsStudy((self.axes.x.low, self.axes.x.high))

    def fit_axes(self, data: Dataset) -> None:
        """Say what there is; y of a class is from 0 to 1."""
        x, y = self.samples.span()
        self.axes.show_range(x, y if data.is_regression else (0.0, 1.0))
        self.axes.x_name = feature_names(data)[0]

    def show(self, learned: Learned) -> None:
        """Take over the newest numbers, and name what they are."""
        super().show(learned)
        data = learned.data
        each = "y of each class" if self.tells_each(data) else LARGEST
        self.axes.y_name = target_name(data) if data.is_regression else each

    def draw_inside(self, painter: QPainter, learned: Learned) -> None:
        """Draw samples and curves."""
        self.samples.draw(painter, self.axes, learned)
        if self._found is not None:
            self._draw_curves(painter, self._found, learned)

    def _draw_curves(self, painter: QPainter, found: Regions, learned: Learned) -> None:
        xs = self.axes.x_of(found.xs)
        has_classes = self.tells_each(learned.data)
        for number, values in enumerate(found.y[:, 0]):
            painter.setPen(_class_pen(number) if has_classes else QPen(theme().colors.text, 2))
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
            return Readout(box.right(), title, [(feature_names(data)[0], figure(own, 4))], box)
        if found is None:
            return None
        column = int(np.abs(found.xs - self.axes.at(at)[0]).argmin())
        rows = self._rows_of(found.y[:, 0, column], data)
        x = float(self.axes.x_of(found.xs[column : column + 1])[0])
        return Readout(x, f"{feature_names(data)[0]} {figure(float(found.xs[column]), 4)}", rows)

    def _rows_of(self, outputs: Array, data: Dataset) -> list[tuple[str, str]]:
        """Return what is read of the outputs at a point, (K,): of many, the largest by name."""
        if not self.tells_each(data):
            name = f"{target_name(data)}, predicted" if data.is_regression else LARGEST
            return [(name, figure(float(outputs[0]), 4))]
        names, order = class_names(data), np.argsort(-outputs, kind="stable")
        named = np.sort(order[:TOLD]).tolist()
        rows = [(f"y, {names[k]}", figure(float(outputs[k]), 4)) for k in named]
        if others := len(outputs) - len(named):
            most = figure(float(outputs[order[TOLD]]), 4)
            rows.append((f"{counted(others, 'other')}, at most", most))
        return rows

    def row_at(self, at: QPointF, choice: float) -> tuple[float | str, ...] | None:
        """Return the sample at a place: of class `choice`, or with the number at that height."""
        if self.learned is None or not self.axes.area.contains(at):
            return None
        data, (x, y) = self.learned.data, self.axes.rounded_at(at)
        if data.is_regression:
            return (x, y)
        return (x, data.classes[int(choice)]) if choice < len(data.classes) else None

    def table(self) -> Table:
        """Return some points of the curves."""
        if self.learned is None:
            return [], []
        data, found = self.learned.data, self._found
        headers = [data.features[0], *self.output_names(data)]
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


def _class_pen(number: int) -> QPen:
    """Return the pen of a class: where the colours come again, the dashes are others."""
    pen = QPen(theme().class_color(number), 2)
    dashes = DASHES[(number + number // len(CLASSES_LIGHT)) % len(DASHES)]
    if dashes:
        pen.setDashPattern(dashes)
    return pen
