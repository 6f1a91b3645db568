"""What has been learned of two inputs: the plane, coloured by what the network says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from bpstudio.runtime.studies.regions import RegionsStudy
from bpstudio.ui.given_names import class_names, feature_names, target_name
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import theme
from bpstudio.ui.views.learned_subject import accuracy_words, sample_title, target_range
from bpstudio.ui.views.plane_key import figures_of
from bpstudio.ui.views.plane_samples import PARTS
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.region_face import RegionFace
from bpstudio.ui.views.region_image import draw_boundary, heat_image, image_place, region_image
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.studies.regions import Regions
    from bpstudio.ui.theme import Colors
    from bpstudio.ui.views.face import Table
    from bpstudio.ui.views.learned_subject import Learned
    from bpstudio.ui.views.plane_samples import Found

ALIKE = 1.5  # so many times as wide as high: the two features have one unit, it seems
TOLD = 8  # classes whose y is read
TABLE_SIDE = 12  # points of the table, across and down


class Plane(RegionFace):
    """The regions, the line between them, and the samples; a key beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._image: tuple[Regions, Colors, QImage] | None = None

    def question(self) -> RegionsStudy:
        """Return what asks for the regions in sight."""
        x, y = self.axes.x, self.axes.y
        return RegionsStudy((x.low, x.high), (y.low, y.high))

    def fit_axes(self, data: Dataset) -> None:
        """Say what there is; a circle is round where both features have one unit, it seems."""
        x, y = self.samples.span()
        widths = sorted((x[1] - x[0], y[1] - y[0]))
        self.axes.alike = widths[1] <= ALIKE * widths[0]
        self.axes.show_range(x, y)
        self.axes.x_name, self.axes.y_name = feature_names(data)

    def draw_inside(self, painter: QPainter, learned: Learned) -> None:
        """Draw regions, boundary and samples."""
        if self._found is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            picture = self._picture(self._found, learned.data)
            painter.drawImage(image_place(self._found, self.axes), picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_boundary(painter, self._found, self.axes)
        self.samples.draw(painter, self.axes, learned)

    def _picture(self, found: Regions, data: Dataset) -> QImage:
        known, colors = self._image, theme().colors
        if known is None or known[0] is not found or known[1] is not colors:
            made = (
                heat_image(found, *target_range(data))
                if data.is_regression
                else region_image(found, len(data.classes))
            )
            self._image = found, colors, made
            return made
        return known[2]

    def read(self, at: QPointF) -> Readout | None:
        """Return the sample at a place, or what the network says there."""
        if self.learned is None or not self.axes.area.contains(at):
            return None
        found = self.samples.at(at)
        if found is not None:
            return self._read_sample(self.learned, found)
        return None if self._found is None else self._read_point(self.learned, self._found, at)

    def _read_point(self, learned: Learned, found: Regions, at: QPointF) -> Readout:
        """Read the grid's nearest point, whose numbers are exact."""
        data = learned.data
        x, y = self.axes.at(at)
        column = int(np.abs(found.xs - x).argmin())
        row = int(np.abs(found.ys - y).argmin())
        here = float(found.xs[column]), float(found.ys[row])
        rows = [
            (name, figure(value)) for name, value in zip(feature_names(data), here, strict=True)
        ]
        outputs = found.y[:, row, column].tolist()
        if data.is_regression:
            rows.append((f"{target_name(data)}, predicted", figure(outputs[0], 4)))
        elif len(outputs) == len(data.classes) <= TOLD:
            rows += [
                (f"y, {n}", figure(v)) for n, v in zip(class_names(data), outputs, strict=True)
            ]
        else:
            rows.append(("y", figure(max(outputs))))
        winner = int(found.winner[row, column])
        title = "predicted" if data.is_regression else f"predicted: {class_names(data)[winner]}"
        px = float(self.axes.x_of(np.array(here[0])))
        py = float(self.axes.y_of(np.array(here[1])))
        return Readout(px, title, rows, QRectF(px - 2, py - 2, 4, 4))

    def _read_sample(self, learned: Learned, found: Found) -> Readout:
        data, part = learned.data, learned.part(found.part)
        own = part.x[found.position] * data.scale + data.offset
        rows = [(n, figure(v, 4)) for n, v in zip(feature_names(data), own.tolist(), strict=True)]
        told = learned.predictions(found.part)
        number = None if told is None else told.number_of(found.position)
        if told is not None and number is not None:
            predicted = told.predicted[number]
            if data.is_regression:
                rows.append(("predicted", figure(float(predicted), 4)))
            else:
                sign = "" if predicted == told.target[number] else "≠ "
                words = f"{sign}{class_names(data)[int(predicted)]}"
                rows.append(("predicted", f"{words}, y {figure(float(told.confidence[number]))}"))
        if found.part == "training":
            rows.append(("", "click: show it in the network"))
        box = QRectF(found.at.x() - 6, found.at.y() - 6, 12, 12)
        return Readout(box.right(), sample_title(data, found.part, found.position), rows, box)

    def row_at(self, at: QPointF, choice: float) -> tuple[float | str, ...] | None:
        """Return the sample of class `choice`, or with that number, at a place."""
        if self.learned is None or not self.axes.area.contains(at):
            return None
        data = self.learned.data
        if data.is_regression:
            return (*self.axes.rounded_at(at), choice)
        if choice >= len(data.classes):
            return None
        return (*self.axes.rounded_at(at), data.classes[int(choice)])

    def table(self) -> Table:
        """Return a coarser grid of points with what the network says there."""
        if self.learned is None:
            return [], []
        data, found = self.learned.data, self._found
        headers = [*data.features, "predicted", *self.output_names(data)]
        if found is None:
            return headers, []
        rows = []
        for row in np.linspace(0, len(found.ys) - 1, TABLE_SIDE).astype(int).tolist():
            for column in np.linspace(0, len(found.xs) - 1, TABLE_SIDE).astype(int).tolist():
                outputs = found.y[:, row, column].tolist()
                winner = int(found.winner[row, column])
                said = cell(outputs[0]) if data.is_regression else data.classes[winner]
                place = (found.xs[column], found.ys[row])
                rows.append([*(cell(float(v)) for v in place), said, *map(cell, outputs)])
        return headers, rows

    def words(self) -> str:
        """Return how many samples are right, or how well the numbers are met."""
        learned = self.learned
        if learned is None:
            return ""
        step = f"step {count(learned.snapshot.step)}"
        if learned.data.is_regression:
            told = [f"R² {name} {number}" for name, number in figures_of(learned)]
        else:
            known = ((part, learned.predictions(part)) for part in PARTS)
            told = [accuracy_words(found, part) for part, found in known if found is not None]
        return "; ".join(["regions of " + " and ".join(feature_names(learned.data)), step, *told])
